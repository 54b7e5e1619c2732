//! Tasks of the workspace: `cargo xtask --help` lists them. A developer's program; the product never calls
//! it.

mod seed;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about, disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run `cargo test` with a database server of its own.
    Test(test::Arguments),
    /// Check the rules of STYLE.md that no other tool checks.
    Tidy,
    /// Write a file to try the product with.
    #[command(subcommand)]
    Seed(seed::Seed),
}

/// What a task leaves behind: the exit code of a program it ran, or why it could not do its work.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

#[expect(clippy::print_stderr, reason = "a command line program")]
fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Tidy => tidy::run(),
        Task::Seed(seed) => seed::run(&seed),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::FAILURE
    })
}
