//! A trace as a short text, so that a hundred thousand calls stay small: one letter a stage in the order of
//! `StageName::ALL` (`o` off, `n` nothing, `u` unknown, `m` match), then the matches as JSON.

use crate::policy::{Finding, Saw, StageName, Trace};

pub(super) fn encode(trace: &Trace) -> String {
    let mut text: String = trace.0.iter().map(|finding| letter(finding.saw)).collect();
    let matches: Vec<&Finding> = trace.0.iter().filter(|finding| finding.saw == Saw::Match).collect();
    if !matches.is_empty() {
        text.push_str(&serde_json::to_string(&matches).unwrap_or_default());
    }
    text
}

/// Reads as much as can be read: a text of a later version gives the stages this one knows.
pub(super) fn decode(text: &str) -> Trace {
    let (letters, json) = text.split_at(text.find('[').unwrap_or(text.len()));
    let matches: Vec<Finding> = crate::json::read(json).unwrap_or_default();
    let finding = |(stage, letter): (StageName, char)| match letter {
        'o' => Finding::off(stage),
        'u' => Finding::unknown(stage),
        'm' => matches.iter().find(|found| found.stage == stage).cloned().unwrap_or_else(|| Finding::unknown(stage)),
        _ => Finding::nothing(stage),
    };
    Trace(StageName::ALL.into_iter().zip(letters.chars()).map(finding).collect())
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
    use crate::policy::{Action, Reason, Source};

    #[test]
    fn a_trace_round_trips_and_stays_short() {
        let mut findings: Vec<Finding> = StageName::ALL.into_iter().map(Finding::nothing).collect();
        findings[4] = Finding::unknown(StageName::Contacts);
        findings[6] = Finding::off(StageName::Waiting);
        let source = Source::Pack { id: "IT-0843".into(), label: "polls".into() };
        findings[8] = Finding::decides(StageName::Pack, Action::Reject, Reason::Pack, Some(source));
        let trace = Trace(findings);
        let text = encode(&trace);
        assert_eq!(decode(&text), trace);
        assert!(text.len() < 160, "{} bytes", text.len());
    }

    #[test]
    fn a_text_that_does_not_read_loses_only_what_it_says() {
        assert_eq!(decode(""), Trace(vec![]));
        assert_eq!(decode("nm[broken").0[1], Finding::unknown(StageName::NeverBlock));
        assert_eq!(decode("nnz").0.len(), 3);
    }
}
