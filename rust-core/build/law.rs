//! `data/law/*.json` in one array, an entry for each language of a country: opposition registers, hours, holidays, rules
//! of law and the authority's form, over the words that `data/law/words` shares between countries of one language. Each
//! rule gets its source in place of the source's name. What names no source is not built.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::{Map, Value};

/// What templates may ask for; any other brace is a slip that the build reports.
const PLACES: [&str; 26] = [
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
    "label",
    "effect",
    "index",
    "indexes",
    "caller",
    "number",
    "note",
    "blank",
    "company",
    "called_number",
    "numbers",
    "contact",
    "name",
    "fact",
    "offer",
    "place",
];

/// The countries' files as one JSON array, compressed.
pub(crate) fn generate() -> Vec<u8> {
    let screen = read("data/law/words/screen.json");
    let mut paths: Vec<_> = std::fs::read_dir("data/law")
        .expect("data/law is there")
        .map(|entry| entry.expect("data/law can be listed").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let mut laws = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let mut file = read(&name);
        let sources = file.get("sources").cloned().unwrap_or_default();
        let languages = texts(file.get("languages"));
        assert!(!languages.is_empty(), "{name} names no language");
        let region = file.get("region").and_then(Value::as_str).map(str::to_owned);
        assert!(path.file_stem().and_then(|stem| stem.to_str()) == region.as_deref(), "{name} is not of its region");
        let local = take(&mut file, "local");
        let _sources = take(&mut file, "sources");
        for language in &languages {
            let mut sources = sources.clone();
            in_language(&mut sources, &languages, language);
            check_sources(&sources).unwrap_or_else(|what| panic!("{name}: {what}"));
            let mut words = read(&format!("data/law/words/{language}.json"));
            merge(&mut words, local.get(language).cloned().unwrap_or_default());
            let mut law = file.clone();
            put_other_fields(&mut law);
            in_language(&mut law, &languages, language);
            put_words(&mut law, &mut words, &screen).unwrap_or_else(|what| panic!("{name}: no words for {what}"));
            merge(&mut words, law);
            if let Some(law) = words.as_object_mut() {
                let _replaced = law.insert("language".to_owned(), Value::from(language.as_str()));
            }
            put_sources(&mut words, &sources).unwrap_or_else(|source| panic!("{name}: no source is called {source}"));
            laws.push(words);
        }
    }
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(Value::Array(laws).to_string().as_bytes()).expect("memory takes any text");
    packed.finish().expect("memory takes any text")
}

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    check_places(&text).unwrap_or_else(|place| panic!("{path}: no template knows {place}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn take(file: &mut Value, name: &str) -> Value {
    file.as_object_mut().and_then(|fields| fields.remove(name)).unwrap_or_default()
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

/// In a country of several languages, an object with a text for each of them becomes the text in one.
fn in_language(value: &mut Value, languages: &[String], language: &str) {
    match value {
        Value::Object(fields) => {
            let is_text = languages.len() > 1
                && fields.len() == languages.len()
                && languages.iter().all(|language| fields.contains_key(language));
            if is_text {
                *value = fields.remove(language).unwrap_or_default();
            } else {
                fields.values_mut().for_each(|field| in_language(field, languages, language));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| in_language(item, languages, language)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Lays `over` on `value`: its texts replace those that stand, objects are laid on objects.
fn merge(value: &mut Value, over: Value) {
    match (value, over) {
        (Value::Object(fields), Value::Object(others)) => {
            for (name, other) in others {
                merge(fields.entry(name).or_insert(Value::Null), other);
            }
        }
        (_, Value::Null) => {}
        (value, other) => *value = other,
    }
}

/// Gives each fact and each field of the form its words; gives the one that has none.
fn put_words(law: &mut Value, words: &mut Value, screen: &Value) -> Result<(), String> {
    let (facts, fields) = (take(words, "facts"), take(words, "fields"));
    let empty = Value::Object(Map::new());
    let put = |list: Option<&mut Value>, by: &str, local: &Value, shown: &Value| -> Result<(), String> {
        for item in list.and_then(Value::as_array_mut).into_iter().flatten() {
            let name = item.get(by).and_then(Value::as_str).unwrap_or_default().to_owned();
            let mut whole = shown.get(&name).cloned().ok_or_else(|| name.clone())?;
            merge(&mut whole, local.get(&name).unwrap_or(&empty).clone());
            merge(&mut whole, item.take());
            *item = whole;
        }
        Ok(())
    };
    put(law.get_mut("facts"), "code", &facts, &screen["facts"])?;
    put(law.pointer_mut("/form/fields"), "field", &fields, &screen["fields"])?;
    put(law.get_mut("other_fields"), "field", &fields, &screen["fields"])
}

/// What letters ask for, and what is known of the user, where the form does not ask for it.
fn put_other_fields(law: &mut Value) {
    let others = ["company", "name", "contact", "called_number", "address", "place"];
    let fields = others.map(|field| serde_json::json!({ "field": field }));
    if let Some(law) = law.as_object_mut() {
        let _none = law.insert("other_fields".to_owned(), Value::from(fields.to_vec()));
    }
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
