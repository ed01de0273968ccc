//! The record of calls: one row a call, written in the same step as the decision.

mod counts;
mod filter;
mod saved;

use rusqlite::{OptionalExtension, Row, params};

pub use filter::{CallFilter, Cursor, Search};
pub use saved::SavedCall;

use super::{UserStore, trace_text};
use crate::moment::Moment;
use crate::number::{Caller, HiddenKind, KeyRange, NumberKey, OtherCaller, PhoneNumber, ShortCode};
use crate::policy::{
    Action, Call, CallOffer, CallOutcome, CallRecord, Contact, NewCall, Reason, Source, SourceRef, Trace, Verdict,
    Verification,
};
use crate::store::StoreError;

pub(super) const COLUMNS: &str = "call.id, utc_millis, offset_minutes, caller_kind, number_key, other_text, \
     verification, sim, action, reason, source.kind, source.reference, source.label, contact, outcome, note, offer";

impl UserStore {
    /// Records a call and gives its id.
    ///
    /// # Errors
    /// When the store cannot be written: then the call must ring.
    pub fn record(&self, new: &NewCall<'_>) -> Result<i64, StoreError> {
        let decisive = new.trace.decisive();
        let verdict = new.trace.verdict();
        let source_id = match decisive.and_then(|finding| finding.source.as_ref()) {
            Some(source) => Some(self.intern_source(source)?),
            None => None,
        };
        let call = new.call;
        let (kind, key, text) = caller_columns(&call.caller);
        let sql = "INSERT INTO call (utc_millis, offset_minutes, caller_kind, number_key, other_text, verification, \
                   sim, action, reason, source_id, contact, trace) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        self.connection.prepare_cached(sql)?.execute(params![
            call.at.utc_millis,
            call.at.offset_minutes,
            kind,
            key.map(NumberKey::as_i64),
            text,
            verification_code(call.verification),
            call.sim,
            verdict.action.code(),
            verdict.reason.code(),
            source_id,
            contact_code(new.contact),
            trace_text::encode(new.trace),
        ])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Replaces verdict, trace and contact of a recorded call (the address book has spoken).
    ///
    /// # Errors
    /// `NotFound`, or when the store cannot be written.
    pub fn overrule(&self, id: i64, contact: Contact, trace: &Trace) -> Result<(), StoreError> {
        let verdict = trace.verdict();
        let source_id = match trace.decisive().and_then(|finding| finding.source.as_ref()) {
            Some(source) => Some(self.intern_source(source)?),
            None => None,
        };
        let sql = "UPDATE call SET action = ?2, reason = ?3, source_id = ?4, contact = ?5, trace = ?6 WHERE id = ?1";
        let (action, reason) = (verdict.action.code(), verdict.reason.code());
        let values = params![id, action, reason, source_id, contact_code(contact), trace_text::encode(trace)];
        match self.connection.prepare_cached(sql)?.execute(values)? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// One call.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn call(&self, id: i64) -> Result<CallRecord, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM call LEFT JOIN source ON source.id = source_id WHERE call.id = ?1");
        self.connection.prepare_cached(&sql)?.query_row([id], record_of).optional()?.ok_or(StoreError::NotFound)
    }

    /// What every stage saw of a call.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn trace(&self, id: i64) -> Result<Trace, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT trace FROM call WHERE id = ?1")?;
        let text: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
        Ok(trace_text::decode(&text.ok_or(StoreError::NotFound)?))
    }

    /// When a number last called before `before_millis`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_call(&self, key: NumberKey, before_millis: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(utc_millis) FROM call WHERE number_key = ?1 AND utc_millis < ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row(params![key.as_i64(), before_millis], |row| row.get(0))?)
    }

    /// Times of the newest calls, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_call_times(&self, limit: u32) -> Result<Vec<i64>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT utc_millis FROM call ORDER BY utc_millis DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// When a call was last stopped between two times.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_stopped(&self, from_millis: i64, before_millis: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(utc_millis) FROM call WHERE action <> 0 AND utc_millis >= ?1 AND utc_millis < ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([from_millis, before_millis], |row| row.get(0))?)
    }

    /// What the user said of a call; `None` keeps the old value.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn note_call(&self, id: i64, outcome: Option<CallOutcome>, note: Option<&str>) -> Result<(), StoreError> {
        let sql = "UPDATE call SET outcome = ?2, note = coalesce(?3, note) WHERE id = ?1";
        match self.connection.execute(sql, params![id, outcome.map(outcome_code), note])? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// What the user said that a caller offered; `None` takes it back.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn note_offer(&self, id: i64, offer: Option<CallOffer>) -> Result<(), StoreError> {
        let sql = "UPDATE call SET offer = ?2 WHERE id = ?1";
        match self.connection.execute(sql, params![id, offer.map(offer_code)])? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// Notes what the address book says of a caller that was let through without asking it. What was said before
    /// stays.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn note_contact(&self, id: i64, contact: Contact) -> Result<(), StoreError> {
        let sql = "UPDATE call SET contact = CASE contact WHEN 0 THEN ?2 ELSE contact END WHERE id = ?1";
        match self.connection.prepare_cached(sql)?.execute(params![id, contact_code(contact)])? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// Deletes one call.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn delete_call(&self, id: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM call WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Deletes every call.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_calls(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM call", [])?;
        Ok(())
    }

    /// Forgets `limit` calls at most that came before a time and before every call that is kept: one that came after those
    /// was dated by a clock that was behind. Gives how many went.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_calls_before(&self, before_millis: i64, limit: u32) -> Result<usize, StoreError> {
        let sql = "DELETE FROM call WHERE id IN (SELECT id FROM call WHERE utc_millis < ?1 AND id < \
                   (SELECT coalesce(min(id), ?3) FROM call WHERE utc_millis >= ?1) ORDER BY utc_millis LIMIT ?2)";
        Ok(self.connection.execute(sql, params![before_millis, limit, i64::MAX])?)
    }

    /// Forgets `limit` calls at most of those older than the newest `keep`. Gives how many went.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_calls_beyond(&self, keep: u32, limit: u32) -> Result<usize, StoreError> {
        let sql = "DELETE FROM call WHERE id IN \
                   (SELECT id FROM call ORDER BY utc_millis DESC, id DESC LIMIT ?2 OFFSET ?1)";
        Ok(self.connection.execute(sql, [keep, limit])?)
    }

    /// When the newest call came.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest_call(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.connection.query_row("SELECT max(utc_millis) FROM call", [], |row| row.get(0))?)
    }

    /// How many calls a rule, a pack row or a list has decided, and the last time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn hits_of(&self, kind: &str, reference: &str) -> Result<(u32, Option<i64>), StoreError> {
        let sql = "SELECT count(*), max(utc_millis) FROM call WHERE source_id IN \
                   (SELECT id FROM source WHERE kind = ?1 AND reference = ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![source_kind_code(kind), reference], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Calls whose number lies in a range, newest first, `limit` at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn calls_in(&self, range: KeyRange, limit: u32) -> Result<Vec<CallRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM call LEFT JOIN source ON source.id = source_id \
             WHERE number_key BETWEEN ?1 AND ?2 ORDER BY utc_millis DESC, call.id DESC LIMIT ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![range.first.as_i64(), range.last.as_i64(), limit], record_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn intern_source(&self, source: &Source) -> Result<i64, StoreError> {
        let (kind, reference, label) = match source {
            Source::Rule { id, label } => ("rule", id.to_string(), label.clone()),
            Source::Pack { id, label } => ("pack", id.clone(), label.clone()),
            Source::List { id, label, .. } => ("list", id.to_string(), label.clone()),
            Source::Country { region } => ("country", region.clone(), region.clone()),
        };
        self.intern_source_parts(source_kind_code(kind), &reference, &label)
    }

    /// The row id of a source, inserted when it is new.
    fn intern_source_parts(&self, kind: i64, reference: &str, label: &str) -> Result<i64, StoreError> {
        let values = params![kind, reference, label];
        let select = "SELECT id FROM source WHERE kind = ?1 AND reference = ?2 AND label = ?3";
        let known = self.connection.prepare_cached(select)?.query_row(values, |row| row.get(0)).optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let insert = "INSERT INTO source (kind, reference, label) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(insert)?.execute(values)?;
        Ok(self.connection.last_insert_rowid())
    }
}

