//! The core as one object: opened once a process, shared by all threads.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::{ApiError, ErrorCode};
use super::screening::{Incoming, Screened, Screening};
use crate::moment::Moment;
use crate::number::{RawCaller, Region};
use crate::policy::{Call, Contact, Trace};
use crate::store::lists::{ListFolder, ListInForce};
use crate::store::user::FILE_NAME;
use crate::store::{StoreError, UserStore};
use crate::sync::PendingUpdates;

/// How long screening waits for another connection: short, since Telecom gives a call seconds; then the phone rings.
const SCREENING_BUSY_TIMEOUT: Duration = Duration::from_millis(300);
/// How long the background connection waits for another one.
const BACKGROUND_BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Everything that can be decided without a phone.
pub struct Core {
    pub(crate) phone_region: Region,
    screening: Mutex<Screening>,
    /// Opened when a screen first asks: a call that starts the process does not pay for it.
    background: Mutex<Option<UserStore>>,
    /// Updates of signed repositories of which more is to be fetched.
    pub(crate) pending_updates: Mutex<PendingUpdates>,
    /// The lists' files.
    pub(crate) lists: ListFolder,
    path: PathBuf,
    /// The country of the network that the phone is in, where the phone has told.
    network: Mutex<Option<Region>>,
    /// Set when damage was met: the next request recovers before it does anything else.
    damaged: AtomicBool,
    /// Raised by every change that a decision depends on.
    generation: AtomicU64,
}

/// The background connection to stufo.db: everything but screening.
pub(crate) struct Background<'c>(MutexGuard<'c, Option<UserStore>>);

impl Core {
    /// Opens the stores in `folder`. `phone_region` is the phone's country; `now` dates a recovery.
    ///
    /// # Errors
    /// `NewerDatabase` leaves the file alone; a damaged file is moved aside and salvaged instead.
    pub fn open(folder: &Path, phone_region: Region, now: Moment) -> Result<Self, ApiError> {
        Self::open_file(&folder.join(FILE_NAME), phone_region, now)
    }

    /// Opens a database by its own name; the files of its lists lie beside it, in `NAME.lists`.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_file(path: &Path, phone_region: Region, now: Moment) -> Result<Self, ApiError> {
        let screening = Screening::open_or_recover(path, phone_region, SCREENING_BUSY_TIMEOUT, now.utc_millis)?;
        Ok(Self {
            phone_region,
            screening: Mutex::new(screening),
            background: Mutex::new(None),
            pending_updates: Mutex::new(PendingUpdates::default()),
            lists: ListFolder::beside(path),
            path: path.to_owned(),
            network: Mutex::new(None),
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
        self.flag_damage(self.screening().and_then(|mut screening| screening.screen(incoming)))
    }

    /// Judges a recorded call again after the address book was asked. A found contact lets everything ring
    /// but what the user's own rules end.
    ///
    /// # Errors
    /// Any error means: let the phone ring.
    pub fn overrule(&self, call_id: i64, contact: Contact) -> Result<Screened, ApiError> {
        self.flag_damage(self.screening().and_then(|mut screening| screening.overrule(call_id, contact)))
    }

    /// Notes a number the user dials; an emergency number opens the window in which everybody gets through.
    ///
    /// # Errors
    /// When it cannot be noted; the call itself is never touched.
    pub fn outgoing(&self, raw: &RawCaller<'_>, at: Moment) -> Result<(), ApiError> {
        self.recover_if_damaged(at)?;
        self.flag_damage(self.screening().and_then(|mut screening| screening.outgoing(raw, at)))
    }

    /// The trace a call would get now, without recording it. Connections of its own: it never makes a call wait.
    pub(crate) fn explain(&self, incoming: &Incoming<'_>, contact: Contact) -> Result<(Call, Trace), ApiError> {
        let mut screening = Screening::open(&self.path, self.phone_region, BACKGROUND_BUSY_TIMEOUT)?;
        screening.set_network(*lock(&self.network));
        let call = screening.identify(incoming);
        let trace = screening.judge(&call, contact)?;
        Ok((call, trace))
    }

    /// Screening, with what a decision depends on read again where it has changed.
    fn screening(&self) -> Result<MutexGuard<'_, Screening>, StoreError> {
        let mut screening = lock(&self.screening);
        screening.set_network(*lock(&self.network));
        screening.refresh(self.generation.load(Ordering::Acquire))?;
        Ok(screening)
    }

    /// Notes the country of the network that the phone is in: its protected numbers ring too. Kept in memory alone.
    pub(crate) fn set_network(&self, network: Option<Region>) {
        *lock(&self.network) = network;
    }

    /// Since when calls are judged and not recorded, because the file cannot be written.
    pub(crate) fn unrecorded_since(&self) -> Option<Moment> {
        lock(&self.screening).unrecorded_since()
    }

    /// Flags damage that an error reports: this call rings, and the next request recovers the file.
    fn flag_damage<T>(&self, result: Result<T, StoreError>) -> Result<T, ApiError> {
        if matches!(result, Err(StoreError::Damaged)) {
            self.damaged.store(true, Ordering::Release);
        }
        Ok(result?)
    }

