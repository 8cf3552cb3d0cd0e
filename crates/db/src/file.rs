use std::{
    io,
    path::{Path, PathBuf},
};

/// An SQLite file, known by more than its name.
///
/// Open connections go on with a file that was moved away or replaced by another of the same name, and what they write
/// is lost without a word. So each use looks first whether the name still leads to the same file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    path: PathBuf,
    identity: Identity,
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

impl File {
    /// Remembers the file that is there now.
    pub(crate) fn new(path: PathBuf) -> io::Result<Self> {
        identity(&path).map(|identity| Self { path, identity })
    }

    /// Refuses when it is gone or another one. Some microseconds.
    pub(crate) fn check(&self) -> Result<(), sqlx::Error> {
        if identity(&self.path)? == self.identity {
            return Ok(());
        }
        let reason =
            format!("{} was replaced by another file; restart the program to use it", self.path.display());
        Err(io::Error::other(reason).into())
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|m| (m.dev(), m.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    std::fs::metadata(path).map(|_| ())
}
