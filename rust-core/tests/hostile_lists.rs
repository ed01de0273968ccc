//! Lists made to harm. Whatever comes, reading ends: in a named error or in lines that are counted as bad, within memory
//! and work that are counted here and not timed; and the previous list stays in force.
//!
//! Memory is the peak of what this thread holds, by an allocator that counts. Work is the bytes taken from the source,
//! which has no end of its own, and the lines looked at, which `Limits` bounds.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{Read, Write};

use stufo_core::api::{Core, ListDraft};
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{
    self, Fault, Form, FormatError, Limits, MAX_BYTES, MAX_ENTRIES, MAX_LINES, MAX_OPEN_LINES, Unknown,
};
use stufo_core::moment::Moment;
use stufo_core::number::{LineType, PhoneNumber, Region};

/// Counts what each thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn count(bytes: isize) {
    HELD.with(|held| {
        let now = held.get().0 + bytes;
        held.set((now, held.get().1.max(now)));
    });
}

#[expect(unsafe_code, reason = "an allocator is; it only counts and hands on")]
// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most that `work` held at once beyond what was there before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, isize) {
    let before = HELD.with(Cell::get).0;
    HELD.with(|held| held.set((before, before)));
    let done = work();
    (done, HELD.with(Cell::get).1 - before)
}

/// Bytes, then others again and again (`u64::MAX`: for ever), then an end; counts what is taken.
#[derive(Clone)]
struct Source {
    head: Vec<u8>,
    unit: Vec<u8>,
    units: u64,
    tail: Vec<u8>,
    taken: u64,
}

impl Source {
    fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self::repeating(bytes, "", 0, "")
    }

    fn repeating(head: impl AsRef<[u8]>, unit: impl AsRef<[u8]>, units: u64, tail: impl AsRef<[u8]>) -> Self {
        let [head, unit, tail] = [head.as_ref(), unit.as_ref(), tail.as_ref()].map(<[u8]>::to_vec);
        Self { head, unit, units, tail, taken: 0 }
    }

    fn endless(head: impl AsRef<[u8]>, unit: impl AsRef<[u8]>) -> Self {
        // Many at once: what gives the bytes should cost less than what reads them.
        let unit = unit.as_ref();
        Self::repeating(head, unit.repeat(1 + (1 << 12) / unit.len()), u64::MAX, "")
    }

    /// The bytes from `at` on, as far as they lie together; none at the end.
    fn bytes_at(&self, at: u64) -> &[u8] {
        let within = |bytes: &'_ [u8], at: u64| usize::try_from(at).ok().filter(|at| *at < bytes.len());
        let (head, unit) = (self.head.len() as u64, self.unit.len() as u64);
        if let Some(at) = within(&self.head, at) {
            return &self.head[at..];
        }
        let at = at - head;
        match unit.checked_mul(self.units) {
            Some(all) if at >= all => within(&self.tail, at - all).map_or(&[], |at| &self.tail[at..]),
            _ => within(&self.unit, at % unit).map_or(&[], |at| &self.unit[at..]),
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            let bytes = self.bytes_at(self.taken);
            let count = bytes.len().min(buffer.len() - filled);
            if count == 0 {
                break;
            }
            buffer[filled..filled + count].copy_from_slice(&bytes[..count]);
            self.taken += count as u64;
            filled += count;
        }
        Ok(filled)
    }
}

/// Small enough to reach each of them quickly; the true ones differ in nothing else.
const LIMITS: Limits = Limits { bytes: 1 << 20, lines: 50_000, entries: 20_000 };
/// Buffers of the reader and of what decompresses, a line, a row and an item.
const MEMORY: isize = 1 << 19;
/// What a reader may have taken beyond a limit: its buffers.
const BEYOND: u64 = 160 * 1024;

/// How reading a kind ends.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Error(FormatError),
    /// So many bad lines, the first for this reason, and no entry.
    Bad(u64, Fault),
    /// Nothing at all.
    Nothing,
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// A member of a zip archive.
fn member(name: &str, content: &[u8], flags: u16, checksum: Option<u32>) -> Vec<u8> {
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(content).unwrap();
    let packed = writer.finish().unwrap();
    let mut sum = flate2::Crc::new();
    sum.update(content);
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    bytes.extend(flags.to_le_bytes());
    bytes.extend([8, 0, 0, 0, 0, 0]);
    bytes.extend(checksum.unwrap_or_else(|| sum.sum()).to_le_bytes());
    bytes.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
    bytes.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(name.as_bytes());
    bytes.extend(packed);
    bytes
}

