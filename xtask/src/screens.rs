//! `cargo xtask screens`: every screen as a picture. Some are kept in `docs/screens`; those of every test run are compared
//! with them, so that a screen that turns blank, shifts or changes its colours is seen before anybody looks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::process::{self, command, root, say};
use crate::store_pictures::decode;
use crate::{kotlin, store, tools};

/// What to do with the pictures.
#[derive(Args)]
pub(crate) struct ScreensArgs {
    /// Compare them with docs/screens instead of writing them there
    #[arg(long)]
    check: bool,
    /// Make the shops' pictures (fastlane/) of those in docs/screens, without rendering
    #[arg(long, conflicts_with = "check")]
    shops: bool,
}

/// Screens kept in English and dark too: those that people see most, those that stores show, and what a new user sees.
const MAIN: [&str; 24] = [
    "home",
    "history",
    "call",
    "call-flags",
    "rules",
    "rule",
    "whatif",
    "lists",
    "objection",
    "register",
    "recontact",
    "calls-pick",
    "complaint",
    "settings",
    "first-run",
    "first-run-level",
    "home-cautious",
    "home-balanced",
    "home-strict",
    "home-nobody",
    "level",
    "level-changed",
    "diagnosis",
    "list",
];

/// More than can be looked at one by one is looked at by nobody.
const MAX_KEPT: usize = 150;

/// How far a colour's part may be off (of 255), for edges of letters that another machine smooths otherwise.
const NEAR: u8 = 24;
/// The share of pixels that may be further off: one in so many.
const ONE_IN: usize = 400;

