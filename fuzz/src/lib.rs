//! What each target asserts of any bytes. A target never only survives: it checks a round trip, an answer or a bound.

mod core_targets;
mod list_targets;
mod text_targets;

pub use core_targets::{backup, damaged_store, requests, sync_answers};
pub use list_targets::{delta, lists, manifest, packed};
pub use text_targets::{drafts, numbers, patterns};

use stufo_core::number::Region;

/// A region drawn from the first byte, and the rest.
fn region_of(data: &[u8]) -> (Region, &[u8]) {
    const REGIONS: [&str; 12] = ["IT", "FR", "DE", "GB", "US", "CH", "AR", "AU", "CU", "IL", "SM", "BR"];
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    let name = REGIONS[usize::from(*first) % REGIONS.len()];
    (name.parse().expect("a region"), rest)
}
