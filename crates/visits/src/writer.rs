//! The one writer of this process. All requests that came while the last ones were being stored are stored together: one
//! commit for many, so that the disk does not decide how fast a stand works. Nothing is answered before it is stored.
//!
//! A decision is made on the queue in memory. If another process wrote meanwhile, the event's place in the log is taken,
//! the database refuses the whole batch, and everything is decided anew on what the log says then.

use std::{collections::HashMap, sync::Arc};

use db::{DbError, Tx};
use jiff::civil::Date;
use tokio::sync::{mpsc, oneshot};
use tour::StopId;

use crate::{
    event::Event,
    ops::VisitsError,
    queue::{Queue, Receipt},
    queues::{Inner, Request},
    rules, store,
};

/// How many requests one transaction takes.
const BATCH: usize = 256;
/// How often a batch is decided. From the second time on no other process can come in between; the third is for a
/// database that lost its mind.
const ATTEMPTS: usize = 3;

pub(crate) struct Job {
    pub request: Request,
    pub reply: oneshot::Sender<Result<Receipt, VisitsError>>,
}

pub(crate) async fn work(inner: Arc<Inner>, mut jobs: mpsc::Receiver<Job>) {
    let mut batch = Vec::new();
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        let (requests, replies): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|job: Job| (job.request, job.reply)).unzip();
        let answers = write(&inner, &requests).await;
        for (reply, answer) in replies.into_iter().zip(answers) {
            // Whoever asked may be gone; it is stored all the same.
            let _ = reply.send(answer);
        }
    }
}

async fn write(inner: &Inner, requests: &[Request]) -> Vec<Result<Receipt, VisitsError>> {
    let mut last = Arc::new(DbError::Aborted);
    for attempt in 0..ATTEMPTS {
        match Batch::run(inner, requests, attempt > 0).await {
            Ok(answers) => return answers,
            Err(error @ (DbError::Unique { .. } | DbError::Busy { .. })) => last = Arc::new(error),
            Err(error) => {
                last = Arc::new(error);
                break;
            }
        }
    }
    requests.iter().map(|_| Err(VisitsError::Db(Arc::clone(&last)))).collect()
}

/// A transaction, and the queues as they will be when it is stored.
struct Batch<'a> {
    inner: &'a Inner,
    tx: Tx,
    days: HashMap<(StopId, Date), Day>,
}

struct Day {
    queue: Queue,
    /// It is known to be all that the log holds.
    current: bool,
    /// There are new events.
    changed: bool,
}

impl<'a> Batch<'a> {
    async fn run(
        inner: &'a Inner,
        requests: &[Request],
        look_first: bool,
    ) -> Result<Vec<Result<Receipt, VisitsError>>, DbError> {
        let tx = inner.db.begin().await?;
        Self { inner, tx, days: HashMap::new() }.all(requests, look_first).await
    }

    async fn all(
        mut self,
        requests: &[Request],
        look_first: bool,
    ) -> Result<Vec<Result<Receipt, VisitsError>>, DbError> {
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let answer = self.one(request, look_first).await?;
            answers.push(answer.map_err(VisitsError::Refused));
        }
        let Self { inner, mut tx, days } = self;
        let mut changed = false;
        for day in days.values().filter(|d| d.changed) {
            changed = true;
            if !store::day_put(&mut tx, &day.queue).await? {
                return Err(DbError::Unique { statement: "queue_day_put" });
            }
        }
        if changed {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        for day in days.into_values() {
            inner.publish(Arc::new(day.queue));
        }
        Ok(answers)
    }

    async fn one(
        &mut self,
        request: &Request,
        look_first: bool,
    ) -> Result<Result<Receipt, rules::Refusal>, DbError> {
        let Self { inner, tx, days } = self;
        let day = day(inner, days, request);
        if look_first && !day.current {
            day.look(tx).await?;
        }
        if let Some(receipt) = day.queue.receipt(request.key) {
            return Ok(Ok(receipt));
        }
        let clock = inner.now();
        let mut decided = rules::decide(&day.queue, &request.command, request.by, clock);
        // What is refused writes nothing, so nothing would tell that it was decided on an old state.
        if decided.is_err() && !day.current && day.look(tx).await? {
            if let Some(receipt) = day.queue.receipt(request.key) {
                return Ok(Ok(receipt));
            }
            decided = rules::decide(&day.queue, &request.command, request.by, clock);
        }
        let act = match decided {
            Ok(act) => act,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (seq, at) = (day.queue.seq + 1, clock.max(day.queue.at));
        let event = Event { seq, at, by: request.by, act, key: request.key, token: request.token };
        store::event_insert(tx, &day.queue, &event, &request.actor).await?;
        day.queue.apply(&event);
        (day.current, day.changed) = (true, true);
        Ok(Ok(day.queue.receipt(request.key).unwrap_or(Receipt { seq, number: None })))
    }
}

fn day<'d>(inner: &Inner, days: &'d mut HashMap<(StopId, Date), Day>, request: &Request) -> &'d mut Day {
    days.entry((request.stop.clone(), request.day)).or_insert_with(|| {
        let known = inner.cached(&request.stop, request.day);
        let queue = known.map_or_else(|| Queue::new(request.stop.clone(), request.day), |q| Queue::clone(&q));
        Day { queue, current: false, changed: false }
    })
}

impl Day {
    /// Reads what the log holds beyond. Behind the lock of all writers, so that it stays true until the commit.
    async fn look(&mut self, tx: &mut Tx) -> Result<bool, DbError> {
        let more = store::queue_catch_up(tx, &mut self.queue).await?;
        self.current = true;
        Ok(more)
    }
}
