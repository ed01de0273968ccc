//! The complaint to the authority and the letter of objection: what is missing, what to look at, and the draft with the
//! records behind each paragraph.

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence::{facts, picked};
use super::evidence_context::EvidenceContext;
use crate::contract::call::CallRow;
use crate::contract::complaint::{
    ChosenCall, Complaint, ComplaintRefusal, ComplaintRequest, ComplaintWarning, Letter, LetterRequest,
};
use crate::recontact::complaint::{self, RefusalCode};
use crate::recontact::draft::{ChosenRecord, DraftField, FormField, form_of};
use crate::recontact::law::Law;
use crate::recontact::letter;
use crate::recontact::warning::WarningCode;

const MAX_CALLS: usize = 100;

/// Drafts a complaint about chosen calls.
pub(crate) fn complaint(core: &Core, request: ComplaintRequest) -> Result<Complaint, ApiError> {
    let wanted = request.calls.unwrap_or_default();
    let fields = request.fields.unwrap_or_default();
    if wanted.is_empty() || wanted.len() > MAX_CALLS {
        return Err(ApiError::new(ErrorCode::BadRequest, "a complaint is about one to a hundred calls"));
    }
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let mut chosen = Vec::new();
    for record in picked(&store, &wanted)?.into_iter().rev() {
        let (wanted, facts) = context.facts(&record)?;
        chosen.push(ChosenRecord { record, wanted, facts });
    }
    let forgotten: Vec<i64> =
        wanted.into_iter().filter(|id| !chosen.iter().any(|call| call.record.id == *id)).collect();
    if chosen.is_empty() {
        return Err(ApiError::new(ErrorCode::NotFound, "none of these calls is in the record"));
    }
    let Some(law) = context.law else { return Ok(no_law()) };
    let draft = complaint::draft(law, context.home, context.enrolment, &context.objections, &chosen, &fields);
    let text = draft.text();
    let refusal =
        |code: RefusalCode| ComplaintRefusal { code, text: code.text(), controllers: draft.controllers.clone() };
    let mut warnings: Vec<ComplaintWarning> =
        draft.warnings.iter().map(|(code, calls)| warning(*code, calls.clone())).collect();
    if !forgotten.is_empty() {
        warnings.push(warning(WarningCode::Forgotten, forgotten));
    }
    let names: Vec<DraftField> = form_of(law).into_iter().map(|(field, _)| field).collect();
    let call = |call: &ChosenRecord| {
        let company = call.record.call.caller.key().and_then(|key| context.objections.company_of(key));
        ChosenCall {
            call: CallRow::of(&call.record, context.home),
            company: company.map(|objection| objection.company.clone()),
            facts: facts(&call.facts),
        }
    };
    Ok(Complaint {
        country: Some(law.region.clone()),
        authority: Some(law.authority.clone()),
        refused: draft.refused.map(refusal),
        form: form(law, &names, |_, required| required),
        missing: draft.missing,
        warnings,
        calls: chosen.iter().map(call).collect(),
        paragraphs: draft.paragraphs,
        text,
    })
}

fn no_law() -> Complaint {
    let code = RefusalCode::NoLaw;
    Complaint {
        country: None,
        authority: None,
        refused: Some(ComplaintRefusal { code, text: code.text(), controllers: Vec::new() }),
        form: Vec::new(),
        missing: Vec::new(),
        warnings: Vec::new(),
        calls: Vec::new(),
        paragraphs: Vec::new(),
        text: None,
    }
}

fn warning(code: WarningCode, calls: Vec<i64>) -> ComplaintWarning {
    ComplaintWarning { code, text: code.text(), calls }
}

/// The fields of a form, in its order: those that `law` asks for.
fn form(law: &'static Law, fields: &[DraftField], required: impl Fn(DraftField, bool) -> bool) -> Vec<FormField> {
    let known = form_of(law);
    let words = |field: &DraftField| known.iter().find(|(known, _)| known == field);
    let asked = fields.iter().filter_map(words).filter(|(_, words)| !words.local.is_empty());
    asked.map(|(field, words)| FormField::new(*field, required(*field, words.required), words)).collect()
}

/// Writes the letter of a saved objection, of the one made in a call, or of neither.
pub(crate) fn letter(core: &Core, request: LetterRequest) -> Result<Letter, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    // Article 21 holds in the whole Union; without a file of its own a country has no words for it here.
    let law: &'static Law =
        context.law.ok_or_else(|| ApiError::new(ErrorCode::Refused, "there are no words for this country yet"))?;
    let saved = request.objection.map(|id| store.objection(id)).transpose()?;
    let call_id = request.call_id;
    let of_call =
        context.objections.all().iter().find(|objection| call_id.is_some() && objection.call_id == call_id).cloned();
    let objection = saved.or(of_call);
    let calls = objection.as_ref().map(|objection| context.of_same_numbers(objection)).transpose()?.unwrap_or_default();
    let fields = request.fields.unwrap_or_default();
    let letter = letter::write(law, context.home, objection.as_ref(), &calls, &fields);
    let text = letter.text();
    Ok(Letter {
        form: form(law, &letter::FIELDS, |field, _| field == DraftField::Company),
        missing: letter.missing,
        paragraphs: letter.paragraphs,
        text,
    })
}
