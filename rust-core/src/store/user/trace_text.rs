//! A trace as a short text, so that a hundred thousand calls stay small: one letter a stage at the stage's own place
//! (`o` off, `n` nothing, `u` unknown, `m` match), then the matches as JSON.

use serde::de::DeserializeOwned;
use serde_json::Value;
use strum::VariantArray as _;

use crate::policy::{Finding, Opinion, Saw, Source, StageName, Trace};

pub(super) fn encode(trace: &Trace) -> String {
    let mut findings: Vec<&Finding> = trace.0.iter().collect();
    findings.sort_by_key(|finding| finding.stage.trace_place());
    let mut text: String = findings.into_iter().map(|finding| letter(finding.saw)).collect();
    let matches: Vec<&Finding> = trace.0.iter().filter(|finding| finding.saw == Saw::Match).collect();
    if !matches.is_empty() {
        text.push_str(&serde_json::to_string(&matches).unwrap_or_default());
    }
    text
}

/// Reads as much as can be read: a text of a later version gives the stages this one knows.
pub(super) fn decode(text: &str) -> Trace {
    let (letters, json) = text.split_at(text.find('[').unwrap_or(text.len()));
    let matches: Value = serde_json::from_str(json).unwrap_or_default();
    let matched = |stage: StageName| {
        let name = serde_json::to_value(stage).ok()?;
        let found = matches.as_array()?.iter().find(|found| found.get("stage") == Some(&name))?;
        found_at(stage, found)
    };
    let letters: Vec<char> = letters.chars().collect();
    let finding = |stage: StageName| {
        Some(match letters.get(stage.trace_place())? {
            'o' => Finding::new(stage, Opinion::Off),
            'u' => Finding::new(stage, Opinion::Unknown),
            'm' => matched(stage).unwrap_or_else(|| Finding::new(stage, Opinion::Unknown)),
            _ => Finding::new(stage, Opinion::Nothing),
        })
    };
    Trace(StageName::VARIANTS.iter().copied().filter_map(finding).collect())
}

/// A match as it was written; `None` when a part cannot be read.
fn found_at(stage: StageName, found: &Value) -> Option<Finding> {
    let source = match found.get("source") {
        Some(source) => Some(source_of(source)?),
        None => None,
    };
    Some(Finding { stage, saw: Saw::Match, action: part(found, "action")?, reason: part(found, "reason")?, source })
}

/// A part that may be left out. The outer `None`: it is there and cannot be read.
fn part<T: DeserializeOwned>(found: &Value, name: &str) -> Option<Option<T>> {
    match found.get(name) {
        Some(value) => Some(Some(serde_json::from_value(value.clone()).ok()?)),
        None => Some(None),
    }
}

fn source_of(source: &Value) -> Option<Source> {
    let text = |name: &str| source.get(name)?.as_str().map(str::to_owned);
    let number = |name: &str| source.get(name)?.as_i64();
    Some(match source.get("kind")?.as_str()? {
        "rule" => Source::Rule { id: number("id")?, label: text("label")? },
        "pack" => Source::Pack { id: text("id")?, label: text("label")? },
        "list" => Source::List {
            id: number("id")?,
            label: text("label")?,
            matched_digits: u8::try_from(number("matched_digits")?).ok()?,
            category: text("category"),
            score: number("score").and_then(|score| u32::try_from(score).ok()),
        },
        "country" => Source::Country { region: text("region")? },
        _ => return None,
    })
}

fn letter(saw: Saw) -> char {
    match saw {
        Saw::Off => 'o',
        Saw::Nothing => 'n',
        Saw::Unknown => 'u',
        Saw::Match => 'm',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Action, Reason};

    fn nothing_seen() -> Trace {
        Trace(StageName::VARIANTS.iter().map(|stage| Finding::new(*stage, Opinion::Nothing)).collect())
    }

    fn decided(stage: StageName, action: Action, reason: Reason, source: Source) -> Finding {
        Finding::new(stage, Opinion::Decides { action, reason, source: Some(source) })
    }

    #[test]
    fn a_trace_round_trips_and_stays_short() {
        let mut findings = nothing_seen().0;
        findings[4] = Finding::new(StageName::Contacts, Opinion::Unknown);
        findings[6] = Finding::new(StageName::Waiting, Opinion::Off);
        let source = Source::Pack { id: "IT-0843".into(), label: "polls".into() };
        findings[8] = decided(StageName::Pack, Action::Reject, Reason::Pack, source);
        let trace = Trace(findings);
        let text = encode(&trace);
        assert_eq!(decode(&text), trace);
        assert!(text.len() < 160, "{} bytes", text.len());
    }

    #[test]
    fn every_source_round_trips() {
        let (label, category) = ("Luce \"e\" gas".to_owned(), Some("fraud".to_owned()));
        for source in [
            Source::Rule { id: 7, label: label.clone() },
            Source::Pack { id: "IT-0843".into(), label: label.clone() },
            Source::List { id: 3, label: label.clone(), matched_digits: 9, category, score: Some(u32::MAX) },
            Source::List { id: 3, label, matched_digits: 9, category: None, score: None },
            Source::Country { region: "GB".into() },
        ] {
            let mut trace = nothing_seen();
            trace.0[3] = Finding::new(StageName::UserBlock, Opinion::Outranked(source.clone()));
            trace.0[9] = decided(StageName::Lists, Action::Silence, Reason::List, source);
            assert_eq!(decode(&encode(&trace)), trace);
        }
    }

    #[test]
    fn a_text_that_does_not_read_loses_only_what_it_says() {
        assert_eq!(decode(""), Trace(vec![]));
        assert_eq!(decode("nm[broken").0[1], Finding::new(StageName::NeverBlock, Opinion::Unknown));
        assert_eq!(decode("nnz").0.len(), 3);
    }
}
