//! Signing: a release key through environment variables, else a debug key that is made on first use and kept.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{command, root, run, say};

/// Names of the variables that hold a release key.
const KEYSTORE: &str = "STUFO_KEYSTORE";
const PASSWORD: &str = "STUFO_KEYSTORE_PASSWORD";
const ALIAS: &str = "STUFO_KEY_ALIAS";

/// The debug key's password protects nothing.
const DEBUG_PASSWORD: &str = "android";

pub(super) fn sign(unsigned: &Path, apk: &Path) -> Result<()> {
    let release = std::env::var_os(KEYSTORE).map(PathBuf::from);
    let keystore = match &release {
        Some(keystore) => keystore.clone(),
        None => debug_keystore()?,
    };
    let mut apksigner = command("apksigner", &["sign", "--min-sdk-version", "29"]);
    apksigner.args(["--v1-signing-enabled", "false", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true"]);
    apksigner.args(["--ks".as_ref(), keystore.as_os_str()]);
    if release.is_some() {
        // The password is read by apksigner from the environment: it appears in no list of processes.
        std::env::var_os(PASSWORD).with_context(|| format!("{KEYSTORE} is set, {PASSWORD} is not"))?;
        apksigner.args(["--ks-pass".to_owned(), format!("env:{PASSWORD}")]);
        if let Ok(alias) = std::env::var(ALIAS) {
            apksigner.args(["--ks-key-alias".to_owned(), alias]);
        }
    } else {
        apksigner.args(["--ks-pass".to_owned(), format!("pass:{DEBUG_PASSWORD}")]);
        say(&format!("signed with the debug key; for a release set {KEYSTORE}, {PASSWORD} and {ALIAS}"));
    }
    apksigner.args(["--out".as_ref(), apk.as_os_str(), unsigned.as_os_str()]);
    run(&mut apksigner)?;
    let leftover = apk.with_extension("apk.idsig");
    if leftover.exists() {
        std::fs::remove_file(leftover)?;
    }
    Ok(())
}

/// Kept under target/, so that a second build updates the app on the phone instead of being refused.
fn debug_keystore() -> Result<PathBuf> {
    let keystore = root().join("target/debug-key.p12");
    if !keystore.exists() {
        let mut keytool =
            command("keytool", &["-genkeypair", "-storetype", "PKCS12", "-alias", "debug", "-keyalg", "RSA"]);
        keytool.args(["-keysize", "2048", "-validity", "10950", "-dname", "CN=Stufo debug"]);
        keytool.args(["-storepass", DEBUG_PASSWORD, "-keypass", DEBUG_PASSWORD]);
        keytool.args(["-keystore".as_ref(), keystore.as_os_str()]);
        run(&mut keytool)?;
    }
    Ok(keystore)
}
