//! The settings: reading them, changing some of them, "I am waiting for a call".

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::snapshot::{WAITING_FROM, home_region};
use crate::contract::settings::{SavedSettings, SettingsPatch, SettingsPatchRequest, SettingsView, WaitingRequest};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::{PhoneNumber, Region};
use crate::policy::{OptionLimits, Settings, Window};

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
        if request.patch.waiting_until_millis.is_some() {
            store.set_state(WAITING_FROM, at.utc_millis)?;
        }
        apply(&mut settings, request.patch, core.phone_region)?;
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
fn apply(settings: &mut Settings, patch: SettingsPatch, phone_region: Region) -> Result<(), ApiError> {
    let SettingsPatch {
        region,
        level,
        pack,
        pack_rows,
        hidden,
        unidentified,
        failed_verification,
        unassigned,
        own_number,
        list_neighbours,
        foreign,
        not_in_contacts,
        quiet_hours,
        burst,
        limits,
        only_starred,
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
        dismissed_steps,
        unknown,
    } = patch;
    set(&mut settings.region, region);
    if let Some(level) = level {
        level.apply(settings);
    }
    set(&mut settings.pack, pack);
    set(&mut settings.pack_rows, pack_rows);
    set(&mut settings.hidden, hidden);
    set(&mut settings.unidentified, unidentified);
    set(&mut settings.failed_verification, failed_verification);
    set(&mut settings.unassigned, unassigned);
    set(&mut settings.own_number, own_number);
    set(&mut settings.list_neighbours, list_neighbours);
    set(&mut settings.foreign, foreign);
    set(&mut settings.not_in_contacts, not_in_contacts);
    set(&mut settings.quiet_hours, quiet_hours);
    set(&mut settings.burst, burst);
    set(&mut settings.limits, limits);
    set(&mut settings.only_starred, only_starred);
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
    set(&mut settings.dismissed_steps, dismissed_steps);
    settings.unknown.extend(unknown);
    check(settings, phone_region)
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
    let before = windows.len() + settings.limits.len();
    windows.retain(Window::is_valid);
    settings.limits.retain(limits_are_valid);
    usize::from(is_unknown_region) + before - windows.len() - settings.limits.len()
}

fn limits_are_valid(limits: &OptionLimits) -> bool {
    let hours = limits.schedule.iter().flat_map(|schedule| &schedule.0);
    limits.option.is_option() && limits.sim.is_none_or(|sim| sim > 0) && hours.into_iter().all(Window::is_valid)
}

fn has_unknown_region(settings: &Settings) -> bool {
    settings.region.as_deref().is_some_and(|region| region.parse::<Region>().is_err())
}

fn check(settings: &Settings, phone_region: Region) -> Result<(), ApiError> {
    let bad = |what: &str| Err(ApiError::new(ErrorCode::BadRequest, format!("invalid settings: {what}")));
    if has_unknown_region(settings) {
        return bad("unknown region");
    }
    if !settings.quiet_hours.schedule.0.iter().all(Window::is_valid) {
        return bad("a window of the quiet hours");
    }
    if !settings.limits.iter().all(limits_are_valid) {
        return bad("the hours or the SIM of an option");
    }
    let home = home_region(settings, phone_region);
    if settings.own_number.numbers.iter().any(|text| PhoneNumber::parse(text, home).is_err()) {
        return bad("one of the phone's own numbers does not read");
    }
    Ok(())
}
