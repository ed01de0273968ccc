//! The options each level sets.

use super::level::Level;
use super::settings::{Settings, Switch};

impl Level {
    /// Sets the options of the level. Countries that are exempt from the option for foreign callers stay exempt.
    pub fn apply(self, settings: &mut Settings) {
        let from = |level: Self| if self >= level { Switch::Silence } else { Switch::Off };
        settings.level = Some(self);
        settings.pack = Switch::Reject;
        settings.failed_verification = Switch::Silence;
        settings.hidden = from(Self::Balanced);
        settings.unidentified = from(Self::Balanced);
        settings.unassigned = from(Self::Balanced);
        settings.own_number.switch = from(Self::Balanced);
        settings.foreign.switch = from(Self::Balanced);
        if settings.foreign.only_listed {
            // The list named the countries to stop; the level means all but the listed ones.
            settings.foreign.only_listed = false;
            settings.foreign.countries.clear();
        }
        settings.not_in_contacts = from(Self::Strict);
    }

    /// Whether the settings have the level's options, none of them changed by the user.
    #[must_use]
    pub fn is_unchanged_in(self, settings: &Settings) -> bool {
        let mut as_set = settings.clone();
        self.apply(&mut as_set);
        as_set == Settings { level: Some(self), ..settings.clone() }
    }
}

impl Settings {
    /// The level in force: a phone on which none was chosen has the mildest.
    #[must_use]
    pub fn level_in_force(&self) -> Level {
        self.level.unwrap_or(Level::Cautious)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_install_has_the_options_of_the_mildest_level() {
        let fresh = Settings::default();
        assert_eq!(fresh.level, None);
        assert!(Level::Cautious.is_unchanged_in(&fresh));
        assert!(!Level::Balanced.is_unchanged_in(&fresh));
    }

    #[test]
    fn a_changed_option_is_told_and_a_level_takes_it_back() {
        for level in Level::ALL {
            let mut settings = Settings::default();
            level.apply(&mut settings);
            assert!(level.is_unchanged_in(&settings));
            settings.hidden = Switch::Reject;
            assert!(!level.is_unchanged_in(&settings));
            level.apply(&mut settings);
            assert!(level.is_unchanged_in(&settings));
        }
    }

    #[test]
    fn exempt_countries_stay_exempt_and_stopped_ones_never_become_so() {
        let mut settings = Settings::default();
        settings.foreign.countries = vec!["CH".to_owned()];
        Level::Balanced.apply(&mut settings);
        assert_eq!(settings.foreign.countries, ["CH"]);
        settings.foreign.only_listed = true;
        Level::Strict.apply(&mut settings);
        assert!(settings.foreign.countries.is_empty());
    }
}
