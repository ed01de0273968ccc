//! Phrases of drafts in the country's language: how it was objected, how a call went, what was offered, who called.

use jiff::civil::Date;

use super::draft::{Paragraph, ParagraphKind};
use super::draft_field::DraftField;
use super::law::Law;
use super::objection::{Objection, ObjectionMethod};
use super::text::{fill, format_date, format_time};
use crate::number::{Caller, Region};
use crate::policy::{CallOffer, CallOutcome};

/// Place and date, or a line for the place.
pub(super) fn place_and_date(law: &'static Law, place: Option<&str>, today: Date) -> Paragraph {
    let place = place.filter(|place| !place.is_empty());
    let values = [("place", place.unwrap_or(&law.blank)), ("date", &format_date(law, today))];
    let fields = place.map(|_| DraftField::Place).into_iter().collect();
    Paragraph { fields, ..Paragraph::new(ParagraphKind::PlaceDate, fill(&law.complaint.place_date, &values)) }
}

/// Who called, as a table has it.
pub(super) fn plain_caller(law: &'static Law, home: Region, caller: &Caller) -> String {
    match caller {
        Caller::Number(number) => number.display(home),
        Caller::ShortCode(code) => code.digits(),
        Caller::Hidden(_) => law.hidden.clone(),
        Caller::Other(_) => law.other.clone(),
    }
}

/// Who called, in a sentence.
pub(super) fn caller(law: &'static Law, home: Region, caller: &Caller) -> String {
    let plain = plain_caller(law, home, caller);
    match caller {
        Caller::Number(_) | Caller::ShortCode(_) => fill(&law.complaint.from_number, &[("number", &plain)]),
        Caller::Hidden(_) | Caller::Other(_) => plain,
    }
}

/// That and how an objection was made, in the country's language: a registered letter has no hour.
pub(super) fn objected(law: &'static Law, objection: &Objection) -> String {
    let (date, time) = (format_date(law, objection.at.date()), format_time(objection.at));
    fill(method_words(law, objection.how), &[("date", &date), ("time", &time)])
}

/// How an objection was made; a way that the country does not know is a letter there.
fn method_words(law: &'static Law, method: ObjectionMethod) -> &'static str {
    let words = &law.objected;
    let own = match method {
        ObjectionMethod::Phone => &words.phone,
        ObjectionMethod::Web => &words.web,
        ObjectionMethod::Email => &words.email,
        ObjectionMethod::Certified => &words.certified,
        ObjectionMethod::Registered => &words.registered,
        ObjectionMethod::Letter => &words.letter,
    };
    own.as_ref().or(words.letter.as_ref()).map_or("", String::as_str)
}

pub(super) fn outcome_words(law: &'static Law, outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => &law.outcomes.answered,
        CallOutcome::RangOut => &law.outcomes.rang_out,
        CallOutcome::Silent => &law.outcomes.silent,
        CallOutcome::HungUp => &law.outcomes.hung_up,
        CallOutcome::Objected => &law.outcomes.objected,
    }
}

/// What was offered; `None` for a call that was no advertising.
pub(super) fn offer_words(law: &'static Law, offer: CallOffer) -> Option<&'static str> {
    Some(match offer {
        CallOffer::Energy => &law.offers.energy,
        CallOffer::Telephone => &law.offers.telephone,
        CallOffer::Investments => &law.offers.investments,
        CallOffer::Insurance => &law.offers.insurance,
        CallOffer::Renovation => &law.offers.renovation,
        CallOffer::Training => &law.offers.training,
        CallOffer::Other => &law.offers.other,
        CallOffer::Nothing => return None,
    })
}

/// The ways to object that the country's words know.
#[must_use]
pub fn methods(law: &'static Law) -> Vec<ObjectionMethod> {
    let words = &law.objected;
    let known = [
        (ObjectionMethod::Phone, &words.phone),
        (ObjectionMethod::Web, &words.web),
        (ObjectionMethod::Email, &words.email),
        (ObjectionMethod::Certified, &words.certified),
        (ObjectionMethod::Registered, &words.registered),
        (ObjectionMethod::Letter, &words.letter),
    ];
    known.into_iter().filter(|(_, words)| words.is_some()).map(|(method, _)| method).collect()
}
