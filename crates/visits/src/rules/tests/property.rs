//! What holds whatever happens: everybody is called in the end, in the one order, and nobody lets more than three past.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Something happens; numbers choose among whatever is there.
#[derive(Debug, Clone)]
enum Happening {
    Draw(Topic, bool, bool),
    Next(u8),
    End(u8, u8),
    Back(usize),
    Later(usize),
    Leave(usize),
    Undo(usize),
    Minutes(i64),
}

fn happening() -> impl Strategy<Value = Happening> {
    let topic = proptest::sample::select(Topic::ALL);
    prop_oneof![
        4 => (topic, any::<bool>(), any::<bool>()).prop_map(|(t, soon, turkish)| Happening::Draw(t, soon, turkish)),
        4 => (1_u8..=4).prop_map(Happening::Next),
        4 => (1_u8..=4, 0_u8..6).prop_map(|(d, how)| Happening::End(d, how)),
        2 => any::<usize>().prop_map(Happening::Back),
        1 => any::<usize>().prop_map(Happening::Later),
        1 => any::<usize>().prop_map(Happening::Leave),
        1 => any::<usize>().prop_map(Happening::Undo),
        1 => (-5_i64..20).prop_map(Happening::Minutes),
    ]
}

/// Watches from outside, and counts for everybody who waits who was called instead.
#[derive(Default)]
struct Watch {
    /// Calls by desks that might have called this one.
    passed_over: BTreeMap<usize, Vec<usize>>,
    /// Came in elsewhere than by drawing; the count of who came later says nothing then.
    moved: BTreeSet<usize>,
}

impl Watch {
    fn note_call(&mut self, before: &Queue, skills: &Skills, called: usize) {
        for (i, ticket) in before.tickets().iter().enumerate() {
            if ticket.state() == State::Waiting && i != called && before.may_serve(skills, ticket) {
                self.passed_over.entry(i).or_default().push(called);
            }
        }
    }

    fn take_back(&mut self, called: usize) {
        for calls in self.passed_over.values_mut() {
            if let Some(at) = calls.iter().rposition(|c| *c == called) {
                calls.remove(at);
            }
        }
    }

    fn check(&self) {
        for (ticket, calls) in self.passed_over.iter().filter(|(t, _)| !self.moved.contains(t)) {
            let later: BTreeSet<_> = calls.iter().filter(|c| *c > ticket).collect();
            assert!(later.len() <= usize::from(order::MOST_OVERTAKEN), "{ticket} let {later:?} past");
            let calls_each = usize::from(order::MOST_COMEBACKS) + 1;
            let earlier = ticket + usize::from(order::MOST_OVERTAKEN);
            assert!(calls.len() <= earlier * calls_each, "{ticket} waits for ever: {}", calls.len());
        }
    }
}

fn index(t: &Table, number: Number) -> usize {
    t.queue.tickets().iter().position(|x| x.number == number).unwrap()
}

fn some_ticket(t: &Table, n: usize) -> Option<Number> {
    let all = t.queue.tickets();
    (!all.is_empty()).then(|| all[n % all.len()].number)
}

fn call(t: &mut Table, w: &mut Watch, n: u8) -> Option<Number> {
    let before = t.queue.clone();
    let number = t.next(n).ok()?;
    let skills = &before.desk(desk(n)).unwrap().skills;
    let called = before.ticket(number).unwrap();
    assert_eq!(called.state(), State::Waiting);
    let first = before.line().into_iter().find(|x| before.may_serve(skills, x)).unwrap();
    assert_eq!(first.number, number, "not the first whom desk {n} may serve");
    w.note_call(&before, skills, index(t, number));
    Some(number)
}

fn happen(t: &mut Table, w: &mut Watch, happening: &Happening) {
    match happening {
        Happening::Draw(topic, soon, turkish) => {
            t.draw_for(*topic, turkish.then_some("tr"), *soon);
        }
        Happening::Next(n) => drop(call(t, w, *n)),
        Happening::End(n, how) => {
            let acts = [
                DeskAct::Again,
                DeskAct::Start,
                DeskAct::Park,
                HAND_OVER,
                DeskAct::Finish(Outcome::Done),
                DeskAct::NoShow,
            ];
            if t.queue.at_desk(desk(*n)).is_some() {
                let _ = t.does(*n, acts[usize::from(*how)]);
            }
        }
        Happening::Back(n) => back(t, w, *n),
        Happening::Later(n) => drop(some_ticket(t, *n).map(|number| t.on(number, TicketAct::Later))),
        Happening::Leave(n) => drop(some_ticket(t, *n).map(|number| t.on(number, TicketAct::Leave))),
        Happening::Undo(n) => undo_one(t, w, *n),
        Happening::Minutes(m) => t.now = t.now.saturating_add(SignedDuration::from_mins(*m)).unwrap(),
    }
}

fn back(t: &mut Table, w: &mut Watch, n: usize) {
    let Some(number) = some_ticket(t, n) else { return };
    let before = t.queue.ticket(number).unwrap().now.place;
    if t.on(number, TicketAct::Back).is_ok() && t.queue.ticket(number).unwrap().now.place != before {
        w.moved.insert(index(t, number));
    }
}

fn undo_one(t: &mut Table, w: &mut Watch, n: usize) {
    let Some(number) = some_ticket(t, n) else { return };
    let ticket = t.queue.ticket(number).unwrap();
    let Some(last) = ticket.last else { return };
    let was_called = matches!(ticket.state(), State::Called { times: 1, .. });
    if t.act(By::Lead, &Command::Undo(number, last.seq)).is_ok() && was_called {
        w.take_back(index(t, number));
    }
}

