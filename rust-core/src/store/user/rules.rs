//! Rules as rows.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::policy::{Action, Rule, RuleId, RuleKind, Schedule, Window};
use crate::store::StoreError;

const COLUMNS: &str = "id, kind, pattern, label, action, enabled, schedule, sim, created_millis, expires_millis";

impl UserStore {
    /// All rules, oldest first. A block rule of which a part cannot be read is off; an allow rule whose hours or SIM cannot be
    /// read holds at all times and on every SIM: a wanted call must not be lost for it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        Ok(self.read_rules()?.into_iter().map(|read| read.rule).collect())
    }

    /// The rules of which a stored part cannot be read, as they can be saved: without that part.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unreadable_rules(&self) -> Result<Vec<Rule>, StoreError> {
        Ok(self.read_rules()?.into_iter().filter(|read| !read.is_whole).map(|read| read.rule).collect())
    }

    fn read_rules(&self) -> Result<Vec<ReadRule>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM rule ORDER BY id"))?;
        let rules = statement.query_map([], rule)?.collect::<Result<_, _>>()?;
        Ok(rules)
    }

    /// One rule.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn rule(&self, id: RuleId) -> Result<Rule, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM rule WHERE id = ?1");
        self.connection
            .prepare_cached(&sql)?
            .query_row([id], rule)
            .optional()?
            .map(|read| read.rule)
            .ok_or(StoreError::NotFound)
    }

    /// Saves a rule: a new one for id 0, else the one with its id.
    ///
    /// # Errors
    /// `NotFound` for an id that does not exist.
    pub fn save_rule(&self, rule: &Rule) -> Result<RuleId, StoreError> {
        let schedule = rule.schedule.as_ref().map(schedule_text);
        let (kind, action) = (kind_code(rule.kind), rule.action.code());
        let (pattern, label, enabled, sim) = (&rule.pattern, &rule.label, rule.enabled, rule.sim);
        if rule.id == 0 {
            let sql = "INSERT INTO rule (kind, pattern, label, action, enabled, schedule, sim, created_millis, \
                       expires_millis) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let created = rule.created_millis;
            let values = params![kind, pattern, label, action, enabled, schedule, sim, created, rule.expires_millis];
            self.connection.prepare_cached(sql)?.execute(values)?;
            return Ok(self.connection.last_insert_rowid());
        }
        let sql = "UPDATE rule SET kind = ?1, pattern = ?2, label = ?3, action = ?4, enabled = ?5, schedule = ?6, \
                   sim = ?7, expires_millis = ?9 WHERE id = ?8";
        let values = params![kind, pattern, label, action, enabled, schedule, sim, rule.id, rule.expires_millis];
        found(self.connection.prepare_cached(sql)?.execute(values)?)?;
        Ok(rule.id)
    }

    /// Saves a rule that was deleted, under its id where that is free.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn restore_rule(&self, rule: &Rule) -> Result<RuleId, StoreError> {
        let id = self.save_rule(&Rule { id: 0, ..rule.clone() })?;
        let sql = "UPDATE OR IGNORE rule SET id = ?2 WHERE id = ?1";
        let is_free = rule.id > 0 && self.connection.prepare_cached(sql)?.execute([id, rule.id])? == 1;
        Ok(if is_free { rule.id } else { id })
    }

    /// Switches a rule on or off.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn enable_rule(&self, id: RuleId, enabled: bool) -> Result<(), StoreError> {
        found(self.connection.execute("UPDATE rule SET enabled = ?2 WHERE id = ?1", params![id, enabled])?)
    }

    /// Deletes a rule. Calls it decided keep its name.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_rule(&self, id: RuleId) -> Result<(), StoreError> {
        found(self.connection.execute("DELETE FROM rule WHERE id = ?1", [id])?)
    }

    /// Deletes the rules whose time is over.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_expired_rules(&self, now_millis: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM rule WHERE expires_millis <= ?1", [now_millis])?;
        Ok(())
    }

    /// Deletes every rule (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_rules(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM rule", [])?;
        Ok(())
    }
}

fn found(changed: usize) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn kind_code(kind: RuleKind) -> u8 {
    match kind {
        RuleKind::Allow => 1,
        RuleKind::Block => 2,
    }
}

/// A row as a rule.
struct ReadRule {
    rule: Rule,
    /// Whether every part is valid.
    is_whole: bool,
}

fn rule(row: &Row<'_>) -> rusqlite::Result<ReadRule> {
    let code = integer(row, 1)?;
    let kind = [RuleKind::Allow, RuleKind::Block].into_iter().find(|kind| code == Some(kind_code(*kind).into()));
    let pattern = text(row, 2)?;
    let label = text(row, 3)?;
    let action = integer(row, 4)?.and_then(|code| Action::from_code(u8::try_from(code).ok()?));
    // A schedule that cannot be read must hold neither always nor, with nothing said, never.
    let schedule = if row.get_ref(6)? == ValueRef::Null {
        Some(None)
    } else {
        let schedule = text(row, 6)?.and_then(|text| serde_json::from_str::<Schedule>(&text).ok());
        schedule.filter(|schedule| !schedule.0.is_empty() && schedule.0.iter().all(Window::is_valid)).map(Some)
    };
    let sim = if row.get_ref(7)? == ValueRef::Null {
        Some(None)
    } else {
        integer(row, 7)?.and_then(|sim| u8::try_from(sim).ok()).map(Some)
    };
    let says_who = kind.is_some() && pattern.is_some() && action.is_some();
    let is_whole = says_who && schedule.is_some() && sim.is_some();
    let may_hold = is_whole || (says_who && kind == Some(RuleKind::Allow));
    let kind = kind.unwrap_or(RuleKind::Block);
    let rule = Rule {
        id: row.get(0)?,
        kind,
        pattern: pattern.unwrap_or_default(),
        label: label.unwrap_or_default(),
        action: action.unwrap_or(match kind {
            RuleKind::Allow => Action::Allow,
            RuleKind::Block => Action::Silence,
        }),
        enabled: may_hold && integer(row, 5)?.is_some_and(|value| value != 0),
        schedule: schedule.unwrap_or_default(),
        sim: sim.unwrap_or_default(),
        created_millis: integer(row, 8)?.unwrap_or_default(),
        expires_millis: integer(row, 9)?,
    };
    Ok(ReadRule { rule, is_whole })
}

/// A column's text; `None` where it holds anything else.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(row.get_ref(column)?.as_str().ok().map(str::to_owned))
}

/// A column's whole number; `None` where it holds anything else.
fn integer(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<i64>> {
    Ok(row.get_ref(column)?.as_i64().ok())
}

fn schedule_text(schedule: &Schedule) -> String {
    serde_json::to_string(schedule).unwrap_or_else(|_| "[]".to_owned())
}
