//! What people are told of their wait: opening, breaks, trouble.

use super::*;

/// What somebody who is first in line is told at one time of day.
fn told(t: &Table, today: &Today, now: &str) -> Option<(u16, u16)> {
    let now = format!("2026-03-24T{now}:00Z").parse().unwrap();
    let first = t.queue.line()[0].number;
    crate::Forecast::of(&t.queue, today, now).of_number(first).map(|w| (w.from, w.to))
}

#[test]
fn a_forecast_knows_of_opening_breaks_and_trouble() {
    use crate::Trouble;
    let mut t = guide();
    t.draw();
    let next = |time: &str| format!("2026-03-{time}:00[Europe/Berlin]").parse().ok();
    assert_eq!(told(&t, &today(), "09:30"), Some((0, 5)));
    let early = Today { trouble: Some(Trouble::Shut), next: next("24T10:00"), ..today() };
    assert_eq!(told(&t, &early, "08:30"), Some((30, 35)), "doors open at a time that is known");
    let pause = Today { trouble: Some(Trouble::Shut), next: next("24T14:00"), ..today() };
    assert_eq!(told(&t, &pause, "12:15"), Some((45, 50)));
    let after = Today { trouble: Some(Trouble::Shut), next: next("25T10:00"), ..today() };
    assert_eq!(told(&t, &after, "18:05"), Some((0, 5)), "desks go on with who is still in line");
    let ill = Today { trouble: Some(Trouble::Interrupted), next: next("24T15:00"), ..today() };
    assert_eq!(told(&t, &ill, "13:30"), Some((30, 35)));
    let gone = Today { trouble: Some(Trouble::Interrupted), next: next("25T10:00"), ..today() };
    assert_eq!(told(&t, &gone, "13:30"), None);
    let off = Today { trouble: Some(Trouble::Cancelled), next: None, ..today() };
    assert_eq!(told(&t, &off, "13:30"), None);
}

/// Open from 10 to 13 and from 14 to 19 local time; it is so many minutes before one.
fn before_the_break(minutes: i64) -> (Today, Timestamp) {
    let local = |time: &str| format!("2026-03-24T{time}:00+01:00").parse::<Timestamp>().unwrap();
    let breaks = vec![(local("13:00"), local("14:00"))];
    let next = "2026-03-25T10:00:00[Europe/Berlin]".parse().ok();
    (Today { breaks, next, desks: 1, ..today() }, local("13:00") - SignedDuration::from_mins(minutes))
}

#[test]
fn a_break_that_is_still_to_come_is_foreseen() {
    let mut t = guide();
    for _ in 0..4 {
        t.draw();
    }
    // One desk, 13 minutes each: the third begins just before the break, the fourth after it.
    let (today, now) = before_the_break(30);
    let forecast = crate::Forecast::of(&t.queue, &today, now);
    let of =
        |count| forecast.of_number(Number { group: crate::Group::Services, count }).map(|w| (w.from, w.to));
    assert_eq!((of(1), of(2)), (Some((0, 5)), Some((5, 25))));
    assert_eq!(of(3), Some((15, 100)), "before or after it, nobody can tell");
    assert_eq!(of(4), Some((25, 120)));
    let (_, late) = before_the_break(3);
    let forecast = crate::Forecast::of(&t.queue, &today, late);
    let second = forecast.of_number("A2".parse().unwrap()).map(|w| (w.from, w.to));
    assert_eq!(second, Some((65, 85)), "surely after it");
}

#[test]
fn a_break_takes_the_time_that_it_takes_from_who_comes_late() {
    let mut t = guide();
    let (mut today, now) = before_the_break(10);
    today.closes = now + SignedDuration::from_mins(90);
    let draw = Command::Draw(Draw { topic: Topic::Service, tongue: None, needs: Needs::default(), today });
    t.now = now;
    // Thirty minutes of work are left beside the break: two visits.
    for _ in 0..2 {
        t.act(By::Visitor, &draw).unwrap();
    }
    assert_eq!(t.act(By::Visitor, &draw), Err(Refusal::TooLate));
}

#[test]
fn a_clerk_who_comes_after_the_break_is_there_then() {
    let mut t = guide();
    let (mut today, now) = before_the_break(30);
    today.clerk_from = Some(now + SignedDuration::from_mins(120));
    t.now = now;
    let wait = crate::Forecast::of(&t.queue, &today, now).of_new(Topic::Activate).unwrap();
    assert_eq!((wait.from, wait.to), (120, 125));
}
