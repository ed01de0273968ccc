//! `stufo`: the core on the command line. One file a command; nothing here decides.

#![forbid(unsafe_code)]

mod bench;
mod check;
mod convert;
mod db;
mod evidence;
mod fetch;
mod history;
mod lists;
mod objection;
mod publish;
mod replay;
mod report;
mod rules;
mod settings;
mod suggest;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Ends unwanted calls: check a number, keep rules, read the history, without a phone.
#[derive(Parser)]
#[command(name = "stufo", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show what would happen if NUMBER called now, and why
    Check(check::CheckArgs),
    /// Keep the user's own allow and block rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Subscribe to lists of unwanted callers
    #[command(subcommand)]
    Lists(lists::ListsCommand),
    /// Publish lists as a signed repository of static files
    #[command(subcommand)]
    Publish(publish::PublishCommand),
    /// Convert a list from one form to another
    Convert(convert::ConvertArgs),
    /// Show and change the level of protection and every option
    Settings(settings::SettingsArgs),
    /// Suggest rules from the recorded calls
    Suggest(suggest::SuggestArgs),
    /// Show recorded calls, newest first
    History(history::HistoryArgs),
    /// Say how a recorded call ended, or what it was about
    Note(objection::NoteArgs),
    /// Show the opposition register, and note the day of enrolment
    Register(objection::RegisterArgs),
    /// Keep the register of objections, see who called again, write the letter
    #[command(subcommand)]
    Objections(objection::ObjectionsCommand),
    /// Show what followed each kind of end: who called again, how soon, and campaigns
    Recontact(evidence::RecontactArgs),
    /// Show the facts about calls that the record supports, with their rules of law
    Evidence(evidence::EvidenceArgs),
    /// Draft a complaint to the authority about some calls of one controller
    Complaint(evidence::ComplaintArgs),
    /// Keep reports and letters with their states: drafted, sent, answered
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// Show the user's own data that reports say, remember it or forget it
    Sender(report::SenderArgs),
    /// Judge and record every call of a CSV file (time, number, presentation, …)
    Replay(replay::ReplayArgs),
    /// Measure Stufo on this machine beside the obvious build from the same packages
    Bench(bench::BenchArgs),
}

/// Where the data lies and which country's numbers are meant.
#[derive(Args)]
pub(crate) struct Place {
    /// Country whose national numbers are meant (ISO 3166-1, e.g. IT)
    #[arg(long, global = true, default_value = "IT", value_parser = clap::value_parser!(stufo_core::number::Region))]
    region: stufo_core::number::Region,
    /// Database to use; without it, stufo.db in the user's data directory
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<std::path::PathBuf>,
}

fn main() -> ExitCode {
    // `stufo bench` runs the program again for what needs a process of its own.
    if let Some(code) = bench::child() {
        return code;
    }
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Rules(command) => rules::run(&command),
        Command::Lists(command) => lists::run(&command),
        Command::Publish(command) => publish::run(&command),
        Command::Convert(args) => convert::run(&args),
        Command::Settings(args) => settings::run(&args),
        Command::Suggest(args) => suggest::run(&args),
        Command::History(args) => history::run(&args),
        Command::Note(args) => objection::note(&args),
        Command::Register(args) => objection::register(&args),
        Command::Objections(command) => objection::objections(&command),
        Command::Recontact(args) => evidence::recontact(&args),
        Command::Evidence(args) => evidence::evidence(&args),
        Command::Complaint(args) => evidence::complaint(&args),
        Command::Report(command) => report::report(&command),
        Command::Sender(args) => report::sender(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Bench(args) => bench::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// `stufo … | head` ends when head has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

#[expect(clippy::print_stderr, reason = "errors of a command line go there")]
fn report(error: &anyhow::Error) {
    eprintln!("stufo: {error:#}");
}
