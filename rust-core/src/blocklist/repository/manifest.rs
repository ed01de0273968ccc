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
    /// When the manifest expires, UTC milliseconds: an old manifest cannot be replayed for ever.
    pub expires_millis: i64,
    /// Numbers and prefixes of this version.
    pub numbers: u64,
    /// The whole version.
    pub snapshot: FileRef,
    /// Shorter ways from older versions.
    pub deltas: Vec<DeltaRef>,
    /// The key that signs from a later version on, in minisign's base64: this manifest is then signed by both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_key: Option<String>,
}

/// A manifest as it came.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'s> {
    /// `manifest.json`.
    pub manifest: &'s [u8],
    /// `manifest.json.minisig`.
    pub signature: &'s str,
    /// `manifest.json.next.minisig`, there while the publisher changes keys.
    pub next_signature: Option<&'s str>,
}

/// What a subscriber holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldVersion {
    /// Version in force; 0 for none.
    pub version: u64,
}

/// Why a manifest or a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The subscriber's key cannot be read.
    #[error("the public key cannot be read")]
    BadKey,
    /// Not signed with the key, or changed since.
    #[error("the signature does not fit the manifest and the key")]
    BadSignature,
    /// It cannot be read, or names what no publisher writes.
    #[error("the manifest cannot be read")]
    BadManifest,
    /// A later form.
    #[error("the repository is of a newer form")]
    NewerFormat,
    /// Older than the version held (rollback attack).
    #[error("the manifest is older than the version held")]
    Rollback,
    /// Expired: the server, or somebody in between, no longer serves new ones (freeze attack).
    #[error("the manifest has expired")]
    Expired,
    /// A file is not as long as the manifest says.
    #[error("a file has another size than the manifest says")]
    WrongSize,
    /// A file is not what the manifest says.
    #[error("a file has another content than the manifest says")]
    WrongContent,
}

impl Refused {
    /// A stable name, for records and programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadKey => "bad_key",
            Self::BadSignature => "bad_signature",
            Self::BadManifest => "bad_manifest",
            Self::NewerFormat => "newer_format",
            Self::Rollback => "rollback",
            Self::Expired => "expired",
            Self::WrongSize => "wrong_size",
            Self::WrongContent => "wrong_content",
        }
    }
}

impl Manifest {
    /// Reads a manifest that is signed with the subscriber's key, is not older than what is held, and has not expired.
    ///
    /// # Errors
    /// What does not fit; nothing of it may be used then.
    pub fn open(signed: &Signed<'_>, public_key: &str, held: HeldVersion, now_millis: i64) -> Result<Self, Refused> {
        if signed.manifest.len() > MAX_BYTES {
            return Err(Refused::BadManifest);
        }
        let first = verify(signed.manifest, signed.signature, public_key);
        let manifest: Self = match (first, signed.next_signature) {
            (Ok(()), _) => Self::read(signed.manifest).ok_or(Refused::BadManifest)?,
            // A subscriber who has the new key already is served by the second signature.
            (Err(Refused::BadSignature), Some(second)) => {
                verify(signed.manifest, second, public_key)?;
                Self::read(signed.manifest).ok_or(Refused::BadManifest)?
            }
            (Err(refused), _) => return Err(refused),
        };
        if manifest.format > FORMAT {
            return Err(Refused::NewerFormat);
        }
        if manifest.format != FORMAT || !manifest.is_well_formed() {
            return Err(Refused::BadManifest);
        }
        if manifest.version < held.version {
            return Err(Refused::Rollback);
        }
        if now_millis >= manifest.expires_millis {
            return Err(Refused::Expired);
        }
        if let Some(next) = &manifest.next_key {
            // Both must have signed: the old key alone cannot hand a subscriber to a key that nobody holds.
            verify(signed.manifest, signed.next_signature.ok_or(Refused::BadSignature)?, next)?;
        }
        Ok(manifest)
    }

    fn is_well_formed(&self) -> bool {
        let mut files = std::iter::once(&self.snapshot).chain(self.deltas.iter().map(|delta| &delta.file));
        files.all(FileRef::is_well_formed)
            && self.deltas.len() <= MAX_DELTAS
            && self.deltas.iter().all(|delta| delta.from < self.version)
            && i64::try_from(self.version).is_ok()
    }

    /// Whether a manifest, not yet verified, says that its publisher changes keys: a second signature is then to be
    /// had beside it.
    #[must_use]
    pub fn names_next_key(bytes: &[u8]) -> bool {
        bytes.len() <= MAX_BYTES && Self::read(bytes).is_some_and(|manifest| manifest.next_key.is_some())
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
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

    /// Whether a file name is a SHA-256 in hexadecimal: no other path is ever fetched or written.
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

/// Whether a text is a public key as minisign writes it.
#[must_use]
pub fn is_public_key(text: &str) -> bool {
    PublicKey::from_base64(text.trim()).is_ok()
}

fn verify(content: &[u8], signature: &str, public_key: &str) -> Result<(), Refused> {
    let key = PublicKey::from_base64(public_key.trim()).map_err(|_| Refused::BadKey)?;
    let signature = Signature::decode(signature).map_err(|_| Refused::BadSignature)?;
    key.verify(content, &signature, false).map_err(|_| Refused::BadSignature)
}
