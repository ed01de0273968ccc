//! The complaint and the letter for the screen: what is missing, what to look at, and the draft with the records
//! behind each paragraph.

use serde::Deserialize;
use serde_json::{Value, json};

use super::core::Core;
use super::dossier::{Dossier, fact_view, words};
use super::error::{ApiError, ErrorCode};
use super::evidence::picked;
use super::objection::{after, authority_view};
use super::view::CallRow;
use crate::moment::Moment;
use crate::recontact::complaint::{self, Chosen, Complaint, Refusal, Warning};
use crate::recontact::evidence::Code;
use crate::recontact::law::{Law, Words};
use crate::recontact::objection::Relation;
use crate::recontact::{Missing, Paragraph, letter};

#[derive(Deserialize)]
pub(super) struct ComplaintRequest {
    calls: Vec<i64>,
    #[serde(default)]
    fields: complaint::Fields,
}

#[derive(Deserialize)]
pub(super) struct LetterRequest {
    #[serde(default)]
    objection: Option<i64>,
    #[serde(default)]
    fields: letter::Fields,
}

const MAX_CALLS: usize = 100;

pub(super) fn complaint(core: &Core, request: &ComplaintRequest) -> Result<Value, ApiError> {
    if request.calls.is_empty() || request.calls.len() > MAX_CALLS {
        return Err(ApiError::new(ErrorCode::BadRequest, "a complaint is about one to a hundred calls"));
    }
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let mut chosen = Vec::new();
    for record in picked(&desk, &request.calls)?.into_iter().rev() {
        let (wanted, facts) = dossier.facts(&desk, &record)?;
        chosen.push(Chosen { record, wanted, facts });
    }
    let forgotten: Vec<i64> =
        request.calls.iter().copied().filter(|id| !chosen.iter().any(|call| call.record.id == *id)).collect();
    if chosen.is_empty() {
        return Err(ApiError::new(ErrorCode::NotFound, "none of these calls is in the record"));
    }
    let Some(law) = dossier.law else { return Ok(no_law()) };
    let draft = complaint::draft(law, dossier.home, dossier.enrolment, &dossier.book, &chosen, &request.fields);
    let mut warnings: Vec<Value> =
        draft.warnings.iter().map(|(warning, calls)| warning_view(*warning, calls)).collect();
    if !forgotten.is_empty() {
        let text = Words {
            it: "Alcune chiamate scelte non sono più nella cronologia.",
            en: "Some of the chosen calls are no longer in the history.",
        };
        warnings.push(json!({ "code": "forgotten", "text": words(text), "calls": forgotten }));
    }
    let calls = chosen.iter().map(|call| {
        let company = call.record.call.caller.key().and_then(|key| dossier.book.company_of(key));
        json!({
            "call": CallRow::of(&call.record, dossier.home),
            "company": company.map(|made| &made.company),
            "facts": call.facts.iter().map(fact_view).collect::<Vec<_>>(),
        })
    });
    Ok(json!({
        "country": law.region,
        "authority": authority_view(&law.authority),
        "refused": refusal_view(&draft),
        "missing": draft.missing.iter().map(missing_view).collect::<Vec<_>>(),
        "warnings": warnings,
        "calls": calls.collect::<Vec<_>>(),
        "paragraphs": draft.paragraphs.iter().map(paragraph_view).collect::<Vec<_>>(),
        "text": draft.text(),
    }))
}

fn no_law() -> Value {
    let text = Words {
        it: "Per questo paese non ci sono ancora regole: la segnalazione non si può preparare.",
        en: "There are no rules for this country yet: a report cannot be drafted.",
    };
    json!({
        "country": null,
        "authority": null,
        "refused": { "code": "no_law", "text": words(text), "controllers": [] },
        "missing": [],
        "warnings": [],
        "calls": [],
        "paragraphs": [],
        "text": null,
    })
}

