//! The app's licence page names every part that is linked into the package, no other, and under the licence the part
//! itself states.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output, root, say};

/// Linked in, but no crates: what the toolchains bring, and the C library inside one of the crates.
const BESIDE_CRATES: [(&str, &str); 4] = [
    ("Kotlin standard library", "Apache-2.0"),
    ("kotlinx.serialization", "Apache-2.0"),
    ("Rust standard library", "MIT OR Apache-2.0"),
    ("SQLite", "Public domain"),
];

pub(crate) fn run() -> Result<()> {
    let page = root().join("android/src/main/res/raw/licences.txt");
    let page = std::fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let linked = linked()?;
    let differ = differences(&linked, &named(&page));
    ensure!(differ.is_empty(), "android/src/main/res/raw/licences.txt: {}", differ.join("; "));
    say(&format!("licences: {} parts, all named", linked.len()));
    Ok(())
}

/// Parts by name, each with its licence.
type Parts = BTreeMap<String, String>;

/// What is linked for a phone; macros work at build time only.
fn linked() -> Result<Parts> {
    let tree = output(&mut command(
        "cargo",
        &[
            "tree",
            "--locked",
            "-p",
            "stufo-jni",
            "--target",
            "aarch64-linux-android",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}|{l}",
        ],
    ))?;
    let mut parts = crates(&tree);
    ensure!(parts.len() > 20, "only {} crates were found", parts.len());
    parts.extend(BESIDE_CRATES.map(|(name, licence)| (name.to_owned(), licence.to_owned())));
    Ok(parts)
}

/// Reads lines of `name v1.2.3 (where)|licence (*)`; our own crates are no parts.
fn crates(tree: &str) -> Parts {
    let parts = tree.lines().filter_map(|line| {
        let (package, licence) = line.split_once('|')?;
        let name = package.split_whitespace().next()?;
        let licence = licence.trim_end_matches("(*)").trim();
        (!name.starts_with("stufo")).then(|| (name.to_owned(), licence.to_owned()))
    });
    parts.collect()
}

/// Reads lines of `name|licence|…`; `#` begins a remark.
fn named(page: &str) -> Parts {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.filter_map(|line| {
        let mut fields = line.split('|');
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    });
    parts.collect()
}

fn differences(linked: &Parts, named: &Parts) -> Vec<String> {
    let missing = linked.iter().filter(|(name, _)| !named.contains_key(*name));
    let gone = named.keys().filter(|name| !linked.contains_key(*name));
    let other = linked.iter().filter(|(name, licence)| named.get(*name).is_some_and(|known| known != *licence));
    missing
        .map(|(name, licence)| format!("{name}|{licence} is missing"))
        .chain(gone.map(|name| format!("{name} is no longer linked")))
        .chain(other.map(|(name, licence)| format!("{name} is now under {licence}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_what_is_linked() {
        run().unwrap();
    }

    #[test]
    fn whatever_differs_is_found() {
        let linked =
            crates("bytes v1.12.2|MIT\nstufo-core v0.1.0 (/x)|MIT\nlog v0.4.2|MIT OR Apache-2.0 (*)\nnew v1.0.0|ISC");
        assert_eq!(linked.len(), 3);
        let named = named("# remark\nbytes|BSD|x|\nlog|MIT OR Apache-2.0|apache|\nold|MIT|mit|me");
        assert_eq!(
            differences(&linked, &named),
            ["new|ISC is missing", "old is no longer linked", "bytes is now under MIT"]
        );
    }

    #[test]
    fn the_texts_are_those_of_the_licences() {
        let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
        assert_eq!(read("android/src/main/res/raw/licence_apache.txt"), read("LICENSE-APACHE"));
        let ours = read("LICENSE-MIT");
        let owner = ours.lines().find(|line| line.starts_with("Copyright")).unwrap();
        assert_eq!(read("android/src/main/res/raw/licence_mit.txt"), ours.replace(&format!("{owner}\n\n"), ""));
    }
}
