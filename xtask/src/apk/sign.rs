//! Signing: a release key through environment variables, else a debug key that is made on first use and kept. How the release
//! key is made, kept and replaced: docs/releasing.md.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::process::{command, output, root, run, say};

/// Names of the variables that hold a release key.
const KEYSTORE: &str = "STUFO_KEYSTORE";
const PASSWORD: &str = "STUFO_KEYSTORE_PASSWORD";
const ALIAS: &str = "STUFO_KEY_ALIAS";
/// After a change of keys: the first key, and the proof that it handed over to the new one (`apksigner rotate`).
const OLD_KEYSTORE: &str = "STUFO_OLD_KEYSTORE";
const OLD_PASSWORD: &str = "STUFO_OLD_KEYSTORE_PASSWORD";
const OLD_ALIAS: &str = "STUFO_OLD_KEY_ALIAS";
const LINEAGE: &str = "STUFO_LINEAGE";

/// The debug key's password protects nothing.
const DEBUG_PASSWORD: &str = "android";

/// A key in a file, and where apksigner reads its password from.
#[derive(Clone)]
struct Key {
    keystore: PathBuf,
    /// apksigner's form: `env:NAME` or `pass:WORD`. From the environment, it appears in no list of processes.
    password: String,
    alias: Option<String>,
}

impl Key {
    /// The key that three variables describe, if the first is set.
    fn from_environment(keystore: &str, password: &str, alias: &str) -> Result<Option<Self>> {
        let Some(path) = std::env::var_os(keystore) else { return Ok(None) };
        std::env::var_os(password).with_context(|| format!("{keystore} is set, {password} is not"))?;
        let keystore = std::path::absolute(PathBuf::from(path))?;
        Ok(Some(Self { keystore, password: format!("env:{password}"), alias: std::env::var(alias).ok() }))
    }

    fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> =
            vec!["--ks".into(), self.keystore.clone().into(), "--ks-pass".into(), self.password.clone().into()];
        if let Some(alias) = &self.alias {
            arguments.extend(["--ks-key-alias".into(), alias.into()]);
        }
        arguments
    }
}

/// What signs a package.
pub(crate) struct Signer {
    key: Key,
    /// The first key and the lineage file, where the key was replaced.
    before: Option<(Key, PathBuf)>,
}

impl Signer {
    /// The release key that the environment names, if it names one.
    pub(crate) fn release() -> Result<Option<Self>> {
        let Some(key) = Key::from_environment(KEYSTORE, PASSWORD, ALIAS)? else { return Ok(None) };
        let before = match (Key::from_environment(OLD_KEYSTORE, OLD_PASSWORD, OLD_ALIAS)?, std::env::var_os(LINEAGE)) {
            (None, None) => None,
            (Some(old), Some(lineage)) => Some((old, std::path::absolute(PathBuf::from(lineage))?)),
            _ => bail!("after a change of keys both {OLD_KEYSTORE} and {LINEAGE} are set"),
        };
        Ok(Some(Self { key, before }))
    }

    /// A key that is made once under target/, so that a second build updates the app on the phone instead of being refused.
    pub(crate) fn debug() -> Result<Self> {
        say(&format!("signed with the debug key; for a release set {KEYSTORE}, {PASSWORD} and {ALIAS}"));
        let keystore = root().join("target/debug-key.p12");
        if !keystore.exists() {
            make_key(&keystore, "CN=Stufo debug")?;
        }
        Ok(Self { key: Key { keystore, password: format!("pass:{DEBUG_PASSWORD}"), alias: None }, before: None })
    }

    /// Signs a package; v2 and v3, as every phone of API 29 reads them.
    pub(crate) fn sign(&self, unsigned: &Path, apk: &Path) -> Result<()> {
        let mut apksigner = command("apksigner", &["sign", "--min-sdk-version", "29"]);
        apksigner.args([
            "--v1-signing-enabled",
            "false",
            "--v2-signing-enabled",
            "true",
            "--v3-signing-enabled",
            "true",
        ]);
        match &self.before {
            None => apksigner.args(self.key.arguments()),
            Some((old, lineage)) => {
                apksigner.args(old.arguments()).arg("--next-signer").args(self.key.arguments());
                apksigner.arg("--lineage").arg(lineage)
            }
        };
        run(apksigner.arg("--out").arg(apk).arg(unsigned))?;
        let leftover = apk.with_extension("apk.idsig");
        if leftover.exists() {
            std::fs::remove_file(leftover)?;
        }
        Ok(())
    }
}

