//! `stufo rules add|list|remove|on|off|preview`.

use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use stufo_core::contract::common::Done;
use stufo_core::contract::rule::{
    PreviewRequest, RuleDeleteRequest, RuleEnableRequest, RuleList, RulePreview, RuleSaveRequest, SavedRule,
};
use stufo_core::moment::DAY_MILLIS;
use stufo_core::policy::{Action, Rule, RuleKind};

use crate::{Place, db};

/// What to do with the rules.
#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Add a rule: a number, a prefix (0843*), wildcards (* and #) or /regex/
    Add(AddRuleArgs),
    /// List the rules, most specific first
    List(ListArgs),
    /// Delete a rule
    Remove(OneRuleArgs),
    /// Switch a rule on
    On(OneRuleArgs),
    /// Switch a rule off
    Off(OneRuleArgs),
    /// Show which recorded calls a rule not yet saved would have hit
    Preview(PreviewArgs),
}

#[derive(Args)]
pub(crate) struct AddRuleArgs {
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
    /// Only for so many days from now
    #[arg(long)]
    days: Option<u16>,
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
pub(crate) struct OneRuleArgs {
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
            let request = RuleDeleteRequest { id: args.id };
            let Done {} = db::send_command(&db::open(&args.place)?, "rule_delete", request)?;
            Ok(writeln!(out, "rule {} deleted", args.id)?)
        }
        RulesCommand::On(args) => enable(&mut out, args, true),
        RulesCommand::Off(args) => enable(&mut out, args, false),
        RulesCommand::Preview(args) => preview(&mut out, args),
    }
}

fn add(out: &mut impl Write, args: &AddRuleArgs) -> Result<()> {
    let (kind, action) = match (args.allow, args.action) {
        (true, _) => (RuleKind::Allow, Action::Allow),
        (false, BlockAction::Silence) => (RuleKind::Block, Action::Silence),
        (false, BlockAction::Reject) => (RuleKind::Block, Action::Reject),
    };
    let rule = Rule {
        id: 0,
        kind,
        pattern: args.pattern.clone(),
        label: args.label.clone(),
        action,
        enabled: true,
        schedule: None,
        sim: args.sim,
        created_millis: 0,
        expires_millis: args.days.map(|days| db::now().utc_millis + i64::from(days) * DAY_MILLIS),
    };
    let saved: SavedRule = db::send_command(&db::open(&args.place)?, "rule_save", RuleSaveRequest { rule })?;
    Ok(writeln!(out, "rule {} added", saved.id)?)
}

fn enable(out: &mut impl Write, args: &OneRuleArgs, enabled: bool) -> Result<()> {
    let request = RuleEnableRequest { id: args.id, enabled };
    let Done {} = db::send_command(&db::open(&args.place)?, "rule_enable", request)?;
    Ok(writeln!(out, "rule {} is {}", args.id, if enabled { "on" } else { "off" })?)
}

fn list(out: &mut impl Write, args: &ListArgs) -> Result<()> {
    let RuleList { rules } = db::send_query(&db::open(&args.place)?, "rules", json!({}))?;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&rules)?)?);
    }
    if rules.is_empty() {
        return Ok(writeln!(out, "no rules yet: stufo rules add PATTERN")?);
    }
    for rule in rules {
        let on = if rule.enabled { "on" } else { "off" };
        let (id, action, hits) = (rule.id, rule.action.name(), rule.hits);
        writeln!(out, "{id:>4}  {on:<3}  {action:<8} {:<24} {hits:>6} calls  {}", rule.pattern, rule.label)?;
    }
    Ok(())
}

fn preview(out: &mut impl Write, args: &PreviewArgs) -> Result<()> {
    let kind = if args.allow { RuleKind::Allow } else { RuleKind::Block };
    let request = PreviewRequest { id: None, kind, pattern: args.pattern.clone(), schedule: None, sim: None };
    let preview: RulePreview = db::send_query(&db::open(&args.place)?, "preview", request)?;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&preview)?)?);
    }
    let covers = preview.covers.map_or("an unknown count of".to_owned(), |covers| covers.to_string());
    let hits = preview.hits;
    writeln!(out, "{} ({})", preview.display, preview.pattern_kind.name())?;
    writeln!(out, "covers {covers} numbers")?;
    writeln!(
        out,
        "would have hit {} recorded calls; from contacts {}, answered {}",
        hits.total, hits.contacts, hits.answered
    )?;
    for warning in preview.warnings {
        writeln!(out, "warning: {}", <&str>::from(warning))?;
    }
    Ok(())
}
