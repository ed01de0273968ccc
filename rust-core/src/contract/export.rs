//! The history as a file for other programs, a page at a time.

use serde::{Deserialize, Serialize};

/// The request of `export`: one page of the whole history, newest calls first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRequest {
    /// Form of the text.
    pub form: ExportForm,
    /// The cursor of the page before; null for the first page.
    pub before: Option<String>,
}

/// Form of an exported history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    /// Comma-separated values with one line a call; the first page begins with the names of the columns.
    Csv,
    /// One JSON object a line: a row of the history.
    Json,
}

/// The response of `export`. The texts of all pages joined are the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportPage {
    /// 2,000 calls at most.
    pub text: String,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

redacted_debug!(ExportPage);
