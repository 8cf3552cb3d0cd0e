//! The tour as a calendar that people subscribe to (RFC 5545, RFC 7986).
//!
//! A stop is one recurring event, so that it keeps its UID while its days change; days with other hours are overrides,
//! closed days are exclusions. The same data give the same bytes: `DTSTAMP` is the last change, which is what it means
//! in a calendar without `METHOD` (RFC 5545, 3.8.7.2).

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time, Weekday},
};
use kernel::{BERLIN, Lang};

use crate::{
    calendar::Calendar,
    hours::{DAY_MINUTES, Span, time_of},
    model::{OfferId, StoredStop, Venue},
    rules::plan,
};

mod series;
mod words;
mod writer;

use series::{Series, series_of};
use writer::Writer;

/// What a feed needs to know beside the stops.
#[derive(Debug, Clone)]
pub struct FeedMeta {
    /// The calendar's name in the subscriber's list.
    pub name: String,
    /// What the pop-up office is called; begins every event's title.
    pub service: String,
    /// Scheme and host of the site, without a slash at the end.
    pub public_url: String,
    /// What stands behind the `@` of each UID. Must never change, or subscribers see every stop twice.
    pub host: String,
    /// The language of the words.
    pub lang: Lang,
    /// The offers' names in that language.
    pub offers: BTreeMap<OfferId, String>,
}

/// The rules of summer time in force since 1996 (Directive 2000/84/EC and the one before it).
const TIME_ZONE: [&str; 18] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "X-LIC-LOCATION:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// An iCalendar object with every stop given, in the order given. Stops whose days are not both known are left out;
/// those whose hours are not known are events of whole days.
pub fn calendar_feed<'a>(
    stops: impl IntoIterator<Item = (&'a StoredStop, &'a Venue)>,
    calendar: &Calendar,
    meta: &FeedMeta,
) -> String {
    let mut out = Writer::default();
    out.raw("BEGIN", "VCALENDAR");
    out.raw("VERSION", "2.0");
    out.raw("PRODID", meta.lang.pick("-//Lotse//Tour//DE", "-//Lotse//Tour//EN"));
    out.raw("CALSCALE", "GREGORIAN");
    out.text("NAME", &meta.name);
    out.text("X-WR-CALNAME", &meta.name);
    out.raw("X-WR-TIMEZONE", BERLIN);
    out.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    out.raw("X-PUBLISHED-TTL", "PT1H");
    for line in TIME_ZONE {
        out.line(line);
    }
    for (stored, venue) in stops {
        Event { stored, venue, meta }.write_all(calendar, &mut out);
    }
    out.raw("END", "VCALENDAR");
    out.finish()
}

/// One stop on its way into the feed.
struct Event<'a> {
    stored: &'a StoredStop,
    venue: &'a Venue,
    meta: &'a FeedMeta,
}

/// A stop that is written day by day does not last longer; more would only be a mistake in the data.
const LONGEST_DAYS: usize = 400;

impl Event<'_> {
    fn write_all(&self, calendar: &Calendar, out: &mut Writer) {
        let stop = &self.stored.stop;
        let Some((from, to)) = stop.from.zip(stop.to) else { return };
        if stop.hours.is_none() && stop.exceptions.is_empty() {
            return self.write_whole_days(from, to, out);
        }
        let days = from.series(jiff::Span::new().days(1)).take_while(|d| *d <= to).take(LONGEST_DAYS);
        let plans: Vec<_> = days.map(|day| plan(stop, self.venue, calendar, day)).collect();
        for series in series_of(&plans) {
            self.write_series(&series, out);
        }
    }

    fn write_whole_days(&self, from: Date, to: Date, out: &mut Writer) {
        out.raw("BEGIN", "VEVENT");
        self.identity(0, out);
        out.raw("DTSTART;VALUE=DATE", &date_text(from));
        out.raw("DTEND;VALUE=DATE", &date_text(to.tomorrow().unwrap_or(to)));
        self.about(None, out);
        out.raw("END", "VEVENT");
    }

    fn write_series(&self, series: &Series<'_>, out: &mut Writer) {
        out.raw("BEGIN", "VEVENT");
        self.identity(series.slot, out);
        times(series.first, series.usual, out);
        if series.last > series.first {
            let days: Vec<&str> = series.weekdays.iter().map(|d| weekday_text(*d)).collect();
            let until = utc_text(series::start_of(series.last, series.usual));
            out.raw("RRULE", &format!("FREQ=WEEKLY;UNTIL={until};BYDAY={}", days.join(",")));
        }
        for day in &series.closed {
            out.raw(&format!("EXDATE;TZID={BERLIN}"), &start_text(*day, series.usual));
        }
        self.about(None, out);
        out.raw("END", "VEVENT");
        for other in &series.others {
            out.raw("BEGIN", "VEVENT");
            self.identity(series.slot, out);
            out.raw(&format!("RECURRENCE-ID;TZID={BERLIN}"), &start_text(other.plan.day, series.usual));
            times(other.plan.day, other.span, out);
            self.about(other.plan.reason.as_ref(), out);
            out.raw("END", "VEVENT");
        }
    }

    fn identity(&self, slot: usize, out: &mut Writer) {
        let changed = utc_text(self.stored.changed_at);
        let slot = if slot == 0 { String::new() } else { format!("-{}", slot + 1) };
        out.text("UID", &format!("{}{slot}@{}", self.stored.stop.id, self.meta.host));
        out.raw("DTSTAMP", &changed);
        out.raw("LAST-MODIFIED", &changed);
        out.raw("SEQUENCE", &self.stored.sequence.max(0).to_string());
    }

    fn about(&self, reason: Option<&crate::rules::DayReason>, out: &mut Writer) {
        let Self { stored, venue, meta } = *self;
        out.raw("STATUS", words::status(stored.stop.status));
        // Subscribers' own time stays free: the stop is an offer, not an appointment of theirs.
        out.raw("TRANSP", "TRANSPARENT");
        out.text("SUMMARY", &words::summary(&stored.stop, venue, meta));
        out.text("LOCATION", &words::location(&stored.stop, venue, meta.lang));
        out.raw("GEO", &format!("{:.6};{:.6}", venue.lat, venue.lon));
        out.raw("URL", &format!("{}{}/termine/{}", meta.public_url, meta.lang.prefix(), stored.stop.id));
        out.text("DESCRIPTION", &words::description(&stored.stop, reason, meta));
    }
}

fn times(day: Date, span: Span, out: &mut Writer) {
    let ends_on = if span.end_minute() == DAY_MINUTES { day.tomorrow().unwrap_or(day) } else { day };
    out.raw(&format!("DTSTART;TZID={BERLIN}"), &start_text(day, span));
    out.raw(&format!("DTEND;TZID={BERLIN}"), &local_text(ends_on.to_datetime(time_of(span.end_minute()))));
}

fn start_text(day: Date, span: Span) -> String {
    local_text(day.to_datetime(span.from()))
}

fn local_text(at: DateTime) -> String {
    format!("{}T{}", date_text(at.date()), time_text(at.time()))
}

fn date_text(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn time_text(time: Time) -> String {
    format!("{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

fn utc_text(at: Timestamp) -> String {
    format!("{}Z", local_text(jiff::tz::Offset::UTC.to_datetime(at)))
}

fn weekday_text(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

#[cfg(test)]
mod tests;