fn zip(content: &[u8]) -> Vec<u8> {
    member("list.txt", content, 0, None)
}

fn utf16(units: &[u16]) -> Vec<u8> {
    [0xfeff].iter().chain(units).flat_map(|unit| unit.to_le_bytes()).collect()
}

/// A good list in our own form.
fn packed() -> Vec<u8> {
    let mut entries = Vec::new();
    let text: String = (0..3_000).map(|index| format!("+39061{:07}\n", index * 37)).collect();
    formats::read(text.as_bytes(), None, Region::ITALY, &mut |entry| entries.push(entry)).unwrap();
    let mut bytes = Vec::new();
    formats::write(formats::Form::Stufo, entries.into_iter(), &mut bytes).unwrap();
    bytes
}

fn changed(mut bytes: Vec<u8>, at: usize, to: impl Fn(u8) -> u8) -> Vec<u8> {
    bytes[at] = to(bytes[at]);
    bytes
}

fn kinds() -> Vec<(&'static str, Source, End)> {
    use End::{Bad, Error, Nothing};
    use FormatError::{
        Damaged, DamagedCompression, NestedCompression, TooLarge, TooLong, TooManyLines, UnknownCompression,
        UnknownForm,
    };
    let ones = vec![b'1'; 2 << 20];
    let laughs = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><phonebook><number>&d;&d;&d;</number></phonebook>"#;
    let secret = r#"<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><phonebook><number>&x;</number></phonebook>"#;
    let labels = [b"STUFO-LIST-1\n".as_slice(), &[0xff; 8], &[0x7f]].concat();
    let no_labels = [b"STUFO-LIST-1\n".as_slice(), &[0; 4], &[0]].concat();
    let many_columns = format!("name,number\n{}\n", "x,".repeat(5_000));
    let much_in_each = format!("<dict><key>number</key><string>{}</string><key>x</key>", "1".repeat(30_000));
    let good = packed();
    vec![
        // Compressed.
        ("gzip bomb", Source::of(gzip(&ones)), Error(TooLarge)),
        ("gzip bomb of lines", Source::of(gzip(&vec![b'\n'; 1 << 20])), Error(TooManyLines)),
        ("gzip of nothing for ever", Source::endless("", gzip(b"")), Error(TooLarge)),
        ("gzip in gzip", Source::of(gzip(&gzip(b"+390612345678\n"))), Error(NestedCompression)),
        ("gzip cut off", Source::of(&gzip(b"junk\njunk\n")[..20]), Error(DamagedCompression)),
        ("gzip of another checksum", Source::of(changed(gzip(b"junk\n"), 18, |byte| !byte)), Error(DamagedCompression)),
        ("zip bomb", Source::of(zip(&ones)), Error(TooLarge)),
        ("zip in zip", Source::of(zip(&zip(b"+390612345678\n"))), Error(NestedCompression)),
        ("gzip in zip", Source::of(zip(&gzip(b"+390612345678\n"))), Error(NestedCompression)),
        ("zip cut off", Source::of(&zip(b"+390612345678\n")[..45]), Error(DamagedCompression)),
        ("zip of another checksum", Source::of(member("a", b"+390612345678\n", 0, Some(7))), Error(DamagedCompression)),
        ("encrypted zip", Source::of(member("a", b"+390612345678\n", 1, None)), Error(UnknownCompression)),
        ("zip of folders for ever", Source::endless("", member("a/", b"", 0, None)), Error(UnknownCompression)),
        ("zip of nothing", Source::of(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), Error(UnknownCompression)),
        ("bomb in a folder of a zip", Source::of(member("a/", &ones, 0, None)), Error(DamagedCompression)),
        // Text.
        ("a line for ever", Source::endless("", "1"), Error(TooLarge)),
        ("a line of commas for ever", Source::endless("", ","), Error(TooManyLines)),
        ("empty lines for ever", Source::endless("", "\n"), Error(TooManyLines)),
        ("tiny lines for ever", Source::endless("", "1\n"), Error(TooManyLines)),
        ("a comment for ever", Source::endless("# ", "c"), Error(TooLarge)),
        ("all junk", Source::repeating("", "junk junk junk\n", 5_000, ""), Bad(5_000, Fault::NotANumber)),
        ("overlong numbers", Source::repeating("", "+39061234567890123456\n", 50, ""), Bad(50, Fault::NotANumber)),
        ("digits for a whole line", Source::of("1".repeat(70_000)), Bad(1, Fault::LineTooLong)),
        ("NULs", Source::of(vec![0; 50_000]), Error(UnknownForm)),
        ("NULs among lines", Source::repeating("", "junk \0 and more of it\n", 90, ""), Bad(90, Fault::NotANumber)),
        (
            "a picture",
            Source::of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"),
            Error(UnknownForm),
        ),
        ("no UTF-8", Source::repeating("", b"\xff\xfe\xfd caller\n".as_slice(), 3, ""), Bad(1, Fault::NotANumber)),
        (
            "bytes of no coding",
            Source::repeating("x\n", b"\xc3\x28 caller\n".as_slice(), 9, ""),
            Bad(10, Fault::NotANumber),
        ),
        ("lone surrogates", Source::of(utf16(&[0xd800, 0x39, 0x0a, 0xdc00, 0x39, 0x0a])), Bad(2, Fault::NotANumber)),
        ("UTF-16 for ever", Source::endless([0xff, 0xfe], [0x31, 0]), Error(TooLarge)),
        // What must ring, in every disguise.
        ("emergency numbers", Source::of("112\n+39112\n0039112\n113\n118\n"), Bad(5, Fault::NeverBlock)),
        ("in Arabic digits", Source::of("+٣٩١١٢\n"), Bad(1, Fault::NeverBlock)),
        ("in full-width digits", Source::of("＋３９１１２\n"), Bad(1, Fault::NeverBlock)),
        ("under direction marks", Source::of("\u{202e}+39\u{200f}1\u{200b}12\n"), Bad(1, Fault::NeverBlock)),
        ("as ranges", Source::of("+39112#\n+39112*\n+39116###\n+39112######\n"), Bad(4, Fault::NeverBlock)),
        ("everybody", Source::of("*\n#\n+*\n**\n"), Bad(3, Fault::NotAPrefix)),
        ("countries", Source::of("+39*\n+1*\n0039*\n+3902*\n+39347*\n+39347#######\n"), Bad(6, Fault::TooWide)),
        (
            "wildcards",
            Source::of("+39*12345678\n+39#61234567#\n+3906??345678\n*0612345678\n"),
            Bad(4, Fault::NotAPrefix),
        ),
        ("regexes", Source::of("/.*/\n^\\+39.*$\n+39.{9}\n(a+)+$\n"), Bad(4, Fault::NotAPrefix)),
        // Tables.
        ("a million columns", Source::repeating("number,name\n", ",", 1_000_000, "\n"), Bad(1, Fault::LineTooLong)),
        ("thousands of columns", Source::of(many_columns), Bad(1, Fault::LineTooLong)),
        ("a header only", Source::of("pattern\n"), Nothing),
        ("a header for ever", Source::endless("pattern,", "x"), Error(TooLarge)),
        ("an open quote for ever", Source::endless("number,name\n\"", "x"), Error(TooLarge)),
        (
            "open quotes on every line",
            Source::repeating("number,name\n", "a,\"b\n", 999, ""),
            Bad(999, Fault::UnclosedQuote),
        ),
        ("an open quote over lines for ever", Source::endless("number\n\"", "x\n"), Error(TooManyLines)),
        // JSON.
        ("deep JSON", Source::endless("", "["), Error(Damaged { line: 1 })),
        ("deep objects", Source::endless("", "{\"numbers\":"), Error(Damaged { line: 1 })),
        ("deep items", Source::endless("[", "{\"a\":"), Error(Damaged { line: 1 })),
        ("a JSON text for ever", Source::endless("[\"", "1"), Error(TooLong { line: 1 })),
        ("a JSON name for ever", Source::endless("{\"", "a"), Error(TooLong { line: 1 })),
        ("JSON names for ever", Source::endless("{", "\"a\":1,"), Error(TooManyLines)),
        ("a JSON item for ever", Source::endless("[{", "\"a\":1,"), Error(TooLong { line: 1 })),
        ("a JSON number for ever", Source::endless("{\"version\":", "1"), Error(TooLong { line: 1 })),
        ("a passed-over JSON text for ever", Source::endless("{\"x\":\"", "1"), Error(TooLarge)),
        ("JSON blanks for ever", Source::endless("[", " "), Error(TooLong { line: 1 })),
        ("JSON items that say nothing", Source::endless("[{}", ",{}"), Error(TooManyLines)),
        ("JSON cut off", Source::of("{\"numbers\":[{\"phone\":\"junk\"},{\"ph"), Error(Damaged { line: 1 })),
        ("JSON and then text", Source::of("[]\n+390612345678\n"), Error(Damaged { line: 1 })),
        (
            "values of every kind",
            Source::of("[1,-1,1.5,null,true,[],{},\"\",{\"phone\":[]}]"),
            Bad(9, Fault::NotANumber),
        ),
        (
            "names that are no numbers for ever",
            Source::endless("{", "\"123456789012345678901\":1,"),
            Error(TooManyLines),
        ),
        ("JSON without numbers", Source::of("{\"error\":\"junk\"}"), Error(FormatError::NotAList(Unknown::Json))),
        // XML.
        ("a billion laughs", Source::of(laughs), Bad(1, Fault::NotANumber)),
        ("a file of this machine", Source::of(secret), Bad(1, Fault::NotANumber)),
        ("an XML attribute for ever", Source::endless("<blocklist a=\"", "x"), Error(TooLong { line: 1 })),
        ("an XML tag for ever", Source::endless("<", "x"), Error(TooLong { line: 1 })),
        ("an XML text for ever", Source::endless("<number>", "1"), Error(TooLong { line: 1 })),
        ("pieces of an XML text for ever", Source::endless("<number>", "1<!-- -->"), Error(TooLong { line: 1 })),
        ("an XML comment for ever", Source::endless("<!--", "x"), Error(TooLong { line: 1 })),
        ("an XML type for ever", Source::endless("<!DOCTYPE x [", "<!ENTITY a \"a\">"), Error(TooLong { line: 1 })),
        ("deep XML", Source::endless("", "<a>"), Error(Damaged { line: 1 })),
        ("XML tags for ever", Source::endless("<a>", "<b/>"), Error(TooManyLines)),
        ("XML cut off", Source::of("<blocklist><phone-info phone=\"x\"/>"), Error(Damaged { line: 2 })),
        ("XML cut off in a tag", Source::of("<blocklist><phone-info phone=\"x"), Error(Damaged { line: 1 })),
        ("XML and then text", Source::of("<blocklist/>\n+390612345678\n"), Error(Damaged { line: 1 })),
        (
            "a page instead of a list",
            Source::of("<html><body><p>Not found</p></body></html>"),
            Error(FormatError::NotAList(Unknown::WebPage)),
        ),
        // Property lists.
        (
            "a dictionary for ever",
            Source::endless("<plist><dict>", "<key>number</key><string>1</string>"),
            Error(TooLong { line: 1 }),
        ),
        ("deep dictionaries", Source::endless("<plist>", "<dict><key>a</key>"), Error(Damaged { line: 1 })),
        ("dictionaries with much in each", Source::endless("<plist>", much_in_each), Error(TooLong { line: 1 })),
        ("texts of a property list for ever", Source::endless("<plist><array>", "<array/>"), Error(TooManyLines)),
        (
            "a property list without numbers",
            Source::of("<plist><dict/></plist>"),
            Error(FormatError::NotAList(Unknown::Xml)),
        ),
        // vCard.
        ("folded lines for ever", Source::endless("BEGIN:VCARD\nTEL:1", "\n 1"), Error(TooManyLines)),
        (
            "a soft line end for ever",
            Source::endless("BEGIN:VCARD\nTEL;QUOTED-PRINTABLE:1", "=\n"),
            Error(TooManyLines),
        ),
        ("contacts for ever", Source::endless("BEGIN:VCARD\n", "BEGIN:VCARD\nEND:VCARD\n"), Error(TooManyLines)),
        ("a contact cut off", Source::of("BEGIN:VCARD\nFN:x\nTEL:junk\n"), Error(Damaged { line: 4 })),
        // Our own form.
        ("labels without end", Source::of(labels), Error(FormatError::TooManyEntries)),
        ("packed, a trie without end", Source::endless(no_labels.clone(), "1"), Error(Damaged { line: 876 })),
        ("packed, a trie of zeros without end", Source::endless(no_labels.clone(), "\0"), Error(Damaged { line: 1 })),
        ("packed, a trie of ones without end", Source::endless(no_labels, [0xff]), Error(Damaged { line: 1 })),
        ("packed, cut off", Source::of(&good[..1_000]), Error(Damaged { line: 1_280 })),
        // The checksum stands for the whole: what is read before it says no is never in force.
        (
            "packed, a bit flipped",
            Source::of(changed(good.clone(), 40, |byte| byte ^ 4)),
            Error(Damaged { line: 2_973 }),
        ),
        ("packed, and then more", Source::of([good.as_slice(), b"more"].concat()), Error(Damaged { line: 3_001 })),
        ("packed in name only", Source::of("STUFO-LIST-1\n"), Error(Damaged { line: 1 })),
        // Mixed.
        ("a table in XML's clothes", Source::of("<number,name\n+390612345678,x\n"), Error(Damaged { line: 1 })),
        ("JSON among lines", Source::of("junk\n{\"numbers\":[\n\"x\"\n]}\n"), Bad(4, Fault::NotANumber)),
    ]
}

