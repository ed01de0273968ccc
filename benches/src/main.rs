//! `stufo-bench`: measures, prints the table, keeps the run and draws the curve.

#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use stufo_bench::{Options, child, growth, run};

const USAGE: &str = "stufo-bench [--full] [--quick] [--real LIST.txt] [--lists] [--keep RUNS_FOLDER] [--plot FILE.svg]
stufo-bench --scale

  --scale  what a published list costs at a hundred million phones (docs/scale.md); alone

  --full   up to ten million numbers (minutes, and 1 GB of disk)
  --quick  ten and a hundred thousand only
  --real   measures this list too: Spanish national numbers, one a line
  --lists  what lists cost alone: on the wire, stored, from day to day
  --keep   writes README.md, raw.csv and summary.md into a folder of its own
  --plot   draws the growth of a decision";

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    match start() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("stufo-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<String> {
    if let Some(answer) = child::answer()? {
        return Ok(answer);
    }
    let (mut options, mut keep, mut plot, mut real) = (Options::usual(), None, None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut path = || arguments.next().map(PathBuf::from).context("a path is missing");
        match argument.as_str() {
            "--scale" => return stufo_bench::scale::run(&mut std::io::stderr()),
            "--full" => options = Options::full(),
            "--quick" => options = Options::quick(),
            "--keep" => keep = Some(path()?),
            "--real" => real = Some(path()?),
            "--lists" => options.lists_only = true,
            "--plot" => plot = Some(path()?),
            _ => bail!("{USAGE}"),
        }
    }
    options.real_list = real;
    let report = run(&options, &mut std::io::stderr())?;
    let mut text = report.table();
    if options.real_list.is_none() {
        text.push_str("\nA real list was not measured (--real).\n");
    }
    if let Some(runs) = keep {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let command = format!("cargo run --release -p stufo-bench -- {}", arguments.join(" "));
        let folder = report.keep(&runs, &command)?;
        text.push_str(&format!("\nkept in {}", folder.display()));
    }
    if let Some(file) = plot {
        std::fs::write(file, growth(&report)?)?;
    }
    Ok(text)
}
