use std::path::Path;

use crate::{
    ArchiveError, AuditEntry, Content, DatabaseUrl, Db,
    archive::{Archive, Part, open_new, trouble},
    copy::transfer,
    migrate,
};

/// Fills an empty database from a backup, all or nothing, and ends its record of what was done with `entry`; answers
/// with what each table held.
///
/// The backup is read through first, so that a broken one does not even make a database. One of an older version is
/// brought up to date in a copy. Servers on the database show it within a second.
pub async fn restore(
    file: &Path,
    to: &DatabaseUrl,
    entry: &AuditEntry,
) -> Result<Vec<Content>, ArchiveError> {
    let archive = Archive::open(file).await?;
    if archive.step == migrate::known() {
        return fill(&archive.db, to, entry).await;
    }
    archive.db.close().await;
    let part = Part::new(&std::env::temp_dir().join("lotse-restore"))?;
    std::fs::copy(file, part.path()).map_err(|e| trouble(part.path(), &e))?;
    let updated = open_new(part.path())?;
    let migrated = migrate::run(&updated.pools, updated.url(), None).await;
    if migrated.is_err() {
        updated.close().await;
    }
    migrated?;
    fill(&updated, to, entry).await
}

async fn fill(source: &Db, to: &DatabaseUrl, entry: &AuditEntry) -> Result<Vec<Content>, ArchiveError> {
    let target = Db::open(to).await?;
    let filled = transfer(source, &target, Some(entry)).await;
    target.close().await;
    source.close().await;
    Ok(filled?)
}
