//! `stufo bench`: the table of docs/performance.md, measured on the machine at hand.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use stufo_bench::Options;

/// How much to measure.
#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Up to ten million numbers: minutes, and 1 GB of disk
    #[arg(long, conflicts_with = "quick")]
    full: bool,
    /// Ten and a hundred thousand numbers only: seconds
    #[arg(long)]
    quick: bool,
}

pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    let options = match args {
        BenchArgs { full: true, .. } => Options::full(),
        BenchArgs { quick: true, .. } => Options::quick(),
        BenchArgs { .. } => Options::usual(),
    };
    let report = stufo_bench::run(&options, &mut std::io::stderr())?;
    write!(std::io::stdout(), "{}", report.table())?;
    Ok(())
}

/// When this process is a measurement of another one: does it and gives the exit code.
pub(crate) fn child() -> Option<ExitCode> {
    match stufo_bench::child::answer() {
        Ok(None) => None,
        Ok(Some(answer)) => Some(match writeln!(std::io::stdout(), "{answer}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        }),
        Err(error) => {
            crate::report(&error);
            Some(ExitCode::FAILURE)
        }
    }
}
