//! Kinds of lists as they are found, a row each (`tests/data/cases/kinds.tsv`): what is read, and how much is told as left
//! out. In UTF-8, UTF-16 and compressed alike.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::Write;

use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, Form};

/// `\n`, `\t`, `\\` and `\uXXXX` as they are meant.
fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text.chars());
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('\\')) => out.push('\\'),
            ('\\', Some('u')) => {
                let code: String = rest.by_ref().take(4).collect();
                out.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
            }
            ('\\', other) => panic!("{other:?} in {text}"),
            (c, _) => out.push(c),
        }
    }
    out
}

/// The list as `convert --to plain` writes it, and how many lines were left out.
fn read(bytes: &[u8], region: &str) -> Result<(String, u64), String> {
    let mut entries: Vec<Entry> = Vec::new();
    let report = formats::read(bytes, None, region.parse().unwrap(), &mut |entry| entries.push(entry));
    let left_out = report.map_err(|error| error.to_string())?.left_out;
    let mut out = Vec::new();
    formats::write(Form::Plain, entries.into_iter(), &mut out).unwrap();
    let lines: BTreeSet<String> = String::from_utf8(out).unwrap().lines().map(str::to_owned).collect();
    Ok((lines.into_iter().collect::<Vec<_>>().join(" "), left_out))
}

fn in_every_coding(text: &str) -> Vec<Vec<u8>> {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    vec![text.as_bytes().to_vec(), text.replace('\n', "\r\n").into_bytes(), utf16, gzip.finish().unwrap()]
}

#[test]
fn every_kind_is_read_as_it_is_meant() {
    let table = include_str!("../../tests/data/cases/kinds.tsv");
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for row in table.lines().skip(1) {
        let [id, name, region, input, expected, left_out, _] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        rows += 1;
        let expected: BTreeSet<&str> = expected.split(' ').filter(|text| !text.is_empty()).collect();
        let expected = (expected.into_iter().collect::<Vec<_>>().join(" "), left_out.parse().unwrap());
        for (coding, bytes) in in_every_coding(&unescaped(input)).iter().enumerate() {
            let found = read(bytes, region);
            if found.as_ref() != Ok(&expected) {
                wrong.push(format!("{id} {name} (coding {coding}): {found:?}, not {expected:?}"));
                break;
            }
        }
    }
    assert!(rows > 60, "{rows}");
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
}
