//! The numbering plan of every region as a table: one row a region, one text a field.

use std::collections::BTreeMap;
use std::fmt::Write;

use phonenumber::metadata::{DATABASE, Descriptor, Descriptors, Metadata};

/// The region under which the metadata keeps calling codes of no country: satellites, international services.
const GLOBAL: &str = "001";
/// A blank of a text's own, which must survive the removal of the metadata's line breaks.
const BLANK: &str = "\u{1}";

/// The fields of a row, in the order of `Field` in `src/number/plan.rs`.
fn row(meta: &Metadata, places: &str) -> [String; 18] {
    let kinds = meta.descriptors();
    let pattern =
        |kind: Option<&Descriptor>| kind.map(|kind| kind.national_number().as_str()).unwrap_or_default().to_owned();
    let general = kinds.general();
    // The crate leaves the general lengths empty: they are those of all kinds together.
    let all_kinds = [
        Some(general),
        kinds.premium_rate(),
        kinds.toll_free(),
        kinds.shared_cost(),
        kinds.voip(),
        kinds.personal_number(),
        kinds.uan(),
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.pager(),
        kinds.voicemail(),
    ];
    let lengths = all_kinds.into_iter().flatten().flat_map(|kind| kind.possible_length());
    let lengths = lengths.fold(0_u32, |mask, length| mask | (1 << length));
    assert!(lengths != 0, "{} has no lengths", meta.id());
    let regex =
        |regex: Option<&regex_cache_text::Cached>| regex.map(|regex| regex.as_str()).unwrap_or_default().to_owned();
    let fields = [
        lengths.to_string(),
        regex(meta.international_prefix()),
        meta.national_prefix_for_parsing()
            .map(|regex| regex.as_str())
            .or(meta.national_prefix())
            .unwrap_or_default()
            .to_owned(),
        meta.national_prefix_transform_rule().unwrap_or_default().to_owned(),
        general.national_number().as_str().to_owned(),
        regex(meta.leading_digits()),
        meta.national_prefix().unwrap_or_default().to_owned(),
        usual_length(kinds).to_string(),
        pattern(kinds.premium_rate()),
        pattern(kinds.toll_free()),
        pattern(kinds.shared_cost()),
        pattern(kinds.voip()),
        pattern(kinds.personal_number()),
        pattern(kinds.uan()),
        pattern(kinds.fixed_line()),
        pattern(kinds.mobile()),
        formats(meta),
        places.replace(' ', BLANK),
    ];
    fields.map(|field| field.split_whitespace().collect::<String>().replace(BLANK, " "))
}

/// Digits of an everyday number: the longer of the fixed and the mobile example.
fn usual_length(kinds: &Descriptors) -> usize {
    let everyday = [kinds.fixed_line(), kinds.mobile(), kinds.toll_free(), kinds.shared_cost(), kinds.voip()];
    let length = |kind: &Descriptor| kind.example().map_or(0, str::len);
    everyday
        .into_iter()
        .flatten()
        .map(length)
        .find(|length| *length > 0)
        .map_or(0, |first| first.max(kinds.mobile().map_or(0, length)))
}

mod regex_cache_text {
    pub(super) type Cached = regex_cache::CachedRegex;
}

/// `leading digits~pattern~format`, joined by `;`: how international numbers of the region are grouped.
fn formats(meta: &Metadata) -> String {
    let formats = if meta.international_formats().is_empty() { meta.formats() } else { meta.international_formats() };
    let mut text = String::new();
    for format in formats {
        let shape = format.format();
        if shape == "NA" {
            continue;
        }
        let leading = format.leading_digits().last().map(|regex| regex.as_str()).unwrap_or_default();
        let shape = shape.replace(' ', BLANK);
        write!(text, "{leading}~{}~{shape};", format.pattern().as_str()).expect("a string takes any text");
    }
    text
}

/// The table as Rust; `places` are those of each region that has some.
pub(crate) fn generate(places: &BTreeMap<String, String>) -> String {
    // The database's own iterator goes by region, and all calling codes of no country share the region `001`.
    let codes = (1..=999_u16).filter_map(|code| DATABASE.by_code(&code)).flatten();
    let global = codes.filter(|meta| meta.id() == GLOBAL);
    let mut metas: Vec<&Metadata> = DATABASE.iter().filter(|meta| meta.id() != GLOBAL).chain(global).collect();
    metas.sort_by_key(|meta| (meta.id().to_owned(), meta.country_code()));
    let mut text = String::from("/// One row a region.\npub(super) static PLANS: &[PlanRow] = &[\n");
    for meta in metas {
        let (id, code, main) = (meta.id(), meta.country_code(), meta.is_main_country_for_code());
        let fields = row(meta, places.get(id).map_or("", String::as_str));
        let id = if id.len() == 2 { id } else { "00" };
        writeln!(text, "    PlanRow {{ id: {id:?}, code: {code}, main: {main}, fields: {fields:?} }},")
            .expect("a string takes any text");
    }
    text.push_str("];\n");
    text
}

/// The regions that have a plan, in order.
pub(crate) fn regions() -> String {
    let mut ids: Vec<&str> = DATABASE.iter().map(Metadata::id).filter(|id| id.len() == 2).collect();
    ids.sort_unstable();
    let ids: Vec<String> = ids.into_iter().map(|id| format!("*b{id:?}")).collect();
    format!("/// Every region with a numbering plan, in order.\nconst REGIONS: &[[u8; 2]] = &[{}];\n", ids.join(", "))
}
