//! The complaint to the authority and the letter of objection: what is missing, what to look at, and the draft with the
//! records behind each paragraph.

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence::{self, facts, picked};
use super::evidence_context::EvidenceContext;
use super::report;
use crate::certainty::Certainty;
use crate::contract::call::CallRow;
use crate::contract::complaint::{
    ChosenCall, Complaint, ComplaintRefusal, ComplaintRequest, ComplaintWarning, Letter, LetterKind, LetterRequest,
};
use crate::moment::Moment;
use crate::recontact::authority::OtherAuthority;
use crate::recontact::complaint::{self, RefusalCode};
use crate::recontact::draft::{ChosenRecord, ComplaintInputs, DraftTable, FormField, FormRow, field_of};
use crate::recontact::draft_field::DraftField;
use crate::recontact::fact_code::FactCode;
use crate::recontact::law::Law;
use crate::recontact::letter::{self, LetterInputs};
use crate::recontact::text::fill;
use crate::recontact::warning::WarningCode;

const MAX_CALLS: usize = 100;

/// Drafts a complaint about chosen calls.
pub(crate) fn complaint(core: &Core, request: ComplaintRequest, at: Moment) -> Result<Complaint, ApiError> {
    let wanted = request.calls.unwrap_or_default();
    if wanted.is_empty() || wanted.len() > MAX_CALLS {
        return Err(ApiError::new(ErrorCode::BadRequest, "a complaint is about one to a hundred calls"));
    }
    let store = core.background()?;
    let fields = report::remembered(&store)?.sender.complete(request.fields.unwrap_or_default());
    let context = EvidenceContext::read(core, &store)?.in_language(request.language.as_deref());
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
    let inputs = ComplaintInputs {
        law,
        home: context.home,
        today: at.date(),
        enrolment: context.enrolment,
        objections: &context.objections,
    };
    let draft = complaint::draft(&inputs, &chosen, &fields);
    let text = draft.text();
    let is_draft = text.is_some();
    let refusal =
        |code: RefusalCode| ComplaintRefusal { code, text: code.text(), controllers: draft.controllers.clone() };
    let mut warnings: Vec<ComplaintWarning> =
        draft.warnings.iter().map(|(code, calls)| warning(*code, calls.clone())).collect();
    if !forgotten.is_empty() {
        warnings.push(warning(WarningCode::Forgotten, forgotten));
    }
    let supported = |code: &FactCode| chosen.iter().any(|call| call.facts.iter().any(|fact| fact.rule.code == *code));
    let competent = |other: &&OtherAuthority| is_draft && other.codes.iter().any(supported);
    let asked = law.form.fields.iter().filter(|rule| rule.field.is_typed());
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
        other_authorities: law.other_authorities.iter().filter(competent).cloned().collect(),
        language: Some(law.language.clone()),
        languages: law.languages.clone(),
        about: Some(law.form.about),
        refused: draft.refused.map(refusal),
        form: asked.map(|rule| FormField::new(rule, rule.required)).collect(),
        copy: is_draft.then(|| copy_text(law, &draft.rows)),
        rows: draft.rows,
        missing: draft.missing,
        warnings,
        calls: chosen.iter().map(call).collect(),
        paragraphs: draft.paragraphs,
        table: draft.table,
        title: is_draft.then(|| law.complaint.title.clone()),
        text,
    })
}

/// The form's rows as one text, those of a call together.
fn copy_text(law: &'static Law, rows: &[FormRow]) -> String {
    let mut text = String::new();
    for group in rows.chunk_by(|one, other| one.call == other.call) {
        let filled = group.iter().filter_map(|row| Some((row, row.value.as_ref()?)));
        for (row, value) in filled {
            text.push_str(&fill(&law.complaint.field, &[("label", &row.label), ("value", value)]));
            text.push('\n');
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

fn no_law() -> Complaint {
    let code = RefusalCode::NoLaw;
    Complaint {
        country: None,
        authority: None,
        other_authorities: Vec::new(),
        language: None,
        languages: Vec::new(),
        about: None,
        refused: Some(ComplaintRefusal { code, text: code.text(), controllers: Vec::new() }),
        form: Vec::new(),
        rows: Vec::new(),
        copy: None,
        missing: Vec::new(),
        warnings: Vec::new(),
        calls: Vec::new(),
        paragraphs: Vec::new(),
        table: DraftTable::default(),
        title: None,
        text: None,
    }
}

fn warning(code: WarningCode, calls: Vec<i64>) -> ComplaintWarning {
    ComplaintWarning { code, text: code.text(), calls }
}

/// Writes a letter: of a saved objection, of the one made in a call, or of neither; or that a contract is void.
pub(crate) fn letter(core: &Core, request: LetterRequest, at: Moment) -> Result<Letter, ApiError> {
    let store = core.background()?;
    let fields = report::remembered(&store)?.sender.complete_letter(request.fields.unwrap_or_default());
    let context = EvidenceContext::read(core, &store)?.in_language(request.language.as_deref());
    // Without a file of its own a country has no words for it here.
    let law: &'static Law =
        context.law.ok_or_else(|| ApiError::new(ErrorCode::Refused, "there are no words for this country yet"))?;
    let inputs = LetterInputs { law, home: context.home, today: at.date(), fields: &fields };
    let (letter, source) = match request.kind.unwrap_or_default() {
        LetterKind::Objection => {
            let saved = request.objection.map(|id| store.objection(id)).transpose()?;
            let call_id = request.call_id;
            let mut all = context.objections.all().iter();
            let of_call = all.find(|objection| call_id.is_some() && objection.call_id == call_id).cloned();
            let objection = saved.or(of_call);
            let calls = objection.as_ref().map(|objection| context.of_same_numbers(objection)).transpose()?;
            (letter::write(&inputs, objection.as_ref(), &calls.unwrap_or_default()), None)
        }
        LetterKind::Void => {
            let words = law.void_letter.as_ref();
            let words = words.ok_or_else(|| refused("no such rule of this country is known"))?;
            let id = request.call_id.ok_or_else(|| refused("this letter is about a call"))?;
            let record = store.call(id)?;
            let flags = evidence::flags(&context, &record)?;
            if !flags.void_contract {
                return Err(refused("this call offered nothing that is banned"));
            }
            let company = record.call.caller.key().and_then(|key| context.objections.company_of(key));
            let company = company.map(|objection| objection.company.clone()).unwrap_or_default();
            (letter::write_void(&inputs, words, &record, &company), Some(&words.source))
        }
    };
    let text = letter.text();
    let is_medium = source.is_some_and(|source| source.certainty != Certainty::High);
    let asked = letter::FIELDS.iter().filter_map(|field| field_of(law, *field));
    Ok(Letter {
        form: asked.map(|rule| FormField::new(rule, rule.field == DraftField::Company)).collect(),
        missing: letter.missing,
        paragraphs: letter.paragraphs,
        warnings: is_medium.then(|| warning(WarningCode::MediumSource, Vec::new())).into_iter().collect(),
        language: law.language.clone(),
        languages: law.languages.clone(),
        text,
    })
}

fn refused(why: &str) -> ApiError {
    ApiError::new(ErrorCode::Refused, why)
}
