//! The first file of a zip archive, read from front to back, so that a pipe will do and nothing is kept. Lists come in
//! the two methods that every program writes: stored and deflated. Why no crate reads it: docs/formats/lists.md.

use std::io::{self, BufReader, Read, Take};

use crc32fast::Hasher;
use flate2::bufread::DeflateDecoder;

use super::bounded::{first_bytes, io};
use super::{FormatError, Unknown};

/// Folders and metadata entries that may come before the file.
const MAX_SKIPPED: usize = 64;
const SKIPPED_AT_ONCE: usize = 4096;
const HEADER: [u8; 4] = *b"PK\x03\x04";
const HEADER_BYTES: usize = 30;
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Flags: encrypted, in either of two ways.
const ENCRYPTED: u16 = 0x41;
/// Flag: checksum and sizes are in a data descriptor behind the data.
const HAS_DESCRIPTOR: u16 = 0x08;
/// In place of a size: a ZIP64 field has it.
const IN_ZIP64: u32 = u32::MAX;

/// The archive's bytes.
type Archive<'s> = BufReader<Box<dyn Read + 's>>;

/// A member of the archive; at its end its checksum is checked.
struct Member<'s> {
    data: Data<'s>,
    /// `None`: the data descriptor has it.
    checksum: Option<u32>,
    seen: Hasher,
    is_checked: bool,
}

enum Data<'s> {
    Stored(Take<Archive<'s>>),
    Deflated(DeflateDecoder<Archive<'s>>),
}

/// A local header.
struct Header {
    flags: u16,
    method: u16,
    checksum: u32,
    size: u32,
    name: Vec<u8>,
}

/// The first member that is a file.
pub(super) fn first_file<'s>(mut source: Archive<'s>) -> Result<Box<dyn Read + 's>, FormatError> {
    for _ in 0..MAX_SKIPPED {
        let header = Header::read(&mut source)?;
        if Unknown::is_office_part(&header.name) {
            return Err(FormatError::NotAList(Unknown::OfficeFile));
        }
        let mut member = header.open(source)?;
        if !is_metadata_entry(&header.name) {
            return Ok(Box::new(member));
        }
        while !first_bytes(&mut member, SKIPPED_AT_ONCE).map_err(io)?.is_empty() {}
        source = member.into_source();
    }
    Err(FormatError::UnknownCompression)
}

/// A folder, a hidden file, or the metadata that macOS adds.
fn is_metadata_entry(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    last.is_empty() || last.starts_with(b".") || name.starts_with(b"__MACOSX/")
}

impl Header {
    fn read(source: &mut Archive<'_>) -> Result<Self, FormatError> {
        // The end of the members: an archive of folders only.
        if exactly(source, HEADER.len()).map_err(io)? != HEADER {
            return Err(FormatError::UnknownCompression);
        }
        let mut bytes = HEADER.to_vec();
        bytes.extend(exactly(source, HEADER_BYTES - HEADER.len()).map_err(io)?);
        let short = |at: usize| bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let name = exactly(source, short(26).into()).map_err(io)?;
        exactly(source, short(28).into()).map_err(io)?;
        Ok(Self { flags: short(6), method: short(8), checksum: long(14), size: long(18), name })
    }

    fn open<'s>(&self, source: Archive<'s>) -> Result<Member<'s>, FormatError> {
        let has_descriptor = self.flags & HAS_DESCRIPTOR != 0;
        let data = match self.method {
            _ if self.flags & ENCRYPTED != 0 => return Err(FormatError::UnknownCompression),
            DEFLATED => Data::Deflated(DeflateDecoder::new(source)),
            // Where a stored file ends can only be told by its size.
            STORED if !has_descriptor && self.size != IN_ZIP64 => Data::Stored(source.take(self.size.into())),
            _ => return Err(FormatError::UnknownCompression),
        };
        let checksum = (!has_descriptor).then_some(self.checksum);
        Ok(Member { data, checksum, seen: Hasher::new(), is_checked: false })
    }
}

impl<'s> Member<'s> {
    fn into_source(self) -> Archive<'s> {
        match self.data {
            Data::Stored(data) => data.into_inner(),
            Data::Deflated(data) => data.into_inner(),
        }
    }

    fn check(&mut self) -> io::Result<()> {
        let expected = match (self.checksum, &mut self.data) {
            (Some(checksum), Data::Stored(data)) if data.limit() == 0 => checksum,
            (Some(checksum), Data::Deflated(_)) => checksum,
            (None, Data::Deflated(data)) => descriptor_checksum(data.get_mut())?,
            (_, Data::Stored(_)) => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
        self.is_checked = true;
        if self.seen.clone().finalize() == expected { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

/// The checksum of a data descriptor, with or without a signature.
fn descriptor_checksum(source: &mut Archive<'_>) -> io::Result<u32> {
    let mut bytes = exactly(source, 4)?;
    if bytes == DESCRIPTOR {
        bytes = exactly(source, 4)?;
    }
    // Two sizes of four bytes follow; of eight in archives of many gigabytes, which are not lists.
    first_bytes(source, 8)?;
    Ok(bytes.try_into().map_or(0, u32::from_le_bytes))
}

fn exactly(source: &mut Archive<'_>, count: usize) -> io::Result<Vec<u8>> {
    let bytes = first_bytes(source, count)?;
    if bytes.len() == count { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

impl Read for Member<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_checked || buffer.is_empty() {
            return Ok(0);
        }
        let count = match &mut self.data {
            Data::Stored(data) => data.read(buffer)?,
            Data::Deflated(data) => data.read(buffer)?,
        };
        self.seen.update(buffer.get(..count).unwrap_or_default());
        if count == 0 {
            self.check()?;
        }
        Ok(count)
    }
}
