//! The core as one object: opened once a process, shared by all threads.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::{ApiError, ErrorCode};
use super::snapshot::{EMERGENCY_UNTIL, Snapshot};
use crate::api::Arriving;
use crate::moment::Moment;
use crate::number::{self, Caller, NumberKey, RawCaller, Region};
use crate::policy::{
    self, Call, Contact, Context, ListAnswer, ListMatch, NewCall, RuleHit, RuleKind, Trace, Verdict, Verification,
};
use crate::store::lists::{self, ListStore};
use crate::store::user::FILE_NAME;
use crate::store::{StoreError, UserStore};

/// A call has seconds in all: screening gives up early and lets the phone ring.
const SCREENING_BUSY: Duration = Duration::from_millis(300);
/// A screen may wait longer than a call.
const DESK_BUSY: Duration = Duration::from_secs(5);

/// Everything that can be decided without a phone.
pub struct Core {
    pub(crate) phone_region: Region,
    screening: Mutex<Screening>,
    /// Opened when a screen first asks: a call that starts the process does not pay for it.
    desk: Mutex<Option<UserStore>>,
    /// What has come of repositories of which more is to be fetched.
    pub(crate) arriving: Mutex<Arriving>,
    path: PathBuf,
    lists_path: PathBuf,
    /// Set when damage was met: the next request recovers before it does anything else.
    damaged: AtomicBool,
    /// Raised by every change that a decision depends on.
    generation: AtomicU64,
}

/// The desk's connection, opened.
pub(crate) struct Desk<'c>(MutexGuard<'c, Option<UserStore>>);

struct Screening {
    store: UserStore,
    snapshot: Snapshot,
    /// Opened when the first list is on; `None` also while lists.db cannot be opened.
    lists: Option<ListStore>,
}

/// A call as it arrived, nothing checked yet.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// Who, as the network said.
    pub raw: RawCaller<'a>,
    /// The network's word on the number.
    pub verification: Verification,
    /// When.
    pub at: Moment,
    /// SIM slot, where the phone tells.
    pub sim: Option<u8>,
}

/// A judged and recorded call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screened {
    /// The answer and its reason.
    pub verdict: Verdict,
    /// The record's row id.
    pub call_id: i64,
}

impl Core {
    /// Opens the stores in `folder`. `phone_region` is the phone's country; `now` dates a recovery.
    ///
    /// # Errors
    /// `NewerDatabase` leaves the file alone; a damaged file is moved aside and salvaged instead.
    pub fn open(folder: &Path, phone_region: Region, now: Moment) -> Result<Self, ApiError> {
        Self::open_file(&folder.join(FILE_NAME), phone_region, now)
    }

