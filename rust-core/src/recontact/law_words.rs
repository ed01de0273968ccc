//! The words of letters and complaints in one language: `data/law/words`, and what a country says otherwise.

use serde::Deserialize;

/// How a call belongs to an objection.
#[derive(Debug, Deserialize)]
pub struct Relations {
    /// The number objected to.
    pub same_number: RelationWords,
    /// A neighbour of it.
    pub range_neighbour: RelationWords,
    /// Another number of the company.
    pub company: RelationWords,
}

/// The words for it.
#[derive(Debug, Deserialize)]
pub struct RelationWords {
    /// In the country's language.
    pub local: String,
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

/// How an objection was made: a sentence for each way, none where the country does not know it.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct MethodWords {
    pub phone: Option<String>,
    pub web: Option<String>,
    pub email: Option<String>,
    pub certified: Option<String>,
    pub registered: Option<String>,
    pub letter: Option<String>,
}

/// What the user said of a call.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct OutcomeWords {
    pub answered: String,
    pub rang_out: String,
    pub silent: String,
    pub hung_up: String,
    pub objected: String,
}

/// What was offered.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct OfferWords {
    pub energy: String,
    pub telephone: String,
    pub investments: String,
    pub insurance: String,
    pub renovation: String,
    pub training: String,
    pub other: String,
}

/// Paragraphs of the letter of objection.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct LetterWords {
    pub to: String,
    pub subject: String,
    pub objects: String,
    pub numbers: String,
    pub again: String,
    pub asks: String,
}

/// Paragraphs of the complaint, and what letters share with it.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct ComplaintWords {
    pub title: String,
    pub opening: String,
    pub field: String,
    pub yes: String,
    pub no: String,
    pub no_consent: String,
    pub no_contract: String,
    pub register: String,
    pub renewed: String,
    pub objected_numbers: String,
    pub facts_all: String,
    pub facts_one: String,
    pub facts_some: String,
    pub calls: String,
    pub columns: [String; 5],
    pub call: String,
    pub from_number: String,
    pub note: String,
    pub request: String,
    pub truth: String,
    pub place_date: String,
    pub signature: String,
}
