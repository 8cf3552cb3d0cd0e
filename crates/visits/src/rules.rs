//! What may be done, and what it comes to. Pure: a queue, a command and an instant go in, one act or a refusal comes out.

use jiff::{SignedDuration, Timestamp};

use crate::{
    estimate,
    event::{Act, By},
    model::{DeskNo, Needs, Number, Outcome, Skills, Tongue, Topic},
    order,
    queue::{Queue, State, Ticket},
    today::Today,
};

/// How long an act may be taken back.
pub const UNDO_FOR: SignedDuration = SignedDuration::from_secs(30);
/// How many numbers a stop gives on one day at most; more would be a machine drawing them.
pub const MOST_NUMBERS: usize = 2_000;

/// How many letters a note may have.
pub const NOTE_MAX: usize = 200;
/// How many notes hang on the notice board at most.
pub const MOST_NOTES: usize = 20;

/// Something somebody wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Give me a number.
    Draw(Draw),
    /// A desk opens.
    OpenDesk(DeskNo, Skills),
    /// A desk closes.
    CloseDesk(DeskNo),
    /// Whoever is next for this desk.
    CallNext(DeskNo),
    /// This one, at this desk.
    Call(DeskNo, Number),
    /// An act of a desk on the person it has. The number says whom it means, so that an old page cannot touch another.
    At(DeskNo, Number, DeskAct),
    /// Somebody who is in nobody's hands.
    On(Number, TicketAct),
    /// Take back the last act on this number.
    Undo(Number, u64),
    /// No more numbers for now, or numbers again.
    Pause(bool),
    /// Put a note on the notice board of those who serve.
    Note(String),
    /// Take a note down.
    TakeNote(u64),
    /// The day is over.
    Close,
}

impl Command {
    /// What the sender asked for, without what the house knew of the day at that moment: by this a repeated request is
    /// told from another one.
    pub(crate) fn said(&self) -> String {
        match self {
            Self::At(desk, number, DeskAct::HandOver { .. }) => format!("HandOver {desk} {number}"),
            other => format!("{other:?}"),
        }
    }
}

/// What a desk does with the person it called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskAct {
    /// Call again.
    Again,
    /// The person is there.
    Start,
    /// The person comes back later.
    Park,
    /// The clerk goes on.
    HandOver {
        /// The tour says that one is here or still comes today.
        clerk_comes: bool,
    },
    /// It is over.
    Finish(Outcome),
    /// Nobody came.
    NoShow,
}

/// What a person does with the own number, or somebody at the stand for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketAct {
    /// I come later.
    Later,
    /// I am back.
    Back,
    /// I go.
    Leave,
}

/// What a number is drawn for.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// About what.
    pub topic: Topic,
    /// The language wished for; `None` for whichever.
    pub tongue: Option<Tongue>,
    /// What the person needs.
    pub needs: Needs,
    /// The stop's day, which knows until when somebody can be served.
    pub today: Today,
}

/// Why something is not done. Nothing changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The stop is not open.
    #[error("the stop is not open, so there are no numbers now")]
    NotOpen,
    /// Whoever drew a number now would not be served before closing.
    #[error("a number drawn now could not be served before closing")]
    TooLate,
    /// What needs a clerk is not done at this stop today, or not any more.
    #[error("no clerk is here today any more")]
    NoClerk,
    /// Numbers are paused by hand.
    #[error("the stand gives no numbers for now")]
    Paused,
    /// The day was closed.
    #[error("this day is over")]
    Closed,
    /// There are no numbers left.
    #[error("there are no more numbers today")]
    Full,
    /// Nobody waits whom this desk can help.
    #[error("nobody waits whom this desk can help")]
    NobodyWaits,
    /// The desk is not open.
    #[error("this desk is not open: open it first")]
    DeskNotOpen,
    /// The desk is open and can do something else; it has to be closed first.
    #[error("desk {0} is open already: go on there, or close it first")]
    DeskOpen(DeskNo),
    /// The desk has somebody already.
    #[error("{0} is at this desk already: finish, park or hand over first")]
    DeskBusy(Number),
    /// The desk has somebody else by now, or nobody.
    #[error("{0} is not at this desk any more")]
    NotAtDesk(Number),
    /// The desk cannot help with this.
    #[error("only a clerk can help {0}")]
    WrongDesk(Number),
    /// There is no such number today.
    #[error("there is no number {0} today")]
    Unknown(Number),
    /// It does not fit what happened to the number meanwhile.
    #[error("{0} is somewhere else by now: look again")]
    Elsewhere(Number),
    /// There is nothing in the note.
    #[error("the note is empty")]
    NoteEmpty,
    /// The note is longer than [`NOTE_MAX`] letters.
    #[error("the note is too long: at most 200 letters")]
    NoteTooLong,
    /// The note holds a number that may be a PIN or a PUK.
    #[error("the note holds a number of 5, 6 or 10 digits, which may be a PIN or PUK: leave it out")]
    NoteSecret,
    /// The notice board is full.
    #[error("the notice board is full: take a note down first")]
    NotesFull,
    /// There is no such note any more.
    #[error("this note was taken down already")]
    NoteGone,
    /// Too late for an undo, or something else happened since.
    #[error("this can no longer be taken back")]
    NotUndoable,
}

