use jiff::Timestamp;
use kernel::Lang;
use visits::{By, Own, State, Ticket, ahead, rules::UNDO_FOR};

use super::words::{self, Words, words};
use crate::{
    format::time,
    queue::{here::Here, say},
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
    /// Changes with each call.
    pub call: String,
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
            buttons: buttons(w, state),
            undo: undo(ticket, here.now),
            call: match state {
                State::Called { desk, times, .. } => format!("{} {desk} {times}", ticket.number),
                _ => String::new(),
            },
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
        State::Called { desk, .. } => (words::to_desk(lang, desk.get()), vec![w.come_now.to_owned()]),
        State::AtDesk { desk, .. } => (words::at_desk(lang, desk.get()), Vec::new()),
        State::Parked { .. } => (w.parked.to_owned(), vec![w.parked_place.to_owned(), closing(lang, here)]),
        State::Finished(_) => (w.finished.to_owned(), vec![w.deleted_tonight.to_owned()]),
        State::NoShow => (w.no_show.to_owned(), vec![w.no_show_back.to_owned(), closing(lang, here)]),
        State::Left => (w.left.to_owned(), vec![w.deleted_tonight.to_owned()]),
        State::TurnedAway => {
            let next = here.next(lang).map(|next| words::we_are_back(lang, &next));
            (w.turned_away.to_owned(), next.into_iter().collect())
        }
        State::Void => (w.void.to_owned(), Vec::new()),
    }
}

fn waiting(lang: Lang, here: &Here, own: &Own, ticket: &Ticket) -> (String, Vec<String>) {
    let w = words(lang);
    let headline = words::before_you(lang, ahead(&own.queue, ticket));
    let Some(wait) = here.forecast(&own.queue).of_number(ticket.number) else {
        return (headline, vec![w.no_forecast.to_owned()]);
    };
    let mut lines =
        vec![format!("{} {}.", w.you_wait, say::wait(lang, wait)), say::clock(lang, here.now, wait)];
    if wait.from > 0 {
        lines.push(words::be_back(lang, &time(lang, say::at(here.now, wait.from))));
    }
    (headline, lines)
}

fn closing(lang: Lang, here: &Here) -> String {
    words::until(lang, &time(lang, kernel::berlin(here.today.closes).time()))
}

fn buttons(w: &Words, state: State) -> Vec<Button> {
    let button = |value, text, primary| Button { value, text, primary };
    match state {
        State::Waiting | State::Called { .. } => {
            vec![button("spaeter", w.later, false), button("gehen", w.leave, false)]
        }
        State::Parked { .. } => vec![button("zurueck", w.back, true), button("gehen", w.leave, false)],
        State::NoShow => vec![button("zurueck", w.back, true)],
        _ => Vec::new(),
    }
}

fn undo(ticket: &Ticket, now: Timestamp) -> Option<u64> {
    let (seq, at, by) = ticket.last_act()?;
    let own = by == By::Visitor && !matches!(ticket.state(), State::Waiting);
    (own && now.duration_since(at) <= UNDO_FOR).then_some(seq)
}
