//! `stufo settings`: every option, the level of protection, and what is really on.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};
use stufo_core::contract::protection::{LevelsView, Protection};
use stufo_core::contract::settings::{SavedSettings, SettingsView};
use stufo_core::policy::Level;

use crate::{Place, db};

/// What to show or change.
#[derive(Args)]
pub(crate) struct SettingsArgs {
    /// Option to change, by the name that `stufo settings` shows, e.g. hidden or foreign.countries
    #[arg(requires = "value")]
    name: Option<String>,
    /// Its new value; several with commas between
    value: Option<String>,
    /// Set the level of protection: cautious, balanced or strict
    #[arg(long, conflicts_with = "name")]
    level: Option<Level>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// The JSON of `stufo settings`.
#[derive(Serialize)]
struct Shown {
    settings: Value,
    /// The region in force.
    region: String,
    protection: Protection,
}

pub(crate) fn run(args: &SettingsArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let view: SettingsView = db::send_query(&core, "settings", json!({}))?;
    let mut settings = serde_json::to_value(view.settings)?;
    let mut patch = Map::new();
    if let Some(level) = args.level {
        patch.insert("level".to_owned(), json!(level));
    }
    if let (Some(name), Some(text)) = (&args.name, &args.value) {
        let (field, value) = changed(&settings, name, text)?;
        patch.insert(field.to_owned(), value);
    }
    if !patch.is_empty() {
        let saved: SavedSettings = db::send_command(&core, "settings_patch", json!({ "patch": patch }))?;
        settings = serde_json::to_value(saved.settings)?;
    }
    let LevelsView { protection, .. } = db::send_query(&core, "levels", json!({}))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        let view: SettingsView = db::send_query(&core, "settings", json!({}))?;
        let shown = Shown { settings, region: view.region, protection };
        return Ok(writeln!(out, "{}", serde_json::to_string(&shown)?)?);
    }
    let chosen = if protection.is_chosen { "" } else { " (none chosen)" };
    let changes = if protection.is_changed { ", with your changes" } else { "" };
    writeln!(out, "level: {}{chosen}{changes}", protection.level.name())?;
    for stop in &protection.stops {
        let stage: &str = stop.stage.into();
        writeln!(out, "  on: {stage} {}", stop.action.name())?;
    }
    if protection.stops.is_empty() {
        writeln!(out, "  nothing is on: every call rings")?;
    }
    write_options(&mut out, "", &settings)
}

/// Every option on a line; the parts of an option are named with a dot.
fn write_options(out: &mut impl Write, before: &str, value: &Value) -> Result<()> {
    for (name, value) in value.as_object().into_iter().flatten() {
        let name = format!("{before}{name}");
        if value.as_object().is_some_and(|parts| !parts.is_empty()) {
            write_options(out, &format!("{name}."), value)?;
        } else {
            writeln!(out, "{name:<28} {}", shown(value))?;
        }
    }
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
        }
        Value::Null => "-".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The field of a patch that sets one option, with its new value; for a part the whole option it belongs to.
fn changed<'n>(settings: &Value, name: &'n str, text: &str) -> Result<(&'n str, Value)> {
    let (field, part) = name.split_once('.').map_or((name, None), |(field, part)| (field, Some(part)));
    let old = settings.get(field).with_context(|| format!("there is no option {field}; `stufo settings` shows all"))?;
    let Some(part) = part else { return Ok((field, value_of(old, text))) };
    let mut whole = old.clone();
    // The keys of `pack_rows` are the ids of ranges: one that was never switched is not there yet.
    let slot = match whole.as_object_mut() {
        Some(parts) if field == "pack_rows" => parts.entry(part).or_insert(Value::Bool(true)),
        Some(parts) => parts.get_mut(part).with_context(|| format!("the option {field} has no part {part}"))?,
        None => bail!("the option {field} has no parts"),
    };
    *slot = value_of(slot, text);
    Ok((field, whole))
}

/// The text as the kind of value that the option has: JSON where it reads as such, several words of a list, or a word.
fn value_of(old: &Value, text: &str) -> Value {
    match old {
        Value::Array(_) if !text.starts_with('[') => {
            json!(text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>())
        }
        _ if text == "-" => Value::Null,
        Value::String(_) => json!(text),
        Value::Bool(_) if matches!(text, "on" | "off") => json!(text == "on"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            serde_json::from_str(text).unwrap_or_else(|_| json!(text))
        }
    }
}
