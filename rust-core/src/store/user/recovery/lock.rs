//! Who has stufo.db open: every connection shares a lock file beside it, and a recovery needs it alone. Without that, a process could
//! go on writing into a file that another one is moving aside.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::beside;
use crate::store::{StoreError, wait};

/// A hold on the lock file; ends when it is dropped. It holds nothing where the file system has no locks or the lock file cannot be made:
/// the phone has one process, and a recovery that cannot write fails by itself.
pub(in super::super) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// One of many: the file is open here.
    pub(in super::super) fn shared(path: &Path, timeout: Duration) -> Result<Self, StoreError> {
        Self::take(path, timeout, File::try_lock_shared)
    }

    /// Nobody else has the file open.
    pub(super) fn exclusive(path: &Path, timeout: Duration) -> Result<Self, StoreError> {
        Self::take(path, timeout, File::try_lock)
    }

    fn take(path: &Path, timeout: Duration, lock: fn(&File) -> Result<(), TryLockError>) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let Ok(file) = options.open(beside(path, "-lock")) else { return Ok(Self { _file: None }) };
        match wait::lock(&file, timeout, lock) {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy),
            Err(TryLockError::Error(_)) => Ok(Self { _file: None }),
        }
    }
}
