//! `lotse.toml`, and how it joins with flags and environment.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use db::{DatabaseUrl, Db};
use serde::Deserialize;

use crate::{args::Database, log::LogFormat};

const DEFAULT_FILE: &str = "lotse.toml";
/// The installed server's own. So its operator's commands reach its database without being told.
const INSTALLED_FILE: &str = "/etc/lotse/lotse.toml";
const DEFAULT_PORT: u16 = 8080;

/// What may stand in the file. Unknown keys are errors, so that a typo does not pass unseen.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names, reason = "they are the keys of the file")]
pub(crate) struct File {
    pub database: Option<String>,
    pub listen: Option<SocketAddr>,
    pub public_url: Option<String>,
    pub city: Option<PathBuf>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    #[serde(default)]
    pub trusted_proxy: Vec<String>,
    pub metrics_listen: Option<SocketAddr>,
    pub log_format: Option<LogFormat>,
    pub mail_server: Option<String>,
    pub mail_from: Option<String>,
    pub mail_password_file: Option<PathBuf>,
}

impl File {
    /// The named file; else `lotse.toml` in the working folder; else, when no database is named either, the installed
    /// server's. None of them is fine.
    pub(crate) fn read(args: &Database) -> anyhow::Result<Self> {
        if let Some(named) = &args.config {
            return Self::parse(named);
        }
        let installed = args.database.is_none().then_some(Path::new(INSTALLED_FILE));
        Self::first([Path::new(DEFAULT_FILE)].into_iter().chain(installed))
    }

    /// The first that is there. A working folder that may not be looked into holds nothing for us: who types
    /// `sudo -u lotse` stands in a home of their own.
    fn first<'a>(mut paths: impl Iterator<Item = &'a Path>) -> anyhow::Result<Self> {
        paths.find(|path| path.exists()).map_or_else(|| Ok(Self::default()), Self::parse)
    }

    fn parse(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| anyhow!("the settings file {} cannot be read: {e}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("the settings file {} is broken", path.display()))
    }
}

/// Opens the database for a command that changes it; makes it where it is a file that is not there.
pub(crate) async fn open(args: &Database) -> anyhow::Result<Db> {
    Ok(Db::open(&database_url(args, &File::read(args)?)?).await?)
}

/// Opens the database for a command that only looks. One that is not there is told and not made: an empty list would
/// read as "nothing to do".
pub(crate) async fn look_into(args: &Database) -> anyhow::Result<Db> {
    Ok(Db::open_read_only(&database_url(args, &File::read(args)?)?).await?)
}

/// Which database: flag or environment, then file, then one in the user's data folder.
pub(crate) fn database_url(args: &Database, file: &File) -> anyhow::Result<DatabaseUrl> {
    match (&args.database, &file.database) {
        (Some(url), _) => Ok(url.clone()),
        (None, Some(text)) => text.parse().context("the settings file's `database` is wrong"),
        (None, None) => default_database(),
    }
}

/// Where to listen when nobody says.
pub(crate) fn default_listen() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, DEFAULT_PORT).into()
}

fn default_database() -> anyhow::Result<DatabaseUrl> {
    let home = |var: &str| std::env::var_os(var).map(PathBuf::from).filter(|p| p.is_absolute());
    let folder = home("XDG_DATA_HOME")
        .or_else(|| home("HOME").map(|h| h.join(".local/share")))
        .context("no home folder is known: say where the database is with --database sqlite://FILE")?;
    let path = folder.join("lotse/lotse.db");
    format!("sqlite://{}", path.display())
        .parse()
        .context("the data folder's name cannot be used in an address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_settings_that_are_there_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let [missing, near, far] =
            ["missing.toml", "near.toml", "far.toml"].map(|name| folder.path().join(name));
        std::fs::write(&near, "listen = \"127.0.0.1:1\"").unwrap();
        std::fs::write(&far, "listen = \"127.0.0.1:2\"").unwrap();
        // Like a folder that may not be looked into, this one gives another error than that of a missing file.
        let closed = near.join("lotse.toml");
        let port = |paths: &[&PathBuf]| {
            File::first(paths.iter().map(|path| path.as_path())).unwrap().listen.map(|address| address.port())
        };
        assert_eq!(port(&[&near, &far]), Some(1));
        assert_eq!(port(&[&missing, &far]), Some(2));
        assert_eq!(port(&[&closed, &far]), Some(2));
        assert_eq!(port(&[&missing]), None);
        std::fs::write(&near, "= =").unwrap();
        assert!(
            File::first([near.as_path(), &far].into_iter())
                .unwrap_err()
                .to_string()
                .contains("near.toml is broken")
        );
    }
}
