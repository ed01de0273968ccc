//! The complaint and the letter for the screen: what is missing, what to look at, and the draft with the records
//! behind each paragraph.

use serde_json::Value;

use super::asked::Asked;
use super::dossier::{Dossier, facts_view, words};
use super::evidence::picked;
use super::objection::authority_view;
use super::shape::{array, both, object};
use super::view::call_view;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::moment::Moment;
use crate::recontact::complaint::{self, Chosen, Complaint, Refusal};
use crate::recontact::law::{FieldWords, Law, Words};
use crate::recontact::warning::Warning;
use crate::recontact::{Missing, Paragraph, letter};

const MAX_CALLS: usize = 100;

pub(super) fn complaint(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let wanted = request.ids("calls")?.unwrap_or_default();
    let fields = complaint_fields(&request.inner("fields")?)?;
    if wanted.is_empty() || wanted.len() > MAX_CALLS {
        return Err(ApiError::new(ErrorCode::BadRequest, "a complaint is about one to a hundred calls"));
    }
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let mut chosen = Vec::new();
    for record in picked(&desk, &wanted)?.into_iter().rev() {
        let (wanted, facts) = dossier.facts(&desk, &record)?;
        chosen.push(Chosen { record, wanted, facts });
    }
    let forgotten: Vec<i64> =
        wanted.iter().copied().filter(|id| !chosen.iter().any(|call| call.record.id == *id)).collect();
    if chosen.is_empty() {
        return Err(ApiError::new(ErrorCode::NotFound, "none of these calls is in the record"));
    }
    let Some(law) = dossier.law else { return Ok(no_law()) };
    let draft = complaint::draft(law, dossier.home, dossier.enrolment, &dossier.book, &chosen, &fields);
    let mut warnings: Vec<Value> =
        draft.warnings.iter().map(|(warning, calls)| warning_view(*warning, calls)).collect();
    if !forgotten.is_empty() {
        let text = Words {
            it: "Alcune chiamate scelte non sono più nella cronologia.",
            en: "Some of the chosen calls are no longer in the history.",
        };
        warnings.push(warning_object("forgotten", words(text), &forgotten));
    }
    let calls = array(&chosen, |call| {
        let company = call.record.call.caller.key().and_then(|key| dossier.book.company_of(key));
        object!(
            "call" = call_view(&call.record, dossier.home),
            "company" = company.map(|made| made.company.as_str()),
            "facts" = facts_view(&call.facts)
        )
    });
    Ok(object!(
        "country" = law.region,
        "authority" = authority_view(&law.authority),
        "refused" = refusal_view(&draft),
        "form" = form_view(law, &law.complaint.fields.asked().map(|(name, _)| name), |_, words| words.required),
        "missing" = array(&draft.missing, missing_view),
        "warnings" = warnings,
        "calls" = calls,
        "paragraphs" = array(&draft.paragraphs, paragraph_view),
        "text" = draft.text()
    ))
}

fn complaint_fields(typed: &Asked) -> Result<complaint::Fields, ApiError> {
    Ok(complaint::Fields {
        company: typed.words("company")?,
        company_address: typed.words("company_address")?,
        content: typed.words("content")?,
        called_number: typed.words("called_number")?,
        name: typed.words("name")?,
        tax_code: typed.words("tax_code")?,
        contact: typed.words("contact")?,
        consent: typed.flag("consent")?,
        contract: typed.flag("contract")?,
    })
}

fn no_law() -> Value {
    let text = Words {
        it: "Per questo paese non ci sono ancora regole: la segnalazione non si può preparare.",
        en: "There are no rules for this country yet: a report cannot be drafted.",
    };
    let refused = object!("code" = "no_law", "text" = words(text), "controllers" = Value::Array(Vec::new()));
    let nothing = || Value::Array(Vec::new());
    object!(
        "country" = Value::Null,
        "authority" = Value::Null,
        "refused" = refused,
        "form" = nothing(),
        "missing" = nothing(),
        "warnings" = nothing(),
        "calls" = nothing(),
        "paragraphs" = nothing(),
        "text" = Value::Null
    )
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
    let controllers =
        array(&draft.controllers, |(company, calls)| object!("company" = company.as_str(), "calls" = calls.clone()));
    object!("code" = code, "text" = words(text), "controllers" = controllers)
}

/// The fields of a form, in its order: those that `law` asks for.
fn form_view(law: &'static Law, names: &[&str], required: impl Fn(&str, &FieldWords) -> bool) -> Value {
    let asked = law.complaint.fields.asked();
    let named = names.iter().filter_map(|name| asked.iter().find(|(field, _)| field == name));
    array(named.filter(|(_, words)| !words.local.is_empty()), |(name, words)| {
        field_view(name, required(name, words), words.words())
    })
}

fn missing_view(missing: &Missing) -> Value {
    field_view(missing.field, missing.required, missing.text)
}

fn field_view(name: &str, required: bool, text: Words) -> Value {
    object!("field" = name, "required" = required, "text" = words(text))
}

fn paragraph_view(paragraph: &Paragraph) -> Value {
    object!(
        "kind" = paragraph.kind,
        "text" = paragraph.text.as_str(),
        "calls" = paragraph.calls.clone(),
        "facts" = array(&paragraph.facts, |code| code.name().into()),
        "objections" = paragraph.objections.clone(),
        "register" = paragraph.register,
        "fields" = paragraph.fields.clone()
    )
}

fn warning_object(code: &str, text: Value, calls: &[i64]) -> Value {
    object!("code" = code, "text" = text, "calls" = calls.to_vec())
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
            "Nulla lega alcune di queste chiamate alle altre: segnala insieme solo quelle della stessa azienda.",
            "Nothing links some of these calls to the others: report together only those of the same company.",
        ),
        Warning::NoRegister => (
            "no_register",
            "Non c'è la data di iscrizione al registro: la bozza non ne parla.",
            "There is no date of enrolment: the draft does not speak of it.",
        ),
    };
    warning_object(code, both(it, en), calls)
}

pub(super) fn letter(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    // Article 21 holds in the whole Union; without a file of its own a country has no words for it here.
    let law: &'static Law =
        dossier.law.ok_or_else(|| ApiError::new(ErrorCode::Refused, "there are no words for this country yet"))?;
    let saved = request.int("objection")?.map(|id| desk.objection(id)).transpose()?;
    let call_id = request.int("call_id")?;
    let told = dossier.book.all().iter().find(|made| call_id.is_some() && made.call_id == call_id).cloned();
    let made = saved.or(told);
    let mut calls: Vec<(i64, Moment)> = Vec::new();
    if let Some(made) = &made {
        calls = dossier.of_same_numbers(&desk, made)?;
    }
    let typed = request.inner("fields")?;
    let fields = letter::Fields {
        company: typed.words("company")?,
        called_number: typed.words("called_number")?,
        name: typed.words("name")?,
        contact: typed.words("contact")?,
    };
    let letter = letter::write(law, dossier.home, made.as_ref(), &calls, &fields);
    Ok(object!(
        "form" = form_view(law, &letter::FIELDS, |name, _| name == "company"),
        "missing" = array(&letter.missing, missing_view),
        "paragraphs" = array(&letter.paragraphs, paragraph_view),
        "text" = letter.text()
    ))
}
