//! `lotse backup`.

use std::{io::Write as _, time::Instant};

use kernel::{Actor, Clock as _, OsRng, SystemClock, uuid_v7};

use crate::{args::Backup, config};

/// Writes a backup and says what is in it.
pub(crate) async fn run(args: Backup) -> anyhow::Result<()> {
    let settings = config::File::read(&args.database)?;
    let url = config::database_url(&args.database, &settings)?;
    let start = Instant::now();
    let made = db::backup(&url, &args.file, args.force, SystemClock.now()).await?;
    writeln!(
        std::io::stdout(),
        "{} holds {} as of now: {}, schema step {}, {:.1} MB; written and read back in {:.1} s",
        args.file.display(),
        url,
        amount(&made.contents),
        made.step,
        megabytes(made.bytes),
        start.elapsed().as_secs_f64()
    )?;
    Ok(())
}

/// How much that is, in words.
pub(crate) fn amount(contents: &[db::Content]) -> String {
    let rows: u64 = contents.iter().map(|c| c.rows).sum();
    format!("{rows} rows in {} tables", contents.len())
}

/// What the record of a database says first of what was brought into it.
pub(crate) fn done_to_database(
    action: &str,
    database: &db::DatabaseUrl,
    detail: &serde_json::Value,
) -> db::AuditEntry {
    let at = SystemClock.now();
    db::AuditEntry {
        id: uuid_v7(at, &OsRng),
        at,
        actor: Actor::Operator.to_string(),
        action: action.to_owned(),
        object: database.to_string(),
        detail: detail.to_string(),
    }
}

#[allow(clippy::cast_precision_loss, reason = "rounded to a tenth of a megabyte anyway")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
