//! Codes that cross JNI and lie in stores, pinned by files that the Kotlin tests read too.

use std::fmt::Write;

use stufo_core::api::ErrorCode;
use stufo_core::policy::{Action, Reason};
use stufo_core::recontact::fact_code::FactCode;
fn lines(rows: impl Iterator<Item = (i64, &'static str)>) -> String {
    rows.fold(String::new(), |mut text, (code, name)| {
        writeln!(text, "{code} {name}").expect("a string takes any text");
        text
    })
}

#[test]
fn action_codes_are_as_pinned_and_zero_allows() {
    let actual = lines(Action::ALL.iter().map(|action| (i64::from(action.code()), action.name())));
    assert_eq!(actual, include_str!("../contract/action-codes.txt"));
    assert_eq!(Action::default().code(), 0);
    assert_eq!(Action::from_code(0), Some(Action::Allow));
}

#[test]
fn reason_codes_are_as_pinned() {
    let actual = lines(Reason::ALL.iter().map(|reason| (i64::from(reason.code()), reason.name())));
    assert_eq!(actual, include_str!("../contract/reason-codes.txt"));
}

#[test]
fn error_codes_are_as_pinned() {
    let actual = lines(ErrorCode::ALL.iter().map(|error| (i64::from(error.code()), error.name())));
    assert_eq!(actual, include_str!("../contract/error-codes.txt"));
}

#[test]
fn fact_codes_are_as_pinned() {
    let actual = lines(FactCode::ALL.iter().zip(0..).map(|(code, index)| (index, code.name())));
    let names = actual.lines().filter_map(|line| line.split_once(' ')).map(|(_, name)| format!("{name}\n"));
    assert_eq!(names.collect::<String>(), include_str!("../contract/fact-codes.txt"));
}
