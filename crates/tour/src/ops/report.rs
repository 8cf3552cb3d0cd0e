//! What an import did, or why it did nothing.

use std::fmt;

use db::DbError;
use kernel::{Fault, FaultKind, Forbidden};

use crate::exchange::{ReadError, TourFileError};

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Created,
    /// It was there and is different now.
    Changed,
    /// It takes place no longer.
    Cancelled,
    /// It was there already, word for word.
    Unchanged,
    /// It stands not in the file, but its venue moved or was renamed, so that subscribers are told.
    Touched,
}

/// One record of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineReport {
    /// Its line in the file; 0 where it stands not in it.
    pub line: usize,
    /// `venue:…` or `stop:…`.
    pub object: String,
    /// What became of it.
    pub change: Change,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Record by record: the file's venues, its stops, then stops of changed venues.
    pub lines: Vec<LineReport>,
    /// Nothing was kept.
    pub dry_run: bool,
}

impl ImportReport {
    /// How many records became this.
    pub fn count(&self, change: Change) -> usize {
        self.lines.iter().filter(|l| l.change == change).count()
    }

    /// Nothing differs from what was there.
    pub fn changed_nothing(&self) -> bool {
        self.count(Change::Unchanged) == self.lines.len()
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [created, changed, cancelled, unchanged, touched] =
            [Change::Created, Change::Changed, Change::Cancelled, Change::Unchanged, Change::Touched]
                .map(|c| self.count(c));
        write!(f, "{created} created, {changed} changed, {cancelled} cancelled, {unchanged} unchanged")?;
        if touched > 0 {
            write!(f, ", {touched} more stops of changed venues")?;
        }
        if self.dry_run { f.write_str(" (dry run: nothing was kept)") } else { Ok(()) }
    }
}

/// Why an import changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file holds something wrong; every bad line is told.
    #[error(transparent)]
    Content(#[from] TourFileError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(e) => Self::Io(e),
            ReadError::Content(e) => Self::Content(e),
        }
    }
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Db(e) => e.into(),
            ImportError::Forbidden(e) => Self::new(FaultKind::Forbidden, e.to_string()),
            ImportError::Io(e) => Self::new(FaultKind::Invalid, format!("the file cannot be read: {e}")),
            ImportError::Content(e) => Self::new(FaultKind::Invalid, e.to_string()),
        }
    }
}