const SOURCE_KINDS: [&str; 4] = ["rule", "pack", "list", "country"];

/// The code of a source's kind: 1 to 4 in the order of `SOURCE_KINDS`; 0 for an unknown kind.
fn source_kind_code(kind: &str) -> i64 {
    SOURCE_KINDS.iter().zip(1..).find(|(known, _)| **known == kind).map_or(0, |(_, code)| code)
}

fn verification_code(verification: Verification) -> u8 {
    match verification {
        Verification::NotVerified => 0,
        Verification::Passed => 1,
        Verification::Failed => 2,
    }
}

fn contact_code(contact: Contact) -> u8 {
    match contact {
        Contact::Undetermined => 0,
        // Which contacts counted as known is the options' business: the record says that the caller is a contact.
        Contact::Found | Contact::FoundOther => 1,
        Contact::NotFound => 2,
    }
}

fn outcome_code(outcome: CallOutcome) -> u8 {
    match outcome {
        CallOutcome::Answered => 1,
        CallOutcome::RangOut => 2,
        CallOutcome::Silent => 3,
        CallOutcome::HungUp => 4,
        CallOutcome::Objected => 5,
    }
}

/// `None` for a code that a later version wrote.
pub(super) fn outcome_of(code: u8) -> Option<CallOutcome> {
    CallOutcome::ALL.iter().copied().find(|outcome| outcome_code(*outcome) == code)
}

