//! `lotse card`.

pub(crate) mod args;
mod check;
mod practice;
mod random;
mod readers;
#[cfg(feature = "station")]
mod watch;

use args::{Card, CardCommand};

/// Checks a card, lists readers, or handles practice cards.
pub(crate) async fn run(args: Card) -> anyhow::Result<()> {
    match args.command {
        CardCommand::Check(args) if args.wait || args.follow => readers::watch(args).await,
        CardCommand::Check(args) => check::run(&args),
        CardCommand::List { json } => readers::list(json),
        CardCommand::Practice(args) => practice::run(args.command).await,
    }
}

/// Writes to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;

    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