    /// Opens a database by its own name; `lists.db` lies beside `stufo.db`, and `NAME.lists` beside any other.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_file(path: &Path, phone_region: Region, now: Moment) -> Result<Self, ApiError> {
        let mut store = UserStore::open_or_recover(path, now.utc_millis, SCREENING_BUSY)?;
        let snapshot = match Snapshot::read(&store, phone_region, 0) {
            Err(StoreError::Damaged) => {
                store = UserStore::recover(path, now.utc_millis, SCREENING_BUSY)?;
                Snapshot::read(&store, phone_region, 0)?
            }
            read => read?,
        };
        Ok(Self {
            phone_region,
            screening: Mutex::new(Screening { store, snapshot, lists: None }),
            desk: Mutex::new(None),
            arriving: Mutex::new(Arriving::default()),
            path: path.to_owned(),
            lists_path: lists_beside(path),
            damaged: AtomicBool::new(false),
            generation: AtomicU64::new(0),
        })
    }

    /// Judges a call and records it. Judged as if the caller were not in the address book: when the answer is
    /// not Allow, look there and call `overrule`.
    ///
    /// # Errors
    /// Any error means: let the phone ring.
    pub fn screen(&self, incoming: &Incoming<'_>) -> Result<Screened, ApiError> {
        self.recover_if_damaged(incoming.at)?;
        self.watched(self.screen_and_record(incoming))
    }

    fn screen_and_record(&self, incoming: &Incoming<'_>) -> Result<Screened, StoreError> {
        let mut screening = lock(&self.screening);
        self.refresh(&mut screening)?;
        let call = call_of(incoming, screening.snapshot.home);
        let contact = provisional_contact(&call.caller);
        let trace = screening.judge(&call, contact)?;
        let new = NewCall { call: &call, contact: Contact::Undetermined, trace: &trace };
        let call_id = screening.store.write(|store| store.record(&new))?;
        Ok(Screened { verdict: trace.verdict(), call_id })
    }

    /// Judges a recorded call again after the address book was asked. A found contact lets everything ring
    /// but what the user's own rules end.
    ///
    /// # Errors
    /// Any error means: let the phone ring.
    pub fn overrule(&self, call_id: i64, contact: Contact) -> Result<Screened, ApiError> {
        let mut screening = lock(&self.screening);
        self.refresh(&mut screening)?;
        let Screening { store, snapshot, .. } = &mut *screening;
        let trace = store.write(|store| {
            let record = store.call(call_id)?;
            let trace = policy::with_contact(&store.trace(call_id)?, &record.call, &snapshot.settings, contact);
            store.overrule(call_id, contact, &trace)?;
            Ok::<_, StoreError>(trace)
        })?;
        Ok(Screened { verdict: trace.verdict(), call_id })
    }

    /// Notes a number the user dials; an emergency number opens the window in which everybody gets through.
    ///
    /// # Errors
    /// When it cannot be noted; the call itself is never touched.
    pub fn outgoing(&self, raw: &RawCaller<'_>, at: Moment) -> Result<(), ApiError> {
        let mut screening = lock(&self.screening);
        self.refresh(&mut screening)?;
        let home = screening.snapshot.home;
        let caller = Caller::identify(raw, home);
        let Some(key) = caller.key() else { return Ok(()) };
        let emergency_until =
            number::is_emergency(&caller, home).then(|| policy::emergency_until(at, &screening.snapshot.settings));
        screening.store.write(|store| {
            if let Some(until) = emergency_until {
                store.set_state(EMERGENCY_UNTIL, until)?;
            }
            store.note_dialled(key, at.utc_millis)
        })?;
        drop(screening);
        self.changed();
        Ok(())
    }

    /// The trace a call would get now, without recording it.
    pub(crate) fn explain(&self, incoming: &Incoming<'_>, contact: Contact) -> Result<(Call, Trace), ApiError> {
        let mut screening = lock(&self.screening);
        self.refresh(&mut screening)?;
        let call = call_of(incoming, screening.snapshot.home);
        let trace = screening.judge(&call, contact)?;
        Ok((call, trace))
    }

    /// Notes damage that a result tells of: this call rings, the next request mends.
    fn watched<T>(&self, result: Result<T, StoreError>) -> Result<T, ApiError> {
        if matches!(result, Err(StoreError::Damaged)) {
            self.damaged.store(true, Ordering::Release);
        }
        Ok(result?)
    }

    /// Looks closely at the file after a request failed; true when it was damaged and has been mended.
    pub(crate) fn mends(&self, error: &ApiError, at: Moment) -> bool {
        if error.code != ErrorCode::Storage {
            return false;
        }
        // A connection of its own: the one at hand may be what failed. A full disk is no damage.
        let found = UserStore::open(&self.path, DESK_BUSY).and_then(|store| store.check());
        if !matches!(found, Err(StoreError::Damaged)) {
            return false;
        }
        self.damaged.store(true, Ordering::Release);
        self.recover_if_damaged(at).is_ok()
    }

    fn recover_if_damaged(&self, at: Moment) -> Result<(), StoreError> {
        if !self.damaged.load(Ordering::Acquire) {
            return Ok(());
        }
        let (mut screening, mut desk) = (lock(&self.screening), lock(&self.desk));
        // Another thread may have been first.
        if !self.damaged.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        screening.store = UserStore::recover(&self.path, at.utc_millis, SCREENING_BUSY)?;
        *desk = None;
        drop((screening, desk));
        self.changed();
        Ok(())
    }

    /// The desk's connection: everything but screening.
    pub(crate) fn desk(&self) -> Result<Desk<'_>, ApiError> {
        let mut desk = lock(&self.desk);
        if desk.is_none() {
            *desk = Some(UserStore::open(&self.path, DESK_BUSY)?);
        }
        Ok(Desk(desk))
    }

    /// A connection to the lists of its own: a sync never makes a call wait.
    pub(crate) fn lists(&self) -> Result<ListStore, ApiError> {
        Ok(ListStore::open_or_drop(&self.lists_path, DESK_BUSY)?)
    }

    /// Says that a decision may come out differently from now on.
    pub(crate) fn changed(&self) {
        self.generation.fetch_add(1, Ordering::Release);
    }

    fn refresh(&self, screening: &mut Screening) -> Result<(), StoreError> {
        let generation = self.generation.load(Ordering::Acquire);
        if screening.snapshot.generation != generation {
            screening.snapshot = Snapshot::read(&screening.store, self.phone_region, generation)?;
        }
        if screening.lists.is_none() && !screening.snapshot.lists.is_empty() {
            // Lists that cannot be opened count as saying nothing: calls ring meanwhile.
            screening.lists = ListStore::open_or_drop(&self.lists_path, SCREENING_BUSY).ok();
        }
        Ok(())
    }
}