/// Decides. `clock` is the time of day, by which the stop opens and closes. What was done when counts by the log, whose
/// time never runs backwards: a clock that was wrong for a while has stopped it, and that must not close the stop.
pub fn decide(queue: &Queue, command: &Command, by: By, clock: Timestamp) -> Result<Act, Refusal> {
    if queue.is_forgotten() {
        return Err(Refusal::Closed);
    }
    let now = clock.max(queue.at);
    match command {
        Command::Draw(draw) => self::draw(queue, draw, clock),
        // Whoever sits there must not find out by surprise that the desk is no clerk's any more.
        Command::OpenDesk(desk, skills) if queue.desk(*desk).is_some_and(|open| open.skills != *skills) => {
            Err(Refusal::DeskOpen(*desk))
        }
        Command::OpenDesk(desk, skills) => Ok(Act::DeskOpened { desk: *desk, skills: skills.clone() }),
        Command::CloseDesk(desk) => {
            free_desk(queue, *desk)?;
            Ok(Act::DeskClosed { desk: *desk })
        }
        Command::CallNext(desk) => {
            let skills = free_desk(queue, *desk)?;
            let next = queue.next_for(skills).ok_or(Refusal::NobodyWaits)?;
            Ok(Act::Called { number: next.number, desk: *desk })
        }
        Command::Call(desk, number) => call(queue, *desk, *number),
        Command::At(desk, number, act) => at_desk(queue, *desk, *number, *act),
        Command::On(number, act) => on_ticket(queue, *number, *act),
        Command::Undo(number, seq) => undo(queue, *number, *seq, by, now),
        Command::Pause(on) => Ok(Act::Paused { on: *on }),
        Command::Note(text) => note(queue, text),
        Command::TakeNote(seq) if queue.notes().iter().any(|note| note.seq == *seq) => {
            Ok(Act::NoteTaken { seq: *seq })
        }
        Command::TakeNote(_) => Err(Refusal::NoteGone),
        Command::Close if queue.is_closed() => Err(Refusal::Closed),
        Command::Close => Ok(Act::Closed),
    }
}

fn note(queue: &Queue, text: &str) -> Result<Act, Refusal> {
    let text = kernel::text::clean(text);
    if text.is_empty() {
        return Err(Refusal::NoteEmpty);
    }
    if text.chars().count() > NOTE_MAX {
        return Err(Refusal::NoteTooLong);
    }
    if kernel::text::may_hold_secret(&text) {
        return Err(Refusal::NoteSecret);
    }
    if queue.notes().len() >= MOST_NOTES { Err(Refusal::NotesFull) } else { Ok(Act::Noted { text }) }
}

fn draw(queue: &Queue, draw: &Draw, now: Timestamp) -> Result<Act, Refusal> {
    let Draw { topic, tongue, needs, today } = draw;
    may_draw(queue, *topic, today, now)?;
    let number = queue.next_number(topic.group()).ok_or(Refusal::Full)?;
    let tickets = queue.tickets();
    let place = if needs.soon { order::soon_place(tickets) } else { order::last_place(tickets) };
    Ok(Act::Drawn { number, topic: *topic, tongue: *tongue, needs: *needs, place })
}

/// Whether a number for this topic would be given now, and why not.
pub fn may_draw(queue: &Queue, topic: Topic, today: &Today, now: Timestamp) -> Result<(), Refusal> {
    if queue.is_closed() {
        return Err(Refusal::Closed);
    }
    if queue.is_paused() {
        return Err(Refusal::Paused);
    }
    if !today.gives_numbers(now) {
        return Err(Refusal::NotOpen);
    }
    if queue.tickets().len() >= MOST_NUMBERS {
        return Err(Refusal::Full);
    }
    let until = if topic.needs_clerk() { today.clerk_until.ok_or(Refusal::NoClerk)? } else { today.closes };
    if until <= now {
        return Err(if topic.needs_clerk() { Refusal::NoClerk } else { Refusal::TooLate });
    }
    let ready = estimate::finished_by(queue, topic, today, now);
    if ready.is_some_and(|at| at > until) { Err(Refusal::TooLate) } else { Ok(()) }
}

fn open_desk(queue: &Queue, desk: DeskNo) -> Result<&Skills, Refusal> {
    queue.desk(desk).map(|d| &d.skills).ok_or(Refusal::DeskNotOpen)
}

fn free_desk(queue: &Queue, desk: DeskNo) -> Result<&Skills, Refusal> {
    let skills = open_desk(queue, desk)?;
    match queue.at_desk(desk) {
        Some(ticket) => Err(Refusal::DeskBusy(ticket.number)),
        None => Ok(skills),
    }
}

