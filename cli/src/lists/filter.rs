//! `stufo lists filter`: which entries of a list count, and what happens to their callers.

use std::io::Write;

use anyhow::{Context, Result};
use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stufo_core::contract::common::Done;
use stufo_core::sync::{CategoryAction, ListFilter};

use crate::{Place, db};

/// What is not named is taken away: without any option every entry counts again.
#[derive(Args)]
pub(crate) struct FilterArgs {
    /// The list's id, as `lists show` tells it
    id: i64,
    /// Fewest votes of an entry that counts; an entry without votes always counts
    #[arg(long, value_name = "N")]
    min_votes: Option<u32>,
    /// What happens to callers with fewer votes: off, silence or reject
    #[arg(long, value_name = "SWITCH", default_value = "off", requires = "min_votes")]
    unsure: String,
    /// What happens to callers of a category, such as fraud=reject or poll=off; may be given several times
    #[arg(long = "category", value_name = "CATEGORY=SWITCH")]
    categories: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(out: &mut impl Write, args: &FilterArgs) -> Result<()> {
    let categories: Vec<CategoryAction> = args.categories.iter().map(|text| category(text)).collect::<Result<_>>()?;
    let filter = ListFilter { min_votes: args.min_votes, unsure: named(&args.unsure)?, categories };
    let core = db::open(&args.place)?;
    let _known = super::row(&core, args.id)?;
    let Done {} = db::send_command(&core, "list_update", json!({ "id": args.id, "filter": filter }))?;
    let stored = super::row(&core, args.id)?.filter;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&stored)?)?);
    }
    let votes = stored.min_votes.map_or_else(|| "any votes".to_owned(), |least| format!("from {least} votes on"));
    Ok(writeln!(out, "list {}: {votes}, {} categories with an action of their own", args.id, stored.categories.len())?)
}

fn category(text: &str) -> Result<CategoryAction> {
    let (category, switch) = text.split_once('=').with_context(|| format!("not CATEGORY=SWITCH: {text}"))?;
    Ok(CategoryAction { category: named(category)?, switch: named(switch)? })
}

/// A value of the contract by its name; the error lists the names there are.
fn named<T: DeserializeOwned>(name: &str) -> Result<T> {
    Ok(serde_json::from_value(Value::from(name))?)
}
