//! The mail server, from flags, environment and settings file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use db::Db;
use kernel::{Clock, OsRng};
use outreach::{MailServer, Password, Post, Sender};
use web::PublicUrl;

use crate::{args, config};

/// Holds the password where no other process sees it but those of the same user.
const PASSWORD: &str = "LOTSE_MAIL_PASSWORD";

/// What speaks for us: the server, the sender, and the password if there is one.
pub(crate) struct Mail {
    server: MailServer,
    sender: Sender,
    password: Option<Password>,
}

impl Mail {
    /// What the operator says of mail; `None` when there is nothing.
    pub(crate) fn read(args: &args::Mail, file: &config::File) -> anyhow::Result<Option<Self>> {
        let Some(server) = args.server.as_ref().or(file.mail_server.as_ref()) else { return Ok(None) };
        let server = server.parse()?;
        let sender = match (&args.from, &file.mail_from) {
            (Some(sender), _) => sender.clone(),
            (None, Some(text)) => text.parse().context("the settings file's `mail_from` is wrong")?,
            (None, None) => bail!(
                "a mail server is named, but no sender: name it with --mail-from \"Digital-Stand <lotse@example.org>\""
            ),
        };
        let named = args.password_file.as_ref().or(file.mail_password_file.as_ref());
        Ok(Some(Self { server, sender, password: password(named.map(PathBuf::as_path))? }))
    }

    /// Gets ready to send, without speaking with the server yet.
    pub(crate) fn ready(
        self,
        db: &Db,
        clock: &Arc<dyn Clock>,
        public_url: &PublicUrl,
    ) -> anyhow::Result<Post> {
        let (clock, rng) = (Arc::clone(clock), Arc::new(OsRng));
        let place = (self.server, self.sender);
        Ok(Post::new(db.clone(), clock, rng, place, self.password, public_url.host())?)
    }
}

fn password(file: Option<&Path>) -> anyhow::Result<Option<Password>> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path).with_context(|| {
            format!("the file with the mail server's password, {}, cannot be read", path.display())
        })?,
        None => std::env::var(PASSWORD).unwrap_or_default(),
    };
    let password = Password::new(&text);
    match (password.is_empty(), file) {
        (false, _) => Ok(Some(password)),
        (true, None) => Ok(None),
        (true, Some(path)) => bail!("the file with the mail server's password, {}, is empty", path.display()),
    }
}
