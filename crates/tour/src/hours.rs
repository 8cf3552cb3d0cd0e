//! Opening hours as people write them: a subset of OpenStreetMap's `opening_hours`.
//!
//! `Mo-Sa 10:00-19:00; Su 13:00-18:00`, `Tu,Th 10:00-13:00,14:00-18:00`, `closed`. German day letters
//! (`Di`, `Mi`, `Do`, `So`) mean the same. As in OpenStreetMap, a later rule replaces an earlier one for the
//! days it names. Public holidays and shop-closing law are not written here: the rules know them.

use std::{fmt, str::FromStr};

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize, de};

/// Minutes of a day on the clock; the end of a span may be this.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

/// A time from which to a time until which something is open, within one day. Whole minutes; the end is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: u16,
    to: u16,
}

/// Why a text is no opening hours. The message tells the editor what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Nothing is written.
    #[error("no hours are written; write for example \"Mo-Sa 10:00-19:00\" or \"closed\"")]
    Empty,
    /// Not a time.
    #[error("{0:?} is no time; write hours and minutes, for example 09:30 (the day ends at 24:00)")]
    Time(String),
    /// Not a span.
    #[error("{0:?} is no span of time; write for example 10:00-19:00")]
    Form(String),
    /// The end is not after the beginning.
    #[error("{0}-{1} ends before it begins; hours past midnight belong to the next day")]
    Backwards(String, String),
    /// Two spans of one day overlap.
    #[error("{0} and {1} overlap")]
    Overlap(Span, Span),
    /// Not a day of the week.
    #[error("{0:?} is no day; write Mo, Tu, We, Th, Fr, Sa, Su (or Di, Mi, Do, So)")]
    Day(String),
    /// Public holidays are no part of the week.
    #[error("leave out {0:?}: public holidays are closed anyway; write an exception for a day that differs")]
    Holiday(String),
}

impl Span {
    /// From a time until a later one. Midnight as the end means the end of the day, 24:00. Seconds are cut off.
    pub fn new(from: Time, to: Time) -> Result<Self, HoursError> {
        let end = if to == Time::midnight() { DAY_MINUTES } else { minute_of(to) };
        Self::of_minutes(minute_of(from), end)
    }

    pub(crate) fn of_minutes(from: u16, to: u16) -> Result<Self, HoursError> {
        if from < to && to <= DAY_MINUTES {
            return Ok(Self { from, to });
        }
        Err(HoursError::Backwards(clock_text(from), clock_text(to)))
    }

    /// When it begins.
    pub fn from(self) -> Time {
        time_of(self.from)
    }

    /// When it ends; midnight stands for 24:00, the end of the day.
    pub fn to(self) -> Time {
        time_of(self.to)
    }

    /// Minutes on the clock between the two.
    pub fn minutes(self) -> u16 {
        self.to - self.from
    }

    pub(crate) fn from_minute(self) -> u16 {
        self.from
    }

    pub(crate) fn to_minute(self) -> u16 {
        self.to
    }

    /// What both have in common.
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::of_minutes(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// What is left of this one when the other is cut out: nothing, one piece or two.
    pub(crate) fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::of_minutes(self.from, self.to.min(other.from)).ok();
        let after = Self::of_minutes(self.from.max(other.to), self.to).ok();
        before.into_iter().chain(after)
    }
}

fn minute_of(t: Time) -> u16 {
    u16::from(t.hour().unsigned_abs()) * 60 + u16::from(t.minute().unsigned_abs())
}

pub(crate) fn time_of(minute: u16) -> Time {
    let minute = minute % DAY_MINUTES;
    let part = |n: u16| i8::try_from(n).unwrap_or(0);
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or_else(|_| Time::midnight())
}

fn clock_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock_text(self.from), clock_text(self.to))
    }
}

impl FromStr for Span {
    type Err = HoursError;

    fn from_str(s: &str) -> Result<Self, HoursError> {
        let form = || HoursError::Form(excerpt(s));
        let (from, to) = s.split_once(['-', '–']).ok_or_else(form)?;
        Self::of_minutes(parse_minute(from)?, parse_minute(to)?)
    }
}

fn parse_minute(s: &str) -> Result<u16, HoursError> {
    let s = s.trim();
    let wrong = || HoursError::Time(excerpt(s));
    let (h, m) = s.split_once(':').ok_or_else(wrong)?;
    let digits = |t: &str, least: usize| {
        let fits = (least..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| t.parse::<u16>().ok()).flatten().ok_or_else(wrong)
    };
    let (h, m) = (digits(h, 1)?, digits(m, 2)?);
    if m < 60 && (h < 24 || (h == 24 && m == 0)) { Ok(h * 60 + m) } else { Err(wrong()) }
}

/// What an error message quotes: the beginning, so that a broken file does not fill the log.
fn excerpt(s: &str) -> String {
    s.trim().chars().take(60).collect()
}

/// Comma-separated spans in order; spans that touch become one.
fn parse_spans(s: &str) -> Result<Vec<Span>, HoursError> {
    let mut spans = s.split(',').map(str::parse).collect::<Result<Vec<Span>, _>>()?;
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.from < last.to => return Err(HoursError::Overlap(*last, span)),
            Some(last) if span.from == last.to => last.to = span.to,
            _ => out.push(span),
        }
    }
    Ok(out)
}

fn is_closed(s: &str) -> bool {
    ["closed", "off", "geschlossen", "zu"].iter().any(|w| s.eq_ignore_ascii_case(w))
}

