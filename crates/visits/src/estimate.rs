//! How long it will take: a plain estimate from what was served today, with a guess to begin with, shown as a range.
//! No promise, and never finer than it is.

use jiff::{SignedDuration, Timestamp};

use crate::{
    model::{Number, Skills, Topic},
    order,
    queue::{Queue, State, Ticket},
    today::Today,
};

/// What a visit takes before anything is known of today, in minutes, and as how many visits that counts.
const GUIDE_MINUTES: f64 = 12.0;
const CLERK_MINUTES: f64 = 15.0;
const WEIGHT: f64 = 4.0;
/// Longer visits count as this long: a desk that was forgotten must not frighten people away.
const LONGEST: f64 = 60.0;
/// From one person's end to the next one's beginning.
const CHANGE: f64 = 1.0;
/// Somebody who should be through by now still takes this long.
const LEAST_LEFT: f64 = 2.0;

/// How long somebody waits, in minutes: rarely less than `from`, rarely more than `to`. Steps of five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At least about this.
    pub from: u16,
    /// At most about this.
    pub to: u16,
}

impl Wait {
    /// Until doors open, and how long a break is, is known; only the work in between is a guess.
    fn around(Turn { opens, free }: Turn, hours: &Hours) -> Self {
        let guessed = free - opens;
        let from = (hours.clock(opens + guessed * 0.7) / 5.0).floor() * 5.0;
        let to = ((hours.clock(opens + guessed * 1.4) + 2.0) / 5.0).ceil() * 5.0;
        Self { from: whole(from), to: whole(to.max(from + 5.0)) }
    }
}

/// Within a day, and no fraction.
fn whole(minutes: f64) -> u16 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day before")]
    let whole = minutes.clamp(0.0, 24.0 * 60.0) as u16;
    whole
}

/// Waiting times of one queue at one instant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forecast {
    waits: Vec<(Number, Wait)>,
    new_guide: Option<Wait>,
    new_clerk: Option<Wait>,
}

impl Forecast {
    /// Looks at everybody in line and at the desks that are open; while none is, at those that are planned, and at the
    /// clerk who is still to come.
    pub fn of(queue: &Queue, today: &Today, now: Timestamp) -> Self {
        let Some(hours) = Hours::of(today, now) else { return Self::default() };
        let mut stand = Stand::of(queue, today, &hours, now);
        let line = queue.line();
        let starts =
            line.iter().filter_map(|t| Some((t.number, Wait::around(stand.serve(queue, t)?, &hours))));
        let waits = starts.collect();
        let new = |clerk| stand.first_free(clerk).map(|turn| Wait::around(turn, &hours));
        Self { waits, new_guide: new(false), new_clerk: new(true) }
    }

    /// For somebody in line; `None` when no desk can help for now.
    pub fn of_number(&self, number: Number) -> Option<Wait> {
        self.waits.iter().find(|(n, _)| *n == number).map(|(_, wait)| *wait)
    }

    /// For whoever drew a number now.
    pub fn of_new(&self, topic: Topic) -> Option<Wait> {
        if topic.needs_clerk() { self.new_clerk } else { self.new_guide }
    }
}

/// When a visit that is asked for now would be over, as far as one can tell.
pub(crate) fn finished_by(queue: &Queue, topic: Topic, today: &Today, now: Timestamp) -> Option<Timestamp> {
    let hours = Hours::of(today, now)?;
    let mut stand = Stand::of(queue, today, &hours, now);
    for ticket in queue.line() {
        stand.serve(queue, ticket);
    }
    let clerk = topic.needs_clerk();
    // Who was begun with before a break is finished with.
    let minutes = hours.clock(stand.first_free(clerk)?.free) + stand.mean(clerk);
    now.checked_add(SignedDuration::from_secs(i64::from(whole(minutes)) * 60)).ok()
}

/// When the stop is open from now on. Work is counted in minutes of opening time: it rests before opening and in breaks.
struct Hours {
    /// Minutes until it opens; nothing when it is open.
    opens: f64,
    /// The breaks that begin after that, in minutes from now.
    breaks: Vec<(f64, f64)>,
}

impl Hours {
    /// Nothing while nobody can tell when it goes on.
    fn of(today: &Today, now: Timestamp) -> Option<Self> {
        let from_now = |at: Timestamp| minutes(at.duration_since(now));
        let opens = from_now(today.serves_from(now)?);
        let breaks = today.breaks.iter().map(|(from, to)| (from_now(*from), from_now(*to)));
        Some(Self { opens, breaks: breaks.filter(|(from, _)| *from >= opens).collect() })
    }

    /// How many minutes from now so much work is done, and the next one can begin.
    fn clock(&self, worked: f64) -> f64 {
        self.breaks
            .iter()
            .fold(self.opens + worked, |at, (from, to)| if at >= *from { at + to - from } else { at })
    }

