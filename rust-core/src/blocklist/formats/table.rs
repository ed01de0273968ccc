//! How a table lies: what separates its columns, and which of them hold what. A table is recognised from several rows, or from
//! the names in its header; a column is judged by its name and by all cells that were sampled.

use std::collections::HashSet;

use super::cell::{self, Cell};
use super::names::{self, Role};
use super::ranges;
use super::row::{MAX_COLUMNS, fields, is_comment, is_rule, reader};
use crate::number::{LineType, PhoneNumber, Region};

/// Rows that are looked at.
const SAMPLE: usize = 50;
const SEPARATORS: [u8; 4] = *b",;\t|";
/// The longest header of a table with one column, in words: longer ones are prose.
const MAX_HEADER_WORDS: usize = 4;

/// Where things stand in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Lines above the first row: a header, or Excel's `sep=;`.
    pub(super) head_lines: usize,
    /// Columns of numbers, at least one.
    pub(super) numbers: Vec<usize>,
    /// The columns are the two ends of a range.
    pub(super) are_ranges: bool,
    /// The numbers are beginnings.
    pub(super) are_prefixes: bool,
    pub(super) calling_code: Option<usize>,
    pub(super) area_code: Option<usize>,
    pub(super) country: Option<usize>,
    pub(super) label: Option<usize>,
    pub(super) score: Option<usize>,
    pub(super) category: Option<usize>,
    /// Whether the row blocks or allows.
    pub(super) blocks: Option<(usize, Role)>,
}

/// What the sampled cells of a column look like.
struct Column<'r> {
    index: usize,
    role: Role,
    cells: Vec<&'r str>,
    looks: Vec<Cell>,
}

impl Layout {
    /// One column of numbers: what a table is read as that shows no layout.
    pub(super) fn single() -> Self {
        Self { separator: b',', numbers: vec![0], ..Self::default() }
    }

    /// The layout of a file that begins so; `None` for what is no table. `is_whole`: no more bytes follow.
    pub(super) fn of(head: &[u8], is_whole: bool, region: Region) -> Option<Self> {
        let is_line = |line: &&[u8]| !line.trim_ascii().is_empty() && !is_comment(line);
        let mut lines: Vec<&[u8]> = head.split(|byte| matches!(byte, b'\n' | b'\r')).collect();
        // The last line may be cut.
        if lines.len() > 1 && !is_whole {
            lines.pop();
        }
        let mut lines = lines.into_iter().filter(is_line).take(SAMPLE).peekable();
        let mut told = None;
        if let Some([b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator]) =
            lines.peek().map(|line| line.trim_ascii())
        {
            told = Some(*separator);
            lines.next();
        }
        let lines: Vec<&[u8]> = lines.collect();
        let separators = told.map_or(SEPARATORS.to_vec(), |told| vec![told]);
        let head_lines = usize::from(told.is_some());
        // Of equals the last is taken: the comma.
        let layouts = separators.iter().rev().filter_map(|separator| {
            let mut reader = reader(*separator);
            let rows: Vec<Vec<String>> = lines.iter().map(|line| fields(line, &mut reader)).collect();
            layout_of(&rows, *separator, head_lines, region)
        });
        layouts.max_by_key(|(rank, _)| *rank).map(|(_, layout)| layout)
    }
}

