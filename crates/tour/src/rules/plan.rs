//! One day of one stop: its hours after every rule.

use jiff::civil::{Date, DateTime, Weekday};
use kernel::Localized;

use crate::{
    calendar::Calendar,
    hours::{DAY_MINUTES, Span},
    model::{Exception, Interruption, Stop, Venue},
};

/// Shops close at 14:00 on 24 December (§ 3 Ladenöffnungsgesetz of Hamburg and of most Länder).
const CHRISTMAS_EVE_END: u16 = 14 * 60;

/// One day of a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlan {
    /// The local day.
    pub day: Date,
    /// When it is open, after all rules; in order, apart from each other. Empty: closed.
    pub spans: Vec<Span>,
    /// Why the day is not like its weekday. The strongest rule that changed it.
    pub reason: Option<DayReason>,
    /// What the weekday alone would say.
    pub regular: Vec<Span>,
}

/// Why a day is not like its weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayReason {
    /// A public holiday of this name: closed.
    Holiday(Localized),
    /// Shops are closed on Sundays, or open only in part of a special one.
    Sunday,
    /// An editor wrote other hours for this day.
    Exception {
        /// Why.
        why: Option<Localized>,
    },
    /// Part or all of the day is cut out.
    Interrupted {
        /// Local time from which it is closed.
        from: DateTime,
        /// Local time at which the interruption ends.
        until: DateTime,
        /// Why.
        why: Option<Localized>,
    },
    /// Shops close at 14:00.
    ChristmasEve,
    /// The stop takes place on this day, but its hours are not known.
    HoursUnknown,
    /// The stop does not take place on this day, or its days are not known.
    OutsideStop,
}

impl DayPlan {
    /// Open at some time of the day.
    pub fn is_open(&self) -> bool {
        !self.spans.is_empty()
    }
}

/// The hours of one day after every rule.
///
/// An editor's exception wins over weekday, public holiday and shop-closing law; interruptions are cut out of whatever
/// is left. Whether the stop is cancelled is no matter of a day's plan.
pub fn plan(stop: &Stop, venue: &Venue, calendar: &Calendar, day: Date) -> DayPlan {
    let regular = stop.hours.as_ref().map_or(&[][..], |h| h.on(day.weekday())).to_vec();
    if !takes_place_on(stop, day) {
        return DayPlan { day, spans: Vec::new(), reason: Some(DayReason::OutsideStop), regular };
    }
    let (spans, reason) = match stop.exceptions.iter().find(|e| e.day == day) {
        Some(Exception { hours, why, .. }) => {
            (hours.spans().to_vec(), Some(DayReason::Exception { why: why.clone() }))
        }
        None if stop.hours.is_none() => (Vec::new(), Some(DayReason::HoursUnknown)),
        None => lawful(&regular, venue, calendar, day),
    };
    let (spans, interruption) = interrupted(&stop.interruptions, spans, day);
    let reason = interruption
        .map(|i| DayReason::Interrupted { from: i.from, until: i.until, why: i.why.clone() })
        .or(reason);
    DayPlan { day, spans, reason, regular }
}

/// When a clerk is there on that day: the clerk's hours, as far as the stop is open.
pub fn clerk_on(stop: &Stop, venue: &Venue, calendar: &Calendar, day: Date) -> Vec<Span> {
    let Some(clerk) = &stop.clerk else { return Vec::new() };
    let open = plan(stop, venue, calendar, day).spans;
    clerk.on(day.weekday()).iter().flat_map(|c| open.iter().filter_map(|o| o.intersect(*c))).collect()
}

pub(super) fn takes_place_on(stop: &Stop, day: Date) -> bool {
    stop.from.zip(stop.to).is_some_and(|(from, to)| from <= day && day <= to)
}

fn lawful(regular: &[Span], venue: &Venue, calendar: &Calendar, day: Date) -> (Vec<Span>, Option<DayReason>) {
    if let Some(name) = calendar.holiday(day) {
        return (Vec::new(), Some(DayReason::Holiday(name.clone())));
    }
    if !venue.shop_hours || regular.is_empty() {
        return (regular.to_vec(), None);
    }
    let christmas_eve = (day.month(), day.day()) == (12, 24);
    if day.weekday() == Weekday::Sunday {
        let opening = calendar.special_sunday(day).filter(|_| !christmas_eve);
        return changed(regular, opening, DayReason::Sunday);
    }
    if christmas_eve {
        return changed(regular, Span::of_minutes(0, CHRISTMAS_EVE_END).ok(), DayReason::ChristmasEve);
    }
    (regular.to_vec(), None)
}

/// The part of the hours that lies in the window; the reason only if that changed something.
fn changed(regular: &[Span], window: Option<Span>, why: DayReason) -> (Vec<Span>, Option<DayReason>) {
    let left: Vec<Span> =
        window.map_or_else(Vec::new, |w| regular.iter().filter_map(|s| s.intersect(w)).collect());
    let reason = (left != regular).then_some(why);
    (left, reason)
}

/// What the interruptions leave, and the first that took something away.
fn interrupted(
    interruptions: &[Interruption],
    mut spans: Vec<Span>,
    day: Date,
) -> (Vec<Span>, Option<&Interruption>) {
    let mut first: Option<&Interruption> = None;
    for interruption in interruptions {
        let Some(cut) = on_day(interruption, day) else { continue };
        let left: Vec<Span> = spans.iter().flat_map(|s| s.without(cut)).collect();
        if left != spans {
            first = Some(first.filter(|f| f.from <= interruption.from).unwrap_or(interruption));
            spans = left;
        }
    }
    (spans, first)
}

/// The part of an interruption that lies on one day; begun minutes count whole.
fn on_day(interruption: &Interruption, day: Date) -> Option<Span> {
    let Interruption { from, until, .. } = interruption;
    if from.date() > day || until.date() < day {
        return None;
    }
    let minute = |t: DateTime| u16::from(t.hour().unsigned_abs()) * 60 + u16::from(t.minute().unsigned_abs());
    let begun = u16::from(until.second() > 0 || until.subsec_nanosecond() > 0);
    let start = if from.date() < day { 0 } else { minute(*from) };
    let end = if until.date() > day { DAY_MINUTES } else { minute(*until) + begun };
    Span::of_minutes(start, end).ok()
}
