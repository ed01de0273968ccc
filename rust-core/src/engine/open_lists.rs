//! The list files that decisions ask: opened when first asked, kept open, replaced when another file comes into force.

use std::path::Path;
use std::sync::Arc;

use crate::blocklist::packed::{Found, ListFile, ListFileError};
use crate::number::ListKey;
use crate::store::lists::{ListFolder, ListId, ListInForce};
use crate::store::{StoreError, UserStore};

/// Entries of all lists that are kept in filters, some two bytes each.
const MAX_FILTERED: u64 = 1 << 20;

/// The lists in force, as they were when stufo.db last changed.
pub(super) struct OpenLists {
    folder: ListFolder,
    /// `None`: the rows are to be read.
    data_version: Option<i64>,
    lists: Vec<OpenList>,
    /// Look-ups since the files in force changed.
    asked: u32,
}

struct OpenList {
    in_force: ListInForce,
    file: FileState,
}

enum FileState {
    Closed,
    Open(Arc<ListFile>),
    /// Not asked until the background has looked at it.
    Damaged,
}

/// What the lists say of a number.
#[derive(Default)]
pub(super) struct ListHits {
    /// The lists that hold it.
    pub(super) found: Vec<(ListId, Found)>,
    /// Whether a list could not be asked.
    pub(super) has_unreadable: bool,
}

impl OpenLists {
    pub(super) fn new(database: &Path) -> Self {
        Self { folder: ListFolder::beside(database), data_version: None, lists: Vec::new(), asked: 0 }
    }

    /// Reads the rows again when another connection has written since. Files that are still in force stay open.
    pub(super) fn refresh(&mut self, store: &UserStore) -> Result<(), StoreError> {
        let data_version = Some(store.data_version()?);
        if self.data_version != data_version {
            self.read(store)?;
            self.data_version = data_version;
        }
        Ok(())
    }

    /// What the lists with these ids hold of the number.
    pub(super) fn find(&mut self, store: &UserStore, key: ListKey, list_ids: &[ListId]) -> ListHits {
        self.asked = self.asked.saturating_add(1);
        if self.asked == 2 && list_ids.len() > 1 {
            self.build_filters();
        }
        self.ask(store, list_ids, |file| file.find(key))
    }

    /// What they hold of the numbers that share all digits but the last two with it.
    pub(super) fn find_hundred(&mut self, store: &UserStore, key: ListKey, list_ids: &[ListId]) -> ListHits {
        self.ask(store, list_ids, |file| file.find_hundred(key))
    }

    fn ask<F: IntoIterator<Item = Found>>(
        &mut self,
        store: &UserStore,
        list_ids: &[ListId],
        find: impl Fn(&ListFile) -> Result<F, ListFileError>,
    ) -> ListHits {
        let mut hits = ListHits::default();
        for list_id in list_ids {
            match self.file(store, *list_id).and_then(|file| file.as_deref().map(&find).transpose()) {
                Ok(found) => hits.found.extend(found.into_iter().flatten().map(|found| (*list_id, found))),
                Err(error) => {
                    hits.has_unreadable = true;
                    if matches!(error, ListFileError::Damaged)
                        && let Some(list) = self.list(*list_id)
                    {
                        list.file = FileState::Damaged;
                    }
                }
            }
        }
        hits
    }

    /// The lists in which damage was met; they are asked again from now on.
    pub(super) fn take_damaged(&mut self) -> Vec<ListInForce> {
        let mut damaged = Vec::new();
        for list in &mut self.lists {
            if matches!(list.file, FileState::Damaged) {
                list.file = FileState::Closed;
                damaged.push(list.in_force.clone());
            }
        }
        damaged
    }

    /// The file of a list that is in force.
    fn file(&mut self, store: &UserStore, list_id: ListId) -> Result<Option<Arc<ListFile>>, ListFileError> {
        match self.list(list_id).map(|list| &list.file) {
            None => Ok(None),
            Some(FileState::Damaged) => Err(ListFileError::Damaged),
            Some(FileState::Closed) => self.open(store, list_id),
            Some(FileState::Open(file)) => Ok(Some(Arc::clone(file))),
        }
    }

    /// Opens a list's file. It may have been replaced and deleted since its row was read: then the one that is in force now.
    fn open(&mut self, store: &UserStore, list_id: ListId) -> Result<Option<Arc<ListFile>>, ListFileError> {
        let Some(in_force) = self.list(list_id).map(|list| list.in_force.clone()) else { return Ok(None) };
        let mut opened = self.folder.open(&in_force);
        if matches!(opened, Err(ListFileError::Damaged))
            && let Ok(Some(now)) = store.list_in_force(list_id)
            && now != in_force
        {
            opened = self.folder.open(&now);
            if let Some(list) = self.list(list_id) {
                list.in_force = now;
            }
        }
        let file = Arc::new(opened?);
        if let Some(list) = self.list(list_id) {
            list.file = FileState::Open(Arc::clone(&file));
        }
        Ok(Some(file))
    }

    fn list(&mut self, list_id: ListId) -> Option<&mut OpenList> {
        self.lists.iter_mut().find(|list| list.in_force.list_id == list_id)
    }

    /// A process that is asked again and has many lists gets their filters, from a thread of its own: no call waits for them.
    fn build_filters(&self) {
        let mut room = MAX_FILTERED;
        let mut files = Vec::new();
        for list in &self.lists {
            if let FileState::Open(file) = &list.file
                && let Some(rest) = room.checked_sub(file.info().entries())
            {
                room = rest;
                files.extend((!file.has_filter()).then(|| Arc::clone(file)));
            }
        }
        if files.is_empty() {
            return;
        }
        let build = move || {
            for file in files {
                if let Err(error) = file.build_filter() {
                    log::warn!("lists: one is asked without a filter: {error}");
                }
            }
        };
        if std::thread::Builder::new().name("list filters".to_owned()).spawn(build).is_err() {
            log::warn!("lists: they are asked without filters");
        }
    }

    fn read(&mut self, store: &UserStore) -> Result<(), StoreError> {
        let mut before = std::mem::take(&mut self.lists);
        self.asked = 0;
        for in_force in store.lists_in_force()? {
            let same = before.iter().position(|list| list.in_force == in_force);
            let file = same.map_or(FileState::Closed, |index| before.swap_remove(index).file);
            self.lists.push(OpenList { in_force, file });
        }
        Ok(())
    }
}
