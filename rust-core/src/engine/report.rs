//! Reports and letters that are kept, with their states and reminders, and the user's own data that they say.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence;
use super::snapshot::home_region;
use crate::contract::common::Done;
use crate::contract::objection::ReportCounts;
use crate::contract::report::{
    ReportDeleteRequest, ReportPage, ReportRow, ReportSaveRequest, ReportSaved, ReportStateRequest, ReportsRequest,
    SenderSaveRequest, SenderView,
};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::Region;
use crate::recontact::draft::{FormField, sender_fields};
use crate::recontact::law::law_of;
use crate::recontact::objection::{MAX_OBJECTIONS, Objection, ObjectionMethod};
use crate::recontact::report::{MAX_CALLS, MAX_REPORTS, Report, ReportContent, ReportKind, ReportState};
use crate::recontact::sender::SenderData;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, sanitize_line};
use crate::store::{StoreError, UserStore};

/// Name of the document that holds the user's own data.
const SENDER: &str = "sender";

/// The user's own data as the store keeps it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Remembered {
    pub(crate) sender: SenderData,
    pub(crate) in_backup: bool,
}

/// What is remembered; nothing where it was never said, or does not read.
pub(crate) fn remembered(store: &UserStore) -> Result<Remembered, StoreError> {
    let document = store.document(SENDER)?;
    Ok(document.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Remembers it.
pub(crate) fn remember(store: &UserStore, remembered: &Remembered) -> Result<(), StoreError> {
    let text = serde_json::to_string(remembered).map_err(|_| StoreError::UnknownValue(SENDER))?;
    store.save_document(SENDER, &text)
}

/// The user's own data, and what the country's papers ask for.
pub(crate) fn sender(core: &Core) -> Result<SenderView, ApiError> {
    let store = core.background()?;
    let law = law_of(home_region(&store.settings()?, core.phone_region));
    let Remembered { sender, in_backup } = remembered(&store)?;
    let fields = law.map(sender_fields).unwrap_or_default();
    Ok(SenderView {
        remembered: sender != SenderData::default(),
        sender,
        in_backup,
        form: fields.into_iter().map(|rule| FormField::new(rule, rule.required)).collect(),
    })
}

/// Remembers the user's own data, or forgets it.
pub(crate) fn save_sender(core: &Core, request: SenderSaveRequest) -> Result<Done, ApiError> {
    let sender = request.sender.unwrap_or_default().sanitized();
    core.background()?.write(|store| {
        if sender == SenderData::default() {
            return store.delete_document(SENDER);
        }
        remember(store, &Remembered { sender, in_backup: request.in_backup.unwrap_or_default() })
    })?;
    Ok(Done {})
}

/// The reports, newest first.
pub(crate) fn page(core: &Core, request: ReportsRequest, at: Moment) -> Result<ReportPage, ApiError> {
    let store = core.background()?;
    let asked = store.reports()?.into_iter().filter(|report| request.id.is_none_or(|id| id == report.id));
    let rows: Result<Vec<ReportRow>, StoreError> = asked.map(|report| row(&store, report, at.date())).collect();
    Ok(ReportPage { reports: rows? })
}

fn row(store: &UserStore, report: Report, today: Date) -> Result<ReportRow, StoreError> {
    let due = due_on(&report);
    let state = report.state();
    let ReportContent { calls, fields, language, objection, answer } = report.content;
    let held = store.held_calls(&calls)?;
    Ok(ReportRow {
        id: report.id,
        kind: report.kind,
        country: report.region,
        company: report.company,
        calls: held,
        fields,
        language,
        objection,
        created_millis: report.created_millis,
        state,
        sent_on: report.sent_on,
        protocol: report.protocol,
        answer_due_on: due,
        overdue: due.is_some_and(|due| today > due),
        answered_on: report.answered_on,
        answer,
    })
}

/// By when an answer is due, by the law of the report's country.
fn due_on(report: &Report) -> Option<Date> {
    let law = report.region.parse::<Region>().ok().and_then(law_of);
    report.answer_due_on(law.and_then(|law| law.answer.as_ref()))
}

fn is_overdue(report: &Report, at: Moment) -> bool {
    due_on(report).is_some_and(|due| at.date() > due)
}

/// The reports whose answer is overdue.
pub(crate) fn overdue(store: &UserStore, at: Moment) -> Result<Vec<Report>, StoreError> {
    Ok(store.reports()?.into_iter().filter(|report| is_overdue(report, at)).collect())
}

/// How many reports there are, for the first screen.
pub(crate) fn counts(store: &UserStore, at: Moment) -> Result<ReportCounts, StoreError> {
    let mut counts = ReportCounts::default();
    for report in store.reports()? {
        match report.state() {
            ReportState::Draft => counts.drafts += 1,
            ReportState::Sent => counts.sent += 1,
            ReportState::Answered => counts.answered += 1,
        }
        counts.overdue += u32::from(is_overdue(&report, at));
    }
    Ok(counts)
}

/// Keeps a report or a letter as it was typed.
pub(crate) fn save(core: &Core, request: ReportSaveRequest, at: Moment) -> Result<ReportSaved, ApiError> {
    let ReportSaveRequest { id, kind, calls, fields, language, objection } = request;
    let (calls, fields) = (calls.unwrap_or_default(), fields.unwrap_or_default());
    if calls.len() > MAX_CALLS {
        return Err(bad("a report is about a hundred calls at most"));
    }
    let mut store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    store.write(|store| {
        let known = store.reports()?;
        let before = id.map(|id| store.report(id)).transpose()?;
        if before.is_none() && known.len() >= MAX_REPORTS {
            return Err(bad("there are as many reports as can be kept; delete one first"));
        }
        let company = sanitize_line(fields.company.as_deref().unwrap_or_default(), MAX_SHORT_CHARS);
        let fresh = Report {
            id: 0,
            kind: kind.unwrap_or_default(),
            region: home.as_str().to_owned(),
            company: String::new(),
            content: ReportContent::default(),
            created_millis: at.utc_millis,
            sent_on: None,
            protocol: String::new(),
            answered_on: None,
            reminded: false,
        };
        let mut report = before.unwrap_or(fresh);
        let answer = std::mem::take(&mut report.content.answer);
        let fields = remembered(store)?.sender.leave_out(fields);
        report.content = ReportContent { calls, fields, language, objection, answer };
        report.company = company;
        Ok(ReportSaved { id: store.save_report(&report)? })
    })
}

/// Notes how far a report has come. A letter that was sent is an objection of that day.
pub(crate) fn set_state(core: &Core, request: ReportStateRequest, at: Moment) -> Result<Done, ApiError> {
    let ReportStateRequest { id, state, on, protocol, answer, how } = request;
    let day = on.unwrap_or(at.date());
    if day > at.date() {
        return Err(bad("a day in the future has not come"));
    }
    core.background()?.write(|store| {
        let mut report = store.report(id)?;
        match state {
            ReportState::Draft => (report.sent_on, report.answered_on) = (None, None),
            ReportState::Sent => (report.sent_on, report.answered_on) = (Some(day), None),
            ReportState::Answered => {
                report.sent_on = report.sent_on.or(Some(day));
                report.answered_on = Some(day);
            }
        }
        if report.answered_on < report.sent_on && report.answered_on.is_some() {
            return Err(bad("an answer comes after what it answers"));
        }
        report.reminded = false;
        if let Some(protocol) = protocol {
            report.protocol = sanitize_line(&protocol, MAX_SHORT_CHARS);
        }
        if let Some(answer) = answer {
            report.content.answer = sanitize_line(&answer, MAX_LONG_CHARS);
        }
        if let Some(how) = how.filter(|_| state == ReportState::Sent && report.kind == ReportKind::Letter) {
            report.content.objection = Some(note_objection(store, &report, day, how, at)?);
        }
        let _id = store.save_report(&report)?;
        withdraw(store, at)?;
        Ok(Done {})
    })
}

/// The letter as an objection: to the numbers of the one it repeats, of the day it was sent.
fn note_objection(
    store: &UserStore,
    report: &Report,
    day: Date,
    how: ObjectionMethod,
    now: Moment,
) -> Result<i64, ApiError> {
    let before = match report.content.objection.map(|id| store.objection(id)) {
        None | Some(Err(StoreError::NotFound)) => None,
        Some(found) => Some(found?),
    };
    if let Some(same) = before.as_ref().filter(|before| before.how == how && before.at.date() == day) {
        return Ok(same.id.unwrap_or_default());
    }
    if store.objection_count()? >= MAX_OBJECTIONS as u64 {
        return Err(bad("there are as many objections as can be kept; delete one first"));
    }
    let mut numbers = before.as_ref().map(|before| before.numbers.clone()).unwrap_or_default();
    let calls = evidence::picked(store, &report.content.calls)?;
    numbers.extend(calls.iter().filter_map(|call| call.call.caller.key()));
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(crate::recontact::objection::MAX_NUMBERS);
    let company = before.map(|before| before.company).filter(|company| !company.is_empty());
    // Noon of that day, or now: a letter has no hour.
    let noon = day.at(12, 0, 0, 0);
    let offset = jiff::tz::Offset::from_seconds(now.offset_minutes.saturating_mul(60)).unwrap_or(jiff::tz::Offset::UTC);
    let noon = offset.to_timestamp(noon).map_or(now.utc_millis, jiff::Timestamp::as_millisecond);
    let at = Moment { utc_millis: noon.min(now.utc_millis), ..now };
    let objection = Objection {
        id: None,
        call_id: None,
        company: company.unwrap_or_else(|| report.company.clone()),
        numbers,
        at,
        how,
        note: String::new(),
    };
    Ok(store.save_objection(&objection)?)
}

/// Deletes a report.
pub(crate) fn delete(core: &Core, request: ReportDeleteRequest, at: Moment) -> Result<Done, ApiError> {
    core.background()?.write(|store| {
        store.delete_report(request.id)?;
        withdraw(store, at)
    })?;
    Ok(Done {})
}

/// Withdraws the notice once no answer is overdue any more.
fn withdraw(store: &UserStore, at: Moment) -> Result<(), StoreError> {
    if overdue(store, at)?.is_empty() { store.clear_notices(NoticeKind::AnswerDue, None) } else { Ok(()) }
}

/// Raises a notice for answers that are overdue, once for each report: one that stands gives way to a new one.
pub(crate) fn remind(store: &UserStore, at: Moment) -> Result<(), StoreError> {
    let mut late = false;
    for report in overdue(store, at)?.into_iter().filter(|report| !report.reminded) {
        late = true;
        let _id = store.save_report(&Report { reminded: true, ..report })?;
    }
    if late {
        store.clear_notices(NoticeKind::AnswerDue, None)?;
        store.add_notice(NoticeKind::AnswerDue, None, at.utc_millis)?;
    }
    Ok(())
}

fn bad(why: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, why)
}