/// The layout of rows that a separator splits, and its score: a header first, then the count of columns.
fn layout_of(
    rows: &[Vec<String>],
    separator: u8,
    head_lines: usize,
    region: Region,
) -> Option<((bool, usize), Layout)> {
    let first = rows.first()?;
    let columns = first.len().min(MAX_COLUMNS);
    let mut roles: Vec<Role> = first.iter().map(|name| names::role_of(name)).collect();
    let has_header = is_header(first, &roles, rows.get(1..).unwrap_or_default(), region);
    let rows = if has_header { rows.get(1..)? } else { rows };
    if !has_header {
        roles.fill(Role::Unknown);
        let alike = rows.iter().filter(|row| row.len() == columns).count();
        if columns < 2 || rows.len() < 2 || alike * 5 < rows.len() * 4 {
            return None;
        }
    }
    let columns: Vec<Column<'_>> =
        (0..columns).zip(roles).map(|(index, role)| Column::of(index, role, rows, region)).collect();
    let mut layout = Layout { separator, head_lines: head_lines + usize::from(has_header), ..Layout::default() };
    let find = |role: Role| columns.iter().find(|column| column.role == role).map(|column| column.index);
    layout.label = find(Role::Label);
    layout.score = find(Role::Score);
    layout.category = find(Role::Category);
    let switch = |role| find(role).map(|index| (index, role));
    layout.blocks = switch(Role::Blocks).or_else(|| switch(Role::Allows)).or_else(|| switch(Role::Kind));
    if let Some(ends) = range_in(&columns) {
        layout.numbers = ends.to_vec();
        layout.are_ranges = true;
    } else {
        layout.numbers = numbers_in(&columns, has_header);
    }
    let is_left = |column: &&Column<'_>| !layout.numbers.contains(&column.index);
    let code = columns.iter().filter(is_left).find(|column| column.is_calling_code());
    let code =
        code.or_else(|| columns.iter().filter(is_left).find(|column| completes(column, &columns, &layout, region)));
    layout.calling_code = code.map(|column| column.index);
    layout.area_code = columns.iter().filter(is_left).find(|column| column.is_area_code()).map(|column| column.index);
    layout.country = columns.iter().filter(is_left).find(|column| column.is_country()).map(|column| column.index);
    if layout.numbers.is_empty() {
        layout.numbers.extend(find(Role::Prefix));
        layout.are_prefixes = true;
    }
    // As many numbers on a line as there are fields: a line of numbers, not a row.
    if layout.numbers.is_empty() || (!has_header && layout.numbers.len() == columns.len() && !layout.are_ranges) {
        return None;
    }
    if !has_header {
        let is_label = |column: &&Column<'_>| {
            is_left_of(&layout.numbers, column) && column.cells.iter().any(|cell| has_words(cell))
        };
        layout.label = columns.iter().find(is_label).map(|column| column.index);
    }
    Some(((has_header, columns.len()), layout))
}

fn is_left_of(numbers: &[usize], column: &Column<'_>) -> bool {
    !numbers.contains(&column.index)
}

/// Whether the first row names the columns: it holds no number, and a known name, or words where the rows below hold numbers.
fn is_header(first: &[String], roles: &[Role], rows: &[Vec<String>], region: Region) -> bool {
    let holds_data = |cell: Cell| matches!(cell, Cell::Number | Cell::Digits | Cell::Pattern | Cell::Date | Cell::Code);
    let is_phone = |cell: Cell| matches!(cell, Cell::Number | Cell::Digits | Cell::Pattern);
    if first.iter().any(|name| holds_data(cell::look(name, region))) {
        return false;
    }
    let names_number =
        roles.iter().any(|role| matches!(role, Role::Number | Role::Prefix | Role::RangeStart | Role::RangeEnd));
    if first.len() == 1 {
        let name = first.first().map(String::as_str).unwrap_or_default();
        let phones = rows.iter().flatten().filter(|cell| is_phone(cell::look(cell, region))).count();
        let words = names::normal(name).split('_').count();
        return names_number && words <= MAX_HEADER_WORDS && !name.contains([':', '.']) && phones * 2 >= rows.len();
    }
    let is_known = |role: &Role| *role != Role::Unknown;
    let below = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let over_numbers = (0..first.len()).any(|column| {
        let numbers = below(column).filter(|cell| is_phone(cell::look(cell, region))).count();
        numbers > 0 && numbers * 5 >= below(column).filter(|cell| !cell.trim().is_empty()).count() * 4
    });
    names_number
        || (roles.iter().any(is_known) && over_numbers)
        || (over_numbers && rows.len() >= 2 && first.iter().all(|name| !name.is_empty()))
}

