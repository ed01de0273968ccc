//! What letters and complaints are made of: paragraphs that name the records they rest on.

use super::evidence::Code;
use super::law::Words;
use super::objection::Objection;
use crate::number::{PhoneNumber, Region};

/// One paragraph and the records it says. One that rests on nothing is a fixed sentence of the country's file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// What it is: `opening`, `call`, `fact`, …
    pub kind: &'static str,
    /// Ready to send.
    pub text: String,
    /// Calls it speaks of.
    pub calls: Vec<i64>,
    /// The fact it states.
    pub facts: Vec<Code>,
    /// Saved objections it speaks of.
    pub objections: Vec<i64>,
    /// It speaks of the enrolment.
    pub register: bool,
    /// Fields the person filled in.
    pub fields: Vec<&'static str>,
}

/// What the authority asks for and nobody has said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The field's name.
    pub field: &'static str,
    /// Whether a report without it is incomplete.
    pub required: bool,
    /// Its name for the screen.
    pub text: Words,
}

impl Paragraph {
    pub(super) fn fixed(kind: &'static str, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
    }
}

/// The numbers of an objection as people read them.
pub(super) fn numbers_of(made: &Objection, home: Region) -> String {
    let shown = made
        .numbers
        .iter()
        .map(|key| PhoneNumber::from_key(*key).map_or_else(|| key.digits(), |number| number.display(home)));
    shown.collect::<Vec<String>>().join(", ")
}

/// The paragraphs as one text: the lines of a form and those of a call stand together, others apart.
pub(super) fn joined(paragraphs: &[Paragraph]) -> String {
    let mut text = String::new();
    let mut last = "";
    for paragraph in paragraphs {
        let before = std::mem::replace(&mut last, paragraph.kind);
        match paragraph.kind {
            "fact" | "outcome" | "note" => text.push_str("\n   - "),
            "field" if before == "field" => text.push('\n'),
            _ => text.push_str("\n\n"),
        }
        text.push_str(&paragraph.text);
    }
    text.trim_start().to_owned()
}
