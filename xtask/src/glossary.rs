//! One word for one thing in what users read: the screens' and notifications' texts (`android/src/main/res`) and the
//! core's (`rust-core/data`, the drafts' warnings). Also curly apostrophes, and no form that makes the user a man.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::root;
use crate::words::stands_in;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Language {
    Italian,
    English,
}

/// A text that users read.
struct Said {
    place: String,
    language: Language,
    text: String,
}

/// What is not said in Italian, and what is. The first letter's case makes no difference.
const ITALIAN: &[(&str, &str)] = &[
    ("mi sono opposto", "ho fatto opposizione"),
    ("ti sei opposto", "hai fatto opposizione"),
    ("sei iscritto", "hai fatto l’iscrizione"),
    ("sei già iscritto", "hai già fatto l’iscrizione"),
    ("ti sei iscritto", "hai fatto l’iscrizione"),
    ("sei sicuro", "without a form that has a gender"),
    ("sei stato", "without a form that has a gender"),
    ("fermata", "bloccata"),
    ("fermate", "bloccate"),
    ("fermato", "bloccato"),
    ("fermati", "bloccati"),
    ("fermare", "bloccare"),
    ("ferma", "blocca"),
    ("tenuta lontana", "bloccata"),
    ("tenute lontane", "bloccate"),
    ("tiene il registro", "tiene la cronologia"),
    ("il registro era", "la cronologia era"),
    ("il registro è", "la cronologia è"),
    ("liste a cui ti iscrivi", "liste che aggiungi"),
    ("salva una copia", "salva un backup"),
    ("copia di Stufo", "backup di Stufo"),
    ("lista del telefono", "numeri bloccati del telefono"),
    ("togli", "elimina, escludi"),
    ("togliere", "eliminare"),
    ("rimuovi", "elimina"),
    ("rimuovere", "eliminare"),
    ("serie", "prefissi, numeri simili"),
    ("schema", "prefisso, modello"),
    ("fai squillare", "lascia passare"),
    ("era attesa", "lascia passare"),
    ("che cosa risulta", "violazioni rilevate"),
    ("niente in contrario", "nessun motivo per bloccarla"),
    ("numeri risultati falsi", "numeri falsificati"),
    ("numero è falso", "numero falsificato"),
    ("fuorché", "che differisce solo in"),
    ("in rete", "online"),
    ("ciò che sai solo tu", "i tuoi dati"),
    ("ore di quiete", "orario silenzioso"),
    ("parlane con qualcuno", "consiglia Stufo"),
];

/// As `ITALIAN`.
const ENGLISH: &[(&str, &str)] = &[
    ("stopped call", "blocked call"),
    ("stopped calls", "blocked calls"),
    ("kept away", "blocked"),
    ("last calls", "recent calls"),
    ("calls a week", "calls per week"),
    ("said by you", "reported by you"),
    ("one controller a report", "one company per report"),
    ("one company a report", "one company per report"),
    ("the end is not told", "outcome unknown"),
    ("kind of end", "outcome"),
    ("kind of fact", "reason"),
    ("a workshop", "a mechanic"),
    ("not signed as agreed", "signature does not match"),
    ("was wanted", "let it ring"),
];

/// Names of ranges that are not ours to choose.
const NAMES: &[&str] = &["serie 140", "serie 400"];

/// Texts that break the glossary.
pub(crate) fn problems() -> Vec<String> {
    match texts() {
        Ok(texts) => texts.iter().flat_map(offences).collect(),
        Err(error) => vec![format!("{error:#}")],
    }
}

fn offences(said: &Said) -> Vec<String> {
    let named = NAMES.iter().fold(said.text.clone(), |text, name| text.replace(name, ""));
    let list = match said.language {
        Language::Italian => ITALIAN,
        Language::English => ENGLISH,
    };
    let text = named.to_lowercase();
    let mut found: Vec<String> = list
        .iter()
        .filter(|(word, _)| stands_in(&text, &word.to_lowercase()))
        .map(|(word, say)| format!("{}: \"{word}\" is not our word: {say}", said.place))
        .collect();
    if has_straight_apostrophe(&named) {
        found.push(format!("{}: an apostrophe is ’", said.place));
    }
    found
}

fn has_straight_apostrophe(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| matches!(pair, [before, '\''] if before.is_alphabetic()))
}

