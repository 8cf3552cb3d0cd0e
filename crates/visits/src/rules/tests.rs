//! The rules one by one; `property` has what holds whatever happens.

use jiff::civil::date;

use super::*;
use crate::event::{Body, Event};

mod forecast;
mod property;

/// A queue at a table: no database, no clock but this one.
pub(super) struct Table {
    pub(super) queue: Queue,
    pub(super) now: Timestamp,
    pub(super) log: Vec<Event>,
}

/// To a clerk who comes, as the tour has it.
pub(super) const HAND_OVER: DeskAct = DeskAct::HandOver { clerk_comes: true };

pub(super) fn start() -> Timestamp {
    "2026-03-24T09:00:00Z".parse().unwrap()
}

pub(super) fn today() -> Today {
    let closes = "2026-03-24T18:00:00Z".parse().unwrap();
    Today {
        stop: "mercado".parse().unwrap(),
        day: date(2026, 3, 24),
        opens: Some(start()),
        closes,
        breaks: Vec::new(),
        over: closes,
        clerk_from: Some(start()),
        clerk_until: Some(closes),
        trouble: None,
        next: None,
        desks: 2,
    }
}

pub(super) fn desk(n: u8) -> DeskNo {
    n.try_into().unwrap()
}

pub(super) fn skills(guide: bool, clerk: bool, tongues: &str) -> Skills {
    Skills { guide, clerk, tongues: tongues.split_whitespace().map(|t| t.parse().unwrap()).collect() }
}

impl Table {
    pub(super) fn new() -> Self {
        Self {
            queue: Queue::new("mercado".parse().unwrap(), date(2026, 3, 24)),
            now: start(),
            log: Vec::new(),
        }
    }

    pub(super) fn with_desks(desks: &[(u8, Skills)]) -> Self {
        let mut table = Self::new();
        for (n, skills) in desks {
            table.act(By::Desk(desk(*n)), &Command::OpenDesk(desk(*n), skills.clone())).unwrap();
        }
        table
    }

    pub(super) fn act(&mut self, by: By, command: &Command) -> Result<Act, Refusal> {
        let act = decide(&self.queue, command, by, self.now)?;
        let seq = self.queue.seq + 1;
        // Through JSON, as the log keeps it.
        let body = serde_json::to_string(&Body { by, act: act.clone() }).unwrap();
        let read: Body = serde_json::from_str(&body).unwrap();
        assert_eq!((read.by, &read.act), (by, &act));
        let key = format!("{seq:032x}").parse().unwrap();
        let event = Event { seq, at: self.now, by, act: read.act, key, token: None };
        self.queue.apply(&event);
        self.log.push(event);
        Ok(act)
    }

    pub(super) fn at(&mut self, n: u8, command: &Command) -> Result<Act, Refusal> {
        self.act(By::Desk(desk(n)), command)
    }

    fn draw_for(&mut self, topic: Topic, tongue: Option<&str>, soon: bool) -> Number {
        let needs = Needs { soon, ..Needs::default() };
        let tongue = tongue.map(|t| t.parse().unwrap());
        let draw = Draw { topic, tongue, needs, today: today() };
        match self.act(By::Visitor, &Command::Draw(draw)).unwrap() {
            Act::Drawn { number, .. } => number,
            other => panic!("{other:?}"),
        }
    }

    fn draw(&mut self) -> Number {
        self.draw_for(Topic::Service, None, false)
    }

    fn soon(&mut self) -> Number {
        self.draw_for(Topic::Service, None, true)
    }