fn offer_code(offer: CallOffer) -> u8 {
    match offer {
        CallOffer::Energy => 1,
        CallOffer::Telephone => 2,
        CallOffer::Investments => 3,
        CallOffer::Insurance => 4,
        CallOffer::Renovation => 5,
        CallOffer::Training => 6,
        CallOffer::Other => 7,
        CallOffer::Nothing => 8,
    }
}

/// `None` for a code that a later version wrote.
fn offer_of(code: u8) -> Option<CallOffer> {
    CallOffer::ALL.iter().copied().find(|offer| offer_code(*offer) == code)
}

fn caller_columns(caller: &Caller) -> (u8, Option<NumberKey>, Option<&str>) {
    match caller {
        Caller::Number(number) => (1, Some(number.key()), None),
        Caller::ShortCode(code) => (2, Some(code.key()), None),
        Caller::Hidden(HiddenKind::Restricted) => (3, None, None),
        Caller::Hidden(HiddenKind::Unknown) => (4, None, None),
        Caller::Hidden(HiddenKind::Payphone) => (5, None, None),
        Caller::Other(OtherCaller::Empty) => (6, None, None),
        Caller::Other(OtherCaller::Scheme(text)) => (7, None, Some(text)),
        Caller::Other(OtherCaller::Malformed { text, key }) => (8, *key, Some(text)),
    }
}

fn caller_of(kind: u8, key: Option<i64>, text: Option<String>) -> Caller {
    let key = key.and_then(NumberKey::from_i64);
    let text = || text.unwrap_or_default().into_boxed_str();
    let number = || key.and_then(PhoneNumber::from_key).map(Caller::Number);
    let code = || key.and_then(|key| ShortCode::from_digits(&key.digits())).map(Caller::ShortCode);
    match kind {
        1 => number().unwrap_or(Caller::Other(OtherCaller::Empty)),
        2 => code().unwrap_or(Caller::Other(OtherCaller::Empty)),
        3 => Caller::Hidden(HiddenKind::Restricted),
        4 => Caller::Hidden(HiddenKind::Unknown),
        5 => Caller::Hidden(HiddenKind::Payphone),
        7 => Caller::Other(OtherCaller::Scheme(text())),
        8 => Caller::Other(OtherCaller::Malformed { text: text(), key }),
        _ => Caller::Other(OtherCaller::Empty),
    }
}

pub(super) fn record_of(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    let kind: Option<usize> = row.get(10)?;
    let kind = kind.and_then(|code| SOURCE_KINDS.get(code.checked_sub(1)?)).copied();
    let source = match kind {
        Some(kind) => Some(SourceRef { kind, reference: row.get(11)?, label: row.get(12)? }),
        None => None,
    };
    Ok(CallRecord {
        id: row.get(0)?,
        call: Call {
            at: Moment { utc_millis: row.get(1)?, offset_minutes: row.get(2)? },
            caller: caller_of(row.get(3)?, row.get(4)?, row.get(5)?),
            verification: match row.get(6)? {
                1_u8 => Verification::Passed,
                2 => Verification::Failed,
                _ => Verification::NotVerified,
            },
            sim: row.get(7)?,
        },
        verdict: Verdict {
            action: Action::from_code(row.get(8)?).unwrap_or_default(),
            reason: Reason::from_code(row.get(9)?).unwrap_or(Reason::NothingAgainst),
        },
        source,
        contact: match row.get(13)? {
            1_u8 => Contact::Found,
            2 => Contact::NotFound,
            _ => Contact::Undetermined,
        },
        outcome: row.get::<_, Option<u8>>(14)?.and_then(outcome_of),
        note: row.get(15)?,
        offer: row.get::<_, Option<u8>>(16)?.and_then(offer_of),
    })
}
