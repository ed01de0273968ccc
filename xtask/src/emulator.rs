//! `.ci/emulator.sh` without an emulator: what it asks of a phone, and that it fails when the phone goes wrong. On a public
//! host the same script runs on real emulators (.github/workflows/ci.yml).

use std::path::PathBuf;
use std::process::Output;

use crate::process::{command, root};

/// The script's run on a made-up phone with a fault.
fn run(fault: &str) -> Output {
    let state: PathBuf = std::env::temp_dir().join(format!("stufo-emulator-{fault}-{}", std::process::id()));
    std::fs::create_dir_all(&state).unwrap();
    let mut script = command(".ci/emulator.sh", &["stufo.apk"]);
    script.env("ADB", root().join(".ci/fake-adb")).env("FAKE_STATE", &state).env("FAKE_FAULT", fault);
    let output = script.env("PATIENCE", "2").env("PAUSE", "0").output().unwrap();
    std::fs::remove_dir_all(&state).unwrap();
    output
}

#[test]
fn a_phone_that_does_right_passes() {
    let output = run("none");
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}{}", String::from_utf8_lossy(&output.stderr));
    assert!(words.contains("both calls stand in the history"), "{words}");
}

#[test]
fn each_fault_of_a_phone_is_told() {
    for (fault, told) in [
        ("never_boots", "the end of the phone's start"),
        ("not_installed", "the package is not installed"),
        ("no_role", "the call-screening role"),
        ("rings_anyway", "the end of the unwanted call"),
        ("stops_everything", "the ringing of a wanted call"),
        ("no_record", "the unwanted call in the history"),
    ] {
        let output = run(fault);
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{fault}: {words}");
        assert!(words.contains("FAILED") && words.contains(told), "{fault}: {words}");
    }
}
