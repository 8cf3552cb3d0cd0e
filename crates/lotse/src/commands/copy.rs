//! `lotse copy`.

use std::io::Write as _;

use super::backup::{amount, done_to_database};
use crate::args::Copy;

/// Copies one database into another, empty one.
pub(crate) async fn run(args: Copy) -> anyhow::Result<()> {
    let from = serde_json::json!({ "from": args.from.to_string() });
    let copied = db::copy(&args.from, &args.to, &done_to_database("database.copy", &args.to, &from)).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{} holds what {} held: {}, read back and compared", args.to, args.from, amount(&copied))?;
    for content in &copied {
        writeln!(out, "{:<20} {:>8} rows  {}", content.table, content.rows, content.hash)?;
    }
    Ok(())
}