#[test]
fn every_kind_ends_by_name_within_its_bounds() {
    let kinds = kinds();
    assert!(kinds.len() >= 20);
    let mut wrong = Vec::new();
    for (name, mut source, expected) in kinds {
        let mut entries = 0_u64;
        let (read, peak) =
            peak_of(|| formats::read_lines(LIMITS, &mut source, None, Region::ITALY, &mut |_| entries += 1));
        let end = match read {
            Err(error) => End::Error(error),
            Ok(report) => match report.problems.first() {
                None => End::Nothing,
                Some(problem) => End::Bad(report.left_out, problem.fault),
            },
        };
        // Blocks before the damage were whole.
        let is_of_packed = name.starts_with("packed");
        let taken = source.taken;
        let is_within = peak <= MEMORY && taken <= LIMITS.bytes + BEYOND && (entries == 0 || is_of_packed);
        if end != expected || !is_within {
            wrong.push(format!("{name}: {end:?}, not {expected:?}; {peak} held, {taken} taken, {entries} entries"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Beginnings cost many times as much as numbers, however their open digits are written: so few of them are read.
#[test]
fn beginnings_are_counted_however_they_are_written() {
    for line in ["1##\n", "1xx\n", "1 X X\n", "'1xx'\n", "+1*\n"] {
        let end = |lines| {
            let mut source = Source::repeating("", line, lines, "");
            formats::read(&mut source, Some(Form::Plain), Region::ITALY, &mut |_| ()).map(|report| report.left_out)
        };
        assert_eq!(end(MAX_OPEN_LINES + 1), Err(FormatError::TooManyLines), "{line}");
        if line == "1xx\n" {
            assert_eq!(end(MAX_OPEN_LINES), Ok(MAX_OPEN_LINES), "{line}");
        }
    }
}

/// A good list in each form under the true limits takes no more memory than a hostile one.
#[test]
fn a_good_list_is_never_in_memory_as_a_whole() {
    // The numbering plan's expressions are compiled once in a process, whatever is read.
    let plan = |number: &str| number.parse::<PhoneNumber>().unwrap().line_type();
    assert_ne!(plan("+390612345678"), LineType::Unknown);
    let lines = Source::repeating("", "+390612345678\n", 40_000, "");
    let items = Source::repeating(
        "{\"numbers\":[\"+390612345678\"",
        ",{\"phone\":\"+390612345678\",\"votes\":7}",
        20_000,
        "]}",
    );
    let tags =
        Source::repeating("<blocklist>", "<phone-info phone=\"+390612345678\" votes=\"7\"/>", 20_000, "</blocklist>");
    let rows = Source::repeating("number,name\n", "+390612345678,\"a, b\"\n", 40_000, "");
    let card = Source::repeating("BEGIN:VCARD\n", "item1.TEL:+390612345678\n", 40_000, "END:VCARD\n");
    let line = Source::repeating("+390612345678", ",+390612345678", 39_999, "");
    let sizes = [40_000, 20_001, 20_000, 40_000, 40_000, 40_000];
    for (mut source, size) in [lines, items, tags, rows, card, line].into_iter().zip(sizes) {
        let mut entries = 0_u64;
        let (read, peak) = peak_of(|| formats::read(&mut source, None, Region::ITALY, &mut |_| entries += 1));
        let report = read.unwrap();
        assert_eq!((entries, report.left_out), (size, 0), "{:?}", report.form);
        assert!(peak <= MEMORY, "{:?}: {peak} bytes of memory", report.form);
    }
}

/// Nothing but the figures differs between the limits of these tests and the true ones.
#[test]
fn the_true_limits_are_the_documented_ones() {
    let true_ones = Limits { bytes: MAX_BYTES, lines: MAX_LINES, entries: MAX_ENTRIES };
    assert_eq!(Limits::default(), true_ones);
    assert_eq!((MAX_BYTES, MAX_LINES, MAX_ENTRIES), (256 << 20, 20_000_000, 20_000_000));
}

/// After every kind the three numbers that were there still stop their callers.
#[test]
fn the_list_before_stays_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let at = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
    let core = Core::open(folder.path(), Region::ITALY, at).unwrap();
    let id = core.add_list(&ListDraft::new("list", "list.txt"), at).unwrap();
    let good = "+390612345671\n+390612345672\n+390612345673\n";
    assert_eq!(core.import_list(id, &mut good.as_bytes(), at).unwrap().now, 3);
    let lists = format!(r#"{{"ask":"lists","at":{{"utc_millis":{},"offset_minutes":60}}}}"#, at.utc_millis);
    for (name, source, _) in kinds() {
        // Bounded as a download is.
        let mut source = source.take(1 << 19);
        assert!(core.import_list(id, &mut source, at).is_err(), "{name}");
        let answer: serde_json::Value = serde_json::from_str(&core.query(&lists).unwrap()).unwrap();
        assert_eq!(answer.pointer("/lists/0/numbers"), Some(&3.into()), "{name}");
    }
}

/// The good files of every form with bytes changed, doubled, cut out and cut off: an end by name or bad lines, never a panic,
/// and nothing that no list may hold.
#[test]
fn damaged_files_of_every_form_end_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/lists");
    let mut state = 5_u64;
    let mut draw = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30);
    let mut read = 0;
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        for _ in 0..40 {
            let mut bytes = whole.clone();
            for _ in 0..=draw(4) {
                let (at, length) = (draw(bytes.len()), draw(60));
                let end = (at + length).min(bytes.len());
                match draw(5) {
                    0 if at < bytes.len() => bytes[at] = u8::try_from(draw(256)).unwrap(),
                    1 => bytes.truncate(at),
                    2 => drop(bytes.drain(at..end)),
                    3 => {
                        let piece = bytes[at..end].to_vec();
                        bytes.splice(at..at, piece);
                    }
                    _ => drop(bytes.splice(at..at, *b"\"\n*#[{<=")),
                }
            }
            let mut take = |entry: Entry| assert!(formats::guard(&entry, Region::ITALY).is_ok(), "{}", file.display());
            let (done, peak) = peak_of(|| formats::read(bytes.as_slice(), None, Region::ITALY, &mut take));
            read += usize::from(done.is_ok());
            assert!(peak <= MEMORY, "{}: {peak} bytes of memory", file.display());
        }
    }
    assert!(read > 500, "most damage costs a line or two: {read}");
}

/// Sixty million bytes of backup that are two bytes a value: refused before they are parsed, wherever they stand.
#[test]
fn a_backup_of_nothing_takes_no_more_memory_than_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
    let core = Core::open(folder.path(), Region::ITALY, at).unwrap();
    let nothing = |unit: &str, last: &str| unit.repeat(60_000_000 / unit.len()) + last;
    for (field, of) in [
        ("x", "zeros"),
        ("settings", "zeros"),
        ("objections", "texts"),
        ("enrolments", "objects"),
        ("calls", "zeros"),
        ("calls", "arrays"),
    ] {
        let inner = match of {
            "zeros" => format!("[{}]", nothing("0,", "0")),
            "arrays" => format!("[{}]", nothing("[],", "[]")),
            "texts" => format!("[{{\"numbers\":[{}]}}]", nothing("\"\",", "\"\"")),
            _ => format!("{{{}}}", nothing("\"a\":{},", "\"b\":{}")),
        };
        let created = r#""created":{"utc_millis":0,"offset_minutes":0}"#;
        let backup = format!("{{\"stufo_backup\":1,{created},\"{field}\":{inner}}}");
        let text = serde_json::to_string(&backup).unwrap();
        let request = format!(r#"{{"ask":"backup_preview","at":{{"utc_millis":0,"offset_minutes":0}},"text":{text}}}"#);
        drop((backup, text, inner));
        if request.len() > 64 * 1024 * 1024 {
            // Texts are escaped, so that this one is too long by itself.
            continue;
        }
        let (answer, peak) = peak_of(|| core.query(&request));
        assert!(answer.is_err(), "{field} of {of}");
        // The request is read into a value, and its text into the backup's.
        assert!(peak < 200_000_000, "{field} of {of}: {peak} bytes");
    }
}
