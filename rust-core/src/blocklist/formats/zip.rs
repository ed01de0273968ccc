//! The first file of a zip archive, read from front to back, so that a pipe will do and nothing is kept. Lists come in
//! the two methods that every program writes: stored and deflated. The `zip` crate would add 53 KB to the phone's library
//! for what lists do not need (docs/formats/lists.md).

use std::io::{self, BufRead, Read, Take};

use crc32fast::Hasher;
use flate2::bufread::DeflateDecoder;

use super::{FormatError, io};

/// Folders, and what one system adds, that may come before the file.
const MAX_SKIPPED: usize = 64;
const HEADER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Flags: encrypted, in either of two ways.
const ENCRYPTED: u16 = 0x41;
/// Flag: checksum and sizes stand behind the data.
const SIZES_BEHIND: u16 = 0x08;
/// In place of a size: it stands elsewhere.
const LARGE: u32 = u32::MAX;

/// A member of the archive; its end checks its checksum.
struct Member<B: BufRead> {
    data: Data<B>,
    /// `None`: it stands behind the data.
    checksum: Option<u32>,
    seen: Hasher,
    is_checked: bool,
}

enum Data<B: BufRead> {
    Stored(Take<B>),
    Deflated(DeflateDecoder<B>),
}

/// What a local header says.
struct Header {
    flags: u16,
    method: u16,
    checksum: u32,
    size: u32,
    name: Vec<u8>,
}

/// The first member that is a file.
pub(super) fn first_file<'s>(mut source: impl BufRead + 's) -> Result<Box<dyn Read + 's>, FormatError> {
    for _ in 0..MAX_SKIPPED {
        let header = Header::read(&mut source)?;
        let mut member = header.open(source)?;
        if !is_by_the_way(&header.name) {
            return Ok(Box::new(member));
        }
        io::copy(&mut member, &mut io::sink()).map_err(io)?;
        source = member.into_source();
    }
    Err(FormatError::UnknownPacking)
}

/// A folder, or what a Mac lays beside the files.
fn is_by_the_way(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    last.is_empty() || last.starts_with(b".") || name.starts_with(b"__MACOSX/")
}

impl Header {
    fn read(source: &mut impl Read) -> Result<Self, FormatError> {
        let mut bytes = [0; 30];
        source.read_exact(&mut bytes[..4]).map_err(io)?;
        // The end of the members: an archive of folders only.
        if bytes[..4] != HEADER {
            return Err(FormatError::UnknownPacking);
        }
        source.read_exact(&mut bytes[4..]).map_err(io)?;
        let short = |at: usize| bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let mut name = vec![0; usize::from(short(26))];
        source.read_exact(&mut name).map_err(io)?;
        let mut extra = vec![0; usize::from(short(28))];
        source.read_exact(&mut extra).map_err(io)?;
        Ok(Self { flags: short(6), method: short(8), checksum: long(14), size: long(18), name })
    }

    fn open<B: BufRead>(&self, source: B) -> Result<Member<B>, FormatError> {
        let is_behind = self.flags & SIZES_BEHIND != 0;
        let data = match self.method {
            _ if self.flags & ENCRYPTED != 0 => return Err(FormatError::UnknownPacking),
            DEFLATED => Data::Deflated(DeflateDecoder::new(source)),
            // Where a stored file ends can only be told by its size.
            STORED if !is_behind && self.size != LARGE => Data::Stored(source.take(self.size.into())),
            _ => return Err(FormatError::UnknownPacking),
        };
        let checksum = (!is_behind).then_some(self.checksum);
        Ok(Member { data, checksum, seen: Hasher::new(), is_checked: false })
    }
}

impl<B: BufRead> Member<B> {
    fn into_source(self) -> B {
        match self.data {
            Data::Stored(data) => data.into_inner(),
            Data::Deflated(data) => data.into_inner(),
        }
    }

    fn check(&mut self) -> io::Result<()> {
        let expected = match (self.checksum, &mut self.data) {
            (Some(checksum), Data::Stored(data)) if data.limit() == 0 => checksum,
            (Some(checksum), Data::Deflated(_)) => checksum,
            (None, Data::Deflated(data)) => behind(data.get_mut())?,
            (_, Data::Stored(_)) => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
        self.is_checked = true;
        if self.seen.clone().finalize() == expected { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

/// The checksum that stands behind the data, with or without a mark of its own.
fn behind(source: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    source.read_exact(&mut bytes)?;
    let is_marked = bytes == DESCRIPTOR;
    if is_marked {
        source.read_exact(&mut bytes)?;
    }
    let checksum = u32::from_le_bytes(bytes);
    // Two sizes of four bytes follow. Of eight in archives of many gigabytes, which are no lists.
    io::copy(&mut source.take(8), &mut io::sink())?;
    Ok(checksum)
}

impl<B: BufRead> Read for Member<B> {
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
