//! `lotse restore`.

use std::io::Write as _;

use super::backup::{amount, done_to_database};
use crate::{args::Restore, config};

/// Fills an empty database from a backup.
pub(crate) async fn run(args: Restore) -> anyhow::Result<()> {
    let settings = config::File::read(&args.database)?;
    let url = config::database_url(&args.database, &settings)?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let entry = done_to_database("database.restore", &url, &serde_json::json!({ "file": name }));
    let restored = db::restore(&args.file, &url, &entry).await?;
    writeln!(
        std::io::stdout(),
        "{url} holds what {} held: {}, read back and compared",
        args.file.display(),
        amount(&restored)
    )?;
    Ok(())
}
