//! Every form of list as it is found in the wild, read by the built `stufo`: files with their junk against golden counts
//! (`tests/data/lists`), every writable form against every other, and a real list in both its forms.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_tests::binary;

const WRITABLE: [(&str, &str); 6] =
    [("plain", "txt"), ("csv", "csv"), ("json", "json"), ("xml", "xml"), ("vcard", "vcf"), ("stufo", "stufo")];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lists")
}

fn convert(args: &[&str], input: &[u8]) -> (Vec<u8>, Value) {
    let mut command = Command::new(binary());
    let output = command.arg("convert").arg("--json").args(args).write_stdin(input).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {told}");
    (output.stdout, serde_json::from_str(&told).unwrap_or_else(|_| panic!("{args:?}: {told}")))
}

/// The list as plain text, a line an entry, and what was told of it.
fn as_plain(region: &str, input: &[u8]) -> (Vec<String>, Value) {
    let (out, told) = convert(&["--region", region, "--to", "plain", "-", "-"], input);
    (String::from_utf8(out).unwrap().lines().map(str::to_owned).collect(), told)
}

#[test]
fn every_file_gives_what_its_golden_line_says() {
    let golden = std::fs::read_to_string(data().join("golden.csv")).unwrap();
    let mut forms = std::collections::BTreeMap::<String, usize>::new();
    for line in golden.lines().skip(1) {
        let [file, region, form, taken, left_out, withdrawn, numbers, first] = line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("{line}")
        };
        let (entries, told) = as_plain(region, &std::fs::read(data().join(file)).unwrap());
        let counts = ["form", "taken", "left_out", "withdrawn", "written"].map(|name| told.get(name).cloned().unwrap());
        let wanted = [taken, left_out, withdrawn, numbers].map(|count| json!(count.parse::<u64>().unwrap()));
        assert_eq!(counts[0], json!(form), "{file}");
        assert_eq!(counts[1..], wanted, "{file}: {told}");
        assert_eq!(entries.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" "), first, "{file}");
        let stem = file.split(['-', '.']).next().unwrap();
        *forms.entry(stem.to_owned()).or_default() += 1;
        assert!(!told.to_string().contains("12345"), "no number is told: {told}");
    }
    for form in ["plain", "spamblocker", "dnc", "ftc", "fossify", "phoneblock", "callblockerd", "yacb", "nophonespam"] {
        assert!(forms.get(form).is_some_and(|count| *count >= 2), "two files of {form}");
    }
    for form in ["saracroche", "es", "fritzbox", "vcard"] {
        assert!(forms.get(form).is_some_and(|count| *count >= 2), "two files of {form}");
    }
    let files = std::fs::read_dir(data()).unwrap().count();
    assert_eq!(files - 1, golden.lines().count() - 1, "every file has its line");
}

