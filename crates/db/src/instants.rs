//! Instants as they are stored: microseconds since 1970, UTC.

use jiff::Timestamp;

use crate::DbError;

/// An instant as stored. Parts of a microsecond are cut.
pub fn to_micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A stored instant; what is none counts as the nearest there is.
pub(crate) fn nearest(micros: i64) -> Timestamp {
    let end = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(micros).unwrap_or(end)
}

/// A stored instant.
pub fn from_micros(micros: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_microsecond(micros)
        .map_err(|e| DbError::Decode { statement: "instant", reason: e.to_string() })
}
