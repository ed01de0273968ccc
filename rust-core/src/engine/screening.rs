//! `Screening`: judges calls and records them, with the store, the snapshot and the lists it owns. The hot path.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::open_lists::OpenLists;
use super::snapshot::{EMERGENCY_FROM, EMERGENCY_UNTIL, Snapshot};
use crate::moment::Moment;
use crate::number::{self, Caller, ListKey, NumberKey, OtherCaller, RawCaller, Region};
use crate::policy::{
    self, Call, Contact, Context, ListAnswer, ListMatch, ListsUnreadable, NewCall, Rule, RuleHit, Switch, Trace,
    Verdict, Verification,
};
use crate::store::lists::ListInForce;
use crate::store::user;
use crate::store::{StoreError, UserStore};

/// Ids from here on are of calls without a record; no record has one as large, and 47 bits of it cross JNI.
pub const FIRST_UNRECORDED: i64 = 1 << 46;

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
    /// The record's row id; from `FIRST_UNRECORDED` on for a call that could not be recorded.
    pub call_id: i64,
}

/// Decisions on calls: one connection to stufo.db, what it held when last read, and the lists.
pub struct Screening {
    path: PathBuf,
    phone_region: Region,
    /// The country of the network that the phone is in, where the phone has told.
    network: Option<Region>,
    busy_timeout: Duration,
    store: UserStore,
    snapshot: Snapshot,
    lists: OpenLists,
    /// Calls that were judged and could not be recorded.
    unrecorded: Unrecorded,
    /// The call that was recorded last, in case the address book overrules it.
    last: Option<Recorded>,
}

/// Calls in a row that could not be recorded: each has an id that no record has, so that the address book may still overrule it.
#[derive(Default)]
struct Unrecorded {
    count: i64,
    since: Option<Moment>,
}

impl Unrecorded {
    fn add(&mut self, at: Moment) -> i64 {
        self.since.get_or_insert(at);
        self.count += 1;
        FIRST_UNRECORDED + self.count % FIRST_UNRECORDED
    }
}

/// A recorded call with what was written of it.
struct Recorded {
    id: i64,
    call: Call,
    trace: Trace,
}

impl Screening {
    /// Opens stufo.db at `path`; the lists lie beside it. `busy_timeout` bounds the wait for another connection.
    ///
    /// # Errors
    /// `Damaged` and `Newer`, or when the file cannot be read.
    pub fn open(path: &Path, phone_region: Region, busy_timeout: Duration) -> Result<Self, StoreError> {
        let store = UserStore::open(path, busy_timeout)?;
        let snapshot = Snapshot::read(&store, phone_region, 0)?;
        Ok(Self::new(path, phone_region, busy_timeout, store, snapshot))
    }

    /// As `open`; a damaged file is moved aside and salvaged, which `now_millis` dates.
    pub(super) fn open_or_recover(
        path: &Path,
        phone_region: Region,
        busy_timeout: Duration,
        now_millis: i64,
    ) -> Result<Self, StoreError> {
        let mut store = user::open_or_recover(path, now_millis, busy_timeout)?;
        let snapshot = match Snapshot::read(&store, phone_region, 0) {
            Err(StoreError::Damaged) => {
                store.close()?;
                store = user::recover(path, now_millis, busy_timeout)?;
                Snapshot::read(&store, phone_region, 0)?
            }
            read => read?,
        };
        Ok(Self::new(path, phone_region, busy_timeout, store, snapshot))
    }

    fn new(path: &Path, phone_region: Region, busy_timeout: Duration, store: UserStore, snapshot: Snapshot) -> Self {
        Self {
            path: path.to_owned(),
            phone_region,
            network: None,
            busy_timeout,
            store,
            snapshot,
            lists: OpenLists::new(path),
            last: None,
            unrecorded: Unrecorded::default(),
        }
    }

    /// Salvages the file in which damage was met; the next `refresh` reads the new one.
    pub(super) fn recover(&mut self, now_millis: i64) -> Result<(), StoreError> {
        self.store.close()?;
        self.store = user::recover(&self.path, now_millis, self.busy_timeout)?;
        self.lists = OpenLists::new(&self.path);
        Ok(())
    }

    /// Reads the snapshot again when it is not of this generation. The change may have been to the last record, so that is forgotten too.
    pub(super) fn refresh(&mut self, generation: u64) -> Result<(), StoreError> {
        if self.snapshot.generation != generation {
            self.last = None;
            self.snapshot = Snapshot::read(&self.store, self.phone_region, generation)?;
        }
        Ok(())
    }

