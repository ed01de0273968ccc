//! The tree read as text: rules that no compiler knows. Each has a planted offender that it must report (the tests
//! below) and a floor on what it scanned, so that it cannot pass by seeing nothing.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use crate::process::{command, output, root, say};
use crate::{glossary, store, words};

/// Lines of a source file, its tests apart.
const MAX_LINES: usize = 400;

/// A file of the tree.
struct Source {
    path: PathBuf,
    text: String,
}

pub(crate) fn run() -> Result<()> {
    let sources = sources()?;
    let count = |ending: &str| sources.iter().filter(|source| has_ending(&source.path, ending)).count();
    ensure!(count("rs") >= 60, "only {} Rust files were seen", count("rs"));
    ensure!(count("kt") >= 20, "only {} Kotlin files were seen", count("kt"));
    ensure!(count("md") >= 5, "only {} documents were seen", count("md"));
    let problems: Vec<String> = sources
        .iter()
        .flat_map(problems)
        .chain(changelog(&sources))
        .chain(decisions(&sources))
        .chain(store::problems())
        .chain(glossary::problems())
        .collect();
    if !problems.is_empty() {
        bail!("the tree is not tidy:\n{}", problems.join("\n"));
    }
    let gone = words::gone(sources.iter().filter(|source| has_todays_words(&source.path)).map(|source| &*source.text));
    if !gone.is_empty() {
        say(&format!("tidy: take off NOT_YET in xtask/src/words.rs: {}", gone.join(", ")));
    }
    say(&format!("tidy: {} files", sources.len()));
    Ok(())
}

/// What git tracks, and what it would track.
fn sources() -> Result<Vec<Source>> {
    let listed = output(&mut command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let read = |path: &str| {
        let text = std::fs::read_to_string(root().join(path)).ok()?;
        Some(Source { path: PathBuf::from(path), text })
    };
    Ok(listed
        .lines()
        .filter(|path| ["rs", "kt", "md"].iter().any(|ending| has_ending(Path::new(path), ending)))
        .filter_map(read)
        .collect())
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension == ending)
}

fn problems(source: &Source) -> Vec<String> {
    let path = source.path.to_string_lossy().replace('\\', "/");
    let mut found = Vec::new();
    let mut report = |what: &str| found.push(format!("{path}: {what}"));
    if has_ending(&source.path, "rs") {
        // An inner attribute may stand above the docs of a file that is a crate of its own.
        if !source.text.starts_with("//!") {
            report("a Rust file opens with //!: why it exists");
        }
        let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
        if !is_test && code.lines().count() > MAX_LINES {
            report("over 400 lines: is it still one room with one job?");
        }
        if path.starts_with("rust-core/src/") && !path.starts_with("rust-core/src/store/") && names(code, "rusqlite") {
            report("only store/ speaks SQL");
        }
    }
    if has_ending(&source.path, "kt") && path.contains("/src/main/") {
        if names(&source.text, "androidx.") {
            report("framework only: no AndroidX");
        }
        if names(&source.text, "android.util.Log") && !path.ends_with("/core/Log.kt") {
            report("logs go through core/Log.kt, which never writes a number");
        }
        // A content provider tells a file's name and size in a cursor: no database is behind it.
        let answers_with_cursor = path.ends_with("/share/SharedFiles.kt");
        let opens_database = names(&source.text, "android.database") && !answers_with_cursor;
        if opens_database || names(&source.text, "SQLite") {
            report("only the core speaks SQL");
        }
    }
    if has_ending(&source.path, "md") {
        found.extend(dead_links(source));
    }
    if has_todays_words(&source.path) {
        found.extend(words::retired(&source.text).into_iter().map(|what| format!("{path}: {what}")));
    }
    found
}

/// Decisions and the history of changes are in the words of their time; the list itself and planted offenders are apart.
fn has_todays_words(path: &Path) -> bool {
    let others = ["CHANGELOG.md", "xtask/src/words.rs", "xtask/src/tidy.rs"].map(Path::new);
    !path.starts_with("docs/adr") && !others.contains(&path)
}

/// Decision records are numbered from 1 without gaps, in their file's name and in its title.
fn decisions(sources: &[Source]) -> Vec<String> {
    let mut records: Vec<&Source> = sources.iter().filter(|source| source.path.starts_with("docs/adr")).collect();
    records.sort_by_key(|source| &source.path);
    let wrong = |(number, source): (usize, &&Source)| {
        let name = source.path.file_name().unwrap_or_default().to_string_lossy();
        let is_right =
            name.starts_with(&format!("{number:04}-")) && source.text.starts_with(&format!("# {number:04}: "));
        (!is_right).then(|| format!("{}: it should be number {number:04}", source.path.display()))
    };
    (1..).zip(&records).filter_map(wrong).collect()
}

