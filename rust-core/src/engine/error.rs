//! One error code for each thing a caller of the core can do about it.

use strum::{IntoStaticStr, VariantArray};

use crate::pattern::PatternError;
use crate::store::StoreError;

/// Stable codes, pinned by `tests/contract/error-codes.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
#[repr(i32)]
pub enum ErrorCode {
    /// The request cannot be read.
    BadRequest = 1,
    /// The pattern cannot be read.
    BadPattern = 2,
    /// No such rule, call or list.
    NotFound = 3,
    /// The database is busy; try again.
    Busy = 4,
    /// The database or the disk failed.
    Storage = 5,
    /// A later version of Stufo wrote the database.
    NewerDatabase = 6,
    /// A fault of the program.
    Internal = 7,
    /// The handle is closed.
    BadHandle = 8,
    /// What was downloaded or offered is refused.
    Refused = 9,
    /// The backup cannot be read.
    BadBackup = 10,
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
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The number that crosses JNI.
    #[must_use]
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The name in the contract file.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl ApiError {
    /// An error with a message of our own.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A request that cannot be read. serde quotes unknown values, so only the place is told.
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
            StoreError::Damaged | StoreError::Io(_) | StoreError::UnknownValue(_) => ErrorCode::Storage,
            StoreError::Newer { .. } => ErrorCode::NewerDatabase,
            StoreError::NotFound => ErrorCode::NotFound,
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
