//! The SQL of those who serve.

pub(crate) mod account;
pub(crate) mod device;
pub(crate) mod passkey;
pub(crate) mod session;
pub(crate) mod ways;

use db::{DbError, Row, Statement};
use uuid::Uuid;

/// Every statement of this crate, so that a test can prepare them on both engines.
pub static STATEMENTS: &[&[&Statement]] =
    &[account::STATEMENTS, device::STATEMENTS, passkey::STATEMENTS, session::STATEMENTS, ways::STATEMENTS];

/// A stored text as the value it stands for.
fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(row: &Row, column: usize) -> Result<T, DbError> {
    parse(&row.text(column)?)
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|e: T::Err| DbError::Decode { statement: "staff", reason: e.to_string() })
}

fn opt_id(row: &Row, column: usize) -> Result<Option<Uuid>, DbError> {
    row.opt_text(column)?.map(|text| parse(&text)).transpose()
}

/// The number in the first column of the first row.
fn count(rows: &[Row]) -> Result<i64, DbError> {
    Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or(0))
}
