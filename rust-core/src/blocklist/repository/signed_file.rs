//! A signed file: one or two minisign signatures, then the content that they sign, in one file. Its first lines are the
//! signature file that `minisign -V` takes.

use minisign_verify::{PublicKey, Signature};

use super::refused::Refused;

/// How a signature begins.
const BEGINNING: &[u8] = b"untrusted comment:";
/// Lines of a signature: comment, signature, trusted comment, signature of both.
const LINES: usize = 4;
/// Bytes of a signature: two comments and two lines of base64.
const MAX_SIGNATURE_BYTES: usize = 4 * 1024;

/// A file in its parts; nothing is verified yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedFile<'f> {
    /// The signature.
    pub signature: &'f str,
    /// The signature with the next key, there while the publisher changes keys.
    pub next_signature: Option<&'f str>,
    /// What is signed.
    pub content: &'f [u8],
}

impl<'f> SignedFile<'f> {
    /// The parts of a file; `None` when it does not begin with a signature.
    #[must_use]
    pub fn split(file: &'f [u8]) -> Option<Self> {
        let (signature, rest) = take_signature(file)?;
        match take_signature(rest) {
            Some((next, content)) => Some(Self { signature, next_signature: Some(next), content }),
            None => Some(Self { signature, next_signature: None, content: rest }),
        }
    }

    /// The parts as one file.
    #[must_use]
    pub fn join(&self) -> Vec<u8> {
        [self.signature.as_bytes(), self.next_signature.unwrap_or_default().as_bytes(), self.content].concat()
    }

    /// Verifies either signature with a key: a subscriber who has the new key already is served by the second.
    pub(super) fn verify(&self, public_key: &str) -> Result<(), Refused> {
        match (verify(self.content, self.signature, public_key), self.next_signature) {
            (Err(Refused::BadSignature), Some(next)) => verify(self.content, next, public_key),
            (verified, _) => verified,
        }
    }

    /// Verifies the second signature with the next key.
    pub(super) fn verify_next(&self, next_key: &str) -> Result<(), Refused> {
        verify(self.content, self.next_signature.ok_or(Refused::BadSignature)?, next_key)
    }
}

/// Whether a text is a public key as minisign writes it.
#[must_use]
pub fn is_public_key(text: &str) -> bool {
    PublicKey::from_base64(text.trim()).is_ok()
}

/// The four lines of a signature, and what follows them.
fn take_signature(bytes: &[u8]) -> Option<(&str, &[u8])> {
    if !bytes.starts_with(BEGINNING) {
        return None;
    }
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(LINES);
    let length = lines.map(<[u8]>::len).sum();
    let (signature, rest) = bytes.split_at_checked(length).filter(|_| length <= MAX_SIGNATURE_BYTES)?;
    Some((std::str::from_utf8(signature).ok()?, rest))
}

fn verify(content: &[u8], signature: &str, public_key: &str) -> Result<(), Refused> {
    let key = PublicKey::from_base64(public_key.trim()).map_err(|_| Refused::BadKey)?;
    let signature = Signature::decode(signature).map_err(|_| Refused::BadSignature)?;
    key.verify(content, &signature, false).map_err(|_| Refused::BadSignature)
}