impl Screening {
    fn judge(&mut self, call: &Call, contact: Contact) -> Result<Trace, StoreError> {
        let lists = self.ask_lists(call.caller.key());
        let Self { store, snapshot, .. } = self;
        let key = call.caller.key();
        let settings = &snapshot.settings;
        let context = Context {
            home: snapshot.home,
            settings,
            contact,
            emergency_until_millis: snapshot.emergency_until_millis,
            allow_rule: rule_hit(snapshot, RuleKind::Allow, call),
            block_rule: rule_hit(snapshot, RuleKind::Block, call),
            dialled_millis: when(settings.dialled_days > 0, key, |key| store.dialled(key))?,
            last_call_millis: when(settings.repeated_call.enabled, key, |key| {
                store.last_call(key, call.at.utc_millis)
            })?,
            lists,
        };
        Ok(policy::judge(call, &context))
    }

    /// What the lists that are on hold of a number, the strongest action first.
    fn ask_lists(&mut self, key: Option<NumberKey>) -> ListAnswer {
        let snapshot = &self.snapshot;
        if snapshot.lists.is_empty() {
            return ListAnswer::NoLists;
        }
        let (Some(store), Some(key)) = (&self.lists, key) else {
            return if key.is_none() { ListAnswer::Asked(vec![]) } else { ListAnswer::Unreadable };
        };
        let Ok(hits) = store.find(key, &snapshot.list_ids) else {
            // Damage is found here first: the file goes, the lists are fetched again, this call rings.
            self.lists = self.lists.take().and_then(|store| store.drop_and_open().ok());
            return ListAnswer::Unreadable;
        };
        let mut matches: Vec<ListMatch> = hits
            .into_iter()
            .filter_map(|hit| {
                let list = snapshot.lists.iter().find(|list| list.id == hit.list_id)?;
                Some(ListMatch {
                    id: list.id,
                    name: list.name.clone(),
                    action: list.action,
                    matched_digits: hit.matched_digits,
                    category: hit.category.map(|category| category.name().to_owned()),
                    score: hit.score,
                })
            })
            .collect();
        matches.sort_by_key(|found| std::cmp::Reverse((found.action, found.matched_digits)));
        ListAnswer::Asked(matches)
    }
}

fn when(
    on: bool,
    key: Option<NumberKey>,
    ask: impl FnOnce(NumberKey) -> Result<Option<i64>, StoreError>,
) -> Result<Option<i64>, StoreError> {
    match key {
        Some(key) if on => ask(key),
        Some(_) | None => Ok(None),
    }
}

fn rule_hit(snapshot: &Snapshot, kind: RuleKind, call: &Call) -> Option<RuleHit> {
    let (rule, specificity) = snapshot.rules.find(kind, &call.caller, call.at, call.sim)?;
    let label = if rule.label.is_empty() { &rule.pattern } else { &rule.label };
    Some(RuleHit { id: rule.id, label: label.clone(), specificity, action: rule.action })
}

fn call_of(incoming: &Incoming<'_>, home: Region) -> Call {
    let caller = Caller::identify(&incoming.raw, home);
    Call { caller, verification: incoming.verification, at: incoming.at, sim: incoming.sim }
}

/// A caller without a number cannot be looked up, so nothing may be assumed of it.
fn provisional_contact(caller: &Caller) -> Contact {
    match caller {
        Caller::Number(_) | Caller::ShortCode(_) => Contact::NotFound,
        Caller::Hidden(_) | Caller::Other(_) => Contact::Undetermined,
    }
}

/// A panic in another thread leaves the data as its transaction left it: rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Deref for Desk<'_> {
    type Target = UserStore;

    fn deref(&self) -> &UserStore {
        self.0.as_ref().expect("Core::desk has opened it")
    }
}

impl DerefMut for Desk<'_> {
    fn deref_mut(&mut self) -> &mut UserStore {
        self.0.as_mut().expect("Core::desk has opened it")
    }
}

/// Two databases in one folder must not share their lists.
fn lists_beside(path: &Path) -> PathBuf {
    if path.file_name().is_none_or(|name| name == FILE_NAME) {
        return path.with_file_name(lists::FILE_NAME);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lists");
    name.into()
}
