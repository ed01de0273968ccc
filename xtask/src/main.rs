//! `cargo xtask`: everything the project does to itself, one file a command.

#![forbid(unsafe_code)]

mod android;
mod apk;
mod bench;
mod check;
mod codegen;
mod commits;
#[cfg(test)]
mod emulator;
mod fdroid;
mod files;
mod fuzz;
mod glossary;
mod jdk;
mod kotlin;
mod kotlin_format;
mod licences;
mod maven;
mod native;
mod process;
mod proof;
mod release;
mod sbom;
mod screens;
mod store;
mod store_pictures;
mod test;
mod test32;
mod tidy;
mod tools;
mod version;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, tests and checks Stufo.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build target/stufo.apk: signed, verified, installable
    Apk(apk::ApkArgs),
    /// Build what a version publishes into target/dist: packages, bundle, checksums, lists of parts
    Release(release::ReleaseArgs),
    /// Build a published package again and tell what differs
    Reproduce(release::reproduce::ReproduceArgs),
    /// Run every test, Rust and Kotlin
    Test(test::TestArgs),
    /// Run the core's tests on a 32-bit processor
    Test32(test32::Test32Args),
    /// Build the library as an NDK would, with a folder of that shape
    NdkShape(native::ndk_shape::NdkShapeArgs),
    /// Run the Kotlin tests with the library as it is built for Android (part of `test`; x86_64 Linux only)
    Proof,
    /// Write every Rust and Kotlin source as rustfmt and ktlint would
    Format,
    /// Format, clippy, layering, dependency audit, docs
    Check,
    /// Write the app's models and the reference page of the boundary from the Rust types
    Codegen(codegen::CodegenArgs),
    /// Run the fuzz targets, each for some minutes
    Fuzz(fuzz::FuzzArgs),
    /// Run the benchmarks and keep their results
    Bench(bench::BenchArgs),
    /// Render the screens into docs/screens, or compare them with those there
    Screens(screens::ScreensArgs),
    /// Write the checksums of every artifact that Maven resolves
    Checksums,
    /// Check the shop's recipe and the tree with F-Droid's own tools
    Fdroid,
    /// Check the tree as text (part of `check`)
    Tidy,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Apk(args) => apk::run(&args),
        Command::Release(args) => release::run(&args),
        Command::Reproduce(args) => release::reproduce::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Test32(args) => test32::run(&args),
        Command::NdkShape(args) => native::ndk_shape::run(&args),
        Command::Proof => proof::run(),
        Command::Format => kotlin_format::run(),
        Command::Check => check::run(),
        Command::Codegen(args) => codegen::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Screens(args) => screens::run(&args),
        Command::Checksums => maven::record(),
        Command::Fdroid => fdroid::check(),
        Command::Tidy => tidy::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
