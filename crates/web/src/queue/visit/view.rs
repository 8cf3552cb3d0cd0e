use jiff::Timestamp;
use kernel::Lang;
use visits::{By, Own, State, Ticket, Trouble, ahead, rules::UNDO_FOR};

use super::words::{self, Words, words};
use crate::{
    format::time,
    queue::{display::call, here::Here, live::true_for, say},
};

/// One's own number in words.
pub(super) struct View {
    pub number: String,
    /// Colour and shape of the card: "called", "over" or nothing.
    pub kind: &'static str,
    /// The one sentence that matters now.
    pub headline: String,
    pub lines: Vec<String>,
    pub topic: &'static str,
    pub bring: &'static [&'static str],
    pub buttons: Vec<Button>,
    /// The holder's own last act, while it can be taken back.
    pub undo: Option<u64>,
    /// For how many seconds all this is true although nothing happens; 0 for what never changes again.
    pub again: i64,
    /// The newest call of this number.
    pub call: Option<u64>,
}

pub(super) struct Button {
    pub value: &'static str,
    pub text: &'static str,
    pub primary: bool,
}

impl View {
    pub(super) fn new(lang: Lang, here: &Here, own: &Own) -> Option<Self> {
        let ticket = own.ticket()?;
        let (w, state) = (words(lang), ticket.state());
        let (headline, lines) = sentences(lang, here, own, ticket);
        Some(Self {
            number: ticket.number.to_string(),
            kind: kind(state),
            headline,
            lines,
            topic: say::topic(lang, ticket.topic),
            bring: if state.is_open() { say::bring(lang, ticket.topic) } else { &[] },
            buttons: buttons(w, state, own.queue.is_closed()),
            undo: undo(ticket, here.now).map(|(seq, _)| seq),
            again: again(ticket, here.now),
            call: call(ticket),
        })
    }
}

fn kind(state: State) -> &'static str {
    match state {
        State::Called { .. } | State::AtDesk { .. } => "called",
        State::Waiting | State::Parked { .. } => "",
        _ => "over",
    }
}

fn sentences(lang: Lang, here: &Here, own: &Own, ticket: &Ticket) -> (String, Vec<String>) {
    let w = words(lang);
    match ticket.state() {
        State::Waiting => waiting(lang, here, own, ticket),
        State::Called { desk, .. } => (words::to_desk(lang, desk.get()), called(w, own)),
        State::AtDesk { desk, .. } => (words::at_desk(lang, desk.get()), Vec::new()),
        State::Parked { .. } => (w.parked.to_owned(), until_closing(lang, here, w.parked_place)),
        State::Finished(_) => (w.finished.to_owned(), vec![w.deleted_tonight.to_owned()]),
        State::NoShow if own.queue.is_closed() => (w.no_show.to_owned(), we_are_back(lang, here)),
        State::NoShow => (w.no_show.to_owned(), until_closing(lang, here, w.no_show_back)),
        State::Left => (w.left.to_owned(), vec![w.deleted_tonight.to_owned()]),
        State::TurnedAway => (w.turned_away.to_owned(), we_are_back(lang, here)),
        State::Void => (w.void.to_owned(), Vec::new()),
    }
}

fn waiting(lang: Lang, here: &Here, own: &Own, ticket: &Ticket) -> (String, Vec<String>) {
    let w = words(lang);
    let headline = words::before_you(lang, ahead(&own.queue, ticket));
    let mut lines = trouble(lang, here);
    let Some(wait) = here.forecast(&own.queue).of_number(ticket.number) else {
        if lines.is_empty() {
            let clerk = !ticket.needs_clerk() || here.today.has_clerk(&own.queue, here.now);
            lines.push(if clerk { w.no_forecast } else { w.no_clerk }.to_owned());
        }
        return (headline, lines);
    };
    lines.extend([format!("{} {}.", w.you_wait, say::wait(lang, wait)), say::clock(lang, here.now, wait)]);
    if wait.from > 0 {
        lines.push(words::be_back(lang, &time(lang, say::at(here.now, wait.from))));
    }
    (headline, lines)
}

/// Why it does not go on now, whether an editor wrote a notice or not.
fn trouble(lang: Lang, here: &Here) -> Vec<String> {
    let w = words(lang);
    let what = match here.today.trouble {
        Some(Trouble::Cancelled) => w.cancelled,
        Some(Trouble::Interrupted) => w.interrupted,
        Some(Trouble::Shut) | None => return Vec::new(),
    };
    [what.to_owned()].into_iter().chain(we_are_back(lang, here)).collect()
}

fn called(w: &Words, own: &Own) -> Vec<String> {
    let more_time = (!own.queue.is_closed()).then_some(w.more_time);
    [w.come_now].into_iter().chain(more_time).map(str::to_owned).collect()
}

/// Who may come back is told until when; not when that is over, or was never to be (the stop was cancelled).
fn until_closing(lang: Lang, here: &Here, line: &str) -> Vec<String> {
    let closes = here.today.closes;
    let until = || words::until(lang, &time(lang, kernel::berlin(closes).time()));
    let mut lines = trouble(lang, here);
    lines.push(line.to_owned());
    lines.extend((here.now < closes).then(until));
    lines
}

fn we_are_back(lang: Lang, here: &Here) -> Vec<String> {
    here.next(lang).map(|next| words::we_are_back(lang, &next)).into_iter().collect()
}

/// Nobody comes later or back into a day that is over.
fn buttons(w: &Words, state: State, closed: bool) -> Vec<Button> {
    let button = |value, text, primary| Button { value, text, primary };
    match state {
        State::Waiting | State::Called { .. } if closed => vec![button("gehen", w.leave, false)],
        State::NoShow if closed => Vec::new(),
        State::Waiting | State::Called { .. } => {
            vec![button("spaeter", w.later, false), button("gehen", w.leave, false)]
        }
        State::Parked { .. } => vec![button("zurueck", w.back, true), button("gehen", w.leave, false)],
        State::NoShow => vec![button("zurueck", w.back, true)],
        _ => Vec::new(),
    }
}

fn undo(ticket: &Ticket, now: Timestamp) -> Option<(u64, Timestamp)> {
    let (seq, at, by) = ticket.last_act()?;
    let own = by == By::Visitor && !matches!(ticket.state(), State::Waiting);
    (own && now.duration_since(at) <= UNDO_FOR).then_some((seq, at))
}

fn again(ticket: &Ticket, now: Timestamp) -> i64 {
    let undo = undo(ticket, now).map(|(_, at)| at);
    if ticket.state().is_open() || undo.is_some() { true_for(undo, now) } else { 0 }
}
