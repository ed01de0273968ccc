//! `cargo xtask screens`: every screen as a picture, in both languages, light and dark; the best for the stores.

use anyhow::Result;

use crate::process::{self, command, root, say};
use crate::{store, test, tools};

pub(crate) fn run() -> Result<()> {
    tools::ensure(&[tools::C, tools::JVM])?;
    run_build()?;
    let folder = root().join("docs/screens");
    let folder_option = format!("-Dstufo.screens.dir={}", folder.display());
    test::kotlin(&root().join("target/debug"), &[&folder_option, "-Dtest=*Screens*", "-DfailIfNoTests=true"])?;
    store::take_pictures(&folder)?;
    say(&format!("pictures in {} and fastlane/", folder.display()));
    Ok(())
}

fn run_build() -> Result<()> {
    process::run(&mut command("cargo", &["build", "--locked", "--package", "stufo-jni"]))
}
