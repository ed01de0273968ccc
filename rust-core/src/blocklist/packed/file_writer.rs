//! Writing a list file: blocks as entries come, then labels, index and header; one block is in memory. A file that is not
//! finished has no header and reads as damaged; dropping its writer deletes it.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::KeyClass;
use super::item::Item;
use super::layout::{HEADER_BYTES, Header, ListFileError, ListFileInfo, ListIdentity};
use super::packer::{PackedBlock, Packer};
use super::strings::StringTable;
use crate::blocklist::Entry;

/// Takes entries in list order and writes them to a new file.
pub struct ListFileWriter {
    packer: Option<Packer>,
    output: Output,
}

struct Output {
    path: PathBuf,
    file: BufWriter<File>,
    offset: u64,
    index: Vec<u8>,
    numbers: u64,
    prefixes: u64,
    key_classes: u64,
    blocks: u32,
    is_finished: bool,
}

impl ListFileWriter {
    /// Creates the file.
    ///
    /// # Errors
    /// `Io`; also when there is such a file.
    pub fn create(path: &Path) -> Result<Self, ListFileError> {
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(written)?;
        let mut output = Output {
            path: path.to_owned(),
            file: BufWriter::new(file),
            offset: 0,
            index: Vec::new(),
            numbers: 0,
            prefixes: 0,
            key_classes: 0,
            blocks: 0,
            is_finished: false,
        };
        output.append(&[0; HEADER_BYTES])?;
        Ok(Self { packer: Some(Packer::new(StringTable::default())), output })
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// `Unsorted` for an entry that is not after the one before; `Io`.
    pub fn push(&mut self, entry: &Entry) -> Result<(), ListFileError> {
        let Self { packer, output } = self;
        let packer = packer.as_mut().ok_or(ListFileError::Unsorted)?;
        packer.push(entry, &mut |block| output.append_block(&block))
    }

    /// As `push`, for a run of items whose labels are those of another table; changes them in place.
    ///
    /// # Errors
    /// As `push`; `Damaged` for a label that the table does not have.
    pub(super) fn push_items(
        &mut self,
        class: KeyClass,
        items: &mut [Item],
        labels: &StringTable,
    ) -> Result<(), ListFileError> {
        let Self { packer, output } = self;
        let packer = packer.as_mut().ok_or(ListFileError::Unsorted)?;
        let mut last = (0, 0);
        for item in items.iter_mut().filter(|item| item.label != 0) {
            if last.0 != item.label {
                last = (item.label, packer.label_id(labels.get(item.label).ok_or(ListFileError::Damaged)?));
            }
            item.label = last.1;
        }
        packer.push_items(class, items, &mut |block| output.append_block(&block))
    }

    /// Ends the file, which is then on the disk whole; its name is only once its folder is synced.
    ///
    /// # Errors
    /// `Io`.
    pub fn finish(mut self, identity: ListIdentity, revision: i64) -> Result<ListFileInfo, ListFileError> {
        let Self { packer, output } = &mut self;
        let packer = packer.take().ok_or(ListFileError::Unsorted)?;
        let (labels, _) = packer.finish(&mut |block| output.append_block(&block))?;
        let labels = labels.encode();
        let labels_offset = output.offset;
        output.append(&labels)?;
        let index = std::mem::take(&mut output.index);
        output.append(&index)?;
        let header = Header {
            info: ListFileInfo {
                identity,
                revision,
                numbers: output.numbers,
                prefixes: output.prefixes,
                bytes: output.offset,
            },
            key_classes: output.key_classes,
            blocks: output.blocks,
            labels_offset,
            labels_bytes: labels.len() as u64,
            labels_sum: crc32fast::hash(&labels),
            index_sum: crc32fast::hash(&index),
        };
        output.file.flush().map_err(written)?;
        let file = output.file.get_ref();
        file.write_all_at(&header.encode(), 0).map_err(written)?;
        file.sync_all().map_err(written)?;
        output.is_finished = true;
        Ok(header.info)
    }
}

impl Output {
    fn append(&mut self, bytes: &[u8]) -> Result<(), ListFileError> {
        self.file.write_all(bytes).map_err(written)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    fn append_block(&mut self, block: &PackedBlock) -> Result<(), ListFileError> {
        self.append(&block.bytes)?;
        self.index.push(block.class.code());
        self.index.extend(block.first.to_le_bytes());
        let length = u16::try_from(block.bytes.len()).map_err(|_| ListFileError::Damaged)?;
        self.index.extend(length.to_le_bytes());
        *(if block.class.is_prefix { &mut self.prefixes } else { &mut self.numbers }) += block.count as u64;
        self.key_classes |= 1 << block.class.code();
        self.blocks += 1;
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_finished
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            log::warn!("a list file that was not finished stays until the next start: {}", error.kind());
        }
    }
}

/// Nothing that fails while writing says that a list is damaged.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn written(error: std::io::Error) -> ListFileError {
    ListFileError::Io(error.kind())
}