/// Desks and people agree, numbers differ, and the log alone gives the same queue.
fn check(t: &Table) {
    let numbers: BTreeSet<_> = t.queue.tickets().iter().map(|x| x.number).collect();
    assert_eq!(numbers.len(), t.queue.tickets().len());
    for ticket in t.queue.tickets() {
        if let Some(no) = ticket.state().desk() {
            assert_eq!(t.queue.at_desk(no).map(|x| x.number), Some(ticket.number));
        }
    }
    for (no, open) in t.queue.desks() {
        if let Some(at) = open.current {
            assert_eq!(t.queue.tickets()[at].state().desk(), Some(no));
        }
    }
}

fn all_desks() -> Table {
    Table::with_desks(&[
        (1, skills(true, false, "")),
        (2, skills(true, true, "")),
        (3, skills(true, false, "tr")),
        (4, skills(false, true, "")),
    ])
}

/// Any act at all, on few numbers and desks; most fit nothing.
fn any_act() -> impl Strategy<Value = Act> {
    let number = || (1_u16..4).prop_map(|count| Number { group: crate::Group::Services, count });
    let no = || (1_u8..4).prop_map(desk);
    let needs = any::<bool>().prop_map(|soon| Needs { soon, ..Needs::default() });
    prop_oneof![
        (number(), needs, any::<u64>()).prop_map(|(number, needs, place)| Act::Drawn {
            number,
            topic: Topic::Service,
            tongue: None,
            needs,
            place
        }),
        (no(), any::<bool>())
            .prop_map(|(desk, clerk)| Act::DeskOpened { desk, skills: skills(true, clerk, "") }),
        no().prop_map(|desk| Act::DeskClosed { desk }),
        (number(), no()).prop_map(|(number, desk)| Act::Called { number, desk }),
        number().prop_map(|number| Act::CalledAgain { number }),
        number().prop_map(|number| Act::Started { number }),
        number().prop_map(|number| Act::Parked { number }),
        (number(), any::<u64>()).prop_map(|(number, place)| Act::Returned { number, place }),
        (number(), any::<u64>()).prop_map(|(number, place)| Act::HandedOver { number, place }),
        number().prop_map(|number| Act::Finished { number, outcome: Outcome::Done }),
        number().prop_map(|number| Act::NoShow { number }),
        number().prop_map(|number| Act::Left { number }),
        (number(), 1_u64..40).prop_map(|(number, seq)| Act::Undone { number, seq }),
        any::<bool>().prop_map(|on| Act::Paused { on }),
        (1_u64..40).prop_map(|seq| Act::NoteTaken { seq }),
        Just(Act::Noted { text: String::new() }),
        Just(Act::Closed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn the_order_is_fair_whatever_happens(happenings in proptest::collection::vec(happening(), 1..120)) {
        let (mut t, mut w) = (all_desks(), Watch::default());
        for happening in &happenings {
            happen(&mut t, &mut w, happening);
            check(&t);
            w.check();
        }
        let mut again = Queue::new(t.queue.stop.clone(), t.queue.day);
        t.log.iter().for_each(|event| again.apply(event));
        prop_assert_eq!(&again, &t.queue);
    }

    #[test]
    fn everybody_in_line_is_called_in_the_end(happenings in proptest::collection::vec(happening(), 1..80)) {
        let (mut t, mut w) = (all_desks(), Watch::default());
        for happening in &happenings {
            happen(&mut t, &mut w, happening);
        }
        // Now the desks only work on, while somebody who cannot wait comes again and again.
        let waiting: Vec<_> = t.queue.line().iter().map(|x| x.number).collect();
        for round in 0..4 * waiting.len() + 8 {
            if round % 2 == 0 {
                t.soon();
            }
            for n in 1..=4 {
                if t.queue.at_desk(desk(n)).is_some() {
                    t.does(n, DeskAct::Finish(Outcome::Done)).unwrap();
                }
                call(&mut t, &mut w, n);
            }
        }
        for number in waiting {
            prop_assert!(t.queue.ticket(number).unwrap().state() != State::Waiting, "{} still waits", number);
        }
    }

    // A log from another build, or a damaged one, ends no process: what fits nothing changes nothing.
    #[test]
    fn any_log_can_be_read(acts in proptest::collection::vec((any_act(), -9_i64..9), 0..40)) {
        let mut queue = Queue::new("mercado".parse().unwrap(), today().day);
        let mut now = start();
        for (seq, (act, minutes)) in (1..).zip(acts) {
            now += SignedDuration::from_mins(minutes);
            let key = format!("{seq:032x}").parse().unwrap();
            queue.apply(&Event { seq, at: now, by: By::Visitor, act, key, token: None });
            prop_assert_eq!(queue.version(), seq);
        }
        crate::Forecast::of(&queue, &today(), now);
        crate::Figures::of(&queue);
        let _ = decide(&queue, &Command::CallNext(desk(1)), By::Visitor, now);
        let soon = Needs { soon: true, ..Needs::default() };
        let draw = Draw { topic: Topic::Other, tongue: None, needs: soon, today: today() };
        let _ = decide(&queue, &Command::Draw(draw), By::Visitor, now);
    }

    #[test]
    fn any_text_is_an_event_or_none(text in "\\PC{0,80}") {
        let _ = serde_json::from_str::<Body>(&text);
        let _ = text.parse::<Number>();
        let _ = text.parse::<crate::Tongue>();
        let _ = text.parse::<crate::Token>();
    }
}
