//! What a release is refused for, before anything is built: a tree that is not what was committed, a version that is not the
//! tag's, no change log, a key that the shop's recipe does not name.

use std::fs;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{command, output, root, say};
use crate::version::VERSION;

/// Fails unless the tree is what its commit says.
pub(super) fn clean_tree() -> Result<()> {
    let status = git(&["status", "--porcelain"])?;
    ensure!(status.trim().is_empty(), "a release is built from a commit; the tree has changes of its own:\n{status}");
    Ok(())
}

/// Fails unless the commit bears the tag of this version.
pub(super) fn tag() -> Result<()> {
    let tags = git(&["tag", "--points-at", "HEAD"])?;
    is_of_tag(&tags.lines().collect::<Vec<_>>(), VERSION)
}

fn is_of_tag(tags: &[&str], version: &str) -> Result<()> {
    let wanted = format!("v{version}");
    if tags.contains(&wanted.as_str()) {
        return Ok(());
    }
    if tags.is_empty() {
        bail!("this commit has no tag: a release of {version} is built from the tag {wanted}");
    }
    bail!("Cargo.toml says {version}, the commit's tag is {}", tags.join(", "))
}

/// Fails where an NDK would build: releases have other bytes (docs/adr/0015).
pub(super) fn no_ndk() -> Result<()> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].into_iter().find(|name| std::env::var_os(name).is_some());
    named.map_or(Ok(()), |name| bail!("releases are built without an NDK: unset {name}"))
}

/// What the change log says of this version. A dry run takes what is not released yet.
pub(super) fn changes(dry_run: bool) -> Result<String> {
    let log = fs::read_to_string(root().join("CHANGELOG.md")).context("cannot read CHANGELOG.md")?;
    match section(&log, VERSION) {
        Some(text) => Ok(text),
        None if dry_run => section(&log, "Unreleased").context("CHANGELOG.md has no section [Unreleased]"),
        None => bail!("CHANGELOG.md has no section [{VERSION}]"),
    }
}

/// The text under `## [version]`, to the next head of that rank.
fn section(log: &str, version: &str) -> Option<String> {
    let start = format!("## [{version}]");
    let mut lines = log.lines().skip_while(|line| !line.starts_with(&start)).skip(1).peekable();
    lines.peek()?;
    let text: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    Some(format!("{}\n", text.join("\n").trim()))
}

/// Fails where the shop's recipe names other keys: phones that have the app from there could not update.
pub(super) fn key_is_published(certificate: &str) -> Result<()> {
    let recipe = fs::read_to_string(root().join("metadata/org.stufo.yml")).context("cannot read the shop's recipe")?;
    let keys = recipe_keys(&recipe);
    if keys.is_empty() {
        say(&format!("metadata/org.stufo.yml names no key yet: AllowedAPKSigningKeys: {certificate}"));
        return Ok(());
    }
    ensure!(keys.contains(&certificate), "signed with {certificate}, metadata/org.stufo.yml allows {keys:?}");
    Ok(())
}

/// The value of `AllowedAPKSigningKeys`, one key or a list.
fn recipe_keys(recipe: &str) -> Vec<&str> {
    let mut lines = recipe.lines().skip_while(|line| !line.starts_with("AllowedAPKSigningKeys:"));
    let Some(first) = lines.next().and_then(|line| line.split_once(':')) else { return Vec::new() };
    let listed = lines.map_while(|line| line.trim_start().strip_prefix("- "));
    std::iter::once(first.1).chain(listed).map(str::trim).filter(|key| !key.is_empty()).collect()
}

fn git(args: &[&str]) -> Result<String> {
    output(&mut command("git", args)).context("a release is built in a git repository")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_the_versions() {
        assert!(is_of_tag(&["v1.2.3"], "1.2.3").is_ok());
        assert!(is_of_tag(&["nightly", "v1.2.3"], "1.2.3").is_ok());
        for tags in [&[][..], &["v1.2.4"], &["1.2.3"], &["v1.2.3-rc.1"]] {
            assert!(is_of_tag(tags, "1.2.3").is_err(), "{tags:?}");
        }
    }

    #[test]
    fn a_versions_changes_are_its_own() {
        let log = "# Changelog\n\n## [Unreleased]\n\nnew\n\n## [1.0.0] - 2026-01-01\n\n### Added\n- one\n\n## [0.9.0]\n- old\n";
        assert_eq!(section(log, "1.0.0").unwrap(), "### Added\n- one\n");
        assert_eq!(section(log, "Unreleased").unwrap(), "new\n");
        assert_eq!(section(log, "2.0.0"), None);
    }

    #[test]
    fn keys_are_read_as_one_and_as_a_list() {
        assert_eq!(recipe_keys("A: b\nAllowedAPKSigningKeys: ab12\nAutoName: x\n"), ["ab12"]);
        assert_eq!(recipe_keys("AllowedAPKSigningKeys:\n  - ab12\n  - cd34\nX: y\n"), ["ab12", "cd34"]);
        assert!(recipe_keys("A: b\n").is_empty());
    }
}
