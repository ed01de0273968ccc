//! `stufo rules add|list|remove|on|off|preview`.

use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::{Place, db};

/// What to do with the rules.
#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Add a rule: a number, a prefix (0843*), wildcards (* and #) or /regex/
    Add(AddArgs),
    /// List the rules, most specific first
    List(ListArgs),
    /// Delete a rule
    Remove(OneArgs),
    /// Switch a rule on
    On(OneArgs),
    /// Switch a rule off
    Off(OneArgs),
    /// Show which recorded calls a rule not yet saved would have hit
    Preview(PreviewArgs),
}

#[derive(Args)]
pub(crate) struct AddArgs {
    /// The pattern
    pattern: String,
    /// Let matching calls ring instead of ending them
    #[arg(long, conflicts_with = "action")]
    allow: bool,
    /// What a block rule does
    #[arg(long, value_enum, default_value_t = BlockAction::Reject)]
    action: BlockAction,
    /// A name to show
    #[arg(long, default_value = "")]
    label: String,
    /// Only for calls to this SIM slot
    #[arg(long)]
    sim: Option<u8>,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BlockAction {
    Silence,
    Reject,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct OneArgs {
    /// The rule's id, as `rules list` shows it
    id: i64,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct PreviewArgs {
    /// The pattern
    pattern: String,
    /// Preview an allow rule
    #[arg(long)]
    allow: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(command: &RulesCommand) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match command {
        RulesCommand::Add(args) => add(&mut out, args),
        RulesCommand::List(args) => list(&mut out, args),
        RulesCommand::Remove(args) => {
            db::command(&db::open(&args.place)?, "rule_delete", json!({ "id": args.id }))?;
            Ok(writeln!(out, "rule {} deleted", args.id)?)
        }
        RulesCommand::On(args) => enable(&mut out, args, true),
        RulesCommand::Off(args) => enable(&mut out, args, false),
        RulesCommand::Preview(args) => preview(&mut out, args),
    }
}

fn add(out: &mut impl Write, args: &AddArgs) -> Result<()> {
    let (kind, action) = match (args.allow, args.action) {
        (true, _) => ("allow", "allow"),
        (false, BlockAction::Silence) => ("block", "silence"),
        (false, BlockAction::Reject) => ("block", "reject"),
    };
    let rule = json!({
        "kind": kind, "pattern": args.pattern, "label": args.label, "action": action, "sim": args.sim,
    });
    let saved = db::command(&db::open(&args.place)?, "rule_save", json!({ "rule": rule }))?;
    Ok(writeln!(out, "rule {} added", saved.get("id").unwrap_or(&Value::Null))?)
}

fn enable(out: &mut impl Write, args: &OneArgs, enabled: bool) -> Result<()> {
    db::command(&db::open(&args.place)?, "rule_enable", json!({ "id": args.id, "enabled": enabled }))?;
    Ok(writeln!(out, "rule {} is {}", args.id, if enabled { "on" } else { "off" })?)
}

fn list(out: &mut impl Write, args: &ListArgs) -> Result<()> {
    let answer = db::query(&db::open(&args.place)?, "rules", json!({}))?;
    let rules = answer.get("rules").and_then(Value::as_array).cloned().unwrap_or_default();
    if args.json {
        return Ok(writeln!(out, "{}", Value::Array(rules))?);
    }
    if rules.is_empty() {
        return Ok(writeln!(out, "no rules yet: stufo rules add PATTERN")?);
    }
    for rule in rules {
        let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = |name: &str| rule.get(name).and_then(Value::as_i64).unwrap_or_default();
        let on = if rule.get("enabled").and_then(Value::as_bool) == Some(true) { "on" } else { "off" };
        let (id, hits) = (number("id"), number("hits"));
        writeln!(
            out,
            "{id:>4}  {on:<3}  {:<8} {:<24} {hits:>6} calls  {}",
            text("action"),
            text("pattern"),
            text("label")
        )?;
    }
    Ok(())
}

fn preview(out: &mut impl Write, args: &PreviewArgs) -> Result<()> {
    let kind = if args.allow { "allow" } else { "block" };
    let request = json!({ "pattern": args.pattern, "kind": kind });
    let answer = db::query(&db::open(&args.place)?, "preview", request)?;
    if args.json {
        return Ok(writeln!(out, "{answer}")?);
    }
    let text = |pointer: &str| answer.pointer(pointer).map(Value::to_string).unwrap_or_default();
    writeln!(out, "{} ({})", text("/display").trim_matches('"'), text("/pattern_kind").trim_matches('"'))?;
    writeln!(
        out,
        "covers {} numbers",
        answer.get("covers").and_then(Value::as_u64).map_or("an unknown count of".into(), |n| n.to_string())
    )?;
    let (total, contacts, answered) = (text("/hits/total"), text("/hits/contacts"), text("/hits/answered"));
    writeln!(out, "would have hit {total} recorded calls; from contacts {contacts}, answered {answered}")?;
    for warning in answer.get("warnings").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        writeln!(out, "warning: {warning}")?;
    }
    Ok(())
}
