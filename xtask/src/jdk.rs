//! A JDK new enough for the tests on API 36: Robolectric runs that framework on Java 21 and later only. Maven and the compilers
//! stay on the JDK they run on; only the process that runs the tests is another.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files;
use crate::process::{root, say};

/// The oldest Java that runs the framework of API 36.
const OLDEST: u32 = 21;

/// Folders that hold one folder for each JDK: Linux, macOS.
const FOLDERS: [&str; 2] = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"];

/// The options of a Maven run that tests on API 36; none where no JDK is new enough. Says which of both it is.
pub(crate) fn options_for_api_36() -> Result<Option<[String; 3]>> {
    let Some((version, home)) = choose(candidates()) else {
        say(&format!("API 36: not tested, it needs a JDK of version {OLDEST} or later"));
        return Ok(None);
    };
    say(&format!("API 36: tested on Java {version}, {}", home.display()));
    let chosen = format!("-Dtest={}", tests_on_api_36(&root().join("android/src/test/kotlin"))?.join(","));
    Ok(Some(["-Papi-36".to_owned(), format!("-Djvm={}", java(&home).display()), chosen]))
}

/// The test classes that name API 36: those that answer calls, watch over that, and show windows.
fn tests_on_api_36(folder: &Path) -> Result<Vec<String>> {
    let mut classes = Vec::new();
    for path in files::below(folder)? {
        let mut is_named = false;
        for line in fs::read_to_string(&path)?.lines() {
            if line.starts_with("@Config(sdk = [") {
                is_named = line.contains("36]");
            } else if let Some(class) = line.strip_prefix("class ").filter(|_| std::mem::take(&mut is_named)) {
                classes.extend(class.split([' ', '(', ':']).next().map(str::to_owned));
            }
        }
    }
    classes.sort();
    Ok(classes)
}

/// The oldest JDK of those that are new enough: the nearest to what the other tests run on.
fn choose(homes: Vec<PathBuf>) -> Option<(u32, PathBuf)> {
    let versions = homes.into_iter().filter_map(|home| Some((version(&home)?, home)));
    versions.filter(|(version, home)| *version >= OLDEST && java(home).exists()).min_by_key(|(version, _)| *version)
}

/// Where a JDK may lie: `JAVA_HOME`, variables such as `JAVA_HOME_21_X64`, the folders of the platform and of SDKMAN.
fn candidates() -> Vec<PathBuf> {
    let named = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("JAVA_HOME"));
    let mut homes: Vec<PathBuf> = named.map(|(_, home)| PathBuf::from(home)).collect();
    homes.sort();
    let sdkman = std::env::var_os("HOME").map(|home| Path::new(&home).join(".sdkman/candidates/java"));
    for folder in FOLDERS.iter().map(PathBuf::from).chain(sdkman) {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        found.sort();
        homes.extend(found.into_iter().flat_map(|path| [path.join("Contents/Home"), path]));
    }
    homes
}

fn java(home: &Path) -> PathBuf {
    home.join("bin").join(if cfg!(windows) { "java.exe" } else { "java" })
}

/// The feature version of a JDK, from its file `release`.
fn version(home: &Path) -> Option<u32> {
    feature_version(&fs::read_to_string(home.join("release")).ok()?)
}

fn feature_version(release: &str) -> Option<u32> {
    let line = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION="))?;
    line.trim_matches('"').split(['.', '-', '+', '_']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_file_release() {
        assert_eq!(feature_version("IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.21.1\"\n"), Some(17));
        assert_eq!(feature_version("JAVA_VERSION=\"25\"\r\n"), Some(25));
        assert_eq!(feature_version("JAVA_VERSION=\"1.8.0_392\""), Some(1));
        assert_eq!(feature_version("OS_ARCH=\"x86_64\""), None);
    }

    #[test]
    fn each_level_and_the_self_test_run_on_api_36() {
        let classes = tests_on_api_36(&root().join("android/src/test/kotlin")).unwrap();
        for class in
            ["Android16Test", "LevelsTest", "SelfTestTest", "SelfTestWithoutLibraryTest", "ScreeningServiceTest"]
        {
            assert!(classes.iter().any(|name| name == class), "{class} in {classes:?}");
        }
        assert!(!classes.iter().any(|name| name == "ContrastTest"));
    }

    /// Of several that are new enough the oldest, and never one that is too old or lacks `java`.
    #[test]
    fn the_oldest_jdk_that_is_new_enough_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let jdk = |name: &str, version: &str, has_java: bool| {
            let home = folder.path().join(name);
            fs::create_dir_all(home.join("bin")).unwrap();
            fs::write(home.join("release"), format!("JAVA_VERSION=\"{version}\"\n")).unwrap();
            if has_java {
                fs::write(java(&home), "").unwrap();
            }
            home
        };
        let old = jdk("old", "17.0.1", true);
        let headless = jdk("headless", "21.0.1", false);
        let latest = jdk("latest", "25.0.3", true);
        let enough = jdk("enough", "24.0.1", true);
        let nothing = folder.path().join("nothing");
        assert_eq!(choose(vec![old.clone(), headless.clone(), nothing.clone()]), None);
        assert_eq!(choose(vec![old, headless, latest, enough.clone(), nothing]), Some((24, enough)));
    }
}
