//! Known kinds of files that are no lists: what took the place of a list (a web server's error page), or what was chosen by
//! mistake (a spreadsheet, a document).

use std::fmt;

use super::FormatError;

/// What a file is that holds no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// HTML, such as an error page.
    WebPage,
    /// A workbook or document of an office program: xlsx, ods, docx, or the older xls and doc.
    OfficeFile,
    /// A PDF document.
    Pdf,
    /// An RTF document.
    RichText,
    /// An SQLite database.
    Database,
    /// A property list in binary form.
    BinaryPlist,
    /// JSON without a number in it.
    Json,
    /// XML without a list in it.
    Xml,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebPage => "a web page",
            Self::OfficeFile => "a spreadsheet or document (xlsx, ods, docx, xls)",
            Self::Pdf => "a PDF document",
            Self::RichText => "an RTF document",
            Self::Database => "a database (SQLite)",
            Self::BinaryPlist => "a property list in binary form",
            Self::Json => "JSON without numbers",
            Self::Xml => "XML without numbers",
        })
    }
}

/// Compressed in ways that lists are not.
const COMPRESSED: [&[u8]; 5] = [b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a"];
const MAGIC: [(&[u8], Unknown); 5] = [
    (b"%PDF-", Unknown::Pdf),
    (b"{\\rtf", Unknown::RichText),
    (b"SQLite format 3\0", Unknown::Database),
    (b"bplist0", Unknown::BinaryPlist),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unknown::OfficeFile),
];

impl Unknown {
    /// What a file is by its first kilobytes, when it is no list.
    pub(super) fn detect(head: &[u8]) -> Option<FormatError> {
        if COMPRESSED.iter().any(|magic| head.starts_with(magic)) {
            return Some(FormatError::UnknownCompression);
        }
        if let Some((_, unknown)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(FormatError::NotAList(*unknown));
        }
        let text = String::from_utf8_lossy(head).to_ascii_lowercase();
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let is_page = text.starts_with('<')
            && ["<!doctype html", "<html", "<head>", "<body"].iter().any(|tag| text.contains(tag));
        is_page.then_some(FormatError::NotAList(Self::WebPage))
    }

    /// Whether the first file of an archive is a part of an office program's file.
    pub(super) fn is_office_part(name: &[u8]) -> bool {
        const PARTS: [&[u8]; 7] =
            [b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"word/", b"mimetype", b"META-INF/"];
        PARTS.iter().any(|part| name.starts_with(part))
    }
}
