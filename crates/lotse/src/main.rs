//! The one binary of Lotse: reads the settings, wires the rooms together, runs one command.

mod args;
mod city;
mod commands;
mod config;
mod demo;
mod encoder;
mod log;
mod mail;
mod open_files;
mod tls;

use std::{io::Write as _, process::ExitCode};

use args::{Bench, Cli, Command};
use clap::Parser as _;
use log::LogFormat;

/// Building an index takes memory for a moment. The C library's own allocator keeps most of it for the threads that
/// had it; this one gives it back within a second or two.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "lotse: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        if let Command::Serve(args) = command {
            return commands::serve::run(args).await;
        }
        // A measurement serves thousands of requests: a line for each would hide what it says.
        let _log = (!matches!(command, Command::Bench(_))).then(|| log::start(LogFormat::Text));
        match command {
            Command::Serve(args) => commands::serve::run(args).await,
            Command::Import(args) => commands::import::run(args).await,
            Command::Export(args) => commands::export::run(args).await,
            Command::Barriers(args) => commands::barriers::run(args).await,
            Command::Search(args) => commands::search::run(args).await,
            Command::Purge(args) => commands::purge::run(args).await,
            Command::Backup(args) => commands::backup::run(args).await,
            Command::Restore(args) => commands::restore::run(args).await,
            Command::Copy(args) => commands::copy::run(args).await,
            Command::Admin(args) => commands::admin::run(args).await,
            Command::Openapi => commands::openapi::run(),
            Command::Card(args) => commands::card::run(args).await,
            Command::Bench(Bench::Queue(args)) => commands::bench_queue::run(args).await,
        }
    })
}
