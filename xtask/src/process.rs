//! Running other programs: one place that says what runs, and fails with the program's own words.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.parent().unwrap_or(crate_folder).to_owned()
}

/// Says a line to the user at the terminal.
#[expect(clippy::print_stdout, reason = "a command line speaks there")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// A command in the project's folder. Cargo's own variables of this run are not handed on.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root()).stdin(Stdio::null());
    for inherited in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
        command.env_remove(inherited);
    }
    command
}

/// Runs to the end, output passed through.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say(&format!("+ {}", shown(command)));
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs to the end, output passed through and each of its lines read too. The inner result is how it ended.
pub(crate) fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result<Result<()>> {
    say(&format!("+ {}", shown(command)));
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", shown(command)))?;
    let mut lines = BufReader::new(child.stdout.take().context("its output is not piped")?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        say(text.trim_end());
        read(text.trim_end());
        line.clear();
    }
    let status = child.wait()?;
    if status.success() {
        return Ok(Ok(()));
    }
    Ok(Err(anyhow!("{} failed ({status})", shown(command))))
}

/// Runs to the end and gives what it printed; its error output is part of a failure.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}):\n{words}", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is on the machine.
pub(crate) fn exists(program: &str) -> bool {
    let probe = Command::new("sh").args(["-c", "command -v \"$0\" >/dev/null", program]).status();
    probe.is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