    /// The call that arrived, its caller identified.
    #[must_use]
    pub fn identify(&self, incoming: &Incoming<'_>) -> Call {
        let caller = Caller::identify(&incoming.raw, self.snapshot.home);
        Call { caller, verification: incoming.verification, at: incoming.at, sim: incoming.sim }
    }

    /// The trace of a call, which is not recorded.
    ///
    /// # Errors
    /// When the store cannot be read; lists that cannot be read count as saying nothing.
    pub fn judge(&mut self, call: &Call, contact: Contact) -> Result<Trace, StoreError> {
        let (key, list_key) = (call.caller.key(), call.caller.list_key(self.snapshot.home));
        let Self { store, snapshot, lists, .. } = self;
        let settings = &snapshot.settings;
        let (dialled_millis, last_call_millis, last_stopped_millis) = store.view(|store| {
            if list_key.is_some() && !snapshot.lists.is_empty() {
                lists.refresh(store)?;
            }
            let dialled = when(settings.dialled_days > 0, key, |key| store.dialled(key))?;
            let last_call = when(settings.repeated_call.enabled, key, |key| store.last_call(key, call.at.utc_millis))?;
            let last_stopped = when(settings.burst.switch != Switch::Off, Some(()), |()| {
                let now = call.at.utc_millis;
                store.last_stopped(now.saturating_sub(i64::from(settings.burst.seconds) * 1_000), now)
            })?;
            Ok((dialled, last_call, last_stopped))
        })?;
        let lists = self.ask_lists(list_key);
        let list_neighbour = self.list_neighbour(key);
        let elsewhere = [Some(self.phone_region), self.network];
        let Self { snapshot, .. } = self;
        let settings = &snapshot.settings;
        let ruling = snapshot.rules.find_both(&call.caller, call.at, call.sim);
        let context = Context {
            home: snapshot.home,
            elsewhere,
            settings,
            contact,
            emergency: snapshot.emergency,
            waiting: snapshot.waiting,
            allow_rule: ruling.allow.map(rule_hit),
            block_rule: ruling.block.map(rule_hit),
            dialled_millis,
            last_call_millis,
            last_stopped_millis,
            lists,
            list_neighbour,
            own_numbers: &snapshot.own_numbers,
        };
        Ok(policy::judge(call, &context))
    }

    /// Judges a call as if the caller were not in the address book, and records that the address book has not been asked yet.
    pub(super) fn screen(&mut self, incoming: &Incoming<'_>) -> Result<Screened, StoreError> {
        let call = self.identify(incoming);
        let trace = self.judge(&call, provisional_contact(&call.caller))?;
        let new = NewCall { call: &call, contact: Contact::Undetermined, trace: &trace };
        let id = match self.store.write(|store| store.record(&new)) {
            Ok(id) => {
                self.unrecorded = Unrecorded::default();
                id
            }
            // A full disk or one that cannot be written keeps nobody from being judged (docs/adr/0013).
            Err(StoreError::Io(_)) => self.unrecorded.add(incoming.at),
            Err(error) => return Err(error),
        };
        let verdict = trace.verdict();
        self.last = Some(Recorded { id, call, trace });
        Ok(Screened { verdict, call_id: id })
    }

    /// Judges a recorded call again after the address book was asked.
    pub(super) fn overrule(&mut self, id: i64, contact: Contact) -> Result<Screened, StoreError> {
        let Self { store, snapshot, last, .. } = self;
        // Where every contact counts as known, a star makes no difference.
        let is_starred_enough = contact == Contact::FoundOther && !snapshot.settings.only_starred;
        let contact = if is_starred_enough { Contact::Found } else { contact };
        let Recorded { call, trace, .. } = match last.take().filter(|last| last.id == id) {
            Some(recorded) => recorded,
            None => store.view(|store| Ok(Recorded { id, call: store.call(id)?.call, trace: store.trace(id)? }))?,
        };
        let trace = policy::with_contact(&trace, &call, &snapshot.settings, contact);
        match store.write(|store| if id < FIRST_UNRECORDED { store.overrule(id, contact, &trace) } else { Ok(()) }) {
            // The record says less than what was done, where it cannot be written.
            Ok(()) | Err(StoreError::Io(_)) => {}
            Err(error) => return Err(error),
        }
        let recorded = Recorded { id, call, trace };
        let verdict = recorded.trace.verdict();
        *last = Some(recorded);
        Ok(Screened { verdict, call_id: id })
    }

