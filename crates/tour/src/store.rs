//! The SQL of venues and stops. What an editor wrote is kept as JSON; columns hold what the database must know.

use std::future::Future;

use db::{DbError, ReadTx, Row, Statement, Tx, Value, instants};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::model::{Status, Stop, StoredStop, Tour, Venue};

static VENUE_LIST: Statement = Statement::new("venue_list", "SELECT body FROM venue ORDER BY id");
static VENUE_INSERT: Statement = Statement::new(
    "venue_insert",
    "INSERT INTO venue (sort_key, body, changed_at, id) VALUES ($1, $2, $3, $4)",
);
static VENUE_UPDATE: Statement = Statement::new(
    "venue_update",
    "UPDATE venue SET sort_key = $1, body = $2, changed_at = $3 WHERE id = $4",
);
static STOP_LIST: Statement = Statement::new(
    "stop_list",
    "SELECT body, sequence, changed_at FROM stop ORDER BY first_day NULLS FIRST, id",
);
static STOP_INSERT: Statement = Statement::new(
    "stop_insert",
    "INSERT INTO stop (venue_id, first_day, last_day, status, sequence, changed_at, body, id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
static STOP_UPDATE: Statement = Statement::new(
    "stop_update",
    "UPDATE stop SET venue_id = $1, first_day = $2, last_day = $3, status = $4, sequence = $5, changed_at = $6, \
     body = $7 WHERE id = $8",
);

/// Every statement of this crate, so that a test can prepare them on both engines.
pub static STATEMENTS: &[&Statement] =
    &[&VENUE_LIST, &VENUE_INSERT, &VENUE_UPDATE, &STOP_LIST, &STOP_INSERT, &STOP_UPDATE];

/// Whatever can answer a reading statement.
pub(crate) trait Fetch {
    fn rows(&mut self, s: &Statement) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;
}

impl Fetch for ReadTx {
    async fn rows(&mut self, s: &Statement) -> Result<Vec<Row>, DbError> {
        self.fetch(s, &[]).await
    }
}

impl Fetch for Tx {
    async fn rows(&mut self, s: &Statement) -> Result<Vec<Row>, DbError> {
        self.fetch(s, &[]).await
    }
}

/// All venues and stops, in the order [`Tour`] promises.
pub(crate) async fn tour_read(from: &mut impl Fetch) -> Result<Tour, DbError> {
    let mut tour = Tour::default();
    for row in from.rows(&VENUE_LIST).await? {
        let venue: Venue = body(&VENUE_LIST, &row)?;
        tour.venues.insert(venue.id.clone(), venue);
    }
    for row in from.rows(&STOP_LIST).await? {
        tour.stops.push(StoredStop {
            stop: body(&STOP_LIST, &row)?,
            sequence: row.int(1)?,
            changed_at: instants::from_micros(row.int(2)?)?,
        });
    }
    Ok(tour)
}

pub(crate) async fn venue_insert(tx: &mut Tx, venue: &Venue, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&VENUE_INSERT, &venue_values(VENUE_INSERT.name, venue, at)?).await.map(|_| ())
}

pub(crate) async fn venue_update(tx: &mut Tx, venue: &Venue, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&VENUE_UPDATE, &venue_values(VENUE_UPDATE.name, venue, at)?).await.map(|_| ())
}

pub(crate) async fn stop_insert(tx: &mut Tx, stored: &StoredStop) -> Result<(), DbError> {
    tx.execute(&STOP_INSERT, &stop_values(STOP_INSERT.name, stored)?).await.map(|_| ())
}

pub(crate) async fn stop_update(tx: &mut Tx, stored: &StoredStop) -> Result<(), DbError> {
    tx.execute(&STOP_UPDATE, &stop_values(STOP_UPDATE.name, stored)?).await.map(|_| ())
}

fn venue_values(statement: &'static str, venue: &Venue, at: Timestamp) -> Result<[Value; 4], DbError> {
    Ok([
        kernel::text::sort_key(&venue.name).into(),
        json(statement, venue)?.into(),
        instants::to_micros(at).into(),
        venue.id.as_str().into(),
    ])
}

fn stop_values(statement: &'static str, stored: &StoredStop) -> Result<[Value; 8], DbError> {
    let stop: &Stop = &stored.stop;
    Ok([
        stop.venue.as_str().into(),
        stop.from.map(|d| d.to_string()).into(),
        stop.to.map(|d| d.to_string()).into(),
        status_name(stop.status).into(),
        stored.sequence.into(),
        instants::to_micros(stored.changed_at).into(),
        json(statement, stop)?.into(),
        stop.id.as_str().into(),
    ])
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Announced => "announced",
        Status::Confirmed => "confirmed",
        Status::Cancelled => "cancelled",
        Status::Ended => "ended",
    }
}

fn json<T: Serialize>(statement: &'static str, value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| unreadable(statement, &e))
}

fn body<T: DeserializeOwned>(statement: &Statement, row: &Row) -> Result<T, DbError> {
    serde_json::from_str(&row.text(0)?).map_err(|e| unreadable(statement.name, &e))
}

fn unreadable(statement: &'static str, error: &serde_json::Error) -> DbError {
    DbError::Decode { statement, reason: format!("no venue or stop as JSON: {error}") }
}
