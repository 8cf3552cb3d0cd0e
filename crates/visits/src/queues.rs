//! All queues of this process: kept in memory, written by one task, and followed when another process writes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use db::{Db, DbError};
use jiff::{Timestamp, civil::Date};
use kernel::{Clock, Rng, berlin};
use tokio::sync::{mpsc, oneshot, watch};
use tour::StopId;

use crate::{
    event::By,
    ops::VisitsError,
    queue::{Queue, Receipt},
    rules::Command,
    secret::{Hash, Secret},
    store,
    writer::{self, Job},
};

/// How often other processes' writing is looked for.
const LOOK: Duration = Duration::from_millis(250);
/// Requests that may wait for the writer; further ones wait at the door.
const WAITING_ROOM: usize = 1024;

/// A handle to all queues; clones are the same one. The task that writes ends with the last of them.
#[derive(Clone)]
pub struct Queues {
    inner: Arc<Inner>,
    jobs: mpsc::Sender<Job>,
}

/// The queues in memory, each with all who watch it.
type Days = HashMap<(StopId, Date), watch::Sender<Arc<Queue>>>;

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    days: Mutex<Days>,
    secret: tokio::sync::OnceCell<Secret>,
}

impl Queues {
    /// Begins to serve the queues of a database. Needs a running Tokio.
    pub fn start(db: Db, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        let secret = tokio::sync::OnceCell::new();
        let inner = Arc::new(Inner { db, clock, rng, days: Mutex::default(), secret });
        let (jobs, waiting) = mpsc::channel(WAITING_ROOM);
        tokio::spawn(writer::work(Arc::clone(&inner), waiting));
        tokio::spawn(follow(Arc::downgrade(&inner)));
        Self { inner, jobs }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.inner.now()
    }

    /// A key for a form.
    pub fn fresh_key(&self) -> crate::Key {
        crate::Key::fresh(&*self.inner.rng)
    }

    /// The queue of a stop on a day: from memory, at most a moment behind what another process wrote. Only its first
    /// call reads the database.
    pub async fn queue(&self, stop: &StopId, day: Date) -> Result<Arc<Queue>, DbError> {
        self.inner.queue(stop, day).await
    }

    /// The queue and every later state of it, by whichever process, within a second.
    pub async fn watch(&self, stop: &StopId, day: Date) -> Result<watch::Receiver<Arc<Queue>>, DbError> {
        let queue = self.inner.queue(stop, day).await?;
        Ok(self.inner.sender(&queue).subscribe())
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// Hands a request to the writer and waits until it is stored.
    pub(crate) async fn submit(&self, request: Request) -> Result<Receipt, VisitsError> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job { request, reply }).await.map_err(|_| VisitsError::Stopped)?;
        answer.await.map_err(|_| VisitsError::Stopped)?
    }
}

/// Something to be decided and written.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub stop: StopId,
    pub day: Date,
    pub command: Command,
    pub by: By,
    pub actor: String,
    pub key: Hash,
    pub token: Option<Hash>,
}

