//! Plain lists: whole, or only what changed since the version held.

use std::path::Path;

use super::{ApplyRequest, Doubt, Taken, mark, opened, tells_changes};
use crate::api::lists::Put;
use crate::blocklist::formats::{self, Form, FormatError, Limits, Line};
use crate::blocklist::packed::Sorter;
use crate::blocklist::{Changes, Entry};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::moment::Moment;
use crate::store::lists::{ListError, Removed};
use crate::store::user::Subscription;
use crate::sync::legacy::{Outcome, Record};

/// Changes that are taken in one piece; a list that changed more is better fetched whole.
const MAX_CHANGES: usize = 1_000_000;

impl Core {
    /// Puts a whole list in force, if it is one.
    pub(super) fn take_list(
        &self,
        request: &ApplyRequest,
        path: &Path,
        list: &Subscription,
        record: &mut Record,
    ) -> Result<Taken, ApiError> {
        let mut sorter = Sorter::default();
        let region = list.region.parse().unwrap_or(self.phone_region);
        let form = list.form.as_deref().and_then(Form::from_name);
        let Ok(report) = formats::read(opened(path)?, form, region, &mut |entry| sorter.push(&entry)) else {
            return Ok(Doubt::refused("unreadable"));
        };
        if report.taken == 0 {
            return Ok(Doubt::refused("empty"));
        }
        let (changes, differs) = match self.put_in_force(list, sorter.finish(), request.at, Some(record), None)? {
            Put::Done { changes, differs } => (changes, differs),
            Put::Shrank => return Ok(Doubt::held()),
        };
        (record.etag, record.last_modified) = (mark(&request.headers, "etag"), mark(&request.headers, "last-modified"));
        record.since = report.version.filter(|_| tells_changes(list));
        record.whole_millis = record.since.map(|_| request.at.utc_millis);
        Ok(Taken::Good(if differs { Outcome::Updated } else { Outcome::Unchanged }, Some(changes)))
    }

    /// Lays changes over the list held. What it withdraws is taken out; what does not fit makes a later attempt ask for the
    /// whole list.
    pub(super) fn take_changes(
        &self,
        path: &Path,
        list: &Subscription,
        record: &mut Record,
        at: Moment,
    ) -> Result<Taken, ApiError> {
        let (mut come, mut gone) = (Vec::<Entry>::new(), Vec::<Entry>::new());
        let region = list.region.parse().unwrap_or(self.phone_region);
        let mut count = 0_usize;
        let read = formats::read_lines(Limits::default(), opened(path)?, None, region, &mut |line| {
            count += 1;
            match line {
                Line::Holds(entry) if count <= MAX_CHANGES => come.push(entry),
                Line::Withdraws(entry) if count <= MAX_CHANGES => gone.push(entry),
                Line::Holds(_) | Line::Withdraws(_) => {}
            }
        });
        let version = match read {
            Ok(report) => report.version,
            // PhoneBlock answers with an empty list when nothing changed.
            Err(FormatError::Io(_)) => {
                return Err(ApiError::new(ErrorCode::Storage, "what was fetched cannot be read"));
            }
            Err(_) => None,
        };
        let known = version.filter(|version| record.since.is_some_and(|since| *version >= since));
        let (Some(version), true) = (known, count <= MAX_CHANGES) else {
            record.doubt_changes(at.utc_millis);
            return Ok(Doubt::refused("unreadable"));
        };
        for entries in [&mut come, &mut gone] {
            entries.sort_by(Entry::compare_places);
            entries.dedup_by(|later, earlier| later.compare_places(earlier).is_eq());
        }
        let mut lists = self.lists()?;
        let Some(held) = lists.list(list.id)? else {
            record.since = None;
            return Ok(Doubt::refused("base_lost"));
        };
        let before = held.numbers + held.prefixes;
        if record.is_held(before, (before + come.len() as u64).saturating_sub(gone.len() as u64)) {
            // What the person accepts is asked for whole.
            return Ok(Doubt::held());
        }
        if come.is_empty() && gone.is_empty() {
            record.since = Some(version);
            return Ok(Taken::Good(Outcome::Unchanged, None));
        }
        let revision = held.revision.max(list.revision) + 1;
        let removed = lists.count_held(list.id, &gone)?;
        let applied = lists.apply_delta(list.id, held.revision, revision, &come, Removed::Entries(&gone), None);
        drop(lists);
        let now = match applied {
            Ok(info) => info.numbers + info.prefixes,
            Err(ListError::Store(error)) => return Err(error.into()),
            Err(_) => {
                record.since = None;
                return Ok(Doubt::refused("base_lost"));
            }
        };
        let unchanged = before.saturating_sub(removed);
        let changes = Changes { added: now.saturating_sub(unchanged), removed, unchanged };
        self.note_revision(list.id, revision, at)?;
        record.since = Some(version);
        Ok(Taken::Good(Outcome::Updated, Some(changes)))
    }
}
