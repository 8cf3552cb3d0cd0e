use jiff::Timestamp;
use kernel::Lang;
use visits::{By, DeskNo, Number, Queue, Skills, State, Ticket, rules::UNDO_FOR};

use super::words::{self, words};
use crate::{format::time, queue::say};

/// The person a desk has.
pub(super) struct Person {
    pub number: String,
    pub topic: &'static str,
    pub marks: Vec<String>,
    /// "since 4 minutes".
    pub since: String,
    /// Called, and not there yet.
    pub called: bool,
    /// How often.
    pub times: u32,
    pub needs_clerk: bool,
}

impl Person {
    pub(super) fn new(lang: Lang, ticket: &Ticket, now: Timestamp) -> Self {
        let (called, times, at) = match ticket.state() {
            State::Called { times, at, .. } => (true, times, at),
            State::AtDesk { since, .. } => (false, 0, since),
            _ => (false, 0, ticket.drawn),
        };
        Self {
            number: ticket.number.to_string(),
            topic: say::topic(lang, ticket.topic),
            marks: marks(lang, ticket),
            since: words::minutes(lang, minutes(at, now)),
            called,
            times,
            needs_clerk: ticket.needs_clerk(),
        }
    }
}

/// Somebody in the list.
pub(super) struct Row {
    pub number: String,
    pub topic: &'static str,
    pub since: String,
    pub marks: Vec<String>,
    /// Where the person is, for those who are not in line.
    pub place: &'static str,
    /// This desk can help.
    pub mine: bool,
}

impl Row {
    pub(super) fn new(lang: Lang, ticket: &Ticket, now: Timestamp, skills: &Skills) -> Self {
        Self {
            number: ticket.number.to_string(),
            topic: say::topic(lang, ticket.topic),
            since: words::minutes(lang, minutes(ticket.drawn, now)),
            marks: marks(lang, ticket),
            place: "",
            mine: skills.may(ticket.needs_clerk()),
        }
    }
}

/// Those who are here or may come back, and in nobody's hands: later, or not seen.
pub(super) fn aside(lang: Lang, queue: &Queue, now: Timestamp) -> Vec<Row> {
    let w = words(lang);
    let place = |ticket: &Ticket| match ticket.state() {
        State::Parked { .. } => Some(w.parked),
        State::NoShow => Some(w.missed),
        _ => None,
    };
    let all = queue.tickets().iter().filter_map(|t| Some((t, place(t)?)));
    all.map(|(t, place)| Row { place, ..Row::new(lang, t, now, &Skills::default()) }).collect()
}

fn marks(lang: Lang, ticket: &Ticket) -> Vec<String> {
    let w = words(lang);
    let tongue = ticket.tongue.map(|t| crate::format::language(lang, &t.to_string()));
    [
        (ticket.needs_clerk(), w.mark_clerk),
        (ticket.is_handed_over(), w.mark_handed),
        (ticket.needs.soon, w.mark_soon),
        (ticket.needs.hearing, w.mark_hearing),
        (ticket.needs.seeing, w.mark_seeing),
    ]
    .into_iter()
    .filter(|(on, _)| *on)
    .map(|(_, text)| text.to_owned())
    .chain(tongue)
    .collect()
}

fn minutes(from: Timestamp, now: Timestamp) -> i64 {
    // A clock that was set back makes nobody wait less than nothing.
    now.duration_since(from).as_mins().max(0)
}

/// This desk's last act, while it can be taken back.
pub(super) struct Undo {
    pub number: Number,
    pub seq: u64,
    pub at: Timestamp,
}

pub(super) fn undo(queue: &Queue, desk: DeskNo, now: Timestamp) -> Option<Undo> {
    let acts = queue.tickets().iter().filter_map(|t| Some((t.number, t.last_act()?)));
    let own = acts.filter(|(_, (_, at, by))| *by == By::Desk(desk) && now.duration_since(*at) <= UNDO_FOR);
    own.max_by_key(|(_, (seq, ..))| *seq).map(|(number, (seq, at, _))| Undo { number, seq, at })
}

/// A line on the notice board.
pub(super) struct Line {
    pub seq: u64,
    pub text: String,
    pub at: String,
}

/// The notice board of today, the newest first.
pub(super) fn board(lang: Lang, queue: &Queue) -> Vec<Line> {
    let line = |note: &visits::Note| Line {
        seq: note.seq,
        text: note.text.clone(),
        at: time(lang, kernel::berlin(note.at).time()),
    };
    queue.notes().iter().rev().map(line).collect()
}
