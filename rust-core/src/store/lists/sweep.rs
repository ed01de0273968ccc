//! Files that no row names: left by a process that ended, by a removed subscription, by a lost stufo.db, by an earlier version.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::sync::Arc;

use super::{EXTENSION, ListFolder};
use crate::store::StoreError;

impl ListFolder {
    /// Deletes the files that are not among those in force, unless a list is being written: then the next sweep does.
    /// `in_force` is asked after the folder was read. Gives how many were deleted.
    ///
    /// # Errors
    /// Those of `in_force`, or when the folder cannot be read.
    pub fn sweep<E: From<StoreError>>(
        &self,
        in_force: impl FnOnce() -> Result<BTreeSet<String>, E>,
    ) -> Result<usize, E> {
        self.delete_databases();
        // Whatever is written from here on is not among the names: a list that is written now may be in force before it is asked.
        let (folder, names) = match self.names() {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(_) => return Err(StoreError::Io("cannot read the folder of lists").into()),
        };
        if names.is_empty() || Arc::strong_count(&self.writers) > 1 {
            return Ok(0);
        }
        match folder.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(0),
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => return Ok(0),
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let in_force = in_force()?;
        let strays: Vec<&String> = names.iter().filter(|name| !in_force.contains(*name)).collect();
        strays.iter().for_each(|name| self.delete(name));
        Ok(strays.len())
    }

    /// The folder, and the list files in it.
    fn names(&self) -> io::Result<(File, Vec<String>)> {
        let folder = File::open(&self.path)?;
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name().into_string();
            names.extend(name.ok().filter(|name| name.strip_suffix(EXTENSION).is_some_and(|name| name.ends_with('.'))));
        }
        Ok((folder, names))
    }

    /// Deletes the database in which earlier versions kept the lists.
    fn delete_databases(&self) {
        let name = self.path.file_name().unwrap_or_default();
        let database = if name == "stufo.db.lists" { self.path.with_file_name("lists.db") } else { self.path.clone() };
        for suffix in ["", "-wal", "-shm"] {
            let mut path = OsString::from(&database);
            path.push(suffix);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_file())
                && let Err(error) = fs::remove_file(&path)
            {
                log::warn!("the lists of an earlier version stay: {}", error.kind());
            }
        }
    }
}
