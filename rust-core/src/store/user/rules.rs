//! Rules as rows.

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::policy::{Action, Rule, RuleId, RuleKind, Schedule};
use crate::store::StoreError;

const COLUMNS: &str = "id, kind, pattern, label, action, enabled, schedule, sim, created_millis";

impl UserStore {
    /// All rules, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
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
        self.connection.prepare_cached(&sql)?.query_row([id], rule).optional()?.ok_or(StoreError::NotFound)
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
            let sql = "INSERT INTO rule (kind, pattern, label, action, enabled, schedule, sim, created_millis) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let values = params![kind, pattern, label, action, enabled, schedule, sim, rule.created_millis];
            self.connection.prepare_cached(sql)?.execute(values)?;
            return Ok(self.connection.last_insert_rowid());
        }
        let sql = "UPDATE rule SET kind = ?1, pattern = ?2, label = ?3, action = ?4, enabled = ?5, schedule = ?6, \
                   sim = ?7 WHERE id = ?8";
        let values = params![kind, pattern, label, action, enabled, schedule, sim, rule.id];
        found(self.connection.prepare_cached(sql)?.execute(values)?)?;
        Ok(rule.id)
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

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    let schedule: Option<String> = row.get(6)?;
    Ok(Rule {
        id: row.get(0)?,
        // A kind or an action this version does not know reads as the harmless one.
        kind: if row.get::<_, u8>(1)? == 2 { RuleKind::Block } else { RuleKind::Allow },
        pattern: row.get(2)?,
        label: row.get(3)?,
        action: Action::from_code(row.get(4)?).unwrap_or(Action::Allow),
        enabled: row.get(5)?,
        schedule: schedule.map(|text| schedule_of(&text)),
        sim: row.get(7)?,
        created_millis: row.get(8)?,
    })
}

fn schedule_text(schedule: &Schedule) -> String {
    serde_json::to_string(schedule).unwrap_or_else(|_| "[]".to_owned())
}

/// A schedule that does not read is an empty one: never in force.
fn schedule_of(text: &str) -> Schedule {
    serde_json::from_str(text).unwrap_or_default()
}