impl<'r> Column<'r> {
    fn of(index: usize, role: Role, rows: &'r [Vec<String>], region: Region) -> Self {
        let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.trim()).collect();
        let cells: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty() && !is_rule(cell)).collect();
        let looks = cells.iter().map(|cell| cell::look(cell, region)).collect();
        Self { index, role, cells, looks }
    }

    /// How many of a hundred cells look so.
    fn share(&self, looks: &[Cell]) -> usize {
        let alike = self.looks.iter().filter(|look| looks.contains(look)).count();
        alike * 100 / self.cells.len().max(1)
    }

    /// Numbers of the plan, international numbers and patterns.
    fn known(&self) -> usize {
        self.share(&[Cell::Number, Cell::Pattern])
    }

    fn likely(&self) -> usize {
        self.share(&[Cell::Number, Cell::Pattern, Cell::Digits])
    }

    fn all(&self, is_so: impl Fn(&str) -> bool) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| is_so(cell))
    }

    /// Bare digits, as counters and clocks write them: no `+` and no zero in front.
    fn is_bare(&self) -> bool {
        self.all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0'))
    }

    /// Dates, times, or seconds since 1970, in every cell.
    fn is_time(&self) -> bool {
        self.share(&[Cell::Date]) >= 80 || self.is_dates() || self.all(cell::is_epoch)
    }

    /// Dates and times, with marks or in bare digits.
    fn is_dates(&self) -> bool {
        self.all(|cell| cell::is_bare_date(cell) || cell::is_date(cell))
    }

    /// Record numbers: bare digits, each one more than the one before.
    fn is_counter(&self) -> bool {
        self.is_bare() && self.is_sequence()
    }

    /// Each one more than the one before, or one less.
    fn is_sequence(&self) -> bool {
        let values: Vec<i64> = self.cells.iter().map_while(|cell| cell.parse().ok()).collect();
        let steps: Vec<i64> = values.iter().zip(values.iter().skip(1)).map(|(a, b)| b - a).collect();
        let step = steps.first().copied().unwrap_or(0);
        values.len() == self.cells.len() && step.abs() == 1 && steps.iter().all(|other| *other == step)
    }

    /// Digits of the shortest cell.
    fn shortest(&self) -> usize {
        self.cells.iter().map(|cell| cell::digits_in(cell)).min().unwrap_or(0)
    }

    fn distinct(&self) -> usize {
        self.cells.iter().collect::<HashSet<_>>().len()
    }

    fn is_calling_code(&self) -> bool {
        let digits = |cell: &str| cell.trim_start_matches('+').trim_start_matches("00").to_owned();
        let is_code = |cell: &str| {
            let digits = digits(cell);
            (1..=4).contains(&digits.len())
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && !digits.starts_with('0')
        };
        if matches!(self.role, Role::CallingCode | Role::Country) {
            return self.all(is_code);
        }
        matches!(self.role, Role::Prefix | Role::AreaCode | Role::Unknown)
            && self.all(|cell| is_code(cell) && cell.starts_with('+'))
    }

    fn is_area_code(&self) -> bool {
        let is_code = |cell: &str| (1..=6).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
        matches!(self.role, Role::AreaCode | Role::Prefix) && self.all(is_code)
    }

    fn is_country(&self) -> bool {
        matches!(self.role, Role::Country | Role::CallingCode) && self.all(|cell| cell.parse::<Region>().is_ok())
    }
}