    /// Checks the file after a request failed; true when it was damaged and has been recovered.
    pub(crate) fn recover_after(&self, error: &ApiError, at: Moment) -> bool {
        if error.code != ErrorCode::Storage {
            return false;
        }
        // A connection of its own: the one at hand may be what failed. A full disk is no damage.
        let found = UserStore::open(&self.path, BACKGROUND_BUSY_TIMEOUT).and_then(|store| store.check());
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
        let (mut screening, mut background) = (lock(&self.screening), lock(&self.background));
        // Another thread may have been first.
        if !self.damaged.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        *background = None;
        if let Err(error) = screening.recover(at.utc_millis) {
            // The damaged file is still there: the next request tries again.
            self.damaged.store(true, Ordering::Release);
            return Err(error);
        }
        drop((screening, background));
        self.changed();
        Ok(())
    }

    /// The background connection.
    pub(crate) fn background(&self) -> Result<Background<'_>, ApiError> {
        let mut background = lock(&self.background);
        if background.is_none() {
            let store = UserStore::open(&self.path, BACKGROUND_BUSY_TIMEOUT)?;
            // Once a process, and never while a call waits.
            if let Err(error) = self.lists.sweep(|| store.list_files()) {
                log::warn!("lists: files that are not in force stay: {error}");
            }
            *background = Some(store);
        }
        Ok(Background(background))
    }

    /// The lists in which a call has met damage since the last time this was asked.
    pub(crate) fn take_damaged_lists(&self) -> Vec<ListInForce> {
        lock(&self.screening).take_damaged_lists()
    }

    /// Raises the generation: decisions may differ from now on, so screening reads its snapshot again.
    pub(crate) fn changed(&self) {
        self.generation.fetch_add(1, Ordering::Release);
    }
}

/// A lock whose holder panicked is still usable: its transaction was rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Deref for Background<'_> {
    type Target = UserStore;

    fn deref(&self) -> &UserStore {
        self.0.as_ref().expect("Core::background has opened it")
    }
}

impl DerefMut for Background<'_> {
    fn deref_mut(&mut self) -> &mut UserStore {
        self.0.as_mut().expect("Core::background has opened it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Presentation;
    use crate::policy::{Action, Reason, Verification};

    const NOON: Moment = Moment { utc_millis: 1_795_521_600_000, offset_minutes: 60 };

    fn call(address: &str) -> Incoming<'_> {
        let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
        Incoming { raw, verification: Verification::NotVerified, at: NOON, sim: None }
    }

    fn core() -> (tempfile::TempDir, Core) {
        let folder = tempfile::tempdir().unwrap();
        let core = Core::open(folder.path(), Region::ITALY, NOON).unwrap();
        (folder, core)
    }

    #[test]
    fn explaining_never_waits_for_screening() {
        let (_folder, core) = core();
        let screening = lock(&core.screening);
        std::thread::scope(|scope| {
            let (sender, receiver) = std::sync::mpsc::channel();
            let core = &core;
            scope.spawn(move || sender.send(core.explain(&call("+390844123456"), Contact::NotFound)).unwrap());
            let explained = receiver.recv_timeout(Duration::from_secs(60));
            // Released before anything can panic.
            drop(screening);
            let (_, trace) = explained.expect("an answer while a call is being screened").unwrap();
            assert_eq!(trace.verdict().reason, Reason::Pack);
        });
    }

    #[test]
    fn dialling_makes_no_call_read_the_settings_and_rules_again() {
        let (_folder, core) = core();
        let caller = call("+390844123456");
        assert_eq!(core.screen(&caller).unwrap().verdict.reason, Reason::Pack);
        let before = core.generation.load(Ordering::Acquire);
        core.outgoing(&call("+390844123456").raw, NOON).unwrap();
        assert_eq!(core.screen(&caller).unwrap().verdict.reason, Reason::Dialled);
        core.outgoing(&call("112").raw, NOON).unwrap();
        assert_eq!(core.screen(&caller).unwrap().verdict.reason, Reason::EmergencyWindow);
        assert_eq!(core.generation.load(Ordering::Acquire), before);
    }

    #[test]
    fn overruling_from_memory_and_from_the_store_comes_to_the_same() {
        let (_folder, core) = core();
        for address in ["+390844123456", "+390612345678", "112"] {
            for contact in [Contact::Found, Contact::NotFound, Contact::Undetermined] {
                let (first, second) = (core.screen(&call(address)).unwrap(), core.screen(&call(address)).unwrap());
                let remembered = core.overrule(second.call_id, contact).unwrap();
                let read = core.overrule(first.call_id, contact).unwrap();
                assert_eq!(remembered.verdict, read.verdict, "{address} {contact:?}");
                let store = core.background().unwrap();
                assert_eq!(store.trace(first.call_id).unwrap(), store.trace(second.call_id).unwrap());
                let of = |id| store.call(id).map(|record| (record.call, record.verdict, record.source, record.contact));
                assert_eq!(of(first.call_id).unwrap(), of(second.call_id).unwrap());
            }
        }
    }

    #[test]
    fn a_record_changed_since_it_was_judged_is_read_again() {
        let (_folder, core) = core();
        let screened = core.screen(&call("+390844123456")).unwrap();
        assert_eq!(screened.verdict.action, Action::Reject);
        core.command(&format!(
            "{{\"at\":{{\"utc_millis\":0,\"offset_minutes\":0}},\"do\":\"call_rang\",\"id\":{}}}",
            screened.call_id
        ))
        .unwrap();
        let overruled = core.overrule(screened.call_id, Contact::NotFound).unwrap();
        assert_eq!(overruled.verdict.reason, Reason::NothingAgainst);
        core.background().unwrap().delete_call(screened.call_id).unwrap();
        assert_eq!(core.overrule(screened.call_id, Contact::Found).unwrap_err().code, ErrorCode::NotFound);
    }
}