/// The rows of the fact sheet on forms, each as it stands there.
#[test]
fn the_documented_rows_read() {
    for (region, row, entries) in [
        ("IT", "+902127053327", "+902127053327"),
        ("US", "pattern\n4692576503", "+14692576503"),
        ("IT", "+902127053327,+902127065148", "+902127053327 +902127065148"),
        ("FR", r#"{"operator":"ARCEP","prefix":"+33162","pattern":"33162######"}"#, "+33162######"),
        ("ES", "998777112", "+34998777112"),
        ("DE", r#"<number type="home" prio="1" id="0">0014029357733</number>"#, "+14029357733"),
        ("IT", "TEL;TYPE=CELL:+390612345678", "+390612345678"),
        (
            "CH",
            r#"{"name":"main","entries":[{"name":"Test range 1","number":"+4144888","date_modified":"2016-8-21 14:54:2 +0000"}]}"#,
            "+4144888*",
        ),
        (
            "DE",
            r#"{"numbers":[{"phone":"+4930231250","votes":10,"rating":"G_FRAUD","lastActivity":1}],"version":42}"#,
            "+4930231250",
        ),
    ] {
        assert_eq!(as_plain(region, row.as_bytes()).0.join(" "), entries, "{row}");
    }
}

/// What a closed range holds is what it says: lengths matter.
#[test]
fn a_digit_for_a_place_widens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (list, db) = (folder.path().join("list.csv"), folder.path().join("stufo.db"));
    std::fs::write(&list, "pattern\n+3902555512##\n+33162######\n").unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(binary());
        let output = command.args(args).args(["--db", db.to_str().unwrap(), "--region", "IT"]).output().unwrap();
        assert!(output.status.success(), "{args:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    assert_eq!(run(&["lists", "add", list.to_str().unwrap(), "--json"]).get("numbers"), Some(&json!(2)));
    for (number, blocked) in [
        ("+390255551200", true),
        ("+390255551299", true),
        ("+39025555120", false),
        ("+3902555512000", false),
        ("+390255551300", false),
        ("+33162000000", true),
        ("+33162999999", true),
        ("+3316200000", false),
        ("+331620000000", false),
    ] {
        let reason = run(&["check", number, "--json"]).get("reason").cloned().unwrap();
        assert_eq!(reason == "list", blocked, "{number}: {reason}");
    }
}

/// A list with everything that forms can say, in each form, then from each into each other.
#[test]
fn every_writable_form_converts_to_every_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let table = "number,name,category,score\n+390612345678,Luce & gas,fraud,12\n+390612345679,,,\n+3902555512*,Serie,advertising,\n\
                 +3902555513##,Board,,\n+3902555513###,Board,,\n1477,,,\n+14029357733,\"a, \"\"b\"\"; c\",,3\n+493023125001,<Büro>,poll,0\n";
    let all = path("all.csv");
    std::fs::write(&all, table).unwrap();
    let (wanted, told) = as_plain("IT", table.as_bytes());
    assert_eq!((wanted.len(), told.get("left_out")), (8, Some(&json!(0))));
    let (whole, _) = convert(&["--region", "IT", "--to", "csv", &all, "-"], b"");
    for (from, ending) in WRITABLE {
        let here = path(&format!("list.{ending}"));
        convert(&["--region", "IT", &all, &here], b"");
        for (to, other) in WRITABLE {
            let there = path(&format!("{from}-to.{other}"));
            // By the ending, and from what the content tells.
            let (_, told) = convert(&["--region", "US", &here, &there], b"");
            assert_eq!(told.get("form"), Some(&json!(from)));
            assert_eq!(told.get("left_out"), Some(&json!(0)), "{from} to {to}: {told}");
            let (entries, told) = as_plain("IT", &std::fs::read(&there).unwrap());
            assert_eq!(told.get("form"), Some(&json!(to)));
            assert_eq!(entries, wanted, "{from} to {to}");
        }
        if matches!(from, "csv" | "stufo") {
            let (again, _) = convert(&["--region", "US", "--to", "csv", &here, "-"], b"");
            assert_eq!(again, whole, "{from} keeps names, categories and scores too");
        }
    }
}

/// Reads both forms and holds them to each other.
fn same_in_both(national: &[u8], contacts: &[u8]) -> u64 {
    let ((numbers, text), (others, card)) = (as_plain("ES", national), as_plain("ES", contacts));
    assert_eq!((text.get("form"), card.get("form")), (Some(&json!("plain")), Some(&json!("vcard"))));
    for name in ["taken", "left_out", "written"] {
        assert_eq!(text.get(name), card.get(name), "{name}");
    }
    assert_eq!(numbers, others);
    text.get("written").and_then(Value::as_u64).unwrap()
}

/// Writes past the test harness, which shows output only of failing tests.
fn say(words: &str) {
    std::io::stderr().write_all(format!("{words}\n").as_bytes()).unwrap();
}

/// The real list lies beside the repository where it is built, and not with a stranger: then a made-up one of the same
/// shape is read, and that is said.
#[test]
fn a_list_gives_the_same_in_both_its_forms() {
    let made: Vec<u64> = (0..20_247_u64).map(|index| 600_000_000 + index * 19_753 % 400_000_000).collect();
    let text: String = made.iter().map(|number| format!("{number}\n")).collect();
    let tels: String =
        made.iter().enumerate().map(|(index, number)| format!("item{}.TEL:{number}\n", index + 1)).collect();
    let card = format!("BEGIN:VCARD\nVERSION:3.0\nFN:Spam\n{tels}END:VCARD\n");
    let made = same_in_both(text.as_bytes(), card.as_bytes());
    assert!(made > 20_000, "{made}");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lists");
    let real = ["es-national.txt", "es-contacts.vcf"].map(|name| std::fs::read(shared.join(name)));
    let [Ok(national), Ok(contacts)] = real else {
        say(&format!("the real list is not here: {made} made-up numbers were read in its two forms"));
        return;
    };
    let read = same_in_both(&national, &contacts);
    assert_eq!(read, 20_247);
    say(&format!("{read} real numbers read the same in both forms"));
}
