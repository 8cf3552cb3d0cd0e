//! The only room that names a database engine. Two typed pools, SQLite and PostgreSQL, stand behind one type; one SQL
//! text serves both (`$1` placeholders, portable types). Here live connections, transactions, migrations, the watch on
//! what is published, and the harness for contract tests. What the tables mean is decided in the slices.
//!
//! # What a statement may rely on
//!
//! Both engines promise the same; where they differ by nature, this crate closes the gap or refuses.
//!
//! - Changes ([`Db::begin`]) run one after another, also those of other processes. Reads never wait for them.
//! - [`Db::fetch`] and [`Db::read`] cannot write.
//! - Once a statement of a change failed, nothing of the change can be committed.
//! - Columns are 64-bit integers, texts and reals. Instants are microseconds ([`instants`]), days ISO text, truth values
//!   0 and 1. Sums need a cast: `CAST(sum(x) AS bigint)`.
//! - Text is compared and sorted by its bytes. Text with a NUL character is refused.
//!
//! What remains to whoever writes a statement: NULLs sort first in SQLite and last in PostgreSQL (write `NULLS FIRST` or
//! `NULLS LAST`); `LIKE`, `lower` and functions for dates differ (compute such things in Rust); PostgreSQL wants the type
//! of a placeholder that stands alone (`CAST($1 AS text)`). A test prepares every statement on both.

mod archive;
mod audit;
mod backup;
mod content;
mod copy;
mod engine;
mod error;
mod file;
pub mod instants;
mod migrate;
mod open;
mod outbox;
mod published;
mod restore;
mod row;
mod schema;
mod setting;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod url;

pub use archive::ArchiveError;
pub use audit::{AuditEntry, AuditFault, AuditFilter, AuditRow, Head, HeadParseError, Verified};
pub use backup::{Backup, backup};
pub use content::Content;
pub use copy::{CopyError, copy};
pub use engine::{Db, Engine};
pub use error::{DbError, OpenError};
pub use outbox::{Mail, MailState, Taken};
pub use published::Published;
pub use restore::restore;
pub use row::Row;
pub use statement::{Statement, Value};
pub use tx::{ReadTx, Tx};
pub use url::{DatabaseUrl, DatabaseUrlError};

/// Every statement of this crate, so that a test can prepare each on both engines.
pub static STATEMENTS: &[&Statement] = &[
    &audit::AUDIT_INSERT,
    &audit::HEAD_READ,
    &audit::HEAD_PUT,
    &audit::UNCHAINED_LIST,
    &audit::CHAINED_COUNT,
    &audit::LINK_PUT,
    &audit::LINK_LIST,
    &audit::LOOSE_LIST,
    &audit::HASH_FIND,
    &audit::AUDIT_LIST,
    &audit::ACTION_LIST,
    &outbox::MAIL_INSERT,
    &outbox::MAIL_NEXT,
    &outbox::MAIL_CLAIM,
    &outbox::MAIL_DELETE,
    &outbox::MAIL_LATER,
    &outbox::MAIL_GIVE_UP,
    &outbox::MAIL_CANCEL,
    &outbox::MAIL_STATES,
    &outbox::MAIL_OLD,
    &outbox::MAIL_PURGE,
    &published::VERSION_READ,
    &published::VERSION_RAISE,
    &published::ACCOUNTS_RAISE,
    &setting::SETTING_READ,
    &setting::SETTING_PUT,
];
