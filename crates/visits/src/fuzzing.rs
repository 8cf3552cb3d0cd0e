//! The one door for `fuzz/`: a log as the database holds it, read as the queue's day.

use jiff::{SignedDuration, Timestamp, civil::date};

use crate::{
    Figures, Forecast, Queue, Today,
    event::{Body, Event},
};

/// Reads each line as the body of an event and takes it in, a minute after the one before; lines that are none are left
/// out. Then works out the line, the waiting times and the figures.
///
/// # Panics
///
/// When the queue does not agree with its log.
pub fn replay(log: &str) {
    let Ok(stop) = "mercado".parse() else { return };
    let (day, closes) = (date(2026, 3, 24), Timestamp::UNIX_EPOCH + SignedDuration::from_hours(9));
    let today = Today {
        stop,
        day,
        opens: Some(Timestamp::UNIX_EPOCH),
        closes,
        breaks: vec![(
            Timestamp::UNIX_EPOCH + SignedDuration::from_mins(20),
            Timestamp::UNIX_EPOCH + SignedDuration::from_mins(50),
        )],
        over: closes,
        clerk_from: Some(Timestamp::UNIX_EPOCH),
        clerk_until: Some(closes),
        trouble: None,
        next: None,
        desks: 2,
    };
    let mut queue = Queue::new(today.stop.clone(), day);
    let mut now = Timestamp::UNIX_EPOCH;
    let bodies = log.lines().filter_map(|line| serde_json::from_str::<Body>(line).ok());
    for (seq, body) in (1..).zip(bodies) {
        now += SignedDuration::from_mins(1);
        let Ok(key) = format!("{seq:032x}").parse() else { return };
        queue.apply(&Event { seq, at: now, by: body.by, act: body.act, key, token: Some(key) });
        assert_eq!(queue.version(), seq, "the version follows the log");
    }
    let places: Vec<_> = queue.line().iter().map(|ticket| ticket.number).collect();
    assert!(places.iter().all(|number| queue.ticket(*number).is_some()), "who waits has a number");
    let _ = (Forecast::of(&queue, &today, now), Figures::of(&queue));
}
