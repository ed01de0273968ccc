//! The wait for what another connection or process holds: locks of files, and what SQLite refuses without waiting.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(2);

/// Tries until the work ends otherwise than busy, for as long as `wait`; gives how it ended last.
pub(super) fn retry<T, E>(
    wait: Duration,
    is_busy: impl Fn(&E) -> bool,
    mut work: impl FnMut() -> Result<T, E>,
) -> Result<T, E> {
    let until = Instant::now() + wait;
    loop {
        match work() {
            Err(error) if is_busy(&error) && Instant::now() < until => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
}

/// Locks a file. `WouldBlock` when somebody else holds it for longer than `wait`.
pub(super) fn lock(
    file: &File,
    wait: Duration,
    lock: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<(), TryLockError> {
    retry(wait, |error| matches!(error, TryLockError::WouldBlock), || lock(file))
}
