//! From day plans to recurring events: usual hours, the days of the week, what differs, what is closed.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, Weekday},
};

use crate::{
    hours::{DAY_MINUTES, Span, WEEK, time_of},
    rules::{DayPlan, instant, zone},
};

/// The first, second, … span of every day of a stop.
pub(super) struct Series<'a> {
    pub(super) slot: usize,
    /// The most common hours; of equally common ones the earliest.
    pub(super) usual: Span,
    pub(super) first: Date,
    pub(super) last: Date,
    /// Every weekday on which it is ever open.
    pub(super) weekdays: Vec<Weekday>,
    /// Days that the rule would name but on which it is closed.
    pub(super) closed: Vec<Date>,
    /// Days with other hours.
    pub(super) others: Vec<Other<'a>>,
}

/// A day with other hours.
pub(super) struct Other<'a> {
    pub(super) plan: &'a DayPlan,
    pub(super) span: Span,
}

pub(super) fn series_of(plans: &[DayPlan]) -> Vec<Series<'_>> {
    let most = plans.iter().map(|p| p.spans.len()).max().unwrap_or(0);
    (0..most).filter_map(|slot| one_series(plans, slot)).collect()
}

fn one_series(plans: &[DayPlan], slot: usize) -> Option<Series<'_>> {
    // A span that the clock skips altogether does not take place.
    let span_of =
        |p: &DayPlan| p.spans.get(slot).copied().filter(|s| start_of(p.day, *s) < end_of(p.day, *s));
    let open: Vec<(&DayPlan, Span)> = plans.iter().filter_map(|p| Some((p, span_of(p)?))).collect();
    let (first, last) = (open.first()?.0.day, open.last()?.0.day);
    let usual = most_common(open.iter().map(|(_, s)| *s))?;
    let weekdays: Vec<Weekday> =
        WEEK.into_iter().filter(|w| open.iter().any(|(p, _)| p.day.weekday() == *w)).collect();
    let named =
        plans.iter().filter(|p| (first..=last).contains(&p.day) && weekdays.contains(&p.day.weekday()));
    let closed = named.filter(|p| span_of(p).is_none()).map(|p| p.day).collect();
    // A rule repeats the exact duration of the first day (RFC 5545, 3.8.5.3); hours over a change of the clocks do not
    // have it and are told by themselves.
    let lasts = |day: Date, span: Span| start_of(day, span).duration_until(end_of(day, span));
    let regular = |day: Date, span: Span| span == usual && lasts(day, span) == lasts(first, usual);
    let others = open.iter().filter(|(p, s)| !regular(p.day, *s));
    let others = others.map(|(plan, span)| Other { plan, span: *span }).collect();
    Some(Series { slot, usual, first, last, weekdays, closed, others })
}

fn most_common(spans: impl Iterator<Item = Span>) -> Option<Span> {
    let mut counts: BTreeMap<Span, usize> = BTreeMap::new();
    for span in spans {
        *counts.entry(span).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(span, _)| span)
}

pub(super) fn start_of(day: Date, span: Span) -> Timestamp {
    instant(&zone(), day.to_datetime(span.from()))
}

fn end_of(day: Date, span: Span) -> Timestamp {
    let day = if span.end_minute() == DAY_MINUTES { day.tomorrow().unwrap_or(day) } else { day };
    instant(&zone(), day.to_datetime(time_of(span.end_minute())))
}
