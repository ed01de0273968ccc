//! The settings: reading them, changing some of them, "I am waiting for a call".

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::rules::window_is_valid;
use super::snapshot::home_region;
use crate::contract::settings::{SavedSettings, SettingsPatch, SettingsPatchRequest, SettingsView, WaitingRequest};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::Region;
use crate::policy::Settings;

/// The settings and the region in force.
pub(crate) fn view(core: &Core) -> Result<SettingsView, ApiError> {
    let settings = core.background()?.settings()?;
    let region = home_region(&settings, core.phone_region);
    Ok(SettingsView { settings, region: region.as_str().to_owned() })
}

/// The settings. Where a saved value cannot be read, the others are saved again together with the notice that says so.
pub(super) fn readable(core: &Core, at: Moment) -> Result<Settings, ApiError> {
    let mut store = core.background()?;
    let (mut settings, unreadable) = store.readable_settings()?;
    if reset_invalid(&mut settings) + unreadable > 0 {
        store.write(|store| {
            store.save_settings(&settings)?;
            store.add_notice(NoticeKind::SettingsReset, None, at.utc_millis)
        })?;
    }
    Ok(settings)
}

/// Changes some settings; nothing is saved unless all of them are valid.
pub(crate) fn patch(core: &Core, request: SettingsPatchRequest, at: Moment) -> Result<SavedSettings, ApiError> {
    readable(core, at)?;
    core.background()?.write(|store| {
        let mut settings = store.settings()?;
        apply(&mut settings, request.patch)?;
        store.save_settings(&settings)?;
        Ok(SavedSettings { settings })
    })
}

/// Turns "I am waiting for a call" on until a time, or off.
pub(crate) fn wait_for_call(core: &Core, request: WaitingRequest, at: Moment) -> Result<SavedSettings, ApiError> {
    let patch = SettingsPatch { waiting_until_millis: Some(request.until_millis), ..SettingsPatch::default() };
    self::patch(core, SettingsPatchRequest { patch }, at)
}

/// Lays a patch over the settings.
fn apply(settings: &mut Settings, patch: SettingsPatch) -> Result<(), ApiError> {
    let SettingsPatch {
        region,
        pack,
        pack_rows,
        hidden,
        unidentified,
        failed_verification,
        foreign,
        not_in_contacts,
        quiet_hours,
        repeated_call,
        emergency_window_minutes,
        dialled_days,
        waiting_until_millis,
        keep_days,
        keep_calls,
        notify_blocked,
        notify_on_lock_screen,
        weekly_digest,
        ask_outcome,
        unknown,
    } = patch;
    set(&mut settings.region, region);
    set(&mut settings.pack, pack);
    set(&mut settings.pack_rows, pack_rows);
    set(&mut settings.hidden, hidden);
    set(&mut settings.unidentified, unidentified);
    set(&mut settings.failed_verification, failed_verification);
    set(&mut settings.foreign, foreign);
    set(&mut settings.not_in_contacts, not_in_contacts);
    set(&mut settings.quiet_hours, quiet_hours);
    set(&mut settings.repeated_call, repeated_call);
    set(&mut settings.emergency_window_minutes, emergency_window_minutes);
    set(&mut settings.dialled_days, dialled_days);
    set(&mut settings.waiting_until_millis, waiting_until_millis);
    set(&mut settings.keep_days, keep_days);
    set(&mut settings.keep_calls, keep_calls);
    set(&mut settings.notify_blocked, notify_blocked);
    set(&mut settings.notify_on_lock_screen, notify_on_lock_screen);
    set(&mut settings.weekly_digest, weekly_digest);
    set(&mut settings.ask_outcome, ask_outcome);
    settings.unknown.extend(unknown);
    check(settings)
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

/// Gives stored values that no request may set their defaults again: else every later change would be refused for them.
/// Says how many there were.
fn reset_invalid(settings: &mut Settings) -> usize {
    let is_unknown_region = has_unknown_region(settings);
    if is_unknown_region {
        settings.region = None;
    }
    let windows = &mut settings.quiet_hours.schedule.0;
    let before = windows.len();
    windows.retain(window_is_valid);
    usize::from(is_unknown_region) + before - windows.len()
}

fn has_unknown_region(settings: &Settings) -> bool {
    settings.region.as_deref().is_some_and(|region| region.parse::<Region>().is_err())
}

fn check(settings: &Settings) -> Result<(), ApiError> {
    let bad = |what: &str| Err(ApiError::new(ErrorCode::BadRequest, format!("invalid settings: {what}")));
    if has_unknown_region(settings) {
        return bad("unknown region");
    }
    if !settings.quiet_hours.schedule.0.iter().all(window_is_valid) {
        return bad("a window of the quiet hours");
    }
    Ok(())
}
