//! `lotse backup`.

use std::{io::Write as _, time::Instant};

use kernel::{Clock as _, SystemClock};

use crate::{args::Backup, config};

/// Writes a backup and says what is in it.
pub(crate) async fn run(args: Backup) -> anyhow::Result<()> {
    let settings = config::File::read(args.database.config.as_deref())?;
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

#[allow(clippy::cast_precision_loss, reason = "rounded to a tenth of a megabyte anyway")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
