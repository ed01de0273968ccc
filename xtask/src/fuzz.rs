//! `cargo xtask fuzz`: the fuzz targets of `fuzz/`, each for some minutes or for a fixed count of inputs, from seeds that the tests' data give. libFuzzer's driver and the
//! compiler's coverage, which stable Rust has; no nightly and no `cargo-fuzz` is needed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::process::{command, root, run as run_command, say};
use crate::tools;

/// What cargo-fuzz asks of the compiler for coverage without a sanitizer.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// Built for a named target, so that build scripts are built without these flags.
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// Megabytes that an input may cost.
const MEMORY: u32 = 1_024;
/// Seconds that an input may take in a run by time.
const TIMEOUT_SECONDS: u32 = 20;
/// Whether the targets run on this machine.
const IS_HERE: bool = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));
/// The seed of a run by count.
const SEED: u32 = 20_261_124;

/// Inputs of a run by count: what each target manages in some five seconds of processor time (fuzz/README.md).
const INPUTS: [(&str, u32); 11] = [
    ("backup", 2_000),
    ("damaged_store", 400),
    ("delta", 1_000),
    ("drafts", 50_000),
    ("lists", 1_000),
    ("manifest", 2_000),
    ("numbers", 20_000),
    ("packed", 20_000),
    ("patterns", 10_000),
    ("requests", 2_000),
    ("sync_answers", 1_000),
];

