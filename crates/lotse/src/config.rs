//! `lotse.toml`, and how it joins with flags and environment.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use db::DatabaseUrl;
use serde::Deserialize;

use crate::{args::Database, log::LogFormat};

const DEFAULT_FILE: &str = "lotse.toml";
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
    /// The named file, or `lotse.toml` if there is one.
    pub(crate) fn read(named: Option<&Path>) -> anyhow::Result<Self> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
                return Ok(Self::default());
            }
            Err(e) => bail!("the settings file {} cannot be read: {e}", path.display()),
        };
        toml::from_str(&text).with_context(|| format!("the settings file {} is broken", path.display()))
    }
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
