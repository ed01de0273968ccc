//! Steps of plain lists: the whole list, or only what changed since the version held.

use super::list_update::{ListUpdate, StepOutcome};
use super::{open_fetched, unreadable_file};
use crate::blocklist::Entry;
use crate::blocklist::formats::{self, Form, FormatError, Limits, Line};
use crate::blocklist::packed::{ListFileError, Sorter};
use crate::contract::sync::StepResponse;
use crate::engine::error::ApiError;
use crate::engine::install::{InstallError, PreparedList, prepare_guarded};
use crate::store::lists::ListError;
use crate::sync::{SyncOutcome, SyncReason, etag, last_modified};

/// Changes that are applied in one piece; a list that changed more is better fetched whole.
const MAX_CHANGES: usize = 1_000_000;

/// The entries of a response with changes, in list order.
struct ListChanges {
    added: Vec<Entry>,
    removed: Vec<Entry>,
    /// The server's version of the list; `None` where nothing usable came.
    version: Option<u64>,
}

impl ListUpdate<'_> {
    /// Installs a whole list, if it is one.
    pub(super) fn apply_list(&mut self, response: &StepResponse, file: &str) -> Result<StepOutcome, ApiError> {
        let mut sorter = Sorter::default();
        let form = self.list.form.as_deref().and_then(Form::from_name);
        let mut sink = |entry| sorter.push(&entry);
        let Ok(report) = formats::read(open_fetched(file)?, form, self.region(), &mut sink) else {
            return Ok(StepOutcome::refused(SyncReason::Unreadable));
        };
        if report.taken == 0 {
            return Ok(StepOutcome::refused(SyncReason::Empty));
        }
        let new = match prepare_guarded(self.core, self.list, sorter.finish(), &self.state) {
            Ok(new) => new,
            Err(InstallError::Shrank) => return Ok(StepOutcome::held(SyncReason::Shrank)),
            Err(InstallError::Failed(error)) => return Err(error),
        };
        self.state.etag = etag(&response.headers);
        self.state.last_modified = last_modified(&response.headers);
        self.state.since = report.version.filter(|_| self.list.has_changes_since());
        self.state.whole_millis = self.state.since.map(|_| self.at.utc_millis);
        self.reading = Some(report.reading());
        let outcome = if new.differs { SyncOutcome::Updated } else { SyncOutcome::Unchanged };
        let stats = new.stats;
        self.new = Some(new);
        Ok(StepOutcome::Success(outcome, Some(stats)))
    }

    /// Applies changes to the list held. After changes that cannot be used a later attempt asks for the whole list.
    pub(super) fn apply_changes(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let changes = self.read_changes(file)?;
        let Some(version) = changes.version.filter(|version| self.state.since.is_some_and(|since| *version >= since))
        else {
            self.state.require_full_fetch(self.at.utc_millis);
            return Ok(StepOutcome::refused(SyncReason::Unreadable));
        };
        let (added, removed) = (&changes.added, &changes.removed);
        let Some(held) = self.core.background()?.list_in_force(self.list.id)? else { return Ok(self.base_lost()) };
        let before = held.info.entries();
        if self.state.stops_shrink(before, (before + added.len() as u64).saturating_sub(removed.len() as u64)) {
            // What the user accepts is asked for whole.
            return Ok(StepOutcome::held(SyncReason::Shrank));
        }
        if added.is_empty() && removed.is_empty() {
            self.state.since = Some(version);
            return Ok(StepOutcome::Success(SyncOutcome::Unchanged, None));
        }
        let revision = held.info.revision.max(self.list.revision) + 1;
        let lists = &self.core.lists;
        let patched =
            lists.open(&held).map_err(ListError::from).and_then(|base| lists.patch(&base, revision, added, removed));
        let new = match patched {
            Ok((new, gone)) => PreparedList::changed(self.list.id, held, new, gone),
            Err(error @ (ListError::Store(_) | ListError::File(ListFileError::Io(_)))) => return Err(error.into()),
            Err(_) => return Ok(self.base_lost()),
        };
        self.state.clear_validators();
        self.state.since = Some(version);
        let stats = new.stats;
        self.new = Some(new);
        Ok(StepOutcome::Success(SyncOutcome::Updated, Some(stats)))
    }

    fn read_changes(&self, file: &str) -> Result<ListChanges, ApiError> {
        let (mut added, mut removed) = (Vec::<Entry>::new(), Vec::<Entry>::new());
        let mut count = 0_usize;
        let read = formats::read_lines(Limits::default(), open_fetched(file)?, None, self.region(), &mut |line| {
            count += 1;
            match line {
                Line::Holds(entry) if count <= MAX_CHANGES => added.push(entry),
                Line::Withdraws(entry) if count <= MAX_CHANGES => removed.push(entry),
                Line::Holds(_) | Line::Withdraws(_) => {}
            }
        });
        let version = match read {
            Ok(report) => report.version.filter(|_| count <= MAX_CHANGES),
            Err(FormatError::Io(_)) => return Err(unreadable_file()),
            Err(_) => None,
        };
        for entries in [&mut added, &mut removed] {
            entries.sort_by(Entry::compare_places);
            entries.dedup_by(|later, earlier| later.compare_places(earlier).is_eq());
        }
        Ok(ListChanges { added, removed, version })
    }

    /// The base of the changes is not held: the whole list is fetched.
    fn base_lost(&mut self) -> StepOutcome {
        self.state.since = None;
        StepOutcome::refused(SyncReason::BaseLost)
    }
}
