//! Lists written in the forms that other programs read. A prefix is written with a trailing `*`, or with a `#`
//! for each digit that follows it.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::Form;
use crate::blocklist::packed::encode_entries;
use crate::blocklist::{Entry, Tail};

/// Numbers of one contact: address books choke on a contact with twenty thousand.
pub const MAX_PER_CONTACT: usize = 500;
/// The name of a contact whose numbers have none.
const UNNAMED: &str = "Stufo";

/// Writes entries, which come in list order.
///
/// # Errors
/// When `out` cannot be written, or entries for our own form are not in order.
pub fn write(form: Form, entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Plain => plain(entries, out),
        Form::Csv => table(entries, out),
        Form::Json => json(entries, out),
        Form::Xml => fritz_box(entries, out),
        Form::Vcard => contacts(entries, out),
        Form::Stufo => {
            let packed = encode_entries(entries).map_err(io::Error::other)?;
            out.write_all(&packed)
        }
    }
}

/// `+39…`, a short code's digits, `+39…*`, or `+39…##` for each count of digits that may follow.
pub(super) fn texts_of(entry: &Entry) -> Vec<String> {
    let plus = if entry.key.is_short_code() { "" } else { "+" };
    let with = |tail: &str| format!("{plus}{}{tail}", entry.key.digits());
    if entry.is_prefix && entry.tail != Tail::ANY {
        return entry.tail.counts().map(|count| with(&"#".repeat(count.into()))).collect();
    }
    vec![with(if entry.is_prefix { "*" } else { "" })]
}

/// Every text with what is said of it.
fn texts(entries: impl Iterator<Item = Entry>) -> impl Iterator<Item = (String, Entry)> {
    entries.flat_map(|entry| texts_of(&entry).into_iter().map(move |text| (text, entry.clone())))
}

fn plain(entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    for (text, _) in texts(entries) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn table(entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["number", "name", "category", "score"])?;
    for (text, entry) in texts(entries) {
        let category = entry.category.map(|category| category.name()).unwrap_or_default();
        let score = entry.score.map(|score| score.to_string()).unwrap_or_default();
        writer.write_record([text.as_str(), entry.label.as_deref().unwrap_or_default(), category, &score])?;
    }
    writer.flush()
}

fn json(entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"numbers\":[")?;
    for (index, (text, entry)) in texts(entries).enumerate() {
        let mut fields = Map::new();
        let name = match (entry.is_prefix, text.ends_with('#')) {
            (false, _) => "phone",
            (true, false) => "prefix",
            (true, true) => "pattern",
        };
        fields.insert(name.to_owned(), text.trim_end_matches('*').into());
        if let Some(label) = &entry.label {
            fields.insert("name".to_owned(), Value::from(label.as_ref()));
        }
        if let Some(category) = entry.category {
            fields.insert("category".to_owned(), category.name().into());
        }
        // `votes: 0` withdraws a number, in PhoneBlock's form and here.
        if let Some(score) = entry.score.filter(|score| *score > 0) {
            fields.insert("votes".to_owned(), score.into());
        }
        write!(out, "{}{}", if index == 0 { "\n" } else { ",\n" }, Value::Object(fields))?;
    }
    writeln!(out, "\n]}}")
}

fn contacts(entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    let mut open: Option<(String, usize)> = None;
    for (text, entry) in texts(entries) {
        let name = plain_name(entry.label.as_deref());
        let fits = open.as_ref().is_some_and(|(known, count)| *known == name && *count < MAX_PER_CONTACT);
        if !fits {
            if open.is_some() {
                write!(out, "END:VCARD\r\n")?;
            }
            write!(out, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name};;;;\r\n")?;
            open = Some((name, 0));
        }
        write!(out, "TEL;TYPE=VOICE:{text}\r\n")?;
        if let Some((_, count)) = &mut open {
            *count += 1;
        }
    }
    if open.is_some() { write!(out, "END:VCARD\r\n") } else { Ok(()) }
}

fn fritz_box(entries: impl Iterator<Item = Entry>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<phonebooks><phonebook name=\"Stufo\">")?;
    for (text, entry) in texts(entries) {
        let name = plain_name(entry.label.as_deref());
        // The box dials what it finds: international numbers begin with 00.
        let number = text.replace('+', "00");
        writeln!(
            out,
            "<contact><category>0</category><person><realName>{}</realName></person><telephony nid=\"1\">\
             <number type=\"home\" prio=\"1\" id=\"0\">{number}</number></telephony></contact>",
            quick_xml::escape::escape(&name)
        )?;
    }
    writeln!(out, "</phonebook></phonebooks>")
}

/// A name on one line, without what a form would take for its own.
fn plain_name(label: Option<&str>) -> String {
    let label = label.unwrap_or(UNNAMED);
    label.chars().map(|c| if c.is_control() || matches!(c, ';' | ',' | ':') { ' ' } else { c }).collect()
}
