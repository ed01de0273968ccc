//! The lists' files: one immutable file a list, in a folder beside stufo.db. Which file is in force is a row of stufo.db
//! (`user/list_in_force.rs`); a file that no row names is deleted. Lists are a cache: a damaged file costs its list alone.

mod sweep;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::blocklist::Entry;
use crate::blocklist::packed::{
    ListFile, ListFileError, ListFileInfo, ListFileWriter, ListIdentity, PackedError, patch,
};
use crate::store::{StoreError, wait};

/// Row id of a subscription in stufo.db.
pub type ListId = i64;

/// What the names of list files end with.
const EXTENSION: &str = "list";

/// How long a new list waits for a sweep of another process.
const SWEEP_TIMEOUT: Duration = Duration::from_secs(5);

/// The file of a list, as its row in stufo.db names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInForce {
    /// Which list.
    pub list_id: ListId,
    /// Name in the folder of lists; never used again.
    pub file: String,
    /// What the file must say of itself.
    pub info: ListFileInfo,
}

/// Why a list was not written. The previous list stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The folder, or a row of stufo.db.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file, or the one that is in force.
    #[error(transparent)]
    File(#[from] ListFileError),
}

impl From<PackedError> for ListError {
    fn from(error: PackedError) -> Self {
        Self::File(error.into())
    }
}

/// The folder of list files beside a stufo.db.
#[derive(Clone)]
pub struct ListFolder {
    path: PathBuf,
    /// Shared by the new lists of this process that are not in force yet.
    writers: Arc<()>,
}

/// A list that is written and not in force yet. Dropped without `keep`, its file is deleted.
pub struct NewList {
    file: String,
    info: ListFileInfo,
    path: PathBuf,
    is_kept: bool,
    _writing: Writing,
}

/// While it lives, no sweep deletes files: not one of this process, and where files can be locked (Android's std cannot,
/// but there the app is one process) not one of another.
struct Writing {
    _folder: File,
    _writers: Arc<()>,
}

impl ListFolder {
    /// The folder of the database at `database`: its name and `.lists`. Made when the first list is written.
    #[must_use]
    pub fn beside(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push(".lists");
        Self { path: path.into(), writers: Arc::default() }
    }

    /// Opens the file that a row names.
    ///
    /// # Errors
    /// `Damaged` also for a file that is missing or says something else of itself.
    pub fn open(&self, in_force: &ListInForce) -> Result<ListFile, ListFileError> {
        let file = ListFile::open(&self.path.join(&in_force.file))?;
        if file.info() == in_force.info { Ok(file) } else { Err(ListFileError::Damaged) }
    }

    /// Writes these entries, in list order, as a new list. `identity`: that of the list in force; `None` draws one.
    ///
    /// # Errors
    /// Those of `entries`; nothing is left then.
    pub fn write<E: From<ListError>>(
        &self,
        identity: Option<ListIdentity>,
        revision: i64,
        entries: impl IntoIterator<Item = Result<Entry, E>>,
    ) -> Result<NewList, E> {
        self.write_with(identity, revision, |writer| {
            entries.into_iter().try_for_each(|entry| Ok(writer.push(&entry?).map_err(ListError::from)?))
        })
        .map(|(new, ())| new)
    }

    /// Writes a changed list: `base` without `removed` and with `added` (both in list order); an added entry that the list
    /// has already replaces it. Gives how many were removed.
    ///
    /// # Errors
    /// `Unsorted`, `Damaged` for a damaged base; nothing is left then.
    pub fn patch(
        &self,
        base: &ListFile,
        revision: i64,
        added: &[Entry],
        removed: &[Entry],
    ) -> Result<(NewList, u64), ListError> {
        self.write_with(Some(base.info().identity), revision, |writer| Ok(patch(base, added, removed, writer)?))
    }

    /// Deletes a file that no row names any more. Whoever has it open reads on.
    pub fn delete(&self, file: &str) {
        if let Err(error) = fs::remove_file(self.path.join(file))
            && error.kind() != io::ErrorKind::NotFound
        {
            log::warn!("a list file that is not in force stays until the next start: {}", error.kind());
        }
    }

    /// As `write`, for whoever hands over the entries itself. Gives what `fill` gave.
    ///
    /// # Errors
    /// Those of `fill`; nothing is left then.
    pub fn write_with<T, E: From<ListError>>(
        &self,
        identity: Option<ListIdentity>,
        revision: i64,
        fill: impl FnOnce(&mut ListFileWriter) -> Result<T, E>,
    ) -> Result<(NewList, T), E> {
        let writing = self.begin().map_err(ListError::from)?;
        let identity = identity.unwrap_or_else(|| ListIdentity(fastrand::u128(..).to_be_bytes()));
        let file = format!("{}-{revision}-{:016x}.{EXTENSION}", identity.to_hex(), fastrand::u64(..));
        let path = self.path.join(&file);
        let mut writer = ListFileWriter::create(&path).map_err(ListError::from)?;
        let value = fill(&mut writer)?;
        let info = writer.finish(identity, revision).map_err(ListError::from)?;
        let new = NewList { file, info, path, is_kept: false, _writing: writing };
        // The name must be on the disk before a row says it.
        new._writing._folder.sync_all().map_err(|error| ListError::File(ListFileError::Io(error.kind())))?;
        Ok((new, value))
    }

    fn begin(&self) -> Result<Writing, StoreError> {
        let made = fs::create_dir_all(&self.path).and_then(|()| File::open(&self.path));
        let folder = made.map_err(|_| StoreError::Io("cannot make the folder of lists"))?;
        let writers = Arc::clone(&self.writers);
        match wait::lock(&folder, SWEEP_TIMEOUT, File::try_lock_shared) {
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy),
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                Err(StoreError::Io("cannot lock the folder of lists"))
            }
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Writing { _folder: folder, _writers: writers }),
        }
    }
}

impl NewList {
    /// Its file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What the file says of itself.
    #[must_use]
    pub fn info(&self) -> ListFileInfo {
        self.info
    }

    /// Keeps the file: its row is committed.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for NewList {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            log::warn!("a list file that is not in force stays until the next start: {}", error.kind());
        }
    }
}

#[cfg(test)]
mod tests;
