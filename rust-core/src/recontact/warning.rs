//! What the user should look at before a complaint goes out: statements that the record supports only in part, and
//! calls that nothing in it ties together.

use serde::{Deserialize, Serialize};

use super::authority::{FieldCheck, ReportScope};
use super::draft::{ChosenRecord, ComplaintFields, ComplaintInputs, ids, known_company};
use super::evidence::CallFact;
use super::fact_code::FactBasis;
use super::law::Law;
use super::objection::{ObjectionIndex, company_key};
use super::tax_code::is_plausible_codice_fiscale;
use crate::localized_text::LocalizedText;
use crate::number::{KeyRange, NumberKey};

/// Something to look at before sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// Always: the user checks every sentence.
    CheckAndSign,
    /// The record supports nothing about some calls.
    NoFact,
    /// A fact is inferred.
    Inferred,
    /// A rule was taken from secondary sources.
    MediumSource,
    /// The user gave a consent.
    ConsentGiven,
    /// There is or was a contract.
    Contract,
    /// Nothing in the record links some calls to the others.
    DifferentRanges,
    /// No enrolment was entered.
    NoRegister,
    /// Chosen calls are no longer in the history.
    Forgotten,
    /// The form takes the calls of one number at a time.
    OneNumber,
    /// The form takes one call at a time.
    OneCall,
    /// The tax code has not its usual form, or its check character is wrong.
    TaxCode,
}

impl WarningCode {
    /// The warning in words.
    #[must_use]
    pub fn text(self) -> LocalizedText {
        let (it, en) = match self {
            Self::CheckAndSign => (
                "Controlla ogni riga prima di inviarla: la bozza è del telefono, la dichiarazione è tua, e una dichiarazione falsa ha conseguenze penali.",
                "Check every line before you send it: the draft is the phone’s, the statement is yours, and a false one has criminal consequences.",
            ),
            Self::NoFact => (
                "Di alcune chiamate la cronologia non sostiene nulla: dicono solo data, ora e numero.",
                "About some calls the record supports nothing: they tell only date, time and number.",
            ),
            Self::Inferred => (
                "Alcune chiamate vengono da numeri vicini: che siano della stessa azienda è dedotto, non provato.",
                "Some calls come from neighbouring numbers: that they are of the same company is inferred, not proven.",
            ),
            Self::MediumSource => (
                "Una regola citata viene da fonti secondarie: controllala prima di inviare.",
                "A rule that is named comes from secondary sources: check it before sending.",
            ),
            Self::ConsentGiven => (
                "Se hai dato un consenso e non l’hai ritirato, la chiamata può essere lecita.",
                "If you gave a consent and have not withdrawn it, the call may be lawful.",
            ),
            Self::Contract => (
                "Con un contratto in corso, o finito da poco, l’azienda può ancora chiamare per quello.",
                "With a contract, or one that ended a short time ago, the company may still call about it.",
            ),
            Self::DifferentRanges => (
                "Nulla lega alcune di queste chiamate alle altre: segnala insieme solo quelle della stessa azienda.",
                "Nothing links some of these calls to the others: report together only those of the same company.",
            ),
            Self::NoRegister => (
                "Non c’è la data di iscrizione al registro: la bozza non ne parla.",
                "There is no date of enrolment: the draft does not speak of it.",
            ),
            Self::Forgotten => (
                "Alcune chiamate scelte non sono più nella cronologia.",
                "Some of the chosen calls are no longer in the history.",
            ),
            Self::OneNumber => (
                "Il modulo chiede un solo numero per segnalazione: manda una segnalazione per ciascuno.",
                "The form takes one number at a time: send a report for each.",
            ),
            Self::OneCall => (
                "Il modulo chiede una sola chiamata per segnalazione: manda una segnalazione per ciascuna.",
                "The form takes one call at a time: send a report for each.",
            ),
            Self::TaxCode => (
                "Il codice fiscale non torna: ha 16 caratteri, e l’ultimo dipende dagli altri. Ricontrollalo sulla tessera sanitaria.",
                "The tax code does not add up: it has 16 characters, and the last follows from the others. Check it against your card.",
            ),
        };
        LocalizedText::new(it, en)
    }
}

/// What to look at in a draft about these calls, and the calls each is about.
pub(super) fn all(
    inputs: &ComplaintInputs<'_>,
    chosen: &[ChosenRecord],
    fields: &ComplaintFields,
) -> Vec<(WarningCode, Vec<i64>)> {
    let (law, objections) = (inputs.law, inputs.objections);
    let mut numbers: Vec<Option<NumberKey>> = chosen.iter().map(|call| call.record.call.caller.key()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let with = |which: &dyn Fn(&CallFact) -> bool| ids(chosen, |call| call.facts.iter().any(which));
    let found = [
        (WarningCode::CheckAndSign, true, Vec::new()),
        (WarningCode::NoFact, false, ids(chosen, |call| call.facts.is_empty())),
        (WarningCode::Inferred, false, with(&|fact| fact.basis == FactBasis::Inferred)),
        (WarningCode::MediumSource, false, with(&|fact| !fact.certain)),
        (WarningCode::ConsentGiven, fields.consent == Some(true), Vec::new()),
        (WarningCode::Contract, fields.contract == Some(true), Vec::new()),
        (WarningCode::DifferentRanges, false, unlinked(objections, chosen)),
        (WarningCode::NoRegister, inputs.enrolment.enrolled_on.is_none() && law.register.is_some(), Vec::new()),
        (WarningCode::OneNumber, law.form.about == ReportScope::Number && numbers.len() > 1, Vec::new()),
        (WarningCode::OneCall, law.form.about == ReportScope::Call && chosen.len() > 1, Vec::new()),
        (WarningCode::TaxCode, has_doubtful_tax_code(law, fields), Vec::new()),
    ];
    let stands = |(_, holds, calls): &(WarningCode, bool, Vec<i64>)| *holds || !calls.is_empty();
    found.into_iter().filter(stands).map(|(warning, _, calls)| (warning, calls)).collect()
}

/// A tax code was entered that its form's own check does not let pass.
fn has_doubtful_tax_code(law: &Law, fields: &ComplaintFields) -> bool {
    let is_checked = law.form.fields.iter().any(|rule| rule.check == Some(FieldCheck::CodiceFiscale));
    let code = fields.tax_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    is_checked && code.is_some_and(|code| !is_plausible_codice_fiscale(code))
}

/// Calls that nothing in the record links to the others: neither a number noted for the company nor a neighbour of
/// one; where no company is known, no neighbour of the first call's number.
fn unlinked(objections: &ObjectionIndex, chosen: &[ChosenRecord]) -> Vec<i64> {
    if chosen.len() < 2 {
        return Vec::new();
    }
    let range = |key: NumberKey| key.neighbours().unwrap_or(KeyRange { first: key, last: key });
    let range_of = |call: &ChosenRecord| call.record.call.caller.key().map(range);
    let company = known_company(objections, chosen).map(|objection| company_key(&objection.company));
    let linked: Vec<KeyRange> = match &company {
        Some(company) => {
            let noted = objections.all().iter().filter(|objection| company_key(&objection.company) == *company);
            noted.flat_map(|objection| objection.numbers.iter().copied().map(range)).collect()
        }
        None => chosen.first().and_then(range_of).into_iter().collect(),
    };
    ids(chosen, |call| !range_of(call).is_some_and(|range| linked.contains(&range)))
}
