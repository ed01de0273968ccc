//! `cargo xtask fdroid`: what a merge request at F-Droid runs on the recipe and the tree: lint, rewritemeta, scanner. The
//! server's tools come from PyPI into a folder of their own.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output, root, run, say};
use crate::tools::{self, Need};
use crate::version::VERSION;

/// Pinned like every other tool.
const FDROIDSERVER: &str = "fdroidserver==2.4.5";
const PYTHON: &[Need] = &[Need { sign: "python3", packages: &["python3", "python3-venv"] }];
const RECIPE: &str = "metadata/org.stufo.yml";
/// Of F-Droid's own data: the recipe's category, and the source that its build takes rustup from (an empty one here).
const CATEGORIES: &str = "Phone & SMS:\n  name: Phone & SMS\n";

pub(crate) fn check() -> Result<()> {
    let folder = root().join("target/fdroid");
    let fdroid = folder.join("venv/bin/fdroid");
    if !fdroid.exists() {
        tools::ensure(&[PYTHON])?;
        run(command("python3", &["-m", "venv"]).arg(folder.join("venv")))?;
        run(command("target/fdroid/venv/bin/pip", &["install", "-q", FDROIDSERVER]).current_dir(root()))?;
    }
    let data = folder.join("data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    for part in ["metadata", "config", "srclibs"] {
        fs::create_dir_all(data.join(part))?;
    }
    fs::write(data.join("config.yml"), "")?;
    fs::write(data.join("config/categories.yml"), CATEGORIES)?;
    let copy = data.join(RECIPE);
    fs::copy(root().join(RECIPE), &copy)?;
    let tool = |args: &[&str]| {
        let mut fdroid = command(fdroid.to_str().unwrap_or_default(), args);
        fdroid.current_dir(&data);
        run(&mut fdroid)
    };
    tool(&["lint", "org.stufo"])?;
    tool(&["rewritemeta", "org.stufo"])?;
    let (ours, rewritten) = (fs::read_to_string(root().join(RECIPE))?, fs::read_to_string(&copy)?);
    ensure!(ours == rewritten, "rewritemeta writes {RECIPE} otherwise: take over {}", copy.display());
    sources(&data)?;
    fs::write(&copy, local(&ours, &data))?;
    // Its exit code stays 0 whatever it finds.
    let scan = format!("{} scanner org.stufo 2>&1", fdroid.display());
    let words = output(command("sh", &["-c", &scan]).current_dir(&data))?;
    say(&words);
    ensure!(words.contains("...scanning") && !words.contains("problems found"), "the scanner finds problems");
    say("fdroid: lint, rewritemeta and scanner are content");
    Ok(())
}

/// The commit under the tag that the recipe names, and an empty rustup.
fn sources(data: &Path) -> Result<()> {
    let git = |folder: &Path, args: &[&str]| -> Result<String> {
        output(
            command("git", &["-c", "user.name=x", "-c", "user.email=x@example.org"]).arg("-C").arg(folder).args(args),
        )
    };
    let stufo = data.join("stufo");
    output(command("git", &["clone", "-q", "."]).arg(&stufo)).context("the tree is no git repository")?;
    git(&stufo, &["tag", "-f", &format!("v{VERSION}")])?;
    let rustup = data.join("rustup");
    fs::create_dir_all(&rustup)?;
    git(&rustup, &["init", "-q"])?;
    git(&rustup, &["commit", "-q", "--allow-empty", "-m", "Stand in"])?;
    git(&rustup, &["tag", "1.28.2"])?;
    fs::write(data.join("srclibs/rustup.yml"), format!("RepoType: git\nRepo: {}\n", rustup.display()))?;
    Ok(())
}

/// The recipe with the repository of this machine.
fn local(recipe: &str, data: &Path) -> String {
    let line = |line: &str| match line.starts_with("Repo: ") {
        true => format!("Repo: {}\n", data.join("stufo").display()),
        false => format!("{line}\n"),
    };
    recipe.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::ABIS;
    use crate::version;

    /// The recipe's version is this one's, and its packages have the codes that the build gives them.
    #[test]
    fn the_recipe_is_of_this_version() {
        let recipe = fs::read_to_string(root().join(RECIPE)).unwrap();
        let code =
            |abi: &str| version::code(&ABIS.into_iter().filter(|known| known.name == abi).collect::<Vec<_>>()).unwrap();
        assert!(recipe.contains(&format!("\nCurrentVersion: {VERSION}\n")), "CurrentVersion");
        assert!(recipe.contains(&format!("\nCurrentVersionCode: {}\n", code("arm64-v8a"))), "CurrentVersionCode");
        for abi in ["armeabi-v7a", "arm64-v8a"] {
            let build =
                recipe.split("\n  - versionName: ").find(|part| part.contains(&format!("--abi {abi}"))).unwrap();
            assert!(build.starts_with(VERSION) && build.contains(&format!("versionCode: {}\n", code(abi))), "{build}");
            assert!(build.contains(&format!("commit: v{VERSION}\n")), "{build}");
        }
        let pom = fs::read_to_string(root().join("android/pom.xml")).unwrap();
        let first = version::code(&ABIS).unwrap();
        assert!(pom.contains(&format!("<app.version.code>{first}</app.version.code>")), "android/pom.xml: {first}");
    }
}
