//! The only room that names a database engine. Two typed pools, SQLite and PostgreSQL, stand behind one type; one SQL
//! text serves both (`$1` placeholders, portable types). What the tables mean is decided in the slices.

mod audit;
mod engine;
mod error;
mod file;
pub mod instants;
mod migrate;
mod open;
mod published;
mod row;
mod setting;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod url;

pub use audit::AuditEntry;
pub use engine::{Db, Engine};
pub use error::{DbError, OpenError};
pub use published::Published;
pub use row::Row;
pub use statement::{Statement, Value};
pub use tx::{ReadTx, Tx};
pub use url::{DatabaseUrl, DatabaseUrlError};

/// Every statement of this crate, so that a test can prepare each on both engines.
pub static STATEMENTS: &[&Statement] = &[
    &audit::AUDIT_INSERT,
    &published::VERSION_READ,
    &published::VERSION_RAISE,
    &setting::SETTING_READ,
    &setting::SETTING_PUT,
];
