//! What can go wrong with a database, by what a caller can do about it.

use rusqlite::ErrorCode;

/// A fault of a store. No variant holds data of the user's.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another connection holds the write lock; try again.
    #[error("the database is busy")]
    Busy,
    /// The file is no database, its pages do not fit together, or a value is not what its column holds: salvage it.
    #[error("the database is damaged")]
    Damaged,
    /// A later version of Stufo wrote it; it is left untouched.
    #[error("the database is of a newer version ({found}; this one knows {known})")]
    Newer {
        /// The version found.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The disk or the file system said no.
    #[error("the database cannot be read or written: {0}")]
    Io(&'static str),
    /// What was asked for does not exist.
    #[error("not found")]
    NotFound,
    /// A stored value that this version does not know.
    #[error("a stored value is unknown: {0}")]
    UnknownValue(&'static str),
    /// A fault of the program.
    #[error("database error (code {0})")]
    Other(i32),
}

impl From<rusqlite::Error> for StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other variants may quote data: only that they came goes on"
    )]
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            rusqlite::Error::SqliteFailure(failure, _) => from_code(failure),
            // A value that its column never gets from this program: the bytes of the file have changed.
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
            // A statement that does not fit the schema: its text has changed.
            | rusqlite::Error::SqlInputError { .. } => Self::Damaged,
            _ => Self::Other(-1),
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite has many codes; four of them mean something to a caller")]
fn from_code(failure: rusqlite::ffi::Error) -> StoreError {
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged,
        ErrorCode::CannotOpen => StoreError::Io("cannot open the file"),
        ErrorCode::DiskFull => StoreError::Io("the disk is full"),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::Io("no permission to write"),
        ErrorCode::SystemIoFailure => StoreError::Io("the disk failed"),
        _ => StoreError::Other(failure.extended_code),
    }
}
