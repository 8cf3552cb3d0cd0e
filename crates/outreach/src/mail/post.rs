use std::{fmt, sync::Arc, time::Duration};

use db::{AuditEntry, Db, DbError, MailState, Taken};
use jiff::Timestamp;
use kernel::{Actor, Clock, Rng, uuid_v7};
use lettre::AsyncTransport as _;
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::{MailProblem, MailServer, MailServerError, Password, Sender, letter, rules, server::Carrier};

/// How often the job looks without being woken: for mails of other processes, and those to be tried again.
const LOOK: Duration = Duration::from_secs(15);
/// How long one try may take in all; less than a mail is ours.
const LONGEST_TRY: Duration = Duration::from_mins(2);

/// The way of mail out of the house. Clones share everything.
#[derive(Clone)]
pub struct Post(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    server: MailServer,
    sender: Sender,
    carrier: Carrier,
    wake: Notify,
    /// Counts mails of which something came, for those who wait a moment for that.
    done: watch::Sender<u64>,
}

/// What came of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// The mail server took them.
    pub sent: u32,
    /// To be tried again.
    pub later: u32,
    /// Will not be tried again.
    pub given_up: u32,
}

impl Post {
    /// Gets ready, without speaking with the mail server yet. `hello` is the name we give ourselves there.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        (server, sender): (MailServer, Sender),
        password: Option<Password>,
        hello: &str,
    ) -> Result<Self, MailServerError> {
        let carrier = server.carrier(password, hello)?;
        let (wake, done) = (Notify::new(), watch::Sender::new(0));
        Ok(Self(Arc::new(Inner { db, clock, rng, server, sender, carrier, wake, done })))
    }

    /// Speaks with the mail server without sending anything.
    pub async fn check(&self) -> Result<(), MailProblem> {
        match tokio::time::timeout(LONGEST_TRY, self.0.carrier.test_connection()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailProblem::of(&error)),
            Err(_) => Err(MailProblem::Slow),
        }
    }

    /// Works the queue off for as long as the database is open. A database that is away is asked again.
    pub async fn run(self) {
        match self.check().await {
            Ok(()) => tracing::info!(server = %self.0.server, "mail goes out"),
            Err(problem) => {
                tracing::warn!(server = %self.0.server, "mail does not go out; it waits and is tried again: {problem}");
            }
        }
        loop {
            if let Err(error) = self.deliver().await {
                tracing::warn!(%error, "the queue of mail could not be read");
            }
            let _ = tokio::time::timeout(LOOK, self.0.wake.notified()).await;
        }
    }

    /// Says that there is something in the queue.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Sends whatever is due.
    pub async fn deliver(&self) -> Result<Delivered, DbError> {
        let mut delivered = Delivered::default();
        while let Some(taken) = self.0.db.mail_take(self.0.clock.now(), rules::LEASE).await? {
            let problem = self.send(&taken).await.err();
            self.conclude(&taken, problem, &mut delivered).await?;
            self.0.done.send_modify(|count| *count += 1);
        }
        Ok(delivered)
    }

    /// Waits a moment for what comes of the mails that tell of something; answers with those not sent by then.
    pub async fn settled(&self, about: &str, at_most: Duration) -> Result<Vec<MailState>, DbError> {
        self.wake();
        let mut done = self.0.done.subscribe();
        let look = async {
            loop {
                let waiting = self.0.db.mail_states(about).await?;
                if waiting.iter().all(|mail| mail.problem.is_some()) {
                    return Ok::<_, DbError>(waiting);
                }
                if done.changed().await.is_err() {
                    return Ok(waiting);
                }
            }
        };
        match tokio::time::timeout(at_most, look).await {
            Ok(known) => known,
            Err(_) => self.0.db.mail_states(about).await,
        }
    }

    async fn send(&self, taken: &Taken) -> Result<(), MailProblem> {
        if rules::is_too_late(taken.mail.made_at, self.0.clock.now()) {
            return Err(MailProblem::TooLate);
        }
        let message = letter::write(&self.0.sender, &taken.mail)?;
        match tokio::time::timeout(LONGEST_TRY, self.0.carrier.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailProblem::of(&error)),
            Err(_) => Err(MailProblem::Slow),
        }
    }

    /// Notes what came of a try, and in the record what came of the mail.
    async fn conclude(
        &self,
        taken: &Taken,
        problem: Option<MailProblem>,
        delivered: &mut Delivered,
    ) -> Result<(), DbError> {
        let (now, mail, tries) = (self.0.clock.now(), &taken.mail, taken.tries);
        let mut tx = self.0.db.begin().await?;
        let (known, action, detail) = match &problem {
            None => {
                delivered.sent += 1;
                tx.mail_sent(mail.id).await?;
                (true, Some("mail-send"), json!({"tries": tries}))
            }
            Some(problem) => {
                let again = rules::again(mail.made_at, now, tries).filter(|_| !problem.is_final());
                let known = tx.mail_failed(mail.id, problem.word(), again).await?;
                *(if again.is_some() { &mut delivered.later } else { &mut delivered.given_up }) += 1;
                tracing::warn!(about = %mail.about, tries, again = again.is_some(), "a mail was not sent: {problem}");
                (
                    known,
                    again.is_none().then_some("mail-fail"),
                    json!({"why": problem.word(), "tries": tries}),
                )
            }
        };
        if let Some(action) = action.filter(|_| known) {
            tx.audit(&self.entry(now, action, &mail.about, &detail)).await?;
        }
        tx.commit().await
    }

    fn entry(&self, now: Timestamp, action: &str, about: &str, detail: &serde_json::Value) -> AuditEntry {
        AuditEntry {
            id: uuid_v7(now, &*self.0.rng),
            // What is stored has microseconds; a finer instant would differ from itself after a read.
            at: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now),
            actor: Actor::Operator.to_string(),
            action: action.to_owned(),
            object: about.to_owned(),
            detail: detail.to_string(),
        }
    }
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("server", &self.0.server)
            .field("sender", &self.0.sender)
            .finish_non_exhaustive()
    }
}

/// Deletes what is left of mails [`rules::MAIL_HOURS`] after they were written; says how many that were.
pub async fn mail_purge(db: &Db, clock: &dyn Clock) -> Result<u64, DbError> {
    let before = rules::forget_before(clock.now());
    if !db.mail_has_old(before).await? {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let gone = tx.mail_purge(before).await?;
    tx.commit().await?;
    Ok(gone)
}