    /// How much work is done until so many minutes from now.
    fn worked(&self, clock: f64) -> f64 {
        let rests = self.breaks.iter().map(|(from, to)| (clock.min(*to) - from).max(0.0));
        (clock - self.opens - rests.sum::<f64>()).max(0.0)
    }
}

/// When a desk can take somebody, in minutes of work from now.
#[derive(Debug, Clone, Copy)]
struct Turn {
    /// When it begins to work; nothing when it does.
    opens: f64,
    /// When it is free.
    free: f64,
}

impl Turn {
    fn free_from(opens: f64) -> Self {
        Self { opens, free: opens }
    }
}

/// The desks, and when each is free.
struct Stand {
    desks: Vec<(Skills, Turn)>,
    guide: f64,
    clerk: f64,
}

impl Stand {
    fn of(queue: &Queue, today: &Today, hours: &Hours, now: Timestamp) -> Self {
        let (guide, clerk) = (mean(queue, false, GUIDE_MINUTES), mean(queue, true, CLERK_MINUTES));
        let mut stand = Self { desks: Vec::new(), guide, clerk };
        for (no, desk) in queue.desks() {
            let busy = queue.at_desk(no).map_or(0.0, |t| stand.left(t, now));
            stand.desks.push((desk.skills.clone(), Turn { opens: 0.0, free: (busy - hours.opens).max(0.0) }));
        }
        if stand.desks.is_empty() {
            let planned = Skills { guide: true, ..Skills::default() };
            stand.desks = vec![(planned, Turn::free_from(0.0)); usize::from(today.desks)];
        }
        if let Some(from) = today.clerk_to_come(now)
            && !stand.desks.iter().any(|(skills, _)| skills.clerk)
        {
            let clerk = Skills { clerk: true, ..Skills::default() };
            stand.desks.push((clerk, Turn::free_from(hours.worked(minutes(from.duration_since(now))))));
        }
        stand
    }

    fn mean(&self, clerk: bool) -> f64 {
        if clerk { self.clerk } else { self.guide }
    }

    /// What is left of a visit under way.
    fn left(&self, ticket: &Ticket, now: Timestamp) -> f64 {
        let whole = self.mean(ticket.needs_clerk()) + CHANGE;
        match ticket.state() {
            State::AtDesk { since, .. } => {
                (whole - minutes(now.duration_since(since)).max(0.0)).max(LEAST_LEFT)
            }
            _ => whole,
        }
    }

    /// Gives the person to the desk that is free first; answers when that is.
    fn serve(&mut self, queue: &Queue, ticket: &Ticket) -> Option<Turn> {
        let takes = self.mean(ticket.needs_clerk()) + CHANGE;
        let planned = queue.desks.is_empty();
        let able = self.desks.iter_mut().filter(|(skills, _)| {
            if planned { skills.may(ticket.needs_clerk()) } else { queue.may_serve(skills, ticket) }
        });
        let (_, turn) = able.min_by(|a, b| a.1.free.total_cmp(&b.1.free))?;
        let start = *turn;
        turn.free += takes;
        Some(start)
    }

    fn first_free(&self, clerk: bool) -> Option<Turn> {
        let able = self.desks.iter().filter(|(skills, _)| skills.may(clerk));
        able.map(|(_, turn)| *turn).min_by(|a, b| a.free.total_cmp(&b.free))
    }
}

/// The mean visit of today, drawn towards the guess while there were few.
fn mean(queue: &Queue, clerk: bool, guess: f64) -> f64 {
    let over = queue
        .tickets()
        .iter()
        .filter(|t| matches!(t.state(), State::Finished(_)) && t.now.clerk == clerk && !t.now.handed);
    let (sum, count) = over
        .map(|t| minutes(t.served()).clamp(1.0, LONGEST))
        .fold((guess * WEIGHT, WEIGHT), |(sum, count), m| (sum + m, count + 1.0));
    sum / count
}

fn minutes(span: SignedDuration) -> f64 {
    span.as_secs_f64() / 60.0
}

/// How many are before somebody in line, at most: those with an earlier place whom a desk that helps this person could
/// call first.
pub fn ahead(queue: &Queue, ticket: &Ticket) -> usize {
    let line = order::line(queue.tickets());
    let before =
        line.into_iter().filter_map(|i| queue.tickets().get(i)).take_while(|t| t.number != ticket.number);
    before.filter(|t| queue.share_a_desk(t, ticket)).count()
}

impl Queue {
    /// Whether some desk might call either of the two. While no desk is open, everybody stands in one line.
    fn share_a_desk(&self, one: &Ticket, other: &Ticket) -> bool {
        let may = |t: &Ticket, s: &Skills| self.may_serve(s, t);
        let helping = || self.desks.values().any(|d| may(other, &d.skills));
        !helping() || self.desks.values().any(|d| may(one, &d.skills) && may(other, &d.skills))
    }
}