/// The SHA-256 of the certificate that signed a package, as shops and phones show it.
pub(crate) fn certificate(apk: &Path) -> Result<String> {
    certificate_value(apk, "SHA-256 digest: ")
}

/// Fails on a key that anybody has or that each clone makes for itself.
pub(crate) fn refuse_debug_key(apk: &Path) -> Result<()> {
    let owner = certificate_value(apk, "certificate DN: ")?;
    ensure!(!owner.to_lowercase().contains("debug"), "signed with a debug key ({owner}): a release needs its own");
    Ok(())
}

fn certificate_value(apk: &Path, what: &str) -> Result<String> {
    let words = output(command("apksigner", &["verify", "--min-sdk-version", "29", "--print-certs"]).arg(apk))?;
    Ok(certificate_line(&words, what).context("apksigner tells no certificate")?.to_owned())
}

fn certificate_line<'a>(words: &'a str, what: &str) -> Option<&'a str> {
    words.lines().find_map(|line| line.split_once(what)).map(|(_, value)| value.trim())
}

/// Makes a key of the form the release key has, under the password that protects nothing.
fn make_key(keystore: &Path, owner: &str) -> Result<()> {
    let mut keytool = command("keytool", &["-genkeypair", "-storetype", "PKCS12", "-alias", "stufo", "-keyalg", "RSA"]);
    keytool.args(["-keysize", "2048", "-validity", "10950", "-dname", owner]);
    keytool.args(["-storepass", DEBUG_PASSWORD, "-keypass", DEBUG_PASSWORD]);
    run(keytool.arg("-keystore").arg(keystore))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::apk::signing_block;
    use crate::tools;

    /// What docs/releasing.md says of a change of keys, done with two keys.
    #[test]
    fn a_rotated_key_signs_what_the_first_one_can_update() {
        tools::ensure(&[tools::SIGNING]).unwrap();
        let folder = std::env::temp_dir().join(format!("stufo-keys-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = |name: &str| folder.join(name);
        let key = |name: &str| {
            make_key(&path(name), &format!("CN={name}")).unwrap();
            Key { keystore: path(name), password: format!("pass:{DEBUG_PASSWORD}"), alias: Some("stufo".to_owned()) }
        };
        let (first, second) = (key("first"), key("second"));
        let mut rotate = command("apksigner", &["rotate", "--out"]);
        rotate.arg(path("lineage")).arg("--old-signer").args(first.arguments());
        run(rotate.arg("--new-signer").args(second.arguments())).unwrap();

        let mut writer = zip::ZipWriter::new(std::fs::File::create(path("unsigned.apk")).unwrap());
        writer.start_file("AndroidManifest.xml", SimpleFileOptions::default()).unwrap();
        writer.write_all(b"any content").unwrap();
        writer.finish().unwrap();
        let before = Signer { key: first.clone(), before: None };
        before.sign(&path("unsigned.apk"), &path("before.apk")).unwrap();
        let after = Signer { key: second, before: Some((first, path("lineage"))) };
        after.sign(&path("unsigned.apk"), &path("after.apk")).unwrap();

        let (old, new) = (certificate(&path("before.apk")).unwrap(), certificate(&path("after.apk")).unwrap());
        assert_ne!(old, new, "the new key signs");
        let lineage =
            output(command("apksigner", &["lineage", "--print-certs", "--in"]).arg(path("after.apk"))).unwrap();
        let signers: Vec<&str> = lineage
            .lines()
            .filter_map(|line| line.split_once("SHA-256 digest: "))
            .map(|(_, hash)| hash.trim())
            .collect();
        assert_eq!(signers, [old.as_str(), new.as_str()], "the package proves the change of keys:\n{lineage}");
        let bare = |name: &str| signing_block::without(&std::fs::read(path(name)).unwrap()).unwrap();
        assert_eq!(bare("after.apk"), std::fs::read(path("unsigned.apk")).unwrap());
        assert_eq!(bare("before.apk"), bare("after.apk"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_debug_key_is_known_by_its_owner() {
        let words = "Signer #1 certificate DN: CN=Stufo debug\nSigner #1 certificate SHA-256 digest: ab12\n";
        assert_eq!(certificate_line(words, "certificate DN: "), Some("CN=Stufo debug"));
        assert_eq!(certificate_line(words, "SHA-256 digest: "), Some("ab12"));
    }
}