/// The two columns that are the ends of ranges: by their names, or as a regulator assigns ranges.
fn range_in(columns: &[Column<'_>]) -> Option<[usize; 2]> {
    let find = |role: Role| columns.iter().find(|column| column.role == role && column.likely() >= 50);
    if let (Some(start), Some(end)) = (find(Role::RangeStart), find(Role::RangeEnd)) {
        return Some([start.index, end.index]);
    }
    columns.iter().zip(columns.iter().skip(1)).find_map(|(start, end)| {
        let is_number = |column: &Column<'_>| column.likely() >= 80;
        let mut rows = start.cells.iter().zip(&end.cells);
        let is_range =
            start.cells.len() == end.cells.len() && rows.all(|(first, last)| ranges::is_assigned(first, last));
        (is_number(start) && is_number(end) && is_range).then_some([start.index, end.index])
    })
}

/// Whether a column of one to three digits is the calling code of numbers that are none without it.
fn completes(code: &Column<'_>, columns: &[Column<'_>], layout: &Layout, region: Region) -> bool {
    let is_code =
        |cell: &str| cell.len() <= 3 && cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0');
    let Some(numbers) = layout.numbers.first().and_then(|index| columns.get(*index)) else { return false };
    let pairs = code.cells.iter().zip(&numbers.cells);
    let whole = pairs.filter(|(code, number)| {
        let joined = PhoneNumber::parse(&format!("+{code} {number}"), region);
        joined.is_ok_and(|number| number.line_type() != LineType::Unknown)
    });
    matches!(code.role, Role::Unknown)
        && code.cells.len() == numbers.cells.len()
        && code.cells.len() > 1
        && code.all(is_code)
        && !code.is_counter()
        && numbers.known() < 50
        && whole.count() == code.cells.len()
}

/// The columns of numbers.
fn numbers_in(columns: &[Column<'_>], has_header: bool) -> Vec<usize> {
    let named: Vec<&Column<'_>> = columns
        .iter()
        .filter(|column| matches!(column.role, Role::Number | Role::RangeStart | Role::RangeEnd))
        .collect();
    if columns.iter().all(|column| column.cells.is_empty()) {
        return named.iter().map(|column| column.index).collect();
    }
    let is_open = |column: &&Column<'_>| matches!(column.role, Role::Unknown | Role::Country);
    let is_clock = |column: &Column<'_>| column.is_time() && (column.is_bare() || column.known() < 100);
    // A name is believed unless the cells are dates.
    let is_dates =
        |column: &Column<'_>| column.share(&[Cell::Date]) >= 80 || (column.is_dates() && column.known() < 80);
    let mut taken: Vec<&Column<'_>> =
        named.iter().copied().filter(|column| column.likely() >= 50 && !is_dates(column)).collect();
    // What no name says the cells must.
    let least = if has_header && !taken.is_empty() { 80 } else { 60 };
    taken.extend(columns.iter().filter(is_open).filter(|column| column.known() >= least && !is_clock(column)));
    // Record numbers that the plan happens to know stand beside numbers that do not rise one by one, or are longer.
    let is_other = |counter: &Column<'_>, other: &&Column<'_>| {
        !other.is_counter() && (!other.is_sequence() || other.shortest() > counter.shortest() + 1)
    };
    let counters: Vec<usize> = taken
        .iter()
        .filter(|column| column.role != Role::Number && column.is_counter())
        .filter(|counter| taken.iter().any(|other| is_other(counter, other)))
        .map(|column| column.index)
        .collect();
    taken.retain(|column| !counters.contains(&column.index));
    // The same number on every row is the line that was called.
    if taken.iter().any(|column| column.distinct() > 1) {
        taken.retain(|column| column.distinct() > 1 || column.cells.len() < 3);
    }
    if taken.is_empty() {
        let rank = |column: &Column<'_>| (!column.is_counter(), column.likely());
        // Numbers of North America may read as seconds since 1970: they are told apart by what stands beside them, if anything.
        let is_time = |column: &Column<'_>| column.is_time() && (column.is_dates() || column.known() < 80);
        let likely = || columns.iter().filter(is_open).filter(|column| column.likely() >= 50 && !is_time(column));
        let best = likely().map(rank).max();
        taken.extend(likely().filter(|column| Some(rank(column)) == best && !column.is_counter()));
        if taken.is_empty() {
            taken.extend(likely().next());
        }
    }
    // A column of that name with codes, or with what is no number and will be told.
    if taken.is_empty() {
        taken.extend(
            named
                .iter()
                .filter(|column| !is_dates(column))
                .max_by_key(|column| (column.share(&[Cell::Code]), column.cells.len(), usize::MAX - column.index)),
        );
    }
    let mut indexes: Vec<usize> = taken.iter().map(|column| column.index).collect();
    indexes.sort_unstable();
    indexes
}

fn has_words(field: &str) -> bool {
    field.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
