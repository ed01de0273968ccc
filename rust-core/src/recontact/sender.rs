//! What reports and letters say of the user: name, tax code, where to be reached. Kept only when the user says so.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::draft::{ComplaintFields, LetterFields};
use super::text::{MAX_SHORT_CHARS, sanitize_line};

/// The user's own data.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SenderData {
    /// Name.
    pub name: Option<String>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// E-mail address, or another way to be reached.
    pub contact: Option<String>,
    /// The number that is called.
    pub called_number: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Where the user signs.
    pub place: Option<String>,
}

/// Redacted: it is the user's own.
impl fmt::Debug for SenderData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SenderData").finish_non_exhaustive()
    }
}

impl SenderData {
    /// Each value as one line of plain text; empty ones are none.
    #[must_use]
    pub fn sanitized(self) -> Self {
        let line = |text: Option<String>| {
            text.map(|text| sanitize_line(&text, MAX_SHORT_CHARS)).filter(|text| !text.is_empty())
        };
        Self {
            name: line(self.name),
            tax_code: line(self.tax_code),
            contact: line(self.contact),
            called_number: line(self.called_number),
            address: line(self.address),
            postcode: line(self.postcode),
            place: line(self.place),
        }
    }

    /// The form of a complaint with what is not typed taken from here.
    #[must_use]
    pub fn complete(&self, typed: ComplaintFields) -> ComplaintFields {
        self.with_own(typed, or)
    }

    /// A form without what is remembered: it is said once, here.
    #[must_use]
    pub fn leave_out(&self, typed: ComplaintFields) -> ComplaintFields {
        self.with_own(typed, |typed, known| typed.filter(|typed| known.as_ref() != Some(typed)))
    }

    /// A form without anything of the user's own.
    #[must_use]
    pub fn none_of(typed: ComplaintFields) -> ComplaintFields {
        Self::default().with_own(typed, |_, _| None)
    }

    /// A form whose fields of the user's own are what `of` says of the typed and the kept value.
    fn with_own(
        &self,
        typed: ComplaintFields,
        of: impl Fn(Option<String>, &Option<String>) -> Option<String>,
    ) -> ComplaintFields {
        ComplaintFields {
            name: of(typed.name, &self.name),
            tax_code: of(typed.tax_code, &self.tax_code),
            contact: of(typed.contact, &self.contact),
            called_number: of(typed.called_number, &self.called_number),
            address: of(typed.address, &self.address),
            postcode: of(typed.postcode, &self.postcode),
            place: of(typed.place, &self.place),
            ..typed
        }
    }

    /// The form of a letter with what is not typed taken from here.
    #[must_use]
    pub fn complete_letter(&self, typed: LetterFields) -> LetterFields {
        LetterFields {
            name: or(typed.name, &self.name),
            contact: or(typed.contact, &self.contact),
            called_number: or(typed.called_number, &self.called_number),
            address: or(typed.address, &self.address),
            place: or(typed.place, &self.place),
            ..typed
        }
    }
}

/// What is typed, else what is kept.
fn or(typed: Option<String>, kept: &Option<String>) -> Option<String> {
    typed.filter(|text| !text.trim().is_empty()).or_else(|| kept.clone())
}
