//! Instants as they are stored: microseconds since 1970, UTC.

use jiff::Timestamp;

use crate::DbError;

/// An instant as stored. Parts of a microsecond are cut.
pub fn to_micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A stored instant.
pub fn from_micros(micros: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_microsecond(micros)
        .map_err(|e| DbError::Decode { statement: "instant", reason: e.to_string() })
}
