//! The use cases: every door (page, JSON, command line, job) comes through here.
//!
//! Acts on people and desks are remembered by the queue's own log, with who did them, until the day is forgotten; the
//! audit log tells of what outlives the day: closing it, and forgetting it.

use std::sync::Arc;

use db::DbError;
use jiff::civil::Date;
use kernel::{Actor, Fault, FaultKind, Forbidden, Permission, berlin};
use tour::StopId;

use crate::{
    event::By,
    model::{DeskNo, Needs, Number, Skills, Tongue, Topic},
    queue::{Queue, Receipt, Ticket},
    queues::{Queues, Request},
    rules::{Command, DeskAct, Draw, Refusal, TicketAct},
    secret::{Key, Token},
    store,
    today::Today,
};

/// Why a use case was not done. Nothing was stored then, but see [`VisitsError::Db`].
#[derive(Debug, thiserror::Error)]
pub enum VisitsError {
    /// Not allowed.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It does not fit the queue as it is.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No number was given with this token, or it is forgotten.
    #[error("there is no such number, or its day is over and it was deleted")]
    UnknownToken,
    /// The token is of another day.
    #[error("this number was for {0}")]
    Expired(Date),
    /// The database did not do it. If it went away in this very moment it may be done all the same; the same request
    /// with the same key then finds out.
    #[error(transparent)]
    Db(Arc<DbError>),
    /// The server is stopping.
    #[error("the server is stopping; please try again in a moment")]
    Stopped,
}

impl From<DbError> for VisitsError {
    fn from(error: DbError) -> Self {
        Self::Db(Arc::new(error))
    }
}

impl From<VisitsError> for Fault {
    fn from(error: VisitsError) -> Self {
        let kind = match &error {
            VisitsError::Forbidden(_) => FaultKind::Forbidden,
            VisitsError::Refused(Refusal::Unknown(_)) | VisitsError::UnknownToken => FaultKind::NotFound,
            VisitsError::Refused(_) | VisitsError::Expired(_) => FaultKind::Conflict,
            VisitsError::Stopped => FaultKind::Unavailable,
            VisitsError::Db(error) => match **error {
                DbError::Unavailable(_)
                | DbError::Busy { .. }
                | DbError::Unique { .. }
                | DbError::Full { .. }
                | DbError::ReadOnly => FaultKind::Unavailable,
                _ => FaultKind::Internal,
            },
        };
        Self::new(kind, error.to_string()).because(error)
    }
}

/// A number was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// The number.
    pub number: Number,
    /// The capability to follow it; known to nobody else.
    pub token: Token,
}

/// Draws a number. The same request with the same key gives the same number and the same token.
pub async fn draw(
    queues: &Queues,
    actor: &Actor,
    desk: Option<DeskNo>,
    today: &Today,
    topic: Topic,
    wish: (Option<Tongue>, Needs),
    key: &Key,
) -> Result<Drawn, VisitsError> {
    let stop = today.stop.as_slug();
    actor.require_at(Permission::QueueDraw, stop)?;
    if desk.is_some() {
        actor.require_at(Permission::QueueServe, stop)?;
    }
    let (tongue, needs) = wish;
    let said = format!("draw {} {tongue:?} {needs:?} {desk:?}", topic.as_str());
    let place = format!("{} {}", today.stop, today.day);
    let token = Token::of(queues.inner().secret().await?, &place, key, &said);
    let command = Command::Draw(Draw { topic, tongue, needs, today: today.clone() });
    let by = desk.map_or(By::Visitor, By::Desk);
    let request = Request {
        stop: today.stop.clone(),
        day: today.day,
        command,
        by,
        actor: actor.to_string(),
        key: key.hash(&said),
        token: Some(token.hash()),
    };
    let receipt = queues.submit(request).await?;
    let number = receipt.number.ok_or(VisitsError::UnknownToken)?;
    Ok(Drawn { number, token })
}

/// A number as its holder sees it.
#[derive(Debug, Clone)]
pub struct Own {
    /// The number.
    pub number: Number,
    /// The queue it is in.
    pub queue: Arc<Queue>,
    /// Whether its day is today.
    pub state: OwnState,
}

/// Whether a number counts today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnState {
    /// It does.
    Today,
    /// It was for an earlier day.
    Expired,
}

impl Own {
    /// The number in its queue.
    pub fn ticket(&self) -> Option<&Ticket> {
        self.queue.ticket(self.number)
    }
}

/// Looks a number up by its token: mostly in memory, else with one look into the database.
pub async fn own(queues: &Queues, token: Token) -> Result<Own, VisitsError> {
    let inner = queues.inner();
    let hash = token.hash();
    let queue = if let Some(queue) = inner.cached_token(hash) {
        queue
    } else {
        let found = store::token_find(&inner.db, hash).await?;
        let (stop, day) = found.ok_or(VisitsError::UnknownToken)?;
        inner.fresh(&stop, day).await?
    };
    let number = queue.by_token(hash).ok_or(VisitsError::UnknownToken)?.number;
    let today = berlin(inner.now()).date();
    let state = if queue.day == today { OwnState::Today } else { OwnState::Expired };
    Ok(Own { number, queue, state })
}

