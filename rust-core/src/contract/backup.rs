//! Backup and restore. The backup itself is a text; docs/formats/backup.md describes its form.

use serde::{Deserialize, Serialize};

/// The response of `backup`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupText {
    /// The whole backup, one JSON document.
    pub text: String,
}

/// The request of `backup_preview`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPreviewRequest {
    /// The backup.
    pub text: String,
}

/// The response of `backup_preview`: what a backup holds and how it meets what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPreview {
    /// Version of the backup's form.
    pub version: u32,
    /// UTC milliseconds when it was made.
    pub created_millis: i64,
    /// Rules it holds.
    pub rules: u32,
    /// Calls it holds.
    pub calls: u32,
    /// Subscribed lists it holds.
    pub subscriptions: u32,
    /// Objections it holds.
    pub objections: u32,
    /// Its rules that are not there yet.
    pub new_rules: u32,
    /// Its rules for which there is a rule of the same reach with another answer.
    pub conflicts: u32,
    /// Rules besides those with values that this version does not read: they are left out.
    pub unreadable_rules: u32,
}

/// The request of `restore`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreRequest {
    /// The backup.
    pub text: String,
    /// What becomes of what is there already.
    pub mode: RestoreMode,
}

/// What a restore does with what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestoreMode {
    /// Keeps it and adds what is new.
    Merge,
    /// Puts the backup in its place.
    Replace,
}

/// The response of `restore`: what came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// Rules saved.
    pub rules: u32,
    /// Calls that were not there yet.
    pub calls: u32,
    /// Subscribed lists that were not there yet.
    pub subscriptions: u32,
    /// Objections that were not there yet.
    pub objections: u32,
    /// Rules with values that this version does not read: they were left out.
    pub unreadable_rules: u32,
}

redacted_debug!(BackupText, BackupPreviewRequest, RestoreRequest);
