//! The manifest: what the newest version is, until when it may be believed, what leads to it, and the key that signs it.
//! It comes as one signed file, with a small delta from the version before in it (docs/formats/repository.md).

use std::fmt::Write as _;

use super::file_ref::{FileRef, number};
use super::refused::Refused;
use super::signed_file::SignedFile;
use crate::moment::DAY_MILLIS;

/// The first line, up to the number of the form.
const MAGIC: &str = "STUFO-MANIFEST-";
/// The form of manifests that this version writes and reads.
const FORMAT: u64 = 1;
/// Bytes of a manifest with its signatures and its delta.
pub const MAX_MANIFEST_BYTES: u64 = 64 * 1024;
/// Days for which a manifest may be valid: a year and a month.
pub const MAX_VALID_DAYS: u32 = 400;
/// Time by which a publisher's clock may be ahead of the subscriber's.
const MAX_CLOCK_SKEW_MILLIS: i64 = 7 * DAY_MILLIS;
/// Versions by which a manifest may be ahead of the one held.
const MAX_VERSION_JUMP: u64 = 1_000_000;

/// What a publisher says of the newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Rises with every change, from 1 on.
    pub version: u64,
    /// UTC seconds.
    pub created_seconds: i64,
    /// Days from then on for which the manifest is valid: an old one cannot be replayed for ever.
    pub valid_days: u32,
    /// Numbers and prefixes of this version.
    pub numbers: u64,
    /// The file index: the snapshot, and deltas from older versions.
    pub index: FileRef,
    /// The delta from the version before; `None` where there is none shorter than the snapshot.
    pub delta: Option<NewestDelta>,
    /// The key that signs from a later version on, in minisign's base64: this manifest is then signed by both.
    pub next_key: Option<String>,
}

/// The delta to the newest version from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestDelta {
    /// The version it applies to.
    pub from: u64,
    /// Its bytes.
    pub content: DeltaContent,
}

/// Where a delta's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeltaContent {
    /// Behind the manifest's lines.
    Inline(Vec<u8>),
    /// In a file of their own.
    File(FileRef),
}

/// What a subscriber knows when a manifest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Version in force; 0 for none.
    pub version: u64,
    /// The clock, UTC milliseconds.
    pub clock_millis: i64,
    /// When the newest manifest that was believed was made, UTC milliseconds: it is later than that, whatever the clock says.
    pub latest_millis: Option<i64>,
}

impl Known {
    /// The time by which manifests expire.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.latest_millis.map_or(self.clock_millis, |latest| latest.max(self.clock_millis))
    }
}

impl Manifest {
    /// Reads a manifest that is signed with the subscriber's key, is not older than what is known, and has not expired.
    ///
    /// # Errors
    /// What does not fit; nothing of it may be used then.
    pub fn open(file: &[u8], public_key: &str, known: Known) -> Result<Self, Refused> {
        if file.len() as u64 > MAX_MANIFEST_BYTES {
            return Err(Refused::BadManifest);
        }
        let signed = SignedFile::split(file).ok_or(Refused::BadSignature)?;
        signed.verify(public_key)?;
        let manifest = Self::read(signed.content)?;
        if manifest.version < known.version {
            return Err(Refused::Rollback);
        }
        if manifest.version - known.version > MAX_VERSION_JUMP {
            return Err(Refused::VersionJump);
        }
        let is_ahead = manifest.created_millis() > known.clock_millis.saturating_add(MAX_CLOCK_SKEW_MILLIS);
        if is_ahead || manifest.valid_days > MAX_VALID_DAYS {
            return Err(Refused::FarAhead);
        }
        if known.now() >= manifest.expires_millis() {
            return Err(Refused::Expired);
        }
        if let Some(next) = &manifest.next_key {
            // Both must have signed: the old key alone cannot hand a subscriber to a key that nobody holds.
            signed.verify_next(next)?;
        }
        Ok(manifest)
    }