impl Inner {
    /// Instants are stored in microseconds; a finer one would differ from itself after a read.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    pub(crate) fn cached(&self, stop: &StopId, day: Date) -> Option<Arc<Queue>> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.get(&(stop.clone(), day)).map(|tell| Arc::clone(&tell.borrow()))
    }

    /// Where the token was made, if that queue is in memory.
    pub(crate) fn cached_token(&self, token: Hash) -> Option<Arc<Queue>> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let mut queues = days.values().map(|tell| Arc::clone(&tell.borrow()));
        queues.find(|queue| queue.by_token(token).is_some())
    }

    pub(crate) async fn queue(&self, stop: &StopId, day: Date) -> Result<Arc<Queue>, DbError> {
        if let Some(queue) = self.cached(stop, day) {
            return Ok(queue);
        }
        let mut queue = Queue::new(stop.clone(), day);
        store::queue_catch_up(&mut self.db.read().await?, &mut queue).await?;
        Ok(self.publish(Arc::new(queue)))
    }

    /// As [`queue`](Self::queue), but never behind what is stored.
    pub(crate) async fn fresh(&self, stop: &StopId, day: Date) -> Result<Arc<Queue>, DbError> {
        let known = self.cached(stop, day);
        let mut queue = known.map_or_else(|| Queue::new(stop.clone(), day), |q| Queue::clone(&q));
        store::queue_catch_up(&mut self.db.read().await?, &mut queue).await?;
        Ok(self.publish(Arc::new(queue)))
    }

    /// Shows a state to all who watch, unless they know a newer one; answers with the newest.
    pub(crate) fn publish(&self, queue: Arc<Queue>) -> Arc<Queue> {
        let tell = self.sender(&queue);
        tell.send_if_modified(|known| {
            let newer = queue.seq > known.seq;
            if newer {
                *known = queue;
            }
            newer
        });
        let newest = tell.borrow();
        Arc::clone(&newest)
    }

    /// Begins with the state given, so that nobody finds a queue in which nothing happened while its log is being read.
    fn sender(&self, queue: &Arc<Queue>) -> watch::Sender<Arc<Queue>> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || watch::Sender::new(Arc::clone(queue));
        days.entry((queue.stop.clone(), queue.day)).or_insert_with(new).clone()
    }

    /// The secret of this database; the first process that needs it makes it up.
    pub(crate) async fn secret(&self) -> Result<&Secret, DbError> {
        self.secret.get_or_try_init(|| self.keep_secret()).await
    }

    async fn keep_secret(&self) -> Result<Secret, DbError> {
        const NAME: &str = "visits.secret";
        let unreadable =
            || DbError::Decode { statement: NAME, reason: "not 64 hexadecimal digits".to_owned() };
        let read =
            |text: Option<String>| text.map(|t| Secret::from_text(&t).ok_or_else(unreadable)).transpose();
        if let Some(secret) = read(self.db.setting_get(NAME).await?)? {
            return Ok(secret);
        }
        // Behind the lock of all writers: whoever comes second finds what the first one kept.
        let mut tx = self.db.begin().await?;
        if let Some(secret) = read(self.db.setting_get(NAME).await?)? {
            tx.rollback().await?;
            return Ok(secret);
        }
        let secret = Secret::fresh(&*self.rng);
        tx.setting_put(NAME, &secret.to_text()).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Drops days that are over and that nobody watches.
    fn tidy(&self, today: Date) {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.retain(|(_, day), tell| *day >= today || tell.receiver_count() > 0);
    }

    fn kept_days(&self) -> Vec<(StopId, Date, u64)> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.iter().map(|((stop, day), tell)| (stop.clone(), *day, tell.borrow().seq)).collect()
    }

    /// Reads what other processes wrote to the days in memory. Without such days it asks nothing.
    async fn look(&self) -> Result<(), DbError> {
        self.tidy(berlin(self.now()).date());
        let kept = self.kept_days();
        let Some(first) = kept.iter().map(|(_, day, _)| *day).min() else { return Ok(()) };
        for day in store::day_list(&self.db, first).await? {
            let behind = |(stop, date, seq): &(StopId, Date, u64)| {
                *stop == day.stop && *date == day.date && *seq < day.last_seq
            };
            if kept.iter().any(behind) {
                let known = self.cached(&day.stop, day.date);
                let mut queue = known.map_or_else(|| Queue::new(day.stop, day.date), |q| Queue::clone(&q));
                store::queue_catch_up(&mut self.db.read().await?, &mut queue).await?;
                self.publish(Arc::new(queue));
            }
        }
        Ok(())
    }
}

async fn follow(queues: Weak<Inner>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(inner) = queues.upgrade() else { return };
        // Whoever watches what is published says already that the database is away.
        if let Err(error) = inner.look().await {
            tracing::debug!(%error, "the queues could not be looked at");
        }
    }
}
