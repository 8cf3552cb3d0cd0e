//! Forgetting: a day's log is deleted soon after closing. What stays says how many came, for what, and how long it took,
//! to the hour and the minute, without number, order, language or needs.

use std::sync::Arc;

use db::{AuditEntry, DbError};
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Actor, Permission, berlin, uuid_v7};
use tour::StopId;

use crate::{
    Today,
    ops::VisitsError,
    queue::{Queue, State, Ticket},
    queues::{Inner, Queues},
    store::{self, Fact},
};

/// How long after closing a day is kept once nobody is in line or at a desk: an undo, a last look at the phone.
pub(crate) const GRACE: SignedDuration = SignedDuration::from_mins(15);
/// How long after closing it is kept at most, whoever is still in it. Never beyond the end of the day.
pub(crate) const AT_MOST: SignedDuration = SignedDuration::from_hours(3);

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Days of stops.
    pub days: usize,
    /// Numbers given on them.
    pub numbers: usize,
}

/// Forgets every day that is over: all earlier days, and of `todays` those that closed for good. Stops that are not among
/// `todays` are kept until midnight.
pub async fn purge(queues: &Queues, actor: &Actor, todays: &[Today]) -> Result<Forgotten, VisitsError> {
    actor.require(Permission::QueueManage)?;
    let inner = queues.inner();
    let now = inner.now();
    let mut forgotten = Forgotten::default();
    for day in store::day_list_kept(&inner.db).await? {
        let today = todays.iter().find(|t| t.stop == day.stop && t.day == day.date);
        let queue = inner.fresh(&day.stop, day.date).await?;
        if is_over(&queue, today, now) {
            forgotten.numbers += forget(inner, actor, &day.stop, day.date, now).await?;
            forgotten.days += 1;
        }
    }
    Ok(forgotten)
}

fn is_over(queue: &Queue, today: Option<&Today>, now: Timestamp) -> bool {
    if queue.day < berlin(now).date() {
        return true;
    }
    let Some(today) = today.filter(|t| t.over > Timestamp::MIN) else { return false };
    let since = now.duration_since(today.over);
    let busy =
        queue.tickets().iter().any(|t| t.state().is_open() && !matches!(t.state(), State::Parked { .. }));
    since > AT_MOST || (since > GRACE && !busy)
}

/// Answers with how many numbers there were.
async fn forget(
    inner: &Inner,
    actor: &Actor,
    stop: &StopId,
    day: Date,
    now: Timestamp,
) -> Result<usize, DbError> {
    let mut queue = Queue::new(stop.clone(), day);
    let mut tx = inner.db.begin().await?;
    store::queue_catch_up(&mut tx, &mut queue).await?;
    if queue.is_forgotten() {
        tx.rollback().await?;
        return Ok(0);
    }
    let mut facts: Vec<Fact> =
        queue.tickets().iter().filter(|t| t.state() != State::Void).map(|t| fact(inner, t, now)).collect();
    // In no order that tells who came when.
    facts.sort_by_key(|f| f.id);
    store::day_forget(&mut tx, stop, day, &facts, now).await?;
    let audit = AuditEntry {
        id: uuid_v7(now, &*inner.rng),
        at: now,
        actor: actor.to_string(),
        action: "queue-forget".to_owned(),
        object: format!("stop:{stop}"),
        detail: format!("{{\"day\":\"{day}\",\"numbers\":{}}}", facts.len()),
    };
    tx.audit(&audit).await?;
    tx.commit().await?;
    queue.seq += 1;
    queue.forget();
    inner.publish(Arc::new(queue));
    Ok(facts.len())
}

fn fact(inner: &Inner, ticket: &Ticket, now: Timestamp) -> Fact {
    let whole = |span: SignedDuration| (span.as_secs() + 30) / 60;
    Fact {
        id: uuid_v7(now, &*inner.rng),
        hour: i64::from(berlin(ticket.drawn).hour()),
        topic: ticket.topic.as_str(),
        clerk: ticket.needs_clerk(),
        ending: ending(ticket.state()),
        waited: ticket.first_called().map(|at| whole(at.duration_since(ticket.drawn))),
        served: (!ticket.served().is_zero()).then(|| whole(ticket.served())),
    }
}

fn ending(state: State) -> &'static str {
    match state {
        State::Finished(outcome) => outcome.as_str(),
        State::NoShow => "no-show",
        State::Left | State::Void => "left",
        State::Waiting | State::Parked { .. } | State::TurnedAway => "not-served",
        State::Called { .. } | State::AtDesk { .. } => "open",
    }
}
