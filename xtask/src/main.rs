//! Tasks of the workspace: `cargo xtask --help` lists them. A developer's program; the product never calls
//! it.

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
    /// Run `cargo test` with a database server of its own; what follows `--` goes to cargo.
    Test(test::Arguments),
    /// Check the rules of STYLE.md that no other tool checks.
    Tidy,
}

/// What a task leaves behind: the exit code of a program it ran, or why it could not do its work.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

#[expect(clippy::print_stderr, reason = "a command line program")]
fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Tidy => tidy::run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::FAILURE
    })
}
