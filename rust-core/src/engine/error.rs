//! One error code for each thing a caller of the core can do about it.

use crate::pattern::PatternError;
use crate::store::StoreError;

/// Stable codes, pinned by `tests/contract/error-codes.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// 1: the request does not read.
    BadRequest,
    /// 2: the pattern does not read.
    BadPattern,
    /// 3: no such rule, call or list.
    NotFound,
    /// 4: the database is busy; try again.
    Busy,
    /// 5: the database or the disk failed.
    Storage,
    /// 6: a later version of Stufo wrote the database.
    NewerDatabase,
    /// 7: a fault of the program.
    Internal,
    /// 8: the handle is closed.
    BadHandle,
    /// 9: what was downloaded or offered is refused.
    Refused,
    /// 10: the backup does not read.
    BadBackup,
}

/// An error as the app and the command line see it. The text never holds a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// What to do about it.
    pub code: ErrorCode,
    /// What happened, in English, for a log or a developer.
    pub message: String,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 10] = [
        Self::BadRequest,
        Self::BadPattern,
        Self::NotFound,
        Self::Busy,
        Self::Storage,
        Self::NewerDatabase,
        Self::Internal,
        Self::BadHandle,
        Self::Refused,
        Self::BadBackup,
    ];

    /// The number that crosses JNI.
    #[must_use]
    pub fn code(self) -> i32 {
        match self {
            Self::BadRequest => 1,
            Self::BadPattern => 2,
            Self::NotFound => 3,
            Self::Busy => 4,
            Self::Storage => 5,
            Self::NewerDatabase => 6,
            Self::Internal => 7,
            Self::BadHandle => 8,
            Self::Refused => 9,
            Self::BadBackup => 10,
        }
    }

    /// The name in the contract file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::BadPattern => "bad_pattern",
            Self::NotFound => "not_found",
            Self::Busy => "busy",
            Self::Storage => "storage",
            Self::NewerDatabase => "newer_database",
            Self::Internal => "internal",
            Self::BadHandle => "bad_handle",
            Self::Refused => "refused",
            Self::BadBackup => "bad_backup",
        }
    }
}

impl ApiError {
    /// An error with a message of our own.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A request that does not read. serde quotes unknown values, so only the place is told.
    pub(crate) fn bad_json(error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            serde_json::error::Category::Io => "cannot be read",
            serde_json::error::Category::Syntax => "is not JSON",
            serde_json::error::Category::Data => "has a field that does not fit",
            serde_json::error::Category::Eof => "ends early",
        };
        Self::new(ErrorCode::BadRequest, format!("the request {kind} (column {})", error.column()))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Busy => ErrorCode::Busy,
            StoreError::Damaged | StoreError::Io(_) => ErrorCode::Storage,
            StoreError::Newer { .. } => ErrorCode::NewerDatabase,
            StoreError::NotFound => ErrorCode::NotFound,
            StoreError::UnknownValue(_) => ErrorCode::BadRequest,
            StoreError::Other(_) => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}

impl From<PatternError> for ApiError {
    fn from(error: PatternError) -> Self {
        Self::new(ErrorCode::BadPattern, error.to_string())
    }
}