fn refusal_view(draft: &Complaint) -> Value {
    let (code, text) = match draft.refused {
        None => return Value::Null,
        Some(Refusal::TwoControllers) => (
            "two_controllers",
            Words {
                it: "Una segnalazione riguarda un solo titolare: queste chiamate sono di più aziende.",
                en: "A report is about one controller: these calls are of several companies.",
            },
        ),
        Some(Refusal::WantedCaller) => (
            "wanted_caller",
            Words {
                it: "Fra le chiamate scelte ce n'è una di chi vuoi sentire: in rubrica, permesso o chiamato da te.",
                en: "One of the chosen calls is from somebody you want to hear: a contact, allowed, or dialled by you.",
            },
        ),
    };
    let controllers = draft.controllers.iter().map(|(company, calls)| json!({ "company": company, "calls": calls }));
    json!({ "code": code, "text": words(text), "controllers": controllers.collect::<Vec<_>>() })
}

fn missing_view(missing: &Missing) -> Value {
    json!({ "field": missing.field, "required": missing.required, "text": words(missing.text) })
}

fn paragraph_view(paragraph: &Paragraph) -> Value {
    json!({
        "kind": paragraph.kind,
        "text": paragraph.text,
        "calls": paragraph.calls,
        "facts": paragraph.facts.iter().copied().map(Code::name).collect::<Vec<_>>(),
        "objections": paragraph.objections,
        "register": paragraph.register,
        "fields": paragraph.fields,
    })
}

fn warning_view(warning: Warning, calls: &[i64]) -> Value {
    let (code, it, en) = match warning {
        Warning::CheckAndSign => (
            "check_and_sign",
            "Controlla ogni frase, completa e firma: la bozza è del telefono, la dichiarazione è tua. Dichiarare il falso è reato.",
            "Check every sentence, complete and sign: the draft is the phone's, the statement is yours. A false statement is a crime.",
        ),
        Warning::NoFact => (
            "no_fact",
            "Di alcune chiamate il registro non sostiene nulla: dicono solo data, ora e numero.",
            "About some calls the record supports nothing: they tell only date, time and number.",
        ),
        Warning::Inferred => (
            "inferred",
            "Alcune chiamate vengono da numeri vicini: che siano della stessa azienda è dedotto, non provato.",
            "Some calls come from neighbouring numbers: that they are of the same company is inferred, not proven.",
        ),
        Warning::MediumSource => (
            "medium_source",
            "Una regola citata viene da fonti secondarie: controllala prima di inviare.",
            "A rule that is named comes from secondary sources: check it before sending.",
        ),
        Warning::ConsentGiven => (
            "consent_given",
            "Se hai dato un consenso e non l'hai ritirato, la chiamata può essere lecita.",
            "If you gave a consent and have not withdrawn it, the call may be lawful.",
        ),
        Warning::Contract => (
            "contract",
            "Con un contratto in corso, o finito da poco, l'azienda può ancora chiamare per quello.",
            "With a contract, or one that ended a short time ago, the company may still call about it.",
        ),
        Warning::DifferentRanges => (
            "different_ranges",
            "I numeri non si somigliano: segnala insieme solo chiamate della stessa azienda.",
            "The numbers do not look alike: report together only calls of the same company.",
        ),
        Warning::NoRegister => (
            "no_register",
            "Non c'è la data di iscrizione al registro: la bozza non ne parla.",
            "There is no date of enrolment: the draft does not speak of it.",
        ),
    };
    json!({ "code": code, "text": { "it": it, "en": en }, "calls": calls })
}

pub(super) fn letter(core: &Core, request: &LetterRequest) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    // Article 21 holds in the whole Union; without a file of its own a country has no words for it here.
    let law: &'static Law =
        dossier.law.ok_or_else(|| ApiError::new(ErrorCode::Refused, "there are no words for this country yet"))?;
    let made = request.objection.map(|id| desk.objection(id)).transpose()?;
    let mut calls: Vec<(i64, Moment)> = Vec::new();
    if let Some(made) = &made {
        let after = after(&dossier, &desk, made)?.calls.into_iter().rev();
        let same = after.filter(|(relation, _)| *relation == Relation::SameNumber);
        calls.extend(same.map(|(_, call)| (call.id, call.call.at)));
    }
    let letter = letter::write(law, dossier.home, made.as_ref(), &calls, &request.fields);
    Ok(json!({
        "missing": letter.missing.iter().map(missing_view).collect::<Vec<_>>(),
        "paragraphs": letter.paragraphs.iter().map(paragraph_view).collect::<Vec<_>>(),
        "text": letter.text(),
    }))
}
