//! The command line. Flags win over the environment, the environment over `lotse.toml`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use db::DatabaseUrl;
use outreach::Sender;
use uuid::Uuid;
use web::{Network, PublicUrl};

use crate::{
    commands::{admin::args::Admin, card::args::Card},
    log::LogFormat,
};

/// The software a city runs its pop-up office on.
#[derive(Debug, Parser)]
#[command(name = "lotse", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the site until the process is told to stop.
    Serve(Serve),
    /// Read a file into the database: all or nothing, and twice is the same as once.
    Import(Import),
    /// Write what the database holds as a file that `import` reads.
    Export(Export),
    /// List reports of barriers, the most urgent first, or close one.
    Barriers(Barriers),
    /// What the search of the site could not answer.
    Search(Search),
    /// Delete what has been kept long enough (docs/privacy.md). A running server does this by itself.
    Purge(Purge),
    /// Write all that the database holds into one file, while servers go on with it.
    Backup(Backup),
    /// Fill an empty database from a backup: all or nothing.
    Restore(Restore),
    /// Copy a database into an empty one, from SQLite to PostgreSQL or back.
    Copy(Copy),
    /// Accounts of those who serve, and the record of what was done.
    Admin(Admin),
    /// Print the description of the public API (OpenAPI 3.1).
    Openapi,
    /// Check ID cards, and practise with made-up ones.
    Card(Card),
    /// Measure this machine.
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Numbers drawn and people called per second by 16 at once, in this process and over HTTP connections, beside what
    /// the disk stores durably per second.
    Queue(BenchQueue),
}

#[derive(Debug, Args)]
pub(crate) struct BenchQueue {
    /// On which disk: a folder for databases that are deleted afterwards [default: the working folder].
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// How long each of the measurements takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 3)]
    pub seconds: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Database {
    /// `sqlite://FILE` or `postgres://…`. Commands that change something make it and bring its schema up to date.
    #[arg(long, env = "LOTSE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<DatabaseUrl>,
    /// Settings file [default: `lotse.toml` in the working folder; else, without --database, /etc/lotse/lotse.toml].
    #[arg(long, env = "LOTSE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write.
    pub file: PathBuf,
    /// Replace the file when it is there already.
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// The database to read.
    #[arg(long, value_name = "URL")]
    pub from: DatabaseUrl,
    /// The empty database to fill; made when it is a file.
    #[arg(long, value_name = "URL")]
    pub to: DatabaseUrl,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub database: Database,
    /// Never write to the database. A replica of a PostgreSQL server is served so by itself.
    #[arg(long, env = "LOTSE_READ_ONLY", conflicts_with = "demo")]
    pub read_only: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, env = "LOTSE_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Address by which visitors reach the site [default: http://localhost:PORT].
    #[arg(long, env = "LOTSE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// Fill an empty database with the city's data and an example tour around today.
    #[arg(long, env = "LOTSE_DEMO")]
    pub demo: bool,
    /// With --demo: begin at this local time instead of now, such as 2026-11-25T10:30, to practise at any hour.
    #[arg(long, env = "LOTSE_DEMO_TIME", value_name = "TIME", requires = "demo")]
    pub demo_time: Option<jiff::civil::DateTime>,
    /// Folder with a city's files, in place of the built-in Hamburg.
    #[arg(long, env = "LOTSE_CITY", value_name = "FOLDER")]
    pub city: Option<PathBuf>,
    #[command(flatten)]
    pub operation: Operation,
    #[command(flatten)]
    pub mail: Mail,
}

/// The mail server, if there is one. Its password is never an argument: other people on the machine would see it.
#[derive(Debug, Args)]
pub(crate) struct Mail {
    /// Mail server: `smtps://USER@HOST`, or `smtp://USER@HOST` for STARTTLS; `?ca=FILE`, `?tls=none` [default: none].
    // A text, since clap would repeat a wrong one whole, and somebody may have put the password into it.
    #[arg(long = "mail-server", env = "LOTSE_MAIL_SERVER", value_name = "URL", hide_env_values = true)]
    pub server: Option<String>,
    /// Who stands as the sender: `Digital-Stand <lotse@example.org>`.
    #[arg(long = "mail-from", env = "LOTSE_MAIL_FROM", value_name = "SENDER")]
    pub from: Option<Sender>,
    /// File with the password for the mail server; without it the environment's `LOTSE_MAIL_PASSWORD`.
    #[arg(long = "mail-password-file", env = "LOTSE_MAIL_PASSWORD_FILE", value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// How the server stands among its neighbours.
#[derive(Debug, Args)]
pub(crate) struct Operation {
    /// Certificate with its chain (PEM); serves by TLS. Read again on SIGHUP and when the file changes.
    #[arg(long, env = "LOTSE_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate (PEM).
    #[arg(long, env = "LOTSE_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Proxies that are believed when they name the client, such as `127.0.0.1,10.0.0.0/8`.
    #[arg(long, env = "LOTSE_TRUSTED_PROXY", value_name = "CIDR,…", value_delimiter = ',')]
    pub trusted_proxy: Vec<Network>,
    /// Address and port for Prometheus (`/metrics`); keep it off the public network [default: none].
    #[arg(long, env = "LOTSE_METRICS_LISTEN", value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
    /// How log lines look [default: text].
    #[arg(long, env = "LOTSE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// What can be read and written as a file.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// Venues and stops (JSON Lines).
    Tour,
    /// Services of the directory (JSON Lines).
    Services,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What the files hold.
    pub kind: Kind,
    /// The files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Check and report, but change nothing.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub database: Database,
    /// Folder with a city's files, in place of the built-in Hamburg.
    #[arg(long, env = "LOTSE_CITY", value_name = "FOLDER")]
    pub city: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write.
    pub kind: Kind,
    /// The file; standard output when left out.
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Barriers {
    #[command(subcommand)]
    pub command: Option<BarriersCommand>,
    /// Only those that nobody closed yet (this is the default).
    #[arg(long, conflicts_with = "all")]
    pub open: bool,
    /// Closed ones too.
    #[arg(long)]
    pub all: bool,
    /// As JSON, one report a line.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BarriersCommand {
    /// Mark a report as done.
    Close {
        /// The report's id, as the list shows it.
        #[arg(value_parser = report_id)]
        id: Uuid,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    #[command(subcommand)]
    pub command: SearchCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SearchCommand {
    /// List words that people searched for and no service has, most wanted first, so that they become keywords.
    Misses(Misses),
}

#[derive(Debug, Args)]
pub(crate) struct Misses {
    /// Show at most this many words.
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub limit: usize,
    /// As JSON, one word a line.
    #[arg(long)]
    pub json: bool,
    /// Delete this word instead, for example because it is a name.
    #[arg(long, value_name = "WORD", conflicts_with_all = ["json", "limit"])]
    pub forget: Option<String>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub(crate) struct Purge {
    #[command(flatten)]
    pub database: Database,
}

fn report_id(text: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_| "a report's id has 36 characters; copy it from `lotse barriers`".to_owned())
}