/// Every text, with a floor for each source: it cannot pass by seeing nothing.
fn texts() -> Result<Vec<Said>> {
    let mut all = Vec::new();
    for (folder, language) in [("values-it", Language::Italian), ("values", Language::English)] {
        let path = root().join("android/src/main/res").join(folder);
        let before = all.len();
        for file in files(&path, "xml")? {
            screen_texts(&file, language, &mut all)?;
        }
        ensure!(all.len() - before >= 600, "only {} texts of {folder} were seen", all.len() - before);
    }
    let before = all.len();
    for folder in ["law", "law/words", "packs"] {
        for file in files(&root().join("rust-core/data").join(folder), "json")? {
            data_texts(&file, &mut all)?;
        }
    }
    ensure!(all.len() - before >= 300, "only {} of the core's texts were seen", all.len() - before);
    let before = all.len();
    for file in ["warning.rs", "complaint.rs"] {
        source_texts(&root().join("rust-core/src/recontact").join(file), &mut all)?;
    }
    ensure!(all.len() - before >= 24, "only {} warnings were seen", all.len() - before);
    Ok(all)
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == ending)).collect())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Android's resources have one text a line.
fn screen_texts(path: &Path, language: Language, into: &mut Vec<Said>) -> Result<()> {
    let (text, mut of) = (read(path)?, String::new());
    for line in text.lines().map(str::trim) {
        if let Some(named) = line.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')) {
            named.0.clone_into(&mut of);
        }
        let is_text = line.starts_with("<string ") || line.starts_with("<item ");
        let inside = line.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</")).map(|(inside, _)| inside);
        if let Some(inside) = inside.filter(|_| is_text) {
            into.push(Said { place: format!("{} {of}", name(path)), language, text: inside.to_owned() });
        }
    }
    Ok(())
}

/// Under a key `it` or `en` wherever it stands; the words of drafts in a language have a file of their own.
fn data_texts(path: &Path, into: &mut Vec<Said>) -> Result<()> {
    let data: Value = serde_json::from_str(&read(path)?).with_context(|| name(path))?;
    let own = match path.file_stem().and_then(|stem| stem.to_str()).filter(|_| path.parent().is_some_and(is_words)) {
        Some("it") => Some(Language::Italian),
        Some("en") => Some(Language::English),
        _ => None,
    };
    walk(&data, own, &name(path), into);
    Ok(())
}

fn is_words(folder: &Path) -> bool {
    folder.ends_with("words")
}

fn walk(value: &Value, language: Option<Language>, place: &str, into: &mut Vec<Said>) {
    match value {
        Value::String(text) => {
            if let Some(language) = language {
                into.push(Said { place: place.to_owned(), language, text: text.clone() });
            }
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, language, place, into)),
        Value::Object(fields) => {
            for (key, value) in fields {
                let inside = match key.as_str() {
                    "it" => Some(Language::Italian),
                    "en" => Some(Language::English),
                    _ => language,
                };
                walk(value, inside, &format!("{place} {key}"), into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// In the core's sources an Italian text stands on a line of its own, the English one below it.
fn source_texts(path: &Path, into: &mut Vec<Said>) -> Result<()> {
    let text = read(path)?;
    let quoted = |line: &str| line.trim().strip_prefix('"')?.strip_suffix("\",").map(str::to_owned);
    let found = text.lines().filter_map(quoted);
    for (text, language) in found.zip([Language::Italian, Language::English].into_iter().cycle()) {
        into.push(Said { place: name(path), language, text });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: Language, text: &str) -> usize {
        offences(&Said { place: "here".to_owned(), language, text: text.to_owned() }).len()
    }

    #[test]
    fn what_users_read_keeps_the_glossary() {
        assert_eq!(problems(), Vec::<String>::new());
    }

    #[test]
    fn every_rule_reports_its_planted_offender() {
        for (language, list) in [(Language::Italian, ITALIAN), (Language::English, ENGLISH)] {
            for (word, _) in list {
                assert!(found(language, &format!("Prima, {word}.")) >= 1, "{word}");
            }
        }
        assert_eq!(found(Language::Italian, "Mi sono opposto"), 1);
        assert_eq!(found(Language::English, "Fermata means stop"), 0);
        assert_eq!(found(Language::Italian, "l'azienda, c'è"), 1);
        assert_eq!(found(Language::Italian, "l’azienda «dice» 'così'"), 1);
        assert_eq!(found(Language::Italian, "la confermata, l’affermare: TRAI, serie 140"), 0);
    }

    #[test]
    fn texts_are_found_where_they_stand() {
        let texts = texts().unwrap();
        let has = |place: &str, language, part: &str| {
            texts.iter().any(|said| {
                said.place.contains(place) && said.language == language && said.text.to_lowercase().contains(part)
            })
        };
        assert!(has("strings_notify.xml notify_digest", Language::Italian, "sette giorni"));
        assert!(has("strings_home.xml", Language::English, "recent"));
        assert!(has("law/IT.json register limits it", Language::Italian, "contratto"));
        assert!(has("law/words/it.json", Language::Italian, "spett.le"));
        assert!(has("warning.rs", Language::Italian, "controlla ogni riga"));
        assert!(has("warning.rs", Language::English, "check every line"));
        assert!(has("complaint.rs", Language::English, "several companies"));
    }
}
