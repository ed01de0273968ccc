//! `data/law/*.json` in one array: opposition registers, hours, holidays, rules of law, and the words of letters and
//! complaints. Each rule gets its source in place of the source's name. What names no source is not built.

use serde_json::Value;

/// What templates may ask for; any other brace is a slip that the build reports.
const PLACES: [&str; 22] = [
    "authority",
    "law",
    "date",
    "time",
    "windows",
    "day",
    "days",
    "count",
    "relation",
    "value",
    "effect",
    "index",
    "caller",
    "number",
    "note",
    "how",
    "blank",
    "company",
    "called_number",
    "numbers",
    "contact",
    "name",
];

/// The files as one JSON array, by country.
pub(crate) fn generate() -> String {
    let mut paths: Vec<_> = std::fs::read_dir("data/law")
        .expect("data/law is there")
        .map(|entry| entry.expect("data/law can be listed").path())
        .collect();
    paths.sort();
    let laws = paths.iter().map(|path| {
        let name = path.display();
        let file = std::fs::read_to_string(path).expect("a law file can be read");
        check_places(&file).unwrap_or_else(|place| panic!("{name}: no template knows {place}"));
        let mut law: Value = serde_json::from_str(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        let sources = law.get("sources").cloned().unwrap_or_default();
        check_sources(&sources).unwrap_or_else(|what| panic!("{name}: {what}"));
        put_sources(&mut law, &sources).unwrap_or_else(|source| panic!("{name}: no source is called {source}"));
        let region = law.get("region").and_then(Value::as_str);
        assert!(path.file_stem().and_then(|stem| stem.to_str()) == region, "{name} is not the file of its region");
        law
    });
    Value::Array(laws.collect()).to_string()
}

/// Every place of a template is one that drafts fill in; gives the one that is not.
fn check_places(file: &str) -> Result<(), String> {
    // Templates stand in strings; braces of JSON itself are never followed by a letter.
    let places = file.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(place, _)| place));
    let mut words = places.filter(|place| place.starts_with(|c: char| c.is_ascii_lowercase()));
    words.find(|place| !PLACES.contains(place)).map_or(Ok(()), |place| Err(place.to_owned()))
}

fn check_sources(sources: &Value) -> Result<(), String> {
    for (name, source) in sources.as_object().into_iter().flatten() {
        let text = |field: &str| source.get(field).and_then(Value::as_str).unwrap_or_default();
        if text("law").is_empty() || !text("url").starts_with("https://") || text("as_of").is_empty() {
            return Err(format!("{name} does not say where it stands and since when it is known"));
        }
        if !["high", "medium"].contains(&text("certainty")) {
            return Err(format!("{name}: certainty is high or medium"));
        }
    }
    Ok(())
}

/// Puts each source in the place of its name; gives a name that none has.
fn put_sources(value: &mut Value, sources: &Value) -> Result<(), String> {
    if let Some(fields) = value.as_object_mut() {
        if let Some(field) = fields.get_mut("source")
            && let Some(name) = field.as_str()
        {
            *field = sources.get(name).cloned().ok_or_else(|| name.to_owned())?;
        }
        fields.values_mut().try_for_each(|field| put_sources(field, sources))
    } else {
        value.as_array_mut().into_iter().flatten().try_for_each(|item| put_sources(item, sources))
    }
}
