//! Signed repositories: static files that any web server can hold. A manifest, signed with minisign's ed25519, names
//! a snapshot and deltas by hash and size; whatever does not fit is refused, and the previous list stays.

mod delta;
mod manifest;

pub use delta::{Delta, DeltaError, changes_between, decode_delta, encode_delta};
pub use manifest::{DeltaRef, FileRef, HeldVersion, Manifest, Refused, Signed, file_ref, is_public_key};
