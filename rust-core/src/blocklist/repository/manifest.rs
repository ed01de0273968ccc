//! The manifest: what the newest version is made of, until when it may be believed, and the key that signs it.

use minisign_verify::{PublicKey, Signature};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The form of manifests that this version writes and reads.
const FORMAT: u32 = 1;
/// Bytes of a manifest: names and hashes of a few files.
const MAX_BYTES: usize = 64 * 1024;
/// Bytes of a snapshot or delta.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Deltas that a manifest may name.
const MAX_DELTAS: usize = 64;

/// A file of the repository: its name is its content's hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of the content, in hexadecimal; the file is `files/<sha256>`.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A delta from an older version to the manifest's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeltaRef {
    /// The version it is for.
    pub from: u64,
    /// Its file.
    #[serde(flatten)]
    pub file: FileRef,
}

/// What a publisher says of the newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `FORMAT`.
    pub format: u32,
    /// Rises with every change.
    pub version: u64,
    /// UTC milliseconds.
    pub created_millis: i64,
    /// Not to be believed afterwards, UTC milliseconds: an old manifest cannot be shown for ever.
    pub expires_millis: i64,
    /// Numbers and prefixes of this version.
    pub numbers: u64,
    /// The whole version.
    pub snapshot: FileRef,
    /// Shorter ways from older versions.
    pub deltas: Vec<DeltaRef>,
    /// The key that signs from the next version on, in minisign's base64: this manifest is then signed by both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_key: Option<String>,
}

/// What a subscriber holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Version in force; 0 for none.
    pub version: u64,
}

/// Why a manifest or a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The subscriber's key does not read.
    #[error("the public key cannot be read")]
    BadKey,
    /// Not signed with the key, or changed since.
    #[error("the signature does not fit the manifest and the key")]
    BadSignature,
    /// It does not read, or names what no publisher writes.
    #[error("the manifest cannot be read")]
    BadManifest,
    /// A later form.
    #[error("the repository is of a newer form")]
    NewerFormat,
    /// Older than what is held: an attacker shows an old list.
    #[error("the manifest is older than the version held")]
    Rollback,
    /// Past its time: the server, or somebody before it, no longer shows new ones.
    #[error("the manifest has expired")]
    Expired,
    /// A file is not as long as the manifest says.
    #[error("a file has another size than the manifest says")]
    WrongSize,
    /// A file is not what the manifest says.
    #[error("a file has another content than the manifest says")]
    WrongContent,
}

impl Manifest {
    /// Reads a manifest that is signed with the subscriber's key, is not older than what is held, and has not expired.
    ///
    /// # Errors
    /// What does not fit; nothing of it may be used then.
    pub fn open(bytes: &[u8], signature: &str, public_key: &str, held: Held, now_millis: i64) -> Result<Self, Refused> {
        if bytes.len() > MAX_BYTES {
            return Err(Refused::BadManifest);
        }
        let key = PublicKey::from_base64(public_key.trim()).map_err(|_| Refused::BadKey)?;
        let signature = Signature::decode(signature).map_err(|_| Refused::BadSignature)?;
        key.verify(bytes, &signature, false).map_err(|_| Refused::BadSignature)?;
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| Refused::BadManifest)?;
        if manifest.format > FORMAT {
            return Err(Refused::NewerFormat);
        }
        let files = std::iter::once(&manifest.snapshot).chain(manifest.deltas.iter().map(|delta| &delta.file));
        let names_fit = files.clone().all(FileRef::is_well_formed) && manifest.deltas.len() <= MAX_DELTAS;
        if manifest.format != FORMAT || !names_fit || manifest.deltas.iter().any(|delta| delta.from >= manifest.version)
        {
            return Err(Refused::BadManifest);
        }
        if manifest.version < held.version {
            return Err(Refused::Rollback);
        }
        if now_millis >= manifest.expires_millis {
            return Err(Refused::Expired);
        }
        Ok(manifest)
    }

    /// The form this version writes.
    #[must_use]
    pub fn format() -> u32 {
        FORMAT
    }

    /// The delta from a version, where it is shorter than the whole.
    #[must_use]
    pub fn delta_from(&self, version: u64) -> Option<&DeltaRef> {
        self.deltas.iter().find(|delta| delta.from == version && delta.file.size < self.snapshot.size)
    }
}

impl FileRef {
    /// Checks a file that was fetched by its name.
    ///
    /// # Errors
    /// `WrongSize` or `WrongContent`.
    pub fn check(&self, content: &[u8]) -> Result<(), Refused> {
        if content.len() as u64 != self.size {
            return Err(Refused::WrongSize);
        }
        if file_ref(content).sha256 == self.sha256 { Ok(()) } else { Err(Refused::WrongContent) }
    }

    /// A hash is no path: nothing else is ever asked for or written.
    fn is_well_formed(&self) -> bool {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        self.sha256.len() == 64 && self.sha256.bytes().all(is_hex) && (1..=MAX_FILE_BYTES).contains(&self.size)
    }
}

/// Name and size of a content.
#[must_use]
pub fn file_ref(content: &[u8]) -> FileRef {
    let sha256 = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    FileRef { sha256, size: content.len() as u64 }
}
