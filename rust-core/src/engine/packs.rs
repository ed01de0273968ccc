//! The national packs, and which of their ranges are on.

use super::core::Core;
use super::error::ApiError;
use super::snapshot::home_region;
use crate::contract::common::LocalizedText;
use crate::contract::pack::{PackList, PackRow};
use crate::pack::{self, ReservedRange};

/// The ranges of all countries; those of the region in force come first.
pub(crate) fn all(core: &Core) -> Result<PackList, ApiError> {
    let settings = core.background()?.settings()?;
    let home = home_region(&settings, core.phone_region);
    let mut ranges: Vec<&ReservedRange> = pack::rows().iter().collect();
    ranges.sort_by_key(|range| (range.region != home.as_str(), range.region, range.id));
    let row = |range: &ReservedRange| {
        let default = range.is_default_for(home);
        let [source_it, source_en] = range.source;
        PackRow {
            id: range.id.to_owned(),
            region: range.region.to_owned(),
            pattern: range.pattern.to_owned(),
            display: range.national.to_owned(),
            label: LocalizedText::new(range.label_it, range.label_en),
            certainty: range.certainty,
            source: LocalizedText::new(source_it, source_en),
            enabled: settings.pack_rows.get(range.id).copied().unwrap_or(default),
            default,
        }
    };
    Ok(PackList { packs: ranges.into_iter().map(row).collect() })
}