    /// Notes a number the user dials; an emergency number opens the window in which everybody gets through. Dialled numbers are
    /// asked of the store, so nothing is to be read again.
    pub(super) fn outgoing(&mut self, raw: &RawCaller<'_>, at: Moment) -> Result<(), StoreError> {
        let home = self.snapshot.home;
        let caller = Caller::of_dialled(raw, home);
        let Some(key) = caller.key() else { return Ok(()) };
        let places = [Some(home), Some(self.phone_region), self.network];
        let is_emergency = places.into_iter().flatten().any(|place| number::is_emergency(&caller, place));
        let emergency = is_emergency.then(|| policy::emergency_window(at, &self.snapshot.settings));
        if emergency.is_some() {
            // Open also where it cannot be stored.
            self.snapshot.emergency = emergency;
        }
        self.store.write(|store| {
            if let Some(window) = emergency {
                store.set_state(EMERGENCY_FROM, window.from_millis)?;
                store.set_state(EMERGENCY_UNTIL, window.until_millis)?;
            }
            store.set_dialled(key, at.utc_millis)
        })
    }

    /// Notes the country of the network that the phone is in.
    pub(super) fn set_network(&mut self, network: Option<Region>) {
        self.network = network;
    }

    /// Since when calls are judged and not recorded.
    pub(super) fn unrecorded_since(&self) -> Option<Moment> {
        self.unrecorded.since
    }

    /// The lists in which damage was met since the last time this was asked. What is to be done about it is done in the
    /// background (`Core::drop_damaged_lists`).
    pub(super) fn take_damaged_lists(&mut self) -> Vec<ListInForce> {
        self.lists.take_damaged()
    }

    /// What the lists that are on hold of a number, the strongest action first.
    fn ask_lists(&mut self, key: Option<ListKey>) -> ListAnswer {
        if self.snapshot.lists.is_empty() {
            return ListAnswer::NoLists;
        }
        let Some(key) = key else { return ListAnswer::Asked(vec![]) };
        let Self { store, snapshot, lists, .. } = self;
        let hits = lists.find(store, key, &snapshot.list_ids);
        // A list that cannot be asked says nothing; the others still do.
        if hits.has_unreadable && hits.found.is_empty() {
            return ListAnswer::Unreadable;
        }
        let found = hits.found.iter();
        let mut matches: Vec<ListMatch> = found.filter_map(|(id, hit)| snapshot.list_match(*id, hit)).collect();
        matches.sort_by_key(|found| std::cmp::Reverse((found.action, found.matched_digits)));
        ListAnswer::Asked(matches)
    }

    /// A listed number of the same hundred, where the user wants it asked.
    fn list_neighbour(&mut self, key: Option<NumberKey>) -> Result<Option<ListMatch>, ListsUnreadable> {
        let Self { store, snapshot, lists, .. } = self;
        let is_on = snapshot.settings.list_neighbours != Switch::Off && !snapshot.lists.is_empty();
        let Some(key) = key.filter(|key| is_on && key.hundred().is_some()) else { return Ok(None) };
        let hits = lists.find_hundred(store, key.into(), &snapshot.list_ids);
        let found = hits.found.iter().find_map(|(id, hit)| snapshot.list_match(*id, hit));
        if found.is_none() && hits.has_unreadable { Err(ListsUnreadable) } else { Ok(found) }
    }
}

fn when<K>(
    on: bool,
    key: Option<K>,
    ask: impl FnOnce(K) -> Result<Option<i64>, StoreError>,
) -> Result<Option<i64>, StoreError> {
    match key {
        Some(key) if on => ask(key),
        Some(_) | None => Ok(None),
    }
}

fn rule_hit((rule, specificity): (&Rule, u32)) -> RuleHit {
    let label = if rule.label.is_empty() { &rule.pattern } else { &rule.label };
    RuleHit { id: rule.id, label: label.clone(), specificity, action: rule.action }
}

/// A hidden caller cannot be looked up, so nothing is assumed about the address book.
fn provisional_contact(caller: &Caller) -> Contact {
    match caller {
        Caller::Number(_) | Caller::ShortCode(_) => Contact::NotFound,
        Caller::Other(OtherCaller::Scheme(_) | OtherCaller::Malformed { .. }) => Contact::NotFound,
        Caller::Hidden(_) | Caller::Other(OtherCaller::Empty) => Contact::Undetermined,
    }
}
