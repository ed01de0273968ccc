//! Keys in minisign's own files, so that `minisign` can make and check them too.

use std::fs::OpenOptions;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result};
use ct_codecs::{Base64, Decoder};
use minisign::{KeyPair, SecretKey, SecretKeyBox};

/// Bytes of the checksum at the end of a secret key.
const CHECKSUM_BYTES: usize = 32;

/// Makes a pair: the secret key at `path`, the public one beside it. Gives the public key in base64.
pub(super) fn generate(path: &Path) -> Result<String> {
    let pair = KeyPair::generate_unencrypted_keypair()?;
    let secret = pair.sk.to_box(Some("Stufo list publisher"))?.into_string();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(path).with_context(|| format!("cannot make {}: a key is never overwritten", path.display()))?;
    file.write_all(secret.as_bytes())?;
    let public = pair.pk.to_box()?.into_string();
    std::fs::write(public_path(path), public)?;
    Ok(pair.pk.to_base64())
}

fn public_path(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// The secret key in a file without a password.
pub(super) fn secret(path: &Path) -> Result<SecretKey> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let key = SecretKeyBox::from_string(&text).and_then(SecretKeyBox::into_unencrypted_secret_key).ok();
    key.or_else(|| without_checksum(&text))
        .with_context(|| format!("{} holds no secret key without a password", path.display()))
}

/// `minisign -G -W` leaves the checksum of a key without a password empty, which the crate takes for damage.
fn without_checksum(text: &str) -> Option<SecretKey> {
    let line = text.lines().rfind(|line| !line.trim().is_empty())?;
    let bytes = Base64::decode_to_vec(line.trim(), None).ok()?;
    let (kdf, checksum) = (bytes.get(2..4)?, bytes.get(bytes.len().checked_sub(CHECKSUM_BYTES)?..)?);
    let is_plain = kdf.iter().chain(checksum).all(|byte| *byte == 0);
    is_plain.then(|| SecretKey::from_bytes(&bytes).ok()).flatten()
}

/// A public key: base64 itself, or the last line of a file.
pub(crate) fn public(text: &str) -> Result<String> {
    let path = Path::new(text);
    if !path.exists() {
        return Ok(text.to_owned());
    }
    let file = std::fs::read_to_string(path).with_context(|| format!("cannot read {text}"))?;
    file.lines().rfind(|line| !line.trim().is_empty()).map(str::to_owned).with_context(|| format!("{text} is empty"))
}

/// The public key that belongs to a secret one.
pub(super) fn public_of(key: &SecretKey) -> Result<String> {
    Ok(minisign::PublicKey::from_secret_key(key)?.to_base64())
}

/// A detached signature, as `minisign -S` writes it, with empty comments: every subscriber fetches it every day.
pub(super) fn sign(key: &SecretKey, content: &[u8]) -> Result<String> {
    let signature = minisign::sign(None, key, Cursor::new(content), Some(""), Some(""))?.into_string();
    Ok(if signature.ends_with('\n') { signature } else { signature + "\n" })
}