    /// Reads what is signed, without its signatures.
    ///
    /// # Errors
    /// `NewerFormat`, or `BadManifest` for anything that no publisher writes.
    pub fn read(content: &[u8]) -> Result<Self, Refused> {
        let end = content.windows(2).position(|pair| pair == b"\n\n").ok_or(Refused::BadManifest)?;
        let (head, rest) = content.split_at_checked(end).ok_or(Refused::BadManifest)?;
        let text = std::str::from_utf8(head).map_err(|_| Refused::BadManifest)?;
        let (first, lines) = text.split_once('\n').ok_or(Refused::BadManifest)?;
        match first.strip_prefix(MAGIC).and_then(number) {
            Some(FORMAT) => Self::of_lines(lines, rest.get(2..).unwrap_or_default()).ok_or(Refused::BadManifest),
            Some(later) if later > FORMAT => Err(Refused::NewerFormat),
            _ => Err(Refused::BadManifest),
        }
    }

    /// `rest` is what follows the empty line.
    fn of_lines(lines: &str, rest: &[u8]) -> Option<Self> {
        let mut lines = lines.split('\n').peekable();
        let mut field = |name: &str| value(lines.next_if(|line| value(line, name).is_some())?, name);
        let version = number(field("version")?).filter(|version| *version > 0 && i64::try_from(*version).is_ok())?;
        let created_seconds = i64::try_from(number(field("created")?)?).ok()?;
        created_seconds.checked_mul(1_000)?;
        let valid_days = u32::try_from(number(field("days")?)?).ok().filter(|days| *days > 0)?;
        let numbers = number(field("numbers")?)?;
        let index = FileRef::parse(field("index")?).filter(|index| index.size <= super::index::MAX_INDEX_BYTES)?;
        let delta = match field("delta") {
            Some(delta) => Some(NewestDelta::parse(delta, rest).filter(|delta| delta.from < version)?),
            None => None,
        };
        let has_inline = matches!(&delta, Some(NewestDelta { content: DeltaContent::Inline(_), .. }));
        let next_key = field("next").map(str::to_owned);
        (lines.next().is_none() && has_inline != rest.is_empty()).then_some(Self {
            version,
            created_seconds,
            valid_days,
            numbers,
            index,
            delta,
            next_key,
        })
    }

    /// What is signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let Self { version, created_seconds, valid_days, numbers, index, delta, next_key } = self;
        let mut text = format!(
            "{MAGIC}{FORMAT}\nversion {version}\ncreated {created_seconds}\ndays {valid_days}\nnumbers {numbers}\n\
             index {index}\n"
        );
        let inline = match delta {
            Some(NewestDelta { from, content: DeltaContent::Inline(bytes) }) => {
                let _written = writeln!(text, "delta {from}");
                bytes.as_slice()
            }
            Some(NewestDelta { from, content: DeltaContent::File(file) }) => {
                let _written = writeln!(text, "delta {from} {file}");
                &[]
            }
            None => &[],
        };
        if let Some(key) = next_key {
            let _written = writeln!(text, "next {key}");
        }
        text.push('\n');
        [text.as_bytes(), inline].concat()
    }

    /// UTC milliseconds.
    #[must_use]
    pub fn created_millis(&self) -> i64 {
        self.created_seconds.saturating_mul(1_000)
    }

    /// The manifest is not to be believed from then on, UTC milliseconds.
    #[must_use]
    pub fn expires_millis(&self) -> i64 {
        self.created_millis().saturating_add(i64::from(self.valid_days) * DAY_MILLIS)
    }
}

impl NewestDelta {
    /// Reads `<from>` with its bytes in `rest`, or `<from> <size> <hash>`.
    fn parse(text: &str, rest: &[u8]) -> Option<Self> {
        match text.split_once(' ') {
            Some((from, file)) => {
                Some(Self { from: number(from)?, content: DeltaContent::File(FileRef::parse(file)?) })
            }
            None => Some(Self { from: number(text)?, content: DeltaContent::Inline(rest.to_vec()) }),
        }
    }
}

/// The value of a line `<name> <value>`.
fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.strip_prefix(name)?.strip_prefix(' ')
}
