//! Sync without a network: which lists are due, what to ask for, what is known of each list. Pure: times, responses and
//! stored state are arguments. `engine::sync` decides and stores; the phone or the command line fetches.

mod growth_guard;
mod headers;
mod jitter;
mod outcome;
mod pending;
mod shrink_guard;
mod source;
mod state;
mod step;
mod subscription;

pub use growth_guard::is_suspicious_growth;
pub use headers::{ResponseHeaders, etag, last_modified, matches_content_range, retry_after_millis};
pub use jitter::Jitter;
pub use outcome::{FetchFailure, SyncAttempt, SyncOutcome, SyncReason, UnknownReason};
pub use pending::{PendingFile, PendingUpdate, PendingUpdates};
pub use shrink_guard::is_suspicious_shrink;
pub use source::{ListSource, is_web_address};
pub use state::{PartialTransfer, SyncState};
pub use step::{StepKind, SyncStep, body_file};
pub use subscription::{CategoryAction, ListFilter, PHONEBLOCK, Subscription};
