//! Opening the core, and the clock of the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use etcetera::BaseStrategy;
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::store::user::FILE_NAME;

use crate::Place;

/// Opens the database of `--db`, or the user's own.
pub(crate) fn open(place: &Place) -> Result<Core> {
    let path = path(place)?;
    Core::open_file(&path, place.region, now()).with_context(|| format!("cannot open {}", path.display()))
}

/// The database of `--db`, or the user's own.
pub(crate) fn path(place: &Place) -> Result<PathBuf> {
    place.db.clone().map_or_else(default_path, Ok)
}

/// `stufo.db` in the user's data directory, which is made when it is missing.
fn default_path() -> Result<PathBuf> {
    let folder =
        etcetera::choose_base_strategy().context("no home directory is known; use --db")?.data_dir().join("stufo");
    make_private_folder(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.join(FILE_NAME))
}

/// A folder that only its owner may look into; one that is there already stays as it is.
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The time now, by the machine's zone.
pub(crate) fn now() -> Moment {
    moment(&ZonedDateTime::now())
}

/// A zoned time as the core takes it.
pub(crate) fn moment(time: &ZonedDateTime) -> Moment {
    Moment { utc_millis: time.timestamp().as_millisecond(), offset_minutes: time.offset().seconds() / 60 }
}

/// Asks the core a query; `ask` is its name, `fields` its fields.
pub(crate) fn query(core: &Core, ask: &str, fields: Value) -> Result<Value> {
    let answer = core.query(&envelope("ask", ask, fields))?;
    Ok(serde_json::from_str(&answer)?)
}

/// Gives the core a command.
pub(crate) fn command(core: &Core, name: &str, fields: Value) -> Result<Value> {
    let answer = core.command(&envelope("do", name, fields))?;
    Ok(serde_json::from_str(&answer)?)
}

/// Sends a query with the fields of `request` and reads its response.
pub(crate) fn send_query<Response: DeserializeOwned>(
    core: &Core,
    name: &str,
    request: impl Serialize,
) -> Result<Response> {
    Ok(serde_json::from_value(query(core, name, serde_json::to_value(request)?)?)?)
}

/// Sends a command with the fields of `request` and reads its response.
pub(crate) fn send_command<Response: DeserializeOwned>(
    core: &Core,
    name: &str,
    request: impl Serialize,
) -> Result<Response> {
    Ok(serde_json::from_value(command(core, name, serde_json::to_value(request)?)?)?)
}

fn envelope(verb: &str, name: &str, fields: Value) -> String {
    let mut request = fields;
    if let Value::Object(object) = &mut request {
        object.insert("at".to_owned(), json!(now()));
        object.insert(verb.to_owned(), json!(name));
    }
    request.to_string()
}

/// A written time: RFC 3339 keeps its own offset; one without is the machine's local time.
pub(crate) fn moment_of(text: &str) -> Result<Moment> {
    if let Ok(time) = text.parse::<ZonedDateTime>() {
        return Ok(moment(&time));
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(Moment { utc_millis: timestamp.as_millisecond(), offset_minutes: offset_of(text).unwrap_or(0) });
    }
    let local: civil::DateTime = text.parse()?;
    Ok(moment(&local.to_zoned_datetime(TimeZone::system())?))
}

/// The minutes of a trailing `+01:00`; `Z` is 0.
fn offset_of(text: &str) -> Option<i32> {
    let at = text.len().checked_sub(6)?;
    let (sign, rest) = text.get(at..)?.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}
