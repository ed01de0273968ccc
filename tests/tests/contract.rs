//! Codes that cross JNI and lie in stores, pinned by files that the Kotlin tests read too.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use strum::IntoEnumIterator;
use stufo_core::api::ErrorCode;
use stufo_core::blocklist::Category;
use stufo_core::blocklist::formats::Fault;
use stufo_core::certainty::Certainty;
use stufo_core::contract::backup::RestoreMode;
use stufo_core::contract::call::CallerKind;
use stufo_core::contract::caller_rule::CallerState;
use stufo_core::contract::complaint::LetterKind;
use stufo_core::contract::export::ExportForm;
use stufo_core::contract::protection::NextStep;
use stufo_core::contract::recontact::SuggestedSetting;
use stufo_core::contract::rule::PreviewWarning;
use stufo_core::contract::sync::StepResult;
use stufo_core::contract::watch::WatchAlert;
use stufo_core::notice::NoticeKind;
use stufo_core::number::{HiddenKind, LineType};
use stufo_core::pattern::PatternKind;
use stufo_core::policy::{
    Action, CallOffer, CallOutcome, Contact, CountBy, Level, Reason, RuleKind, Saw, StageName, Switch,
};
use stufo_core::recontact::authority::ReportScope;
use stufo_core::recontact::complaint::RefusalCode;
use stufo_core::recontact::draft::ParagraphKind;
use stufo_core::recontact::draft_field::DraftField;
use stufo_core::recontact::fact_code::{FactBasis, FactCode};
use stufo_core::recontact::law::EnrolmentChannel;
use stufo_core::recontact::objection::{ObjectionMethod, Relation};
use stufo_core::recontact::recontact_rate::{CallEnding, EndingBasis};
use stufo_core::recontact::report::{ReportKind, ReportState};
use stufo_core::recontact::warning::WarningCode;
use stufo_core::sync::{FetchFailure, StepKind, SyncOutcome, SyncReason};

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

/// The names of each enum of the contract as serde knows them: `cargo xtask codegen --check` and a Kotlin test read the
/// file. `STUFO_UPDATE=1` rewrites it.
#[test]
fn every_name_is_as_pinned() {
    let actual = serde_json::to_string_pretty(&names()).expect("JSON") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/names.json");
    if std::env::var_os("STUFO_UPDATE").is_some() {
        std::fs::write(&path, &actual).expect("the file can be written");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the file is there"), actual);
}

/// By the name of the enum.
fn names() -> BTreeMap<&'static str, Vec<String>> {
    fn of<'de, T: Deserialize<'de>>() -> Vec<String> {
        names_of::<T>().iter().map(|name| (*name).to_owned()).collect()
    }
    macro_rules! enums {
        ($($name:ident),* $(,)?) => { BTreeMap::from([$((stringify!($name), of::<$name>())),*]) };
    }
    let mut names = enums![
        Action,
        CallEnding,
        CallOffer,
        CallOutcome,
        CallerKind,
        CallerState,
        Category,
        Certainty,
        Contact,
        CountBy,
        DraftField,
        EndingBasis,
        EnrolmentChannel,
        ExportForm,
        FactBasis,
        FactCode,
        Fault,
        FetchFailure,
        HiddenKind,
        LetterKind,
        Level,
        LineType,
        NextStep,
        NoticeKind,
        ObjectionMethod,
        ParagraphKind,
        PatternKind,
        PreviewWarning,
        Reason,
        RefusalCode,
        Relation,
        ReportKind,
        ReportScope,
        ReportState,
        RestoreMode,
        RuleKind,
        Saw,
        StageName,
        StepKind,
        StepResult,
        SuggestedSetting,
        Switch,
        SyncOutcome,
        WarningCode,
        WatchAlert,
    ];
    names.insert("ErrorCode", ErrorCode::ALL.iter().map(|code| code.name().to_owned()).collect());
    names.insert("SyncReason", SyncReason::iter().map(|reason| <&str>::from(reason).to_owned()).collect());
    names
}

/// The variants that a derived reader asks for, under their names in JSON.
fn names_of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut found: &[&str] = &[];
    let _refused = T::deserialize(Names(&mut found));
    found
}

/// Reads nothing and notes which variants were asked for.
struct Names<'n>(&'n mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("no enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = variants;
        Err(serde::de::Error::custom("the names are enough"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
