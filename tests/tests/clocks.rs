//! A clock that was wrong once: nothing is forgotten by it, and what it opened ends when it comes back.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::json;
use stufo_core::api::Core;
use stufo_core::moment::{DAY_MILLIS, Moment};
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Contact, Reason};
use stufo_tests::{NOON, ask_at, core, incoming, receive, tell, tell_at};

const YEAR: i64 = 365 * DAY_MILLIS;

fn after(millis: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis + millis, ..NOON }
}

fn dial(core: &Core, address: &str, at: Moment) {
    let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
    core.outgoing(&raw, at).expect("noted");
}

fn reason(core: &Core, address: &str, at: Moment) -> Reason {
    receive(core, &incoming(Some(address), at), Contact::NotFound).verdict.reason
}

fn forgotten(core: &Core, at: Moment) -> serde_json::Value {
    tell_at(core, "maintain", json!({}), at)["forgotten"].clone()
}

#[test]
fn one_wrong_clock_forgets_no_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for day in 0..30 {
        let _reason = reason(&core, "0612345678", after(day * DAY_MILLIS));
    }
    // Before any maintenance, after one, and day after day for less than a month.
    assert_eq!(forgotten(&core, after(10 * YEAR)), 0);
    assert_eq!(forgotten(&core, after(30 * DAY_MILLIS)), 0);
    for day in 0..29 {
        assert_eq!(forgotten(&core, after(10 * YEAR + day * DAY_MILLIS)), 0);
        let _reason = reason(&core, "0612345678", after(10 * YEAR + day * DAY_MILLIS));
    }
    assert_eq!(forgotten(&core, after(31 * DAY_MILLIS)), 0);
    // Wrong again: the month begins anew.
    for day in 0..29 {
        assert_eq!(forgotten(&core, after(10 * YEAR + day * DAY_MILLIS)), 0);
    }
}

#[test]
fn calls_dated_by_a_clock_that_was_behind_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _reason = reason(&core, "0612345678", NOON);
    let _reason = reason(&core, "0612345678", Moment { utc_millis: 0, offset_minutes: 0 });
    assert_eq!(forgotten(&core, after(DAY_MILLIS)), 0);
}

#[test]
fn a_phone_that_lay_for_years_forgets_after_a_month() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for index in 0..4_500 {
        let _call = core.screen(&incoming(Some("0612345678"), after(index))).expect("recorded");
    }
    assert_eq!(forgotten(&core, after(DAY_MILLIS)), 0);
    for day in 0..30 {
        assert_eq!(forgotten(&core, after(3 * YEAR + day * DAY_MILLIS)), 0);
    }
    assert_eq!(forgotten(&core, after(3 * YEAR + 30 * DAY_MILLIS)), 4_500);
}

#[test]
fn an_emergency_window_of_a_wrong_clock_ends_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let rule = json!({ "kind": "block", "pattern": "0612345678", "action": "reject", "label": "" });
    let _saved = tell(&core, "rule_save", json!({ "rule": rule }));
    dial(&core, "112", after(10 * YEAR));
    assert_eq!(reason(&core, "0612345678", after(10 * YEAR + 1)), Reason::EmergencyWindow);
    assert_eq!(reason(&core, "0612345678", NOON), Reason::UserBlock);
    assert_eq!(reason(&core, "0612345678", after(30 * DAY_MILLIS)), Reason::UserBlock);
    // The window of a right clock, which the network then sets back a little.
    dial(&core, "112", NOON);
    assert_eq!(reason(&core, "0612345678", after(-60_000)), Reason::EmergencyWindow);
    assert_eq!(reason(&core, "0612345678", after(59 * 60_000)), Reason::EmergencyWindow);
    assert_eq!(reason(&core, "0612345678", after(61 * 60_000)), Reason::UserBlock);
}

#[test]
fn waiting_of_a_wrong_clock_ends_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let until = after(10 * YEAR + 3_600_000).utc_millis;
    let _waiting = tell_at(&core, "waiting", json!({ "until_millis": until }), after(10 * YEAR));
    let shown = |at| ask_at(&core, "home", json!({}), at)["waiting_until_millis"].clone();
    assert_eq!((shown(after(10 * YEAR)), shown(NOON)), (json!(until), json!(null)));
    assert_eq!(reason(&core, "0844123456", after(10 * YEAR)), Reason::Waiting);
    assert_eq!(reason(&core, "0844123456", NOON), Reason::Pack);
}

#[test]
fn a_number_dialled_in_the_future_counts_as_one_dialled_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    dial(&core, "0844123456", after(10 * YEAR));
    assert_eq!(reason(&core, "0844123456", after(10 * YEAR)), Reason::Dialled);
    assert_eq!(reason(&core, "0844123456", NOON), Reason::Pack);
    // Dialled again, it counts again; and a clock that is not set yet loses nobody who was dialled.
    dial(&core, "0844123456", NOON);
    assert_eq!(reason(&core, "0844123456", after(DAY_MILLIS)), Reason::Dialled);
    assert_eq!(reason(&core, "0844123456", Moment { utc_millis: 0, offset_minutes: 0 }), Reason::Dialled);
}
