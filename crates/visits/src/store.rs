//! The SQL of queues. An event is columns for what the database must know, and its words as JSON.

use std::future::Future;

use db::{Db, DbError, ReadTx, Row, Statement, Tx, Value, instants};
use jiff::{Timestamp, civil::Date};
use tour::StopId;

use crate::{
    event::{Body, Event},
    queue::Queue,
    secret::Hash,
};

static EVENT_INSERT: Statement = Statement::new(
    "queue_event_insert",
    "INSERT INTO queue_event (stop, day, seq, at, actor, key_hash, token_hash, body) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
static EVENT_LIST: Statement = Statement::new(
    "queue_event_list",
    "SELECT seq, at, key_hash, token_hash, body FROM queue_event \
     WHERE stop = $1 AND day = $2 AND seq > $3 ORDER BY seq",
);
static EVENT_PURGE: Statement =
    Statement::new("queue_event_purge", "DELETE FROM queue_event WHERE stop = $1 AND day = $2");
static TOKEN_FIND: Statement =
    Statement::new("queue_token_find", "SELECT stop, day FROM queue_event WHERE token_hash = $1");
/// Changes nothing when the day was forgotten meanwhile.
static DAY_PUT: Statement = Statement::new(
    "queue_day_put",
    "INSERT INTO queue_day (stop, day, last_seq) VALUES ($1, $2, $3) \
     ON CONFLICT (stop, day) DO UPDATE SET last_seq = excluded.last_seq WHERE queue_day.forgotten IS NULL",
);
static DAY_READ: Statement = Statement::new(
    "queue_day_read",
    "SELECT stop, day, last_seq, forgotten FROM queue_day WHERE stop = $1 AND day = $2",
);
static DAY_LIST: Statement = Statement::new(
    "queue_day_list",
    "SELECT stop, day, last_seq, forgotten FROM queue_day WHERE day >= $1 ORDER BY day, stop",
);
static DAY_LIST_KEPT: Statement = Statement::new(
    "queue_day_list_kept",
    "SELECT stop, day, last_seq, forgotten FROM queue_day WHERE forgotten IS NULL ORDER BY day, stop",
);
static DAY_FORGET: Statement = Statement::new(
    "queue_day_forget",
    "UPDATE queue_day SET forgotten = $1, last_seq = last_seq + 1 WHERE stop = $2 AND day = $3",
);
static FACT_INSERT: Statement = Statement::new(
    "queue_fact_insert",
    "INSERT INTO queue_fact (id, stop, day, hour, topic, clerk, ending, waited, served) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

/// Every statement of this crate, so that a test can prepare each on both engines.
pub static STATEMENTS: &[&Statement] = &[
    &EVENT_INSERT,
    &EVENT_LIST,
    &EVENT_PURGE,
    &TOKEN_FIND,
    &DAY_PUT,
    &DAY_READ,
    &DAY_LIST,
    &DAY_LIST_KEPT,
    &DAY_FORGET,
    &FACT_INSERT,
];

/// One row of `queue_day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Day {
    pub stop: StopId,
    pub date: Date,
    pub last_seq: u64,
    pub forgotten: bool,
}

/// What stays of a visit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fact {
    pub id: uuid::Uuid,
    pub hour: i64,
    pub topic: &'static str,
    pub clerk: bool,
    pub ending: &'static str,
    pub waited: Option<i64>,
    pub served: Option<i64>,
}

/// Whatever can answer a reading statement.
pub(crate) trait Fetch {
    fn rows(
        &mut self,
        s: &Statement,
        args: &[Value],
    ) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;
}

impl Fetch for ReadTx {
    async fn rows(&mut self, s: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.fetch(s, args).await
    }
}

impl Fetch for Tx {
    async fn rows(&mut self, s: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.fetch(s, args).await
    }
}

/// Brings a queue up to the log. Answers whether that changed anything.
pub(crate) async fn queue_catch_up(from: &mut impl Fetch, queue: &mut Queue) -> Result<bool, DbError> {
    let key = [queue.stop.as_str().into(), queue.day.to_string().into()];
    let rows = from.rows(&DAY_READ, &key).await?;
    let Some(day) = rows.first().map(day).transpose()? else { return Ok(false) };
    if day.last_seq == queue.seq {
        return Ok(false);
    }
    if day.forgotten {
        queue.seq = day.last_seq;
        queue.forget();
        return Ok(true);
    }
    let [stop, date] = key;
    let after = i64::try_from(queue.seq).unwrap_or(i64::MAX);
    for row in from.rows(&EVENT_LIST, &[stop, date, after.into()]).await? {
        queue.apply(&event(&row)?);
    }
    Ok(true)
}