/// What the holder of a number does with it: come later, be back, go.
pub async fn own_act(
    queues: &Queues,
    actor: &Actor,
    token: Token,
    act: TicketAct,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    own_command(queues, actor, token, |number| Command::On(number, act), key).await
}

/// Takes back what the holder did last, within half a minute.
pub async fn own_undo(
    queues: &Queues,
    actor: &Actor,
    token: Token,
    seq: u64,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    own_command(queues, actor, token, |number| Command::Undo(number, seq), key).await
}

async fn own_command(
    queues: &Queues,
    actor: &Actor,
    token: Token,
    command: impl FnOnce(Number) -> Command,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    let own = own(queues, token).await?;
    let (stop, day) = (own.queue.stop.clone(), own.queue.day);
    actor.require_at(Permission::QueueDraw, stop.as_slug())?;
    if own.state == OwnState::Expired {
        return Err(VisitsError::Expired(day));
    }
    submit(queues, actor, &stop, day, By::Visitor, command(own.number), key).await
}

/// The queue as those who serve see it.
pub async fn see(
    queues: &Queues,
    actor: &Actor,
    stop: &StopId,
    day: Date,
) -> Result<Arc<Queue>, VisitsError> {
    actor.require_at(Permission::QueueSee, stop.as_slug())?;
    Ok(queues.queue(stop, day).await?)
}

/// A desk of a stop today. Desks belong to no session: whoever signs in next at a desk finds its person there.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The stop.
    pub stop: &'a StopId,
    /// The day.
    pub day: Date,
    /// The desk.
    pub desk: DeskNo,
}

/// Opens a desk. Only a clerk opens one for what needs a clerk; what an open desk can do changes only when it was closed.
pub async fn desk_open(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    skills: Skills,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    if skills.clerk {
        actor.require_at(Permission::QueueClerk, at.stop.as_slug())?;
    }
    desk(queues, actor, at, Command::OpenDesk(at.desk, skills), key).await
}

/// Closes a desk that has nobody.
pub async fn desk_close(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::CloseDesk(at.desk), key).await
}

/// Calls whoever is next for this desk.
pub async fn desk_call_next(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::CallNext(at.desk), key).await
}

/// Calls this one.
pub async fn desk_call(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    number: Number,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::Call(at.desk, number), key).await
}

/// Does something with the person this desk has.
pub async fn desk_act(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    number: Number,
    act: DeskAct,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::At(at.desk, number, act), key).await
}

/// Does something with somebody whom no desk has, for them: back, later, gone.
pub async fn staff_act(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    number: Number,
    act: TicketAct,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::On(number, act), key).await
}

/// Takes back this desk's last act on a number, within half a minute.
pub async fn staff_undo(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    number: Number,
    seq: u64,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::Undo(number, seq), key).await
}

/// Puts a note on the notice board of those who serve today. Refuses what may be a PIN or a PUK.
pub async fn note_add(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    text: &str,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::Note(text.to_owned()), key).await
}

/// Takes a note down.
pub async fn note_take(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    seq: u64,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    desk(queues, actor, at, Command::TakeNote(seq), key).await
}

async fn desk(
    queues: &Queues,
    actor: &Actor,
    at: At<'_>,
    command: Command,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    actor.require_at(Permission::QueueServe, at.stop.as_slug())?;
    submit(queues, actor, at.stop, at.day, By::Desk(at.desk), command, key).await
}

/// Gives no more numbers for now, or numbers again.
pub async fn manage_pause(
    queues: &Queues,
    actor: &Actor,
    stop: &StopId,
    day: Date,
    on: bool,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    actor.require_at(Permission::QueueManage, stop.as_slug())?;
    submit(queues, actor, stop, day, By::Lead, Command::Pause(on), key).await
}

/// Ends the day: no more numbers, and whoever waits is told. Desks may finish whom they have.
pub async fn manage_close(
    queues: &Queues,
    actor: &Actor,
    stop: &StopId,
    day: Date,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    actor.require_at(Permission::QueueManage, stop.as_slug())?;
    submit(queues, actor, stop, day, By::Lead, Command::Close, key).await
}

async fn submit(
    queues: &Queues,
    actor: &Actor,
    stop: &StopId,
    day: Date,
    by: By,
    command: Command,
    key: &Key,
) -> Result<Receipt, VisitsError> {
    let key = key.hash(&format!("{by:?} {}", command.said()));
    let (stop, actor) = (stop.clone(), actor.to_string());
    queues.submit(Request { stop, day, command, by, actor, key, token: None }).await
}