/// Where seeds come from, and what is written before each: the byte of a region (Italy) or of a kind of answer.
enum Seeds {
    /// Each file of a folder.
    Files(&'static str, &'static [u8]),
    /// Each cell of the tables of a folder.
    Cells(&'static str, &'static [u8]),
    /// The requests of a folder's examples.
    Requests(&'static str),
}

const SEEDS: [(&str, Seeds); 9] = [
    ("lists", Seeds::Files("tests/data/lists", b"H")),
    ("sync_answers", Seeds::Files("tests/data/lists", b"d")),
    ("packed", Seeds::Files("tests/data/lists", b"")),
    ("delta", Seeds::Files("tests/data/lists", b"")),
    ("backup", Seeds::Files("tests/golden", b"")),
    ("numbers", Seeds::Cells("tests/data/cases", b"H")),
    ("patterns", Seeds::Cells("tests/data/cases", b"H")),
    ("drafts", Seeds::Cells("tests/data/cases", b"H")),
    ("requests", Seeds::Requests("tests/contract/examples")),
];

/// Which targets, and for how long.
#[derive(Args)]
pub(crate) struct FuzzArgs {
    /// Minutes for each target
    #[arg(long, default_value_t = 1)]
    minutes: u32,
    /// A fixed count of inputs for each target instead, from a fixed seed, as the tests run them: the same on every machine
    #[arg(long, conflicts_with = "minutes")]
    fixed: bool,
    /// One target alone
    #[arg(long)]
    target: Option<String>,
}

/// As part of all tests: left out, and said, on another kind of machine.
pub(crate) fn run_where_it_can() -> Result<()> {
    if !IS_HERE {
        say("fuzz: left out, the targets are built for x86_64 Linux with glibc");
        return Ok(());
    }
    run(&FuzzArgs { minutes: 0, fixed: true, target: None })
}

pub(crate) fn run(args: &FuzzArgs) -> Result<()> {
    tools::ensure(&[tools::C, tools::CPP])?;
    let folder = root().join("fuzz");
    let targets = targets(&folder)?;
    let targets: Vec<&String> =
        targets.iter().filter(|name| args.target.as_ref().is_none_or(|wanted| wanted == *name)).collect();
    ensure!(!targets.is_empty(), "there is no such target");
    let mut cargo = command("cargo", &["build", "--release", "--locked", "--bins", "--target", TARGET]);
    run_command(cargo.current_dir(&folder).env("RUSTFLAGS", FLAGS.join(" ")))?;
    for target in targets {
        let binary = folder.join("target").join(TARGET).join("release").join(target);
        let mut fuzzer = command(&binary.display().to_string(), &[]);
        fuzzer.current_dir(&folder).arg("-verbosity=0").arg(format!("-rss_limit_mb={MEMORY}"));
        if args.fixed {
            let inputs = inputs_of(target)?;
            say(&format!("fuzz: {target}, {inputs} inputs"));
            let seeds = listed_seeds(&folder, target)?;
            fuzzer.args([format!("-runs={inputs}"), format!("-seed={SEED}"), format!("-seed_inputs=@{seeds}")]);
        } else {
            let seconds = args.minutes * 60;
            say(&format!("fuzz: {target}, {seconds} s"));
            fuzzer.arg(corpus(&folder, target)?).args([
                format!("-max_total_time={seconds}"),
                format!("-timeout={TIMEOUT_SECONDS}"),
                "-print_final_stats=1".to_owned(),
            ]);
        }
        run_command(&mut fuzzer).with_context(|| format!("{target} found something: fuzz/crash-*"))?;
    }
    Ok(())
}

fn inputs_of(target: &str) -> Result<u32> {
    let known = INPUTS.iter().find(|(name, _)| *name == target);
    known.map(|(_, inputs)| *inputs).with_context(|| format!("{target} has no count of inputs in xtask/src/fuzz.rs"))
}

/// Writes a target's seeds into a folder of their own and their names, in order, into a file: libFuzzer takes a folder's files in the
/// order in which the file system gives them.
fn listed_seeds(folder: &Path, target: &str) -> Result<String> {
    let place = folder.join("target/seeds").join(target);
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    fs::create_dir_all(&place)?;
    let names = write_seeds(&place, target)?;
    let list = place.join("list");
    fs::write(&list, names.join(","))?;
    Ok(list.display().to_string())
}

/// The targets, by the names of their files.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.join("fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// A target's corpus, with its seeds in it.
fn corpus(folder: &Path, target: &str) -> Result<PathBuf> {
    let corpus = folder.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    write_seeds(&corpus, target)?;
    Ok(corpus)
}

/// Writes a target's seeds, an empty one where it has none; their paths.
fn write_seeds(place: &Path, target: &str) -> Result<Vec<String>> {
    let mut contents = Vec::new();
    for (_, seeds) in SEEDS.iter().filter(|(name, _)| *name == target) {
        contents.extend(seeds.read()?);
    }
    if contents.is_empty() {
        contents.push(b"stufo".to_vec());
    }
    let mut names = Vec::new();
    for (index, seed) in contents.iter().enumerate() {
        let path = place.join(format!("seed-{index}"));
        fs::write(&path, seed)?;
        names.push(path.display().to_string());
    }
    Ok(names)
}

impl Seeds {
    fn read(&self) -> Result<Vec<Vec<u8>>> {
        match self {
            Self::Files(from, before) => {
                Ok(files(from)?.iter().map(|file| [*before, file.as_slice()].concat()).collect())
            }
            Self::Cells(from, before) => {
                let lines = files(from)?.into_iter().flat_map(|file| {
                    let text = String::from_utf8_lossy(&file).into_owned();
                    text.split(['\t', '\n']).filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>()
                });
                Ok(lines.map(|cell| [*before, cell.as_bytes()].concat()).collect())
            }
            Self::Requests(from) => {
                let requests = files(from)?.into_iter().filter_map(|file| {
                    let example: serde_json::Value = serde_json::from_slice(&file).ok()?;
                    Some(example.get("request")?.to_string().into_bytes())
                });
                Ok(requests.collect())
            }
        }
    }
}

/// The content of each file of a folder, by name.
fn files(from: &str) -> Result<Vec<Vec<u8>>> {
    let entries = fs::read_dir(root().join(from)).with_context(|| format!("no seeds in {from}"))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    paths.iter().map(|path| fs::read(path).with_context(|| format!("cannot read {}", path.display()))).collect()
}
