//! `lotse export`.

use std::io::Write as _;

use anyhow::Context as _;

use crate::{
    args::{Export, Kind},
    config,
};

/// Writes what the database holds; an existing file is replaced only when all of it could be written.
pub(crate) async fn run(args: Export) -> anyhow::Result<()> {
    let db = config::look_into(&args.database).await?;
    let text = match args.kind {
        Kind::Tour => tour::export(&db).await,
        Kind::Services => directory::export(&db).await,
    };
    db.close().await;
    let text = text?;
    let Some(path) = args.file else {
        return Ok(std::io::stdout().write_all(text.as_bytes())?);
    };
    let beside = path.with_extension("part");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, &path))
        .with_context(|| format!("{} cannot be written", path.display()))
}
