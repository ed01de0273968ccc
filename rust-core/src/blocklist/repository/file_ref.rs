//! References to files of a repository: a file is named by the SHA-256 of its content.

use std::fmt::{self, Display, Formatter};

use ct_codecs::{Base64UrlSafeNoPadding, Decoder, Encoder, Hex};
use sha2::{Digest, Sha256};

use super::refused::Refused;

/// Bytes of a snapshot or delta.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// A file of the repository. As text `<size> <hash>`, the hash in base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRef {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

impl FileRef {
    /// The reference of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self { size: content.len() as u64, sha256: Sha256::digest(content).into() }
    }

    /// The file's path in the repository: `files/` and the hash in hexadecimal.
    #[must_use]
    pub fn path(&self) -> String {
        format!("files/{}", Hex::encode_to_string(self.sha256).unwrap_or_default())
    }

    /// Checks a file that was fetched by its name.
    ///
    /// # Errors
    /// `WrongSize` or `WrongContent`.
    pub fn check(&self, content: &[u8]) -> Result<(), Refused> {
        if content.len() as u64 != self.size {
            return Err(Refused::WrongSize);
        }
        if Self::of(content) == *self { Ok(()) } else { Err(Refused::WrongContent) }
    }

    /// Reads `<size> <hash>`; `None` for an empty file, one that is too large, or anything but a whole hash: no other path
    /// is ever fetched or written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (size, hash) = text.split_once(' ')?;
        let size = number(size).filter(|size| (1..=MAX_FILE_BYTES).contains(size))?;
        let hash = Base64UrlSafeNoPadding::decode_to_vec(hash, None).ok()?;
        Some(Self { size, sha256: hash.try_into().ok()? })
    }
}

impl Display for FileRef {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hash = Base64UrlSafeNoPadding::encode_to_string(self.sha256).map_err(|_| fmt::Error)?;
        write!(f, "{} {hash}", self.size)
    }
}

/// A decimal number: digits and nothing else.
pub(super) fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}