fn write_spans(f: &mut fmt::Formatter<'_>, spans: &[Span]) -> fmt::Result {
    for (i, span) in spans.iter().enumerate() {
        if i > 0 {
            f.write_str(",")?;
        }
        write!(f, "{span}")?;
    }
    Ok(())
}

/// The hours of one day: `closed` or `10:00-13:00,14:00-18:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayHours {
    /// Closed all day.
    Closed,
    /// Open in these spans, in order, apart from each other.
    Open(Vec<Span>),
}

impl DayHours {
    /// The open spans; none when closed.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Closed => &[],
            Self::Open(spans) => spans,
        }
    }
}

impl FromStr for DayHours {
    type Err = HoursError;

    fn from_str(s: &str) -> Result<Self, HoursError> {
        match s.trim() {
            "" => Err(HoursError::Empty),
            s if is_closed(s) => Ok(Self::Closed),
            s => parse_spans(s).map(Self::Open),
        }
    }
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.spans().is_empty() { f.write_str("closed") } else { write_spans(f, self.spans()) }
    }
}

/// Opening hours by weekday. A day without spans is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeekHours([Vec<Span>; 7]);

/// Two spellings for each day, Monday first: OpenStreetMap's and the German one.
const DAYS: [[&str; 2]; 7] =
    [["Mo", "Mo"], ["Tu", "Di"], ["We", "Mi"], ["Th", "Do"], ["Fr", "Fr"], ["Sa", "Sa"], ["Su", "So"]];

/// All weekdays, Monday first.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl WeekHours {
    /// The spans of a weekday, in order, apart from each other; none when closed.
    pub fn on(&self, day: Weekday) -> &[Span] {
        self.0.get(index(day)).map_or(&[], Vec::as_slice)
    }

    /// Hours by day, Monday first; the spans of a day in order and apart from each other.
    #[cfg(test)]
    pub(crate) fn of_days(days: [Vec<Span>; 7]) -> Self {
        Self(days)
    }

    /// No day is open.
    pub fn is_closed(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

fn index(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

fn parse_day(s: &str) -> Result<usize, HoursError> {
    let s = s.trim();
    if s.eq_ignore_ascii_case("PH") || s.eq_ignore_ascii_case("SH") {
        return Err(HoursError::Holiday(s.to_owned()));
    }
    let found = DAYS.iter().position(|names| names.iter().any(|n| n.eq_ignore_ascii_case(s)));
    found.ok_or_else(|| HoursError::Day(excerpt(s)))
}

/// `Mo-Fr,Su` as day numbers. A range may run over the end of the week: `Sa-Mo`.
fn parse_days(s: &str) -> Result<Vec<usize>, HoursError> {
    let mut days = Vec::new();
    for part in s.split(',') {
        match part.split_once(['-', '–']) {
            None => days.push(parse_day(part)?),
            Some((first, last)) => {
                let (first, last) = (parse_day(first)?, parse_day(last)?);
                let length = (last + 7 - first) % 7;
                days.extend((0..=length).map(|n| (first + n) % 7));
            }
        }
    }
    Ok(days)
}

/// Cuts a rule into its days (all, when it begins with a digit or is just `closed`) and its hours.
fn parse_rule(rule: &str) -> Result<(Vec<usize>, DayHours), HoursError> {
    if rule.starts_with(|c: char| c.is_ascii_digit()) || is_closed(rule) {
        return Ok(((0..7).collect(), rule.parse()?));
    }
    let at = rule.find(|c: char| c.is_ascii_digit()).or_else(|| rule.rfind(char::is_whitespace));
    let (days, hours) = at
        .and_then(|at| rule.split_at_checked(at))
        .ok_or_else(|| parse_days(rule).map_or_else(|e| e, |_| HoursError::Form(excerpt(rule))))?;
    Ok((parse_days(days.trim().trim_end_matches(':'))?, hours.parse()?))
}

impl FromStr for WeekHours {
    type Err = HoursError;

    fn from_str(s: &str) -> Result<Self, HoursError> {
        let mut week = Self::default();
        let rules: Vec<&str> = s.split(';').map(str::trim).filter(|r| !r.is_empty()).collect();
        if rules.is_empty() {
            return Err(HoursError::Empty);
        }
        for rule in rules {
            let (days, hours) = parse_rule(rule)?;
            for day in days {
                if let Some(slot) = week.0.get_mut(day) {
                    *slot = hours.spans().to_vec();
                }
            }
        }
        Ok(week)
    }
}

/// Day numbers as `Mo-Fr,Su`.
fn write_days(f: &mut fmt::Formatter<'_>, days: &[usize]) -> fmt::Result {
    let name = |d: usize| DAYS.get(d).map_or("", |[osm, _]| osm);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    for (i, (first, last)) in runs.into_iter().enumerate() {
        if i > 0 {
            f.write_str(",")?;
        }
        f.write_str(name(first))?;
        if last > first {
            write!(f, "-{}", name(last))?;
        }
    }
    Ok(())
}

impl fmt::Display for WeekHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_closed() {
            return f.write_str("closed");
        }
        let mut written: Vec<&[Span]> = Vec::new();
        for spans in &self.0 {
            if spans.is_empty() || written.contains(&spans.as_slice()) {
                continue;
            }
            if !written.is_empty() {
                f.write_str("; ")?;
            }
            let alike: Vec<usize> = (0..7).filter(|d| self.0.get(*d) == Some(spans)).collect();
            write_days(f, &alike)?;
            f.write_str(" ")?;
            write_spans(f, spans)?;
            written.push(spans);
        }
        Ok(())
    }
}

/// Text in files and in JSON, both ways.
macro_rules! as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

as_text!(Span, DayHours, WeekHours);

#[cfg(test)]
mod tests;
