//! The file that a backup is: an SQLite database of its own for both engines, with the tables of its schema step and a
//! list of what each holds. It needs no program of ours to be read, and no server of the same version.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use crate::{
    CopyError, DatabaseUrl, Db, DbError, OpenError, ReadTx, Statement,
    content::{self, Content},
    file::File,
    migrate,
    open::{sqlite_options, sqlite_pools},
    schema,
    url::Target,
};

/// Why a backup could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is a file of this name.
    #[error("{0} is there already: name another file, or replace it with --force")]
    Exists(String),
    /// The file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// Another kind of file.
    #[error("{0} is no backup of Lotse; a database file itself is taken over with `lotse copy`")]
    NotAnArchive(String),
    /// It was cut off or changed.
    #[error("{path} is damaged ({reason}): use another backup; nothing was changed")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// It was made by a newer program.
    #[error("{path} was made by a newer version of Lotse: update the program; nothing was changed")]
    Newer {
        /// The file.
        path: String,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Copying failed.
    #[error(transparent)]
    Copy(#[from] CopyError),
}

/// The only layout so far.
pub(crate) const FORMAT: i64 = 1;

pub(crate) static MAKE_HEAD: Statement = Statement::new(
    "archive_head_make",
    "CREATE TABLE _lotse_archive (format INTEGER NOT NULL, made_at INTEGER NOT NULL) STRICT",
);
pub(crate) static MAKE_LIST: Statement = Statement::new(
    "archive_list_make",
    "CREATE TABLE _lotse_archive_table (name TEXT PRIMARY KEY, row_count INTEGER NOT NULL, hash TEXT NOT NULL) STRICT",
);
pub(crate) static HEAD_INSERT: Statement =
    Statement::new("archive_head_insert", "INSERT INTO _lotse_archive (format, made_at) VALUES ($1, $2)");
pub(crate) static LIST_INSERT: Statement = Statement::new(
    "archive_list_insert",
    "INSERT INTO _lotse_archive_table (name, row_count, hash) VALUES ($1, $2, $3)",
);
static INTEGRITY: Statement = Statement::new("archive_integrity", "PRAGMA integrity_check(1)");
static HEAD_THERE: Statement =
    Statement::new("archive_head_there", "SELECT count(*) FROM sqlite_schema WHERE name = '_lotse_archive'");
static HEAD_READ: Statement = Statement::new("archive_head_read", "SELECT format FROM _lotse_archive");
static LIST_READ: Statement = Statement::new(
    "archive_list_read",
    "SELECT name, row_count, hash FROM _lotse_archive_table ORDER BY name",
);

/// A file to be filled. A backup that fails leaves nothing behind: it is not worth keeping half.
pub(crate) fn open_new(path: &Path) -> Result<Db, ArchiveError> {
    let options =
        sqlite_options(path).journal_mode(SqliteJournalMode::Delete).synchronous(SqliteSynchronous::Off);
    open(path, options.clone(), options.pragma("query_only", "ON"))
}

fn open_finished(path: &Path) -> Result<Db, ArchiveError> {
    // Nobody writes it, so there is nothing to lock, and the medium may be read-only.
    let options = sqlite_options(path).read_only(true).immutable(true);
    Ok(open(path, options.clone(), options)?.reading_only())
}

fn open(
    path: &Path,
    write: sqlx::sqlite::SqliteConnectOptions,
    read: sqlx::sqlite::SqliteConnectOptions,
) -> Result<Db, ArchiveError> {
    let file = File::new(path.to_owned()).map_err(|e| trouble(path, &e))?;
    Ok(Db::new(sqlite_pools(file, write, read), DatabaseUrl(Target::Sqlite(path.to_owned()))))
}

/// A backup that was read through and found whole.
pub(crate) struct Archive {
    pub db: Db,
    /// The step of its schema.
    pub step: i64,
    pub contents: Vec<Content>,
}

impl Archive {
    /// Opens a backup and compares every table with what was written down when it was made.
    pub(crate) async fn open(path: &Path) -> Result<Self, ArchiveError> {
        let absolute = std::path::absolute(path).map_err(|e| trouble(path, &e))?;
        let about =
            std::fs::File::open(&absolute).and_then(|f| f.metadata()).map_err(|e| trouble(path, &e))?;
        if about.is_dir() {
            return Err(trouble(path, &std::io::Error::from(std::io::ErrorKind::IsADirectory)));
        }
        let db = open_finished(&absolute)?;
        let checked = Self::check(path, &db).await;
        if checked.is_err() {
            db.close().await;
        }
        let (step, contents) = checked?;
        Ok(Self { db, step, contents })
    }

    async fn check(path: &Path, db: &Db) -> Result<(i64, Vec<Content>), ArchiveError> {
        let mut read = db.read().await.map_err(|e| unreadable(path, &e))?;
        if integrity(path, &mut read).await? != 1 {
            return Err(ArchiveError::NotAnArchive(path.display().to_string()));
        }
        let format = first(&mut read, &HEAD_READ).await.map_err(|e| unreadable(path, &e))?;
        let step = match migrate::step(&db.pools, db.url()).await {
            _ if format > FORMAT => return Err(newer(path)),
            Err(OpenError::Newer { .. }) => return Err(newer(path)),
            Err(OpenError::Missing { .. } | OpenError::Foreign { .. }) => {
                return Err(ArchiveError::NotAnArchive(path.display().to_string()));
            }
            step => step?,
        };
        let contents = measured(&mut read).await.map_err(|e| unreadable(path, &e))?;
        let mut listed = listed(&mut read).await.map_err(|e| unreadable(path, &e))?;
        listed.sort_by_key(|wanted| contents.iter().position(|c| c.table == wanted.table));
        if listed != contents {
            return Err(damaged(path, "its tables do not hold what was written into them"));
        }
        Ok((step, contents))
    }
}

/// Whether the file is whole as SQLite sees it; answers with the number of our head tables.
async fn integrity(path: &Path, read: &mut ReadTx) -> Result<i64, ArchiveError> {
    let there = first(read, &HEAD_THERE).await.map_err(|e| unreadable(path, &e))?;
    let said = read.fetch(&INTEGRITY, &[]).await.and_then(|rows| rows.first().map(|r| r.text(0)).transpose());
    match said.map_err(|e| unreadable(path, &e))?.as_deref() {
        Some("ok") => Ok(there),
        other => Err(damaged(path, other.unwrap_or("it cannot be checked"))),
    }
}

async fn first(read: &mut ReadTx, statement: &Statement) -> Result<i64, DbError> {
    let rows = read.fetch(statement, &[]).await?;
    let missing = || DbError::Decode { statement: statement.name, reason: "the row is missing".to_owned() };
    rows.first().ok_or_else(missing)?.int(0)
}

async fn measured(read: &mut ReadTx) -> Result<Vec<Content>, DbError> {
    let mut contents = Vec::new();
    for table in schema::tables(read.running()).await? {
        contents.push(content::measure(read.running(), &table).await?);
    }
    Ok(contents)
}

async fn listed(read: &mut ReadTx) -> Result<Vec<Content>, DbError> {
    let content = |row: &crate::Row| {
        let rows = u64::try_from(row.int(1)?).unwrap_or_default();
        Ok(Content { table: row.text(0)?, rows, hash: row.text(2)? })
    };
    read.fetch(&LIST_READ, &[]).await?.iter().map(content).collect()
}

/// SQLite says by the same code that a file is cut off and that it is none of its own; the latter is code 26.
fn unreadable(path: &Path, error: &DbError) -> ArchiveError {
    let said = error.to_string();
    if said.contains("file is not a database") {
        return ArchiveError::NotAnArchive(path.display().to_string());
    }
    damaged(path, &said)
}

fn damaged(path: &Path, reason: &str) -> ArchiveError {
    ArchiveError::Damaged { path: path.display().to_string(), reason: reason.to_owned() }
}

fn newer(path: &Path) -> ArchiveError {
    ArchiveError::Newer { path: path.display().to_string() }
}

pub(crate) fn trouble(path: &Path, error: &std::io::Error) -> ArchiveError {
    ArchiveError::File { path: path.display().to_string(), reason: error.to_string() }
}

/// Names tried for a file on its way.
const MOST_LEFT: u32 = 999;

/// A file that vanishes unless it is kept. Only its owner may read it: it holds all that the city stored.
pub(crate) struct Part(PathBuf);

impl Part {
    /// Makes one whose name begins like `path`; what an ended process left behind is not in the way.
    pub(crate) fn new(path: &Path) -> Result<Self, ArchiveError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut number = 0;
        loop {
            let part = path.with_added_extension(format!("part{number}"));
            match options.open(&part) {
                Ok(_) => return Ok(Self(part)),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && number < MOST_LEFT => number += 1,
                Err(e) => return Err(trouble(&part, &e)),
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Puts it in its place, safe from a power cut.
    pub(crate) fn keep(self, path: &Path) -> Result<(), ArchiveError> {
        let kept = std::fs::File::open(&self.0)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&self.0, path))
            .and_then(|()| std::fs::File::open(folder(path))?.sync_all());
        kept.map_err(|e| trouble(path, &e))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After `keep` there is nothing of this name.
        let _ = std::fs::remove_file(&self.0);
        let mut journal = self.0.clone().into_os_string();
        journal.push("-journal");
        let _ = std::fs::remove_file(journal);
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_given_up_takes_its_journal_along() {
        let folder = tempfile::tempdir().unwrap();
        let part = Part::new(&folder.path().join("city.backup")).unwrap();
        // SQLite's own name for it: https://www.sqlite.org/tempfiles.html, 2.1.
        std::fs::write(format!("{}-journal", part.path().display()), "x").unwrap();
        drop(part);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
