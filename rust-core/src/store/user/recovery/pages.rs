//! Pages of a database file as bytes (sqlite.org/fileformat2.html), for what SQLite no longer reaches: rows in leaf pages whose tree is
//! broken above them, and a first page written again. Every page of stufo.db has 4,096 bytes, SQLite's own choice.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::types::Value;

const PAGE: usize = 4096;
/// The largest record that lies in its page alone; longer ones go on in other pages and are left out.
const MAX_LOCAL: usize = PAGE - 35;
const TABLE_LEAF: u8 = 0x0d;
const TABLE_INTERIOR: u8 = 0x05;
/// Where the tree of the first page begins.
const FILE_HEADER: usize = 100;

/// A row of a leaf page: its id and its record.
pub(super) type LeafRow = (i64, Vec<Value>);

/// A database file, page by page; the first one is number 1.
pub(super) struct Pages {
    file: File,
    /// How many there are.
    pub(super) count: u32,
}

impl Pages {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { file, count: u32::try_from(bytes / PAGE as u64).unwrap_or(u32::MAX) })
    }

    pub(super) fn read(&mut self, number: u32) -> io::Result<Vec<u8>> {
        let mut page = vec![0; PAGE];
        self.file.seek(SeekFrom::Start(u64::from(number.saturating_sub(1)) * PAGE as u64))?;
        self.file.read_exact(&mut page)?;
        Ok(page)
    }

    pub(super) fn write_first(&mut self, page: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(page)
    }

    /// Pages that hold what was deleted.
    pub(super) fn free(&mut self) -> HashSet<u32> {
        let mut free = HashSet::new();
        let mut next = self.read(1).ok().and_then(|first| big_endian(&first, 32)).unwrap_or(0);
        while next != 0 && free.insert(next) {
            let Ok(page) = self.read(next) else { break };
            let leaves = usize::try_from(big_endian(&page, 4).unwrap_or(0)).unwrap_or(0).min(PAGE / 4 - 2);
            free.extend((0..leaves).filter_map(|index| big_endian(&page, 8 + 4 * index)));
            next = big_endian(&page, 0).unwrap_or(0);
        }
        free
    }

    /// A first page that leads to the schema's leaf pages again; `None` where none is found.
    pub(super) fn first_page_anew(&mut self) -> Option<Vec<u8>> {
        let mut leaves: Vec<(i64, u32)> = Vec::new();
        for number in 2..=self.count {
            let Ok(page) = self.read(number) else { continue };
            let rows = leaf_rows(&page);
            if let Some((last, _)) = rows.last().filter(|_| rows.iter().all(|(_, record)| is_of_schema(record))) {
                leaves.push((*last, number));
            }
        }
        leaves.sort_unstable();
        leaves.dedup_by_key(|(last, _)| *last);
        let (_, right_most) = leaves.pop()?;
        let mut page = file_header(self.count);
        let mut cells = Vec::new();
        let mut pointers = Vec::new();
        for (last, number) in &leaves {
            let mut cell = number.to_be_bytes().to_vec();
            // A schema has some dozens of rows; a varint of one byte holds those below 128.
            cell.push(u8::try_from(*last).ok().filter(|last| *last < 128)?);
            cells.splice(0..0, cell);
            pointers.push(u16::try_from(PAGE - cells.len()).ok()?);
        }
        let start = u16::try_from(PAGE - cells.len()).ok()?;
        page.push(TABLE_INTERIOR);
        page.extend([0, 0]);
        page.extend(u16::try_from(leaves.len()).ok()?.to_be_bytes());
        page.extend(start.to_be_bytes());
        page.push(0);
        page.extend(right_most.to_be_bytes());
        pointers.iter().for_each(|pointer| page.extend(pointer.to_be_bytes()));
        page.resize(PAGE - cells.len(), 0);
        page.extend(cells);
        Some(page)
    }
}

/// The header of a file in WAL mode whose text is UTF-8, with no free pages.
fn file_header(pages: u32) -> Vec<u8> {
    let mut header = b"SQLite format 3\0".to_vec();
    header.extend([0x10, 0, 2, 2, 0, 64, 32, 32]);
    let words = [1, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    words.iter().for_each(|word: &u32| header.extend(word.to_be_bytes()));
    header.resize(FILE_HEADER, 0);
    header
}

fn is_of_schema(record: &[Value]) -> bool {
    matches!(record, [Value::Text(kind), Value::Text(_), Value::Text(_), Value::Integer(_), _] if kind == "table" || kind == "index")
}

/// The rows of a leaf page of a table, those that read.
pub(super) fn leaf_rows(page: &[u8]) -> Vec<LeafRow> {
    if page.first() != Some(&TABLE_LEAF) {
        return vec![];
    }
    let short = |at: usize| Some(usize::from(u16::from_be_bytes(page.get(at..at + 2)?.try_into().ok()?)));
    let count = short(3).unwrap_or(0).min(PAGE / 4);
    (0..count).filter_map(|index| leaf_row(page.get(short(8 + 2 * index)?..)?)).collect()
}

fn leaf_row(mut cell: &[u8]) -> Option<LeafRow> {
    let size = usize::try_from(varint(&mut cell)?).ok().filter(|size| *size <= MAX_LOCAL)?;
    let id = varint(&mut cell)?;
    let payload = cell.get(..size)?;
    let mut types = payload;
    let header = usize::try_from(varint(&mut types)?).ok()?;
    let mut types = payload.get(payload.len() - types.len()..header)?;
    let mut body = payload.get(header..)?;
    let mut record = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        record.push(value(kind, &mut body)?);
    }
    Some((id, record))
}

fn value(kind: i64, body: &mut &[u8]) -> Option<Value> {
    let size = match kind {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(kind).ok()?,
        5 => 6,
        6 | 7 => 8,
        12.. => usize::try_from((kind - 12) / 2).ok()?,
        _ => return None,
    };
    let (bytes, rest) = body.split_at_checked(size)?;
    *body = rest;
    Some(match kind {
        0 => Value::Null,
        8 | 9 => Value::Integer(kind - 8),
        1..=6 => {
            let sign: i64 = if bytes.first().is_some_and(|byte| *byte >= 0x80) { -1 } else { 0 };
            Value::Integer(bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte)))
        }
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ if kind % 2 == 1 => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        _ => Value::Blob(bytes.to_vec()),
    })
}

/// SQLite's integer of one to nine bytes.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_i64;
    for index in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if index == 8 {
            return Some((number << 8) | i64::from(*byte));
        }
        number = (number << 7) | i64::from(byte & 0x7f);
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn big_endian(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(page.get(at..at + 4)?.try_into().ok()?))
}