/// Whether a word stands in the code, comments apart.
fn names(text: &str, word: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .any(|line| !line.starts_with("//") && !line.starts_with('*') && line.contains(word))
}

/// Relative links of a document that lead nowhere.
fn dead_links(source: &Source) -> Vec<String> {
    // The beginning of a generated page: its links are those of docs/formats/api.md.
    let is_of_page = source.path == Path::new("xtask/src/codegen/introduction.md");
    let path = if is_of_page { Path::new("docs/formats/api.md") } else { source.path.as_path() };
    let folder = path.parent().unwrap_or(Path::new(""));
    let targets = source.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let local =
        targets.filter(|target| !target.contains("://") && !target.starts_with('#') && !target.starts_with("mailto:"));
    let path_of = |target: &str| target.split('#').next().unwrap_or_default().to_owned();
    local
        .map(path_of)
        .filter(|target| !target.is_empty() && !root().join(folder).join(target).exists())
        .map(|target| format!("{}: the link to {target} leads nowhere", source.path.display()))
        .collect()
}

/// The change log keeps the heads of Keep a Changelog.
fn changelog(sources: &[Source]) -> Vec<String> {
    let heads = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    let Some(log) = sources.iter().find(|source| source.path == Path::new("CHANGELOG.md")) else {
        return vec!["CHANGELOG.md is missing".to_owned()];
    };
    let wrong = |line: &&str| {
        line.strip_prefix("### ").is_some_and(|head| !heads.contains(&head))
            || line.strip_prefix("## ").is_some_and(|head| !head.starts_with('['))
    };
    log.text.lines().filter(wrong).map(|line| format!("CHANGELOG.md: no such head: {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offender(path: &str, text: &str) -> usize {
        problems(&Source { path: PathBuf::from(path), text: text.to_owned() }).len()
    }

    #[test]
    fn the_tree_is_tidy() {
        run().expect("cargo xtask tidy says what is wrong");
    }

    #[test]
    fn every_rule_reports_its_planted_offender() {
        assert_eq!(offender("rust-core/src/policy/x.rs", "fn f() {}\n"), 1);
        assert_eq!(offender("rust-core/src/policy/x.rs", &format!("//! x\n{}", "fn f() {}\n".repeat(401))), 1);
        assert_eq!(offender("rust-core/src/policy/x.rs", "//! x\nuse rusqlite::Connection;\n"), 1);
        assert_eq!(offender("rust-core/src/store/x.rs", "//! x\nuse rusqlite::Connection;\n"), 0);
        assert_eq!(offender("android/src/main/kotlin/X.kt", "import androidx.core.X\n"), 1);
        assert_eq!(offender("android/src/main/kotlin/X.kt", "import android.util.Log\n"), 1);
        assert_eq!(offender("android/src/main/kotlin/X.kt", "import android.database.Cursor\n"), 1);
        let provider = "android/src/main/kotlin/org/stufo/share/SharedFiles.kt";
        assert_eq!(offender(provider, "import android.database.Cursor\n"), 0);
        assert_eq!(offender(provider, "import android.database.sqlite.SQLiteDatabase\n"), 1);
        assert_eq!(offender("README.md", "see [this](no/such/file.md)\n"), 1);
        assert_eq!(offender("README.md", "see [this](Cargo.toml) and [that](https://example.org)\n"), 0);
        assert_eq!(offender("docs/x.md", "Every tear_off\n"), 1);
        assert_eq!(offender("docs/adr/0001-x.md", "Every tear_off\n"), 0);
        let record = |path: &str, title: &str| Source { path: PathBuf::from(path), text: title.to_owned() };
        let (first, gap) = (record("docs/adr/0001-x.md", "# 0001: X\n"), record("docs/adr/0003-y.md", "# 0003: Y\n"));
        assert_eq!(decisions(&[first]).len(), 0);
        assert_eq!(decisions(&[gap]).len(), 1);
        let log = Source { path: PathBuf::from("CHANGELOG.md"), text: "## [1.0.0]\n### Aded\n".to_owned() };
        assert_eq!(changelog(&[log]).len(), 1);
    }
}
