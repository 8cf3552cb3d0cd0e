//! The table of opening hours, and the days that differ in words.

use jiff::civil::Date;
use kernel::Lang;
use tour::{DayPlan, DayReason, Seen, Status};

use crate::{
    App,
    format::{bare, day, spans, time},
    site::snapshot::Snapshot,
};

/// Rows of the table.
const DAYS: usize = 7;

/// One day of the table.
pub(super) struct Day {
    pub date: String,
    pub times: String,
    pub note: Option<String>,
    pub today: bool,
    pub closed: bool,
}

/// What a stop's page says about its hours.
pub(super) struct Plan {
    pub days: Vec<Day>,
    pub special: Vec<String>,
    pub starts_today: bool,
}

/// The next seven days of a running stop, the first seven of one to come; none of a stop that is over or cancelled.
pub(super) fn plan(app: &App, snapshot: &Snapshot, lang: Lang, seen: &Seen<'_>) -> Plan {
    let stop = &seen.stop.stop;
    let today = snapshot.today();
    let over =
        matches!(stop.status, Status::Ended | Status::Cancelled) || stop.to.is_some_and(|to| to < today);
    let (Some(from), Some(to), false, Some(_)) = (stop.from, stop.to, over, &stop.hours) else {
        return Plan { days: Vec::new(), special: Vec::new(), starts_today: false };
    };
    let start = from.max(today);
    let on = |d: Date| tour::plan(stop, seen.venue, &app.city().calendar, d);
    let shown: Vec<_> = start.series(jiff::Span::new().days(1)).take_while(|d| *d <= to).take(DAYS).collect();
    let after = shown.last().copied().unwrap_or(start);
    let rest = after.series(jiff::Span::new().days(1)).skip(1).take_while(|d| *d <= to).take(400);
    let special = rest.map(on).filter(is_special).map(|p| in_words(lang, &p, today));
    Plan {
        days: shown.iter().map(|d| row(lang, &on(*d), today)).collect(),
        special: special.collect(),
        starts_today: start == today,
    }
}

/// Sundays on which shops are closed anyway are nothing special.
fn is_special(plan: &DayPlan) -> bool {
    match &plan.reason {
        None | Some(DayReason::OutsideStop | DayReason::HoursUnknown) => false,
        Some(DayReason::Sunday) => plan.is_open(),
        Some(DayReason::Holiday(_)) => !plan.regular.is_empty(),
        Some(_) => true,
    }
}

fn row(lang: Lang, plan: &DayPlan, today: Date) -> Day {
    Day {
        date: day(lang, plan.day, today),
        times: times(lang, plan),
        note: note(lang, plan),
        today: plan.day == today,
        closed: !plan.is_open(),
    }
}

fn in_words(lang: Lang, plan: &DayPlan, today: Date) -> String {
    let note = note(lang, plan).map_or_else(String::new, |n| format!(" – {n}"));
    format!("{}: {}{note}", day(lang, plan.day, today), times(lang, plan))
}

fn times(lang: Lang, plan: &DayPlan) -> String {
    if plan.is_open() { spans(lang, &plan.spans) } else { lang.pick("geschlossen", "closed").to_owned() }
}

fn note(lang: Lang, plan: &DayPlan) -> Option<String> {
    match plan.reason.as_ref()? {
        DayReason::Holiday(name) => Some(name.get(lang).text.to_owned()),
        DayReason::ChristmasEve => Some(lang.pick("Heiligabend", "Christmas Eve").to_owned()),
        DayReason::Exception { why } => why.as_ref().map(|w| w.get(lang).text.to_owned()),
        DayReason::Interrupted { from, until, why } => {
            let cut = lang.pick(
                format!("von {} bis {} geschlossen", bare(from.time()), time(lang, until.time())),
                format!("closed from {} to {}", time(lang, from.time()), time(lang, until.time())),
            );
            Some(why.as_ref().map_or_else(|| cut.clone(), |w| format!("{cut}: {}", w.get(lang).text)))
        }
        DayReason::Sunday | DayReason::HoursUnknown | DayReason::OutsideStop => None,
    }
}