    pub(super) fn next(&mut self, n: u8) -> Result<Number, Refusal> {
        match self.at(n, &Command::CallNext(desk(n)))? {
            Act::Called { number, .. } => Ok(number),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn does(&mut self, n: u8, act: DeskAct) -> Result<Act, Refusal> {
        let number = self.queue.at_desk(desk(n)).unwrap().number;
        self.at(n, &Command::At(desk(n), number, act))
    }

    pub(super) fn on(&mut self, number: Number, act: TicketAct) -> Result<Act, Refusal> {
        self.act(By::Visitor, &Command::On(number, act))
    }

    fn serve(&mut self, n: u8) -> Number {
        let number = self.next(n).unwrap();
        self.does(n, DeskAct::Finish(Outcome::Done)).unwrap();
        number
    }

    fn wait(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
    }

    fn line(&self) -> String {
        self.queue.line().iter().map(|t| t.number.to_string()).collect::<Vec<_>>().join(" ")
    }
}

fn guide() -> Table {
    Table::with_desks(&[(1, skills(true, false, ""))])
}

#[test]
fn numbers_count_within_their_letter_and_are_never_given_twice() {
    let mut t = guide();
    let drawn: Vec<_> = [Topic::Service, Topic::Activate, Topic::App, Topic::Check, Topic::Other]
        .map(|topic| t.draw_for(topic, None, false).to_string())
        .into();
    assert_eq!(drawn, ["A1", "C1", "A2", "B1", "D1"]);
    let a3 = t.draw();
    let seq = t.queue.version();
    t.act(By::Visitor, &Command::Undo(a3, seq)).unwrap();
    assert_eq!(t.queue.ticket(a3).unwrap().state(), State::Void);
    assert_eq!(t.draw().to_string(), "A4");
}

#[test]
fn whoever_cannot_wait_long_goes_ahead_and_nobody_lets_more_than_three_past() {
    let mut t = guide();
    for _ in 0..3 {
        t.draw();
    }
    for _ in 0..5 {
        t.soon();
    }
    assert_eq!(t.line(), "A4 A5 A6 A1 A2 A3 A7 A8");
    t.draw();
    assert_eq!(t.line(), "A4 A5 A6 A1 A2 A3 A7 A8 A9");
}

#[test]
fn whoever_comes_back_has_the_old_place_but_not_for_ever() {
    let mut t = guide();
    let first = t.draw();
    for _ in 0..4 {
        t.draw();
    }
    for _ in 0..3 {
        t.on(first, TicketAct::Later).unwrap();
        t.on(first, TicketAct::Back).unwrap();
        assert_eq!(t.queue.line()[0].number, first);
    }
    t.on(first, TicketAct::Later).unwrap();
    t.serve(1);
    t.on(first, TicketAct::Back).unwrap();
    assert_eq!(t.line(), "A3 A4 A5 A1");
}

#[test]
fn whoever_was_called_in_vain_comes_in_behind_three() {
    let mut t = guide();
    let first = t.draw();
    for _ in 0..5 {
        t.draw();
    }
    t.next(1).unwrap();
    t.does(1, DeskAct::NoShow).unwrap();
    t.on(first, TicketAct::Back).unwrap();
    assert_eq!(t.line(), "A2 A3 A4 A1 A5 A6");
}

#[test]
fn the_clerk_takes_over_at_the_place_of_the_day() {
    let mut t = Table::with_desks(&[(1, skills(true, false, "")), (2, skills(false, true, ""))]);
    let guided = t.draw_for(Topic::Check, None, false);
    t.draw_for(Topic::Activate, None, false);
    t.next(1).unwrap();
    t.does(1, DeskAct::Start).unwrap();
    t.wait(10);
    t.does(1, HAND_OVER).unwrap();
    let ticket = t.queue.ticket(guided).unwrap();
    assert!(ticket.is_handed_over() && ticket.needs_clerk());
    assert_eq!(ticket.served(), SignedDuration::from_mins(10));
    assert_eq!(t.next(1), Err(Refusal::NobodyWaits));
    assert_eq!(t.next(2), Ok(guided));
}

#[test]
fn nobody_is_handed_over_to_a_clerk_who_does_not_come() {
    let mut t = guide();
    let number = t.draw();
    t.next(1).unwrap();
    t.does(1, DeskAct::Start).unwrap();
    let vain = DeskAct::HandOver { clerk_comes: false };
    assert_eq!(t.does(1, vain), Err(Refusal::NoClerk));
    t.at(2, &Command::OpenDesk(desk(2), skills(false, true, ""))).unwrap();
    t.does(1, vain).unwrap();
    assert_eq!(t.next(2), Ok(number));
    let said = |clerk_comes| Command::At(desk(1), number, DeskAct::HandOver { clerk_comes }).said();
    assert_eq!(said(true), said(false), "the same press, whatever the hour");
}

#[test]
fn a_call_that_is_repeated_is_the_newest_one() {
    let mut t = Table::with_desks(&[(1, skills(true, false, "")), (2, skills(true, false, ""))]);
    let (first, second) = (t.draw(), t.draw());
    t.next(1).unwrap();
    t.next(2).unwrap();
    assert_eq!(t.queue.calls().collect::<Vec<_>>(), [(second, desk(2)), (first, desk(1))]);
    t.does(1, DeskAct::Again).unwrap();
    assert_eq!(t.queue.calls().collect::<Vec<_>>(), [(first, desk(1)), (second, desk(2))]);
}

#[test]
fn whom_a_desk_would_call_is_whom_it_calls() {
    let mut t = Table::with_desks(&[(1, skills(true, false, "")), (2, skills(true, false, "tr"))]);
    let turkish = t.draw_for(Topic::Service, Some("tr"), false);
    assert_eq!(t.queue.next_at(desk(1)), None, "the other desk speaks it");
    assert_eq!(t.queue.next_at(desk(2)).unwrap().number, turkish);
    assert_eq!(t.queue.next_at(desk(3)), None, "no such desk");
}

#[test]
fn a_wish_for_a_language_holds_while_somebody_speaks_it() {
    let mut t = Table::with_desks(&[(1, skills(true, false, "")), (2, skills(true, false, "tr"))]);
    let turkish = t.draw_for(Topic::Service, Some("tr"), false);
    let other = t.draw();
    assert_eq!(t.next(1), Ok(other));
    t.does(1, DeskAct::Finish(Outcome::Done)).unwrap();
    assert_eq!(t.next(1), Err(Refusal::NobodyWaits));
    t.at(2, &Command::CloseDesk(desk(2))).unwrap();
    assert_eq!(t.next(1), Ok(turkish));
}

#[test]
fn what_an_open_desk_can_do_is_not_changed_over_somebodys_head() {
    let mut t = Table::with_desks(&[(1, skills(false, true, "tr"))]);
    let guide = Command::OpenDesk(desk(1), skills(true, false, ""));
    assert_eq!(t.at(1, &guide), Err(Refusal::DeskOpen(desk(1))));
    t.at(1, &Command::OpenDesk(desk(1), skills(false, true, "tr"))).unwrap();
    t.at(1, &Command::CloseDesk(desk(1))).unwrap();
    t.at(1, &guide).unwrap();
}

#[test]
fn a_guide_cannot_call_who_needs_a_clerk_even_by_name() {
    let mut t = guide();
    let clerk = t.draw_for(Topic::PinReset, None, false);
    assert_eq!(t.at(1, &Command::Call(desk(1), clerk)), Err(Refusal::WrongDesk(clerk)));
}

#[test]
fn an_old_page_touches_nobody_else() {
    let mut t = guide();
    let (first, second) = (t.draw(), t.draw());
    t.serve(1);
    t.next(1).unwrap();
    let late = Command::At(desk(1), first, DeskAct::Finish(Outcome::Done));
    assert_eq!(t.at(1, &late), Err(Refusal::NotAtDesk(first)));
    assert_eq!(t.next(1), Err(Refusal::DeskBusy(second)));
    assert_eq!(t.on(first, TicketAct::Leave), Err(Refusal::Elsewhere(first)));
    let nobody = "A9".parse().unwrap();
    assert_eq!(t.on(nobody, TicketAct::Leave), Err(Refusal::Unknown(nobody)));
}

#[test]
fn an_act_is_taken_back_for_thirty_seconds_by_who_did_it() {
    let mut t = Table::with_desks(&[(1, skills(true, false, "")), (2, skills(true, false, ""))]);
    let first = t.draw();
    t.next(1).unwrap();
    let called = t.queue.ticket(first).unwrap().state();
    t.does(1, DeskAct::Finish(Outcome::Done)).unwrap();
    let undo = Command::Undo(first, t.queue.version());
    assert_eq!(t.at(2, &undo), Err(Refusal::NotUndoable));
    t.now += SignedDuration::from_secs(30);
    t.at(1, &undo).unwrap();
    assert_eq!(t.queue.ticket(first).unwrap().state(), called);
    assert_eq!(t.queue.at_desk(desk(1)).unwrap().number, first);
    assert_eq!(t.at(1, &undo), Err(Refusal::NotUndoable));

    t.does(1, DeskAct::Park).unwrap();
    let undo = Command::Undo(first, t.queue.version());
    t.now += SignedDuration::from_secs(31);
    assert_eq!(t.act(By::Lead, &undo), Err(Refusal::NotUndoable));
}

#[test]
fn an_undo_waits_for_the_desk_to_be_free() {
    let mut t = guide();
    let (first, second) = (t.draw(), t.draw());
    t.serve(1);
    let undo = Command::Undo(first, t.queue.version());
    t.next(1).unwrap();
    assert_eq!(t.at(1, &undo), Err(Refusal::DeskBusy(second)));
    assert_eq!(t.queue.calls().next().unwrap().0, second);
    let call = Command::Undo(second, t.queue.version());
    t.at(1, &call).unwrap();
    assert_eq!(t.queue.calls().next().unwrap().0, first);
    t.at(1, &undo).unwrap();
}

#[test]
fn no_number_is_given_that_could_not_be_served_before_closing() {
    let mut t = guide();
    let mut late = today();
    late.closes = t.now + SignedDuration::from_mins(45);
    late.clerk_until = Some(t.now + SignedDuration::from_mins(10));
    let draw =
        |topic| Command::Draw(Draw { topic, tongue: None, needs: Needs::default(), today: late.clone() });
    for _ in 0..3 {
        t.act(By::Visitor, &draw(Topic::Service)).unwrap();
    }
    assert_eq!(t.act(By::Visitor, &draw(Topic::Service)), Err(Refusal::TooLate));
    // The clerk leaves in ten minutes, and a visit takes longer; it does not matter whether the desk is open yet.
    assert_eq!(t.act(By::Visitor, &draw(Topic::Activate)), Err(Refusal::TooLate));
    t.at(2, &Command::OpenDesk(desk(2), skills(false, true, ""))).unwrap();
    assert_eq!(t.act(By::Visitor, &draw(Topic::Activate)), Err(Refusal::TooLate));
    t.wait(11);
    assert_eq!(t.act(By::Visitor, &draw(Topic::Activate)), Err(Refusal::NoClerk));
    t.wait(40);
    assert_eq!(t.act(By::Visitor, &draw(Topic::Service)), Err(Refusal::NotOpen));
}

#[test]
fn a_quick_day_makes_room_for_more_numbers() {
    let mut t = guide();
    for _ in 0..20 {
        t.draw();
        t.next(1).unwrap();
        t.does(1, DeskAct::Start).unwrap();
        t.wait(3);
        t.does(1, DeskAct::Finish(Outcome::Done)).unwrap();
    }
    for _ in 0..4 {
        t.draw();
    }
    let forecast = crate::Forecast::of(&t.queue, &today(), t.now);
    let wait = forecast.of_new(Topic::Service).unwrap();
    assert_eq!((wait.from, wait.to), (15, 35));
    assert_eq!(forecast.of_new(Topic::Activate).map(|w| (w.from, w.to)), Some((0, 5)));
    let without = Today { clerk_from: None, clerk_until: None, ..today() };
    assert_eq!(crate::Forecast::of(&t.queue, &without, t.now).of_new(Topic::Activate), None);
    assert_eq!(forecast.of_number("A21".parse().unwrap()).map(|w| (w.from, w.to)), Some((0, 5)));
    let last = t.queue.ticket("A24".parse().unwrap()).unwrap();
    assert_eq!(crate::ahead(&t.queue, last), 3);
}

#[test]
fn a_clerk_is_there_or_comes_or_is_not_to_be_had() {
    let mut t = guide();
    let none = Today { clerk_from: None, clerk_until: None, ..today() };
    assert!(today().has_clerk(&t.queue, t.now));
    assert!(!none.has_clerk(&t.queue, t.now) && !today().has_clerk(&t.queue, today().closes));
    t.at(2, &Command::OpenDesk(desk(2), skills(false, true, ""))).unwrap();
    assert!(none.has_clerk(&t.queue, t.now));
}

#[test]
fn closing_tells_who_waits_and_lets_desks_finish() {
    let mut t = guide();
    let (served, waiting, parked) = (t.draw(), t.draw(), t.draw());
    t.on(parked, TicketAct::Later).unwrap();
    t.next(1).unwrap();
    t.act(By::Lead, &Command::Close).unwrap();
    for told in [waiting, parked] {
        assert_eq!(t.queue.ticket(told).unwrap().state(), State::TurnedAway);
    }
    let draw = Draw { topic: Topic::Service, tongue: None, needs: Needs::default(), today: today() };
    assert_eq!(t.act(By::Visitor, &Command::Draw(draw)), Err(Refusal::Closed));
    assert_eq!(t.on(parked, TicketAct::Back), Err(Refusal::Elsewhere(parked)));
    assert_eq!(t.on(served, TicketAct::Later), Err(Refusal::Closed), "there is no later");
    assert_eq!(t.does(1, DeskAct::Park), Err(Refusal::Closed));
    t.does(1, DeskAct::Start).unwrap();
    t.does(1, HAND_OVER).unwrap();
    assert_eq!(t.on(served, TicketAct::Later), Err(Refusal::Closed), "nor for whom the clerk still helps");
    t.at(2, &Command::OpenDesk(desk(2), skills(true, true, ""))).unwrap();
    t.next(2).unwrap();
    t.does(2, DeskAct::Finish(Outcome::Part)).unwrap();
    assert_eq!(t.queue.ticket(served).unwrap().state(), State::Finished(Outcome::Part));
    assert_eq!(t.act(By::Lead, &Command::Close), Err(Refusal::Closed));
}

#[test]
fn notes_are_no_place_for_a_pin_and_are_few() {
    let mut t = guide();
    let mut note = |text: &str| t.at(1, &Command::Note(text.to_owned()));
    assert!(note("Drucker ist leer ").is_ok());
    assert_eq!(note(" \u{0} "), Err(Refusal::NoteEmpty));
    assert_eq!(note(&"x".repeat(NOTE_MAX + 1)), Err(Refusal::NoteTooLong));
    for secret in ["PIN 12345", "123456", "PUK: 0123456789"] {
        assert_eq!(note(secret), Err(Refusal::NoteSecret), "{secret}");
    }
    for _ in 1..MOST_NOTES {
        note("Paket kommt um 14 Uhr").unwrap();
    }
    assert_eq!(note("noch eine"), Err(Refusal::NotesFull));
    assert_eq!(t.queue.notes()[0].text, "Drucker ist leer");
    let seq = t.queue.notes()[0].seq;
    t.at(1, &Command::TakeNote(seq)).unwrap();
    assert_eq!(t.at(1, &Command::TakeNote(seq)), Err(Refusal::NoteGone));
    assert_eq!(t.queue.notes().len(), MOST_NOTES - 1);
}

#[test]
fn figures_count_everybody_once() {
    let mut t = guide();
    for _ in 0..4 {
        t.draw();
    }
    let void = t.draw();
    t.act(By::Visitor, &Command::Undo(void, t.queue.version())).unwrap();
    t.wait(6);
    t.next(1).unwrap();
    t.does(1, DeskAct::Start).unwrap();
    t.wait(9);
    t.does(1, DeskAct::Finish(Outcome::Done)).unwrap();
    t.next(1).unwrap();
    t.does(1, DeskAct::NoShow).unwrap();
    let figures = crate::Figures::of(&t.queue);
    assert_eq!((figures.drawn, figures.waiting, figures.served, figures.no_shows), (4, 2, 1, 1));
    assert_eq!((figures.waited, figures.helped), (Some(11), Some(9)));
}