pub(crate) fn run(args: &ScreensArgs) -> Result<()> {
    if args.shops {
        return store::take_pictures(&root().join("docs/screens"));
    }
    tools::ensure(&[tools::C, tools::JVM])?;
    process::run(&mut command("cargo", &["build", "--locked", "--package", "stufo-jni"]))?;
    let rendered = clean_folder()?;
    let native = root().join("target/debug");
    kotlin::run(&native, &[&option(&rendered), "-Dtest=*Screens*", "-DfailIfNoTests=true"])?;
    if args.check {
        return compare(&rendered);
    }
    let kept = root().join("docs/screens");
    for name in names(&kept)? {
        fs::remove_file(kept.join(name))?;
    }
    let chosen: Vec<String> = names(&rendered)?.into_iter().filter(|name| is_kept(name)).collect();
    ensure!(chosen.len() <= MAX_KEPT, "{} pictures to keep: at most {MAX_KEPT}, see is_kept", chosen.len());
    for name in &chosen {
        fs::copy(rendered.join(name), kept.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    store::take_pictures(&kept)?;
    say(&format!("{} pictures in {} and fastlane/", chosen.len(), kept.display()));
    Ok(())
}

/// An empty folder for the pictures of one run.
pub(crate) fn clean_folder() -> Result<PathBuf> {
    let folder = root().join("target/screens");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// What tells the Kotlin tests where to put their pictures.
pub(crate) fn option(folder: &Path) -> String {
    format!("-Dstufo.screens.dir={}", folder.display())
}

/// Whether a picture is kept: every screen in Italian and light, the main ones in English and dark and, in Italian, in other sizes,
/// what stores show in both languages, what is not a screen.
fn is_kept(name: &str) -> bool {
    let screen = |start: &str| name.strip_prefix(start).and_then(|rest| rest.strip_suffix(".png"));
    if let Some(screen) = screen("en-dark-") {
        return MAIN.contains(&screen);
    }
    if let Some(screen) = screen("en-light-") {
        return store::PICTURES.iter().any(|(shown, _)| *shown == screen);
    }
    !name.starts_with("it-dark-") && !name.starts_with("en-large-")
}

/// Fails unless the rendered pictures are the kept ones, within the tolerance.
pub(crate) fn compare(rendered: &Path) -> Result<()> {
    let kept = root().join("docs/screens");
    let problems = differences(rendered, &kept)?;
    if !problems.is_empty() {
        bail!(
            "{} screens are not those of docs/screens (rendered ones are in {}; if they are right, run cargo xtask screens):\n{}",
            problems.len(),
            rendered.display(),
            problems.join("\n")
        );
    }
    say("screens: as in docs/screens");
    Ok(())
}

fn differences(rendered: &Path, kept: &Path) -> Result<Vec<String>> {
    let wanted: BTreeSet<String> = names(rendered)?.into_iter().filter(|name| is_kept(name)).collect();
    let found: BTreeSet<String> = names(kept)?.into_iter().collect();
    ensure!(!wanted.is_empty(), "no screen was rendered");
    ensure!(wanted.len() <= MAX_KEPT, "{} pictures to compare: at most {MAX_KEPT}", wanted.len());
    let mut problems: Vec<String> = wanted.difference(&found).map(|name| format!("{name} is new")).collect();
    problems.extend(found.difference(&wanted).map(|name| format!("{name} is no longer rendered")));
    for name in wanted.intersection(&found) {
        let (new, old) = (picture(&rendered.join(name))?, picture(&kept.join(name))?);
        problems.extend(difference(&new, &old).map(|what| format!("{name}: {what}")));
    }
    Ok(problems)
}

/// What tells two pictures apart, if it is more than the tolerance.
fn difference(new: &Picture, old: &Picture) -> Option<String> {
    if (new.size, new.channels) != (old.size, old.channels) {
        return Some(format!("its size is {:?}, not {:?}", new.size, old.size));
    }
    let is_far = |(new, old): (&u8, &u8)| new.abs_diff(*old) > NEAR;
    let pixels = new.bytes.chunks(new.channels).zip(old.bytes.chunks(old.channels));
    let far = pixels.filter(|(new, old)| new.iter().zip(*old).any(is_far)).count();
    let all = new.bytes.len() / new.channels;
    (far * ONE_IN > all).then(|| format!("{far} of {all} pixels differ"))
}

/// A picture's pixels, each of so many bytes.
#[derive(Clone)]
struct Picture {
    size: (u32, u32),
    channels: usize,
    bytes: Vec<u8>,
}

fn picture(path: &Path) -> Result<Picture> {
    let (info, bytes) = decode(path)?;
    Ok(Picture { size: (info.width, info.height), channels: info.color_type.samples(), bytes })
}

/// The pictures of a folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    let files = fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let name = |file: fs::DirEntry| file.file_name().into_string().ok().filter(|name| name.ends_with(".png"));
    Ok(files.filter_map(|file| file.map(name).transpose()).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "docs/screens/it-light-home.png";

    fn home() -> Picture {
        picture(&root().join(HOME)).unwrap()
    }

    /// As another machine smooths edges: every colour a little off.
    #[test]
    fn another_machines_smoothing_is_no_difference() {
        let mut other = home();
        other.bytes.iter_mut().for_each(|part| *part = part.saturating_add(NEAR));
        assert_eq!(difference(&home(), &other), None);
    }

    #[test]
    fn a_blank_a_shifted_and_a_recoloured_screen_are_found() {
        let home = home();
        let (blank, mut shifted, mut recoloured) =
            (vec![255; home.bytes.len()], home.bytes.clone(), home.bytes.clone());
        shifted.rotate_right(home.channels * home.size.0 as usize * 3);
        let is_coloured = |pixel: &[u8]| pixel[0].abs_diff(pixel[2]) > 60;
        recoloured.chunks_mut(home.channels).filter(|pixel| is_coloured(pixel)).for_each(|pixel| pixel.swap(0, 2));
        for (what, bytes) in [("blank", blank), ("shifted", shifted), ("recoloured", recoloured)] {
            assert!(difference(&home, &Picture { bytes, ..home.clone() }).is_some(), "{what}");
        }
    }

    #[test]
    fn what_is_missing_or_new_is_found() {
        let (rendered, kept) = (tempdir("rendered"), tempdir("kept"));
        fs::copy(root().join(HOME), rendered.join("it-light-home.png")).unwrap();
        fs::copy(root().join(HOME), rendered.join("it-light-new.png")).unwrap();
        fs::copy(root().join(HOME), rendered.join("it-dark-home.png")).unwrap();
        fs::copy(root().join(HOME), kept.join("it-light-home.png")).unwrap();
        fs::copy(root().join(HOME), kept.join("it-light-old.png")).unwrap();
        let found = differences(&rendered, &kept);
        for folder in [rendered, kept] {
            fs::remove_dir_all(folder).unwrap();
        }
        assert_eq!(found.unwrap(), ["it-light-new.png is new", "it-light-old.png is no longer rendered"]);
    }

    fn tempdir(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("stufo-screens-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
