//! Opening hours by weekday, read from rules and written as the shortest ones.

use std::{fmt, str::FromStr};

use jiff::civil::Weekday;

use super::{
    HoursError, Span,
    day::{DayHours, is_closed, write_spans},
    span::excerpt,
};

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
