//! `stufo convert IN OUT`: between all forms of lists, `-` for standard input and output.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde_json::json;
use stufo_core::blocklist::formats::{self, Form, LineProblem, Report};
use stufo_core::blocklist::packed::Sorter;
use stufo_core::number::Region;

/// What to convert.
#[derive(Args)]
pub(crate) struct ConvertArgs {
    /// Form of IN; without it, told from content
    #[arg(long, value_enum)]
    from: Option<FormName>,
    /// Form of OUT; without it, told from the ending (.txt .csv .json .xml .vcf .stufo)
    #[arg(long, value_enum)]
    to: Option<FormName>,
    /// Country whose national numbers the list holds
    #[arg(long, default_value = "IT")]
    region: Region,
    /// Print what was read and left out as one JSON object, on standard error as the words are
    #[arg(long)]
    json: bool,
    /// The list to read, - for standard input
    #[arg(value_name = "IN")]
    input: String,
    /// The list to write, - for standard output
    #[arg(value_name = "OUT")]
    output: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormName {
    /// A number a line, or many parted by commas
    #[value(aliases = ["text", "txt", "fossify", "nophonespam"])]
    Plain,
    /// A table with a column of numbers
    #[value(aliases = ["spamblocker", "dnc", "ftc", "yacb"])]
    Csv,
    /// PhoneBlock, callblockerd, Saracroche, arrays; written as PhoneBlock
    #[value(aliases = ["phoneblock", "callblockerd", "saracroche"])]
    Json,
    /// PhoneBlock and FRITZ!Box; written as a FRITZ!Box phonebook
    #[value(aliases = ["fritzbox", "fritz"])]
    Xml,
    /// Contacts
    #[value(aliases = ["vcf", "contacts"])]
    Vcard,
    /// Stufo's own: packed and checked
    Stufo,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Plain => Self::Plain,
            FormName::Csv => Self::Csv,
            FormName::Json => Self::Json,
            FormName::Xml => Self::Xml,
            FormName::Vcard => Self::Vcard,
            FormName::Stufo => Self::Stufo,
        }
    }
}

pub(crate) fn run(args: &ConvertArgs) -> Result<()> {
    let to = match args.to {
        Some(form) => form.into(),
        None => form_of(&args.output)?,
    };
    let mut source: Box<dyn Read> = if args.input == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(&args.input).with_context(|| format!("cannot read {}", args.input))?)
    };
    let mut sorter = Sorter::default();
    let report = formats::read(&mut source, args.from.map(Form::from), args.region, &mut |entry| sorter.push(&entry))?;
    if report.holds_nothing_known() {
        tell(args, 0, &report)?;
        bail!("nothing in the list is a number");
    }
    let mut count = 0_u64;
    let entries = sorter.finish().inspect(|_| count += 1);
    if args.output == "-" {
        formats::write(to, entries, &mut std::io::stdout().lock())?;
    } else {
        // Written beside and put in place whole: a failure leaves what was there.
        let beside = format!("{}.part", args.output);
        let mut out = BufWriter::new(File::create(&beside).with_context(|| format!("cannot write {beside}"))?);
        formats::write(to, entries, &mut out)?;
        out.flush()?;
        std::fs::rename(&beside, &args.output).with_context(|| format!("cannot write {}", args.output))?;
    }
    tell(args, count, &report)
}

fn tell(args: &ConvertArgs, written: u64, report: &Report) -> Result<()> {
    let mut words = std::io::stderr().lock();
    if args.json {
        let problem = |problem: &LineProblem| json!({ "line": problem.line, "why": problem.fault.to_string() });
        let object = json!({
            "form": report.form.map(Form::name), "taken": report.taken, "left_out": report.left_out,
            "withdrawn": report.withdrawn, "repaired": report.repaired, "version": report.version, "written": written,
            "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
        });
        return Ok(writeln!(words, "{object}")?);
    }
    writeln!(words, "{written} entries written, {} lines left out", report.left_out)?;
    if report.repaired > 0 {
        writeln!(words, "{} Italian numbers got back the zero they had lost", report.repaired)?;
    }
    for problem in &report.problems {
        writeln!(words, "  line {}: {}", problem.line, problem.fault)?;
    }
    Ok(())
}

fn form_of(output: &str) -> Result<Form> {
    let ending = Path::new(output).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Ok(match ending.to_ascii_lowercase().as_str() {
        "txt" => Form::Plain,
        "csv" => Form::Csv,
        "json" => Form::Json,
        "xml" => Form::Xml,
        "vcf" => Form::Vcard,
        "stufo" => Form::Stufo,
        _ => bail!("say which form to write with --to"),
    })
}