/// Appends an event. [`DbError::Unique`] when the log has another one there by now.
pub(crate) async fn event_insert(
    tx: &mut Tx,
    queue: &Queue,
    event: &Event,
    actor: &str,
) -> Result<(), DbError> {
    let body = Body { by: event.by, act: event.act.clone() };
    let body = serde_json::to_string(&body).map_err(|e| unreadable(EVENT_INSERT.name, &e))?;
    let args = [
        queue.stop.as_str().into(),
        queue.day.to_string().into(),
        number(event.seq),
        instants::to_micros(event.at).into(),
        actor.into(),
        event.key.to_string().into(),
        event.token.map(|t| t.to_string()).into(),
        body.into(),
    ];
    tx.execute(&EVENT_INSERT, &args).await.map(|_| ())
}

/// Tells how far the log is. False when the day was forgotten meanwhile.
pub(crate) async fn day_put(tx: &mut Tx, queue: &Queue) -> Result<bool, DbError> {
    let args = [queue.stop.as_str().into(), queue.day.to_string().into(), number(queue.seq)];
    Ok(tx.execute(&DAY_PUT, &args).await? == 1)
}

/// Deletes a day's events and keeps what they come to without anybody in it.
pub(crate) async fn day_forget(
    tx: &mut Tx,
    stop: &StopId,
    date: Date,
    facts: &[Fact],
    at: Timestamp,
) -> Result<(), DbError> {
    for fact in facts {
        let args = [
            fact.id.to_string().into(),
            stop.as_str().into(),
            date.to_string().into(),
            fact.hour.into(),
            fact.topic.into(),
            i64::from(fact.clerk).into(),
            fact.ending.into(),
            fact.waited.into(),
            fact.served.into(),
        ];
        tx.execute(&FACT_INSERT, &args).await?;
    }
    tx.execute(&EVENT_PURGE, &[stop.as_str().into(), date.to_string().into()]).await?;
    let args = [instants::to_micros(at).into(), stop.as_str().into(), date.to_string().into()];
    tx.execute(&DAY_FORGET, &args).await.map(|_| ())
}

/// The days from one on, and how far each is.
pub(crate) async fn day_list(db: &Db, from: Date) -> Result<Vec<Day>, DbError> {
    db.fetch(&DAY_LIST, &[from.to_string().into()]).await?.iter().map(day).collect()
}

/// The days that are not forgotten yet.
pub(crate) async fn day_list_kept(db: &Db) -> Result<Vec<Day>, DbError> {
    db.fetch(&DAY_LIST_KEPT, &[]).await?.iter().map(day).collect()
}

/// Where a token was made.
pub(crate) async fn token_find(db: &Db, token: Hash) -> Result<Option<(StopId, Date)>, DbError> {
    let rows = db.fetch(&TOKEN_FIND, &[token.to_string().into()]).await?;
    rows.first().map(|row| Ok((parsed(&row.text(0)?)?, parsed(&row.text(1)?)?))).transpose()
}

fn day(row: &Row) -> Result<Day, DbError> {
    Ok(Day {
        stop: parsed(&row.text(0)?)?,
        date: parsed(&row.text(1)?)?,
        last_seq: count(row, 2)?,
        forgotten: row.opt_int(3)?.is_some(),
    })
}

fn event(row: &Row) -> Result<Event, DbError> {
    let body: Body = serde_json::from_str(&row.text(4)?).map_err(|e| unreadable(EVENT_LIST.name, &e))?;
    Ok(Event {
        seq: count(row, 0)?,
        at: instants::from_micros(row.int(1)?)?,
        key: parsed(&row.text(2)?)?,
        token: row.opt_text(3)?.map(|t| parsed(&t)).transpose()?,
        by: body.by,
        act: body.act,
    })
}

fn number(seq: u64) -> Value {
    i64::try_from(seq).unwrap_or(i64::MAX).into()
}

fn count(row: &Row, column: usize) -> Result<u64, DbError> {
    let found = row.int(column)?;
    u64::try_from(found).map_err(|_| DbError::Decode {
        statement: EVENT_LIST.name,
        reason: format!("{found} is no place in a log"),
    })
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|e: T::Err| DbError::Decode { statement: EVENT_LIST.name, reason: e.to_string() })
}

fn unreadable(statement: &'static str, error: &serde_json::Error) -> DbError {
    DbError::Decode { statement, reason: format!("no event as JSON: {error}") }
}
