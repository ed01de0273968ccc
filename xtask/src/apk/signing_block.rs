//! An APK without its signing block: what is left is the zip that was signed, so that two builds can be compared whatever key
//! signed them. Layout: entries, zeros up to a page, the block, the zip's directory, its end record
//! (source.android.com, "APK Signature Scheme v2").

use anyhow::{Context, Result, ensure};

const MAGIC: &[u8; 16] = b"APK Sig Block 42";
/// "End of central directory", without a comment.
const END: usize = 22;
const END_SIGNATURE: [u8; 4] = *b"PK\x05\x06";
/// Of a file's header in the directory.
const ENTRY: usize = 46;
const ENTRY_SIGNATURE: [u8; 4] = *b"PK\x01\x02";
/// Of the header before a file's data.
const LOCAL: usize = 30;

/// The package as it was before it was signed; an unsigned one as it is.
pub(crate) fn without(apk: &[u8]) -> Result<Vec<u8>> {
    let end = apk.len().checked_sub(END).context("too short for a zip")?;
    ensure!(apk.get(end..end + 4) == Some(&END_SIGNATURE), "the zip ends in a comment, or is none");
    let directory = number(apk, end + 16)?;
    ensure!(directory <= end, "the zip's directory lies outside");
    let tail = apk.get(directory..end).context("the zip's directory lies outside")?;
    let entries = end_of_entries(apk, tail)?;
    let Some(block) = block_start(apk, directory)? else { return Ok(apk.to_vec()) };
    ensure!(entries <= block, "the signing block lies inside an entry");
    let padding = apk.get(entries..block).context("entries lie outside")?;
    ensure!(padding.iter().all(|byte| *byte == 0), "there is something between the entries and the signing block");
    let mut bare = apk.get(..entries).context("entries lie outside")?.to_vec();
    bare.extend_from_slice(tail);
    bare.extend_from_slice(apk.get(end..end + 16).context("no end")?);
    bare.extend_from_slice(&u32::try_from(entries)?.to_le_bytes());
    bare.extend_from_slice(apk.get(end + 20..).context("no end")?);
    Ok(bare)
}

/// Where the block begins, if there is one before the directory.
fn block_start(apk: &[u8], directory: usize) -> Result<Option<usize>> {
    let Some(magic) = directory.checked_sub(MAGIC.len()) else { return Ok(None) };
    if apk.get(magic..directory) != Some(MAGIC) {
        return Ok(None);
    }
    let size_at = magic.checked_sub(8).context("the signing block has no size")?;
    let size = apk.get(size_at..magic).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let size = usize::try_from(size.context("the signing block has no size")?)?;
    // The size counts all but the first field, which repeats it.
    Ok(Some(
        directory.checked_sub(size).and_then(|start| start.checked_sub(8)).context("the signing block is too long")?,
    ))
}

/// Where the data of the last entry ends.
fn end_of_entries(apk: &[u8], mut directory: &[u8]) -> Result<usize> {
    let mut end = 0;
    while !directory.is_empty() {
        ensure!(directory.get(..4) == Some(&ENTRY_SIGNATURE), "the zip's directory does not read");
        // Bit 3: sizes follow the data, which this packer never writes.
        ensure!(short(directory, 8)? & 8 == 0, "an entry has a data descriptor");
        let (size, local) = (number(directory, 20)?, number(directory, 42)?);
        let header = LOCAL + short(apk, local + 26)? + short(apk, local + 28)?;
        end = end.max(local + header + size);
        let next = ENTRY + short(directory, 28)? + short(directory, 30)? + short(directory, 32)?;
        directory = directory.get(next..).context("the zip's directory is cut off")?;
    }
    Ok(end)
}

fn number(bytes: &[u8], at: usize) -> Result<usize> {
    let found = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    Ok(usize::try_from(found.context("the zip is cut off")?)?)
}

fn short(bytes: &[u8], at: usize) -> Result<usize> {
    let found = bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_le_bytes);
    Ok(found.context("the zip is cut off")?.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn unsigned() -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in [("a", "first"), ("b/c", "second")] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// As apksigner does it: zeros to the next page, the block, the directory at its new place.
    fn sign(apk: &[u8], padding: usize, content: &[u8]) -> Vec<u8> {
        let end = apk.len() - END;
        let directory = number(apk, end + 16).unwrap();
        let size = (content.len() as u64 + 24).to_le_bytes();
        let mut signed = apk[..directory].to_vec();
        signed.resize(directory + padding, 0);
        signed.extend_from_slice(&size);
        signed.extend_from_slice(content);
        signed.extend_from_slice(&size);
        signed.extend_from_slice(MAGIC);
        let moved = u32::try_from(signed.len()).unwrap().to_le_bytes();
        signed.extend_from_slice(&apk[directory..end + 16]);
        signed.extend_from_slice(&moved);
        signed.extend_from_slice(&apk[end + 20..]);
        signed
    }

    #[test]
    fn what_was_signed_comes_back() {
        let apk = unsigned();
        assert_eq!(without(&apk).unwrap(), apk, "unsigned");
        for padding in [0, 1, 4096] {
            assert_eq!(without(&sign(&apk, padding, b"a signature")).unwrap(), apk, "{padding} zeros");
        }
    }

    #[test]
    fn what_is_hidden_beside_the_block_is_found() {
        let apk = unsigned();
        let mut signed = sign(&apk, 8, b"a signature");
        let entries = number(&apk, apk.len() - END + 16).unwrap();
        signed[entries] = 1;
        assert!(without(&signed).is_err());
        assert!(without(b"no zip at all, but long enough").is_err());
        assert!(without(&sign(&apk, 0, b"")[1..]).is_err(), "cut off");
    }
}
