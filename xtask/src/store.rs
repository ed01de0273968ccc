//! What stores show of the app: texts within the limits of F-Droid and Play, in both languages, and pictures made of those of
//! `docs/screens`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process::root;
use crate::store_pictures::{self, Picture};

/// Folder of the texts, and the language its pictures speak.
const LANGUAGES: [(&str, &str); 2] = [("en-US", "en"), ("it-IT", "it")];
/// Characters that every shop shows of each text: 30 of the title are Play's, F-Droid shows 50.
const LIMITS: [(&str, usize); 3] = [("title.txt", 30), ("short_description.txt", 80), ("full_description.txt", 4_000)];
const CHANGELOG_LIMIT: usize = 500;
/// Screens, and the name that gives a picture its place.
pub(crate) const PICTURES: [(&str, &str); 6] = [
    ("home", "1_home"),
    ("history", "2_history"),
    ("call", "3_call"),
    ("rule", "4_rule"),
    ("lists", "5_lists"),
    ("say", "6_say"),
];
/// Beside the pictures: launchers make it of two layers, stores want one image.
const ICON: &str = "icon.png";
/// The head of Play's page.
const FEATURE: &str = "featureGraphic.png";

/// What is wrong with texts and pictures.
pub(crate) fn problems() -> Vec<String> {
    let metadata = root().join("fastlane/metadata/android");
    let of = |folder: &str| {
        let mut found = texts(&metadata.join(folder), folder);
        found.extend(pictures(&metadata.join(folder).join("images")).map(|what| format!("fastlane {folder}/{what}")));
        found
    };
    LANGUAGES.iter().flat_map(|(folder, _)| of(folder)).collect()
}

/// What shops would refuse of the pictures, or miss.
fn pictures(images: &Path) -> impl Iterator<Item = String> {
    let shots = PICTURES.iter().map(|(_, place)| images.join("phoneScreenshots").join(format!("{place}.png")));
    shots.chain([ICON, FEATURE].map(|name| images.join(name))).filter_map(|path| store_pictures::refused(&path))
}

fn texts(folder: &Path, name: &str) -> Vec<String> {
    let check = |file: &Path, limit: usize| -> Option<String> {
        let shown = format!("fastlane {name}/{}", file.file_name().unwrap_or_default().to_string_lossy());
        let Ok(text) = fs::read_to_string(file) else { return Some(format!("{shown} is missing")) };
        let length = text.trim().chars().count();
        if length == 0 {
            return Some(format!("{shown} is empty"));
        }
        (length > limit).then(|| format!("{shown} has {length} characters of {limit}"))
    };
    let mut found: Vec<String> = LIMITS.iter().filter_map(|(file, limit)| check(&folder.join(file), *limit)).collect();
    let logs = fs::read_dir(folder.join("changelogs")).map(|logs| logs.flatten().collect()).unwrap_or_else(|_| vec![]);
    if logs.is_empty() {
        found.push(format!("fastlane {name} has no changelogs"));
    }
    found.extend(logs.iter().filter_map(|log| check(&log.path(), CHANGELOG_LIMIT)));
    found
}

/// Copies the pictures that stores show from all that were rendered.
pub(crate) fn take_pictures(screens: &Path) -> Result<()> {
    for (folder, language) in LANGUAGES {
        let images = root().join("fastlane/metadata/android").join(folder).join("images");
        let shots = images.join("phoneScreenshots");
        fs::create_dir_all(&shots).with_context(|| format!("cannot make {}", shots.display()))?;
        let read = |name: &str| Picture::read(&screens.join(name)).with_context(|| format!("no picture {name}"));
        for (screen, place) in PICTURES {
            let picture = read(&format!("{language}-light-{screen}.png"))?;
            picture.widened().write(&shots.join(format!("{place}.png")))?;
        }
        let icon = screens.join(ICON);
        fs::copy(&icon, images.join(ICON)).with_context(|| format!("cannot copy {}", icon.display()))?;
        let head = store_pictures::feature_graphic(&read(ICON)?, &read(&format!("{language}-light-home.png"))?)?;
        head.write(&images.join(FEATURE))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit() {
        assert_eq!(problems(), Vec::<String>::new());
    }

    #[test]
    fn what_does_not_fit_is_found() {
        let folder = std::env::temp_dir().join(format!("stufo-store-{}", std::process::id()));
        fs::create_dir_all(folder.join("changelogs")).unwrap();
        fs::write(folder.join("title.txt"), "è".repeat(51)).unwrap();
        fs::write(folder.join("short_description.txt"), "è".repeat(80)).unwrap();
        fs::write(folder.join("full_description.txt"), "\n").unwrap();
        fs::write(folder.join("changelogs/1.txt"), "x".repeat(501)).unwrap();
        let found = texts(&folder, "xx");
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            found,
            [
                "fastlane xx/title.txt has 51 characters of 30",
                "fastlane xx/full_description.txt is empty",
                "fastlane xx/1.txt has 501 characters of 500",
            ]
        );
        assert_eq!(texts(&folder, "xx").len(), 4, "nothing there");
    }
}
