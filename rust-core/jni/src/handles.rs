//! Handles: numbers that stand for open cores. Looked up, never dereferenced; never used twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jni::sys::jlong;
use stufo_core::api::Core;

use crate::error::BoundaryError;

#[derive(Default)]
struct Table {
    last: jlong,
    open: HashMap<jlong, Arc<Core>>,
}

static TABLE: Mutex<Option<Table>> = Mutex::new(None);

pub(crate) fn add(core: Core) -> jlong {
    let mut guard = lock();
    let table = guard.get_or_insert_with(Table::default);
    table.last += 1;
    table.open.insert(table.last, Arc::new(core));
    table.last
}

pub(crate) fn get(handle: jlong) -> Result<Arc<Core>, BoundaryError> {
    lock().as_ref().and_then(|table| table.open.get(&handle).cloned()).ok_or(BoundaryError::BadHandle)
}

pub(crate) fn remove(handle: jlong) -> Result<(), BoundaryError> {
    let removed = lock().as_mut().and_then(|table| table.open.remove(&handle));
    removed.map(drop).ok_or(BoundaryError::BadHandle)
}

fn lock() -> MutexGuard<'static, Option<Table>> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}
