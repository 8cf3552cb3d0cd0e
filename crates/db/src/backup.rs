use std::path::Path;

use jiff::Timestamp;

use crate::{
    ArchiveError, Content, CopyError, DatabaseUrl, Db, DbError,
    archive::{self, Archive, FORMAT, HEAD_INSERT, LIST_INSERT, MAKE_HEAD, MAKE_LIST, Part, trouble},
    copy::transfer,
    instants::to_micros,
    migrate,
};

/// What was put by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// What each table holds.
    pub contents: Vec<Content>,
    /// The step of the schema.
    pub step: i64,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// Writes all that a city stored into one file, as of one moment, while servers go on with the database. The file is
/// read through and compared before it gets its name; an error leaves nothing behind.
///
/// The database is not changed, also when its schema is older than this program's: so a backup can be made just before
/// an update.
pub async fn backup(
    from: &DatabaseUrl,
    file: &Path,
    overwrite: bool,
    at: Timestamp,
) -> Result<Backup, ArchiveError> {
    if !overwrite && file.exists() {
        return Err(ArchiveError::Exists(file.display().to_string()));
    }
    let (source, step) = Db::open_as_is(from).await?;
    // In the same folder, so that renaming is one step.
    let part = Part::new(&std::path::absolute(file).map_err(|e| trouble(file, &e))?)?;
    let written = write(&source, step, &part, at).await;
    source.close().await;
    written?;
    let archive = Archive::open(part.path()).await?;
    archive.db.close().await;
    let bytes = std::fs::metadata(part.path()).map_err(|e| trouble(file, &e))?.len();
    part.keep(file)?;
    Ok(Backup { contents: archive.contents, step, bytes })
}

async fn write(source: &Db, step: i64, part: &Part, at: Timestamp) -> Result<(), ArchiveError> {
    let target = archive::open_new(part.path())?;
    let written = async {
        migrate::run(&target.pools, target.url(), Some(step)).await?;
        let contents = transfer(source, &target, None).await?;
        let noted = note(&target, &contents, at).await;
        noted.map_err(|cause| CopyError::Write { database: target.url().to_string(), cause }.into())
    };
    let written = written.await;
    target.close().await;
    written
}

/// Writes down what each table holds, so that a damaged file is noticed when it is needed.
async fn note(target: &Db, contents: &[Content], at: Timestamp) -> Result<(), DbError> {
    let mut tx = target.begin().await?;
    tx.execute(&MAKE_HEAD, &[]).await?;
    tx.execute(&MAKE_LIST, &[]).await?;
    tx.execute(&HEAD_INSERT, &[FORMAT.into(), to_micros(at).into()]).await?;
    for Content { table, rows, hash } in contents {
        let rows = i64::try_from(*rows).unwrap_or(i64::MAX);
        tx.execute(&LIST_INSERT, &[table.as_str().into(), rows.into(), hash.as_str().into()]).await?;
    }
    tx.commit().await
}
