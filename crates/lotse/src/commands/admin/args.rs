//! What `lotse admin` can be told.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use db::Head;
use kernel::{Lang, MailAddress, Role, Slug};
use staff::{Handle, PersonName};
use web::PublicUrl;

use crate::args::{Database, Mail};

#[derive(Debug, Args)]
pub(crate) struct Admin {
    #[command(subcommand)]
    pub command: AdminCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account and print the link by which its owner sets it up, once and within 48 hours. So begins the first admin.
    CreateUser(CreateUser),
    /// Take every way to sign in away from an account and print a new link to set it up, for who lost passkey or phone.
    Reset(Reset),
    /// List accounts with their roles and stops.
    Users {
        #[command(flatten)]
        database: Database,
    },
    /// Look through the whole audit log: is every row as it was written, and none missing or put in?
    VerifyAudit(VerifyAudit),
}

#[derive(Debug, Args)]
pub(crate) struct CreateUser {
    /// The name for signing in, such as a.beispiel. It is not part of the link: tell it separately.
    pub login: Handle,
    /// The person's name.
    #[arg(long)]
    pub name: PersonName,
    /// guide, clerk, lead, editor, planner, admin or auditor; several with commas.
    #[arg(long = "role", value_name = "ROLE,…", value_delimiter = ',', required = true)]
    pub roles: Vec<Role>,
    /// The stops that are their own; `--all-stops` for every one.
    #[arg(long = "stop", value_name = "STOP,…", value_delimiter = ',')]
    pub stops: Vec<Slug>,
    /// Every stop is their own, also those to come.
    #[arg(long, conflicts_with = "stops")]
    pub all_stops: bool,
    #[command(flatten)]
    pub letter: LetterArgs,
    #[command(flatten)]
    pub site: SiteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Reset {
    /// The name for signing in.
    pub login: Handle,
    #[command(flatten)]
    pub letter: LetterArgs,
    #[command(flatten)]
    pub site: SiteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyAudit {
    /// A last row that was noted earlier (NUMBER:HASH): is it still in the chain?
    #[arg(long, value_name = "NUMBER:HASH")]
    pub expect: Option<Head>,
    #[command(flatten)]
    pub database: Database,
}

/// The mail that brings the link, if there is a mail server.
#[derive(Debug, Args)]
pub(crate) struct LetterArgs {
    /// Mail the link to this address as well. It is not kept.
    #[arg(long = "mail", value_name = "ADDRESS")]
    pub to: Option<MailAddress>,
    /// The language of the mail: de or en.
    #[arg(long = "mail-lang", value_name = "LANG", default_value = "de", requires = "to")]
    pub lang: Lang,
    /// Folder with a city's files, in place of the built-in Hamburg: the mail says for which service it comes.
    #[arg(long, env = "LOTSE_CITY", value_name = "FOLDER")]
    pub city: Option<PathBuf>,
    #[command(flatten)]
    pub server: Mail,
}

#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    /// Address by which people reach the site; the link begins with it [default: `http://localhost:8080`].
    #[arg(long, env = "LOTSE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    #[command(flatten)]
    pub database: Database,
}
