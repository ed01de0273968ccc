//! `cargo xtask bench`: the benchmarks, each beside its baseline: criterion's for the steps of a decision, then
//! `stufo-bench` for the whole table, whose run is kept and drawn.

use anyhow::Result;
use clap::Args;

use crate::process;

/// Which benchmarks.
#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Measure up to ten million numbers and draw the curve of docs/performance.md
    #[arg(long)]
    full: bool,
    /// Skip the whole table
    #[arg(long, conflicts_with = "full")]
    steps_only: bool,
    /// Passed on to criterion, e.g. a name to filter by
    #[arg(trailing_var_arg = true)]
    filter: Vec<String>,
}

pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    let mut cargo = process::command("cargo", &["bench", "--locked", "--package", "stufo-bench", "--"]);
    process::run(cargo.args(&args.filter))?;
    if args.steps_only {
        return Ok(());
    }
    let mut table = process::command(
        "cargo",
        &["run", "--locked", "--release", "--package", "stufo-bench", "--", "--keep", "benches/runs"],
    );
    if args.full {
        table.args(["--full", "--plot", "docs/decision-growth.svg"]);
    }
    process::run(&mut table)
}