fn known(queue: &Queue, number: Number) -> Result<&Ticket, Refusal> {
    queue.ticket(number).ok_or(Refusal::Unknown(number))
}

/// A wish for a language does not bind whoever calls a number by name.
fn call(queue: &Queue, desk: DeskNo, number: Number) -> Result<Act, Refusal> {
    let skills = free_desk(queue, desk)?;
    let ticket = known(queue, number)?;
    if ticket.state() != State::Waiting {
        return Err(Refusal::Elsewhere(number));
    }
    if !skills.may(ticket.now.clerk) {
        return Err(Refusal::WrongDesk(number));
    }
    Ok(Act::Called { number, desk })
}

fn at_desk(queue: &Queue, desk: DeskNo, number: Number, act: DeskAct) -> Result<Act, Refusal> {
    open_desk(queue, desk)?;
    let ticket = known(queue, number)?;
    if ticket.state().desk() != Some(desk) {
        return Err(Refusal::NotAtDesk(number));
    }
    let called = matches!(ticket.state(), State::Called { .. });
    match act {
        DeskAct::Again if called => Ok(Act::CalledAgain { number }),
        DeskAct::Start if called => Ok(Act::Started { number }),
        DeskAct::NoShow if called => Ok(Act::NoShow { number }),
        DeskAct::Again | DeskAct::Start | DeskAct::NoShow => Err(Refusal::Elsewhere(number)),
        // Nobody comes back into a day that is over: they would be told of a place that they have not.
        DeskAct::Park if queue.is_closed() => Err(Refusal::Closed),
        DeskAct::Park => Ok(Act::Parked { number }),
        DeskAct::HandOver { clerk_comes } => {
            let clerk = clerk_comes || queue.desks().any(|(_, desk)| desk.skills.clerk);
            if !clerk {
                return Err(Refusal::NoClerk);
            }
            Ok(Act::HandedOver { number, place: old_place(queue, ticket) })
        }
        DeskAct::Finish(outcome) => Ok(Act::Finished { number, outcome }),
    }
}

fn on_ticket(queue: &Queue, number: Number, act: TicketAct) -> Result<Act, Refusal> {
    let ticket = known(queue, number)?;
    match (act, ticket.state()) {
        // Who was handed over after the end still waits.
        (TicketAct::Later, State::Waiting | State::Called { .. })
        | (TicketAct::Back, State::Parked { .. } | State::NoShow)
            if queue.is_closed() =>
        {
            Err(Refusal::Closed)
        }
        (TicketAct::Later, State::Waiting | State::Called { .. }) => Ok(Act::Parked { number }),
        (TicketAct::Leave, State::Waiting | State::Called { .. } | State::Parked { .. }) => {
            Ok(Act::Left { number })
        }
        (TicketAct::Back, State::Parked { .. }) => {
            Ok(Act::Returned { number, place: old_place(queue, ticket) })
        }
        (TicketAct::Back, State::NoShow) => {
            let place = if worn(ticket) {
                order::last_place(queue.tickets())
            } else {
                order::place_after_no_show(queue.tickets())
            };
            Ok(Act::Returned { number, place })
        }
        _ => Err(Refusal::Elsewhere(number)),
    }
}

/// Whoever comes back has the place they had, but not for ever.
fn old_place(queue: &Queue, ticket: &Ticket) -> u64 {
    if worn(ticket) { order::last_place(queue.tickets()) } else { ticket.now.place }
}

fn worn(ticket: &Ticket) -> bool {
    ticket.now.comebacks >= order::MOST_COMEBACKS
}

/// Only who did it takes it back, or whoever leads; and only while a desk that gets its person back is free.
fn undo(queue: &Queue, number: Number, seq: u64, by: By, now: Timestamp) -> Result<Act, Refusal> {
    let ticket = known(queue, number)?;
    let last = ticket.last.filter(|l| l.seq == seq).ok_or(Refusal::NotUndoable)?;
    let allowed = by == last.by || by == By::Lead;
    // A clock that was set back makes the act look as if it was still to come; that is no reason to refuse.
    if !allowed || now.duration_since(last.at) > UNDO_FOR {
        return Err(Refusal::NotUndoable);
    }
    if let Some(desk) = last.before.state.desk() {
        let open = queue.desk(desk).ok_or(Refusal::DeskNotOpen)?;
        let other = open.current.and_then(|i| queue.tickets().get(i)).filter(|t| t.number != number);
        if let Some(other) = other {
            return Err(Refusal::DeskBusy(other.number));
        }
    }
    if queue.is_closed() && last.before.state.is_open() && last.before.state.desk().is_none() {
        return Err(Refusal::Closed);
    }
    Ok(Act::Undone { number, seq })
}

#[cfg(test)]
mod tests;
