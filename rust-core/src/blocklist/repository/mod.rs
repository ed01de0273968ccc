//! Signed repositories: static files any web server can hold. A manifest, signed with minisign's ed25519, holds the newest
//! delta and names snapshot and older deltas by hash and size; whatever does not fit is refused, and the previous list stays.

mod file_ref;
mod index;
mod manifest;
mod refused;
mod signed_file;

pub use file_ref::FileRef;
pub use index::{DeltaRef, FileIndex, MAX_DELTAS, MAX_INDEX_BYTES};
pub use manifest::{DeltaContent, Known, MAX_MANIFEST_BYTES, MAX_VALID_DAYS, Manifest, NewestDelta};
pub use refused::Refused;
pub use signed_file::{SignedFile, is_public_key};
