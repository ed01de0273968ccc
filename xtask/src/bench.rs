//! `cargo xtask bench`: the benchmarks, each beside its baseline.

use anyhow::Result;
use clap::Args;

use crate::process;

/// Which benchmarks.
#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Passed on to the benchmarks, e.g. a name to filter by
    #[arg(trailing_var_arg = true)]
    filter: Vec<String>,
}

pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    let mut cargo = process::command("cargo", &["bench", "--locked", "--package", "stufo-bench", "--"]);
    process::run(cargo.args(&args.filter))
}
