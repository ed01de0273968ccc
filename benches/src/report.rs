//! The table, and the files kept of a run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::machine;

/// One thing measured. Less is better in every row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What.
    pub what: String,
    /// Numbers in the list, or rules.
    pub size: u64,
    /// Unit of all three figures.
    pub unit: &'static str,
    /// Stufo.
    pub ours: f64,
    /// What no code of its kind can go below, computed.
    pub bound: Option<f64>,
    /// The obvious build.
    pub baseline: Option<f64>,
    /// The most it should be.
    pub target: Option<f64>,
}

/// A run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// In the order measured.
    pub rows: Vec<Row>,
}

impl Row {
    /// Whether the target is reached; true without one.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.target.is_none_or(|target| self.ours <= target)
    }
}

impl Report {
    /// The row of one thing at one size.
    #[must_use]
    pub fn find(&self, what: &str, size: u64) -> Option<&Row> {
        self.rows.iter().find(|row| row.what == what && row.size == size)
    }

    pub(crate) fn add(
        &mut self,
        what: &str,
        size: u64,
        unit: &'static str,
        ours: f64,
        baseline: impl Into<Option<f64>>,
        target: impl Into<Option<f64>>,
    ) {
        let (baseline, target) = (baseline.into(), target.into());
        self.rows.push(Row { what: what.into(), size, unit, ours, bound: None, baseline, target });
    }

    /// The table in Markdown.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::from(
            "| what | size | Stufo | bound | obvious build | ratio | target |\n|---|---:|---:|---:|---:|---:|---:|\n",
        );
        for row in &self.rows {
            let figure =
                |value: Option<f64>| value.map_or("-".into(), |value| format!("{} {}", short(value), row.unit));
            let ratio = row.baseline.map_or("-".into(), |baseline| format!("{}x", short(baseline / row.ours)));
            let target = row.target.map_or("-".into(), |target| {
                format!("{} {}: {}", short(target), row.unit, if row.is_reached() { "reached" } else { "missed" })
            });
            let (what, size) = (&row.what, grouped(row.size));
            let line = format!(
                "| {what} | {size} | {} | {} | {} | {ratio} | {target} |",
                figure(Some(row.ours)),
                row.bound.map_or("-".into(), short),
                figure(row.baseline)
            );
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// Every figure, unrounded.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from("what,size,unit,stufo,bound,baseline,target\n");
        let plain = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        for row in &self.rows {
            let (bound, baseline, target) = (plain(row.bound), plain(row.baseline), plain(row.target));
            let line = format!("\"{}\",{},{},{},{bound},{baseline},{target}\n", row.what, row.size, row.unit, row.ours);
            text.push_str(&line);
        }
        text
    }

    /// Writes `README.md`, `raw.csv` and `summary.md` into a folder of its own under `runs`; gives the folder.
    ///
    /// # Errors
    /// When files cannot be written.
    pub fn keep(&self, runs: &Path, command: &str) -> Result<PathBuf> {
        let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
        let folder = runs.join(format!("{today}-{}", machine::short_name()));
        std::fs::create_dir_all(&folder)?;
        let mut readme = String::new();
        writeln!(readme, "# Run of {today}\n\nMachine: {}.\n\nCommand: `{command}`.\n", machine::describe())?;
        writeln!(readme, "`raw.csv` holds every figure, `summary.md` the table. Less is better in every row.")?;
        std::fs::write(folder.join("README.md"), readme)?;
        std::fs::write(folder.join("raw.csv"), self.csv())?;
        std::fs::write(folder.join("summary.md"), self.table())?;
        Ok(folder)
    }
}

/// Three digits that matter.
fn short(value: f64) -> String {
    let places = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    if value.abs() < 1e9 && value.abs() >= 1e4 { grouped_f(value) } else { format!("{value:.places$}") }
}

fn grouped_f(value: f64) -> String {
    format!("{value:.0}").parse().map_or_else(|_| format!("{value:.0}"), grouped)
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_whether_a_target_is_reached() {
        let mut report = Report::default();
        report.add("storage", 1_000_000, "bytes", 1.5, 24.0, 2.0);
        report.add("delta", 1_000_000, "ms", 60.0, None, 50.0);
        let table = report.table();
        assert!(table.contains("| storage | 1,000,000 | 1.50 bytes | - | 24.0 bytes | 16.0x | 2.00 bytes: reached |"));
        assert!(table.contains("| delta | 1,000,000 | 60.0 ms | - | - | - | 50.0 ms: missed |"));
        assert!(report.csv().contains("\"storage\",1000000,bytes,1.5,,24,2\n"));
        assert!(report.find("storage", 1_000_000).unwrap().is_reached());
        let runs = tempfile::tempdir().unwrap();
        let kept = report.keep(runs.path(), "a command").unwrap();
        assert_eq!(std::fs::read_to_string(kept.join("summary.md")).unwrap(), table);
    }
}
