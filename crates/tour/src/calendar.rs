//! Days that are not like others: public holidays, and the few Sundays on which shops may open.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use kernel::Localized;
use serde::Deserialize;

use crate::hours::{HoursError, Span};

/// Public holidays and special Sundays of one Land and town.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeMap<Date, Localized>,
    special_sundays: BTreeMap<Date, Span>,
}

/// Why a file of days cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not the columns we need, or a value that does not fit.
    #[error("{file}: {cause}")]
    Csv {
        /// Which of the two files.
        file: &'static str,
        /// What is wrong, with the line.
        cause: csv::Error,
    },
    /// The special Sunday's hours are no span.
    #[error("special Sundays, {0}: {1}")]
    Hours(Date, HoursError),
    /// Not a Sunday.
    #[error("special Sundays, {0}: this day is no Sunday")]
    NoSunday(Date),
}

#[derive(Deserialize)]
struct HolidayRow {
    date: Date,
    name_de: String,
    name_en: String,
}

#[derive(Deserialize)]
struct SundayRow {
    date: Date,
    from: Time,
    until: Time,
}

fn rows<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<T>, CalendarError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|cause| CalendarError::Csv { file, cause })
}

impl Calendar {
    /// Reads two CSV files with a header line: holidays `date,name_de,name_en` and special Sundays
    /// `date,from,until`. Other columns (a source) are ignored.
    pub fn parse(holidays_csv: &str, special_sundays_csv: &str) -> Result<Self, CalendarError> {
        let holidays = rows::<HolidayRow>("holidays", holidays_csv)?
            .into_iter()
            .map(|r| (r.date, Localized { de: r.name_de, en: Some(r.name_en).filter(|n| !n.is_empty()) }))
            .collect();
        let mut special_sundays = BTreeMap::new();
        for row in rows::<SundayRow>("special Sundays", special_sundays_csv)? {
            if row.date.weekday() != jiff::civil::Weekday::Sunday {
                return Err(CalendarError::NoSunday(row.date));
            }
            let span = Span::new(row.from, row.until).map_err(|e| CalendarError::Hours(row.date, e))?;
            special_sundays.insert(row.date, span);
        }
        Ok(Self { holidays, special_sundays })
    }

    /// The name of the public holiday on that day, if it is one.
    pub fn holiday(&self, day: Date) -> Option<&Localized> {
        self.holidays.get(&day)
    }

    /// The hours in which shops may open on that Sunday, if it is a special one.
    pub fn special_sunday(&self, day: Date) -> Option<Span> {
        self.special_sundays.get(&day).copied()
    }

    /// The last day up to which holidays are known; beyond it the rules cannot know them.
    pub fn known_until(&self) -> Option<Date> {
        self.holidays.keys().next_back().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_holidays_and_sundays_and_ignores_further_columns() {
        let calendar = Calendar::parse(
            "date,weekday,name_de,name_en\n2026-04-03,Fri,Karfreitag,Good Friday\n2026-10-31,Sat,Reformationstag,\n",
            "date,from,until,source\n2026-11-01,13:00,18:00,somewhere\n",
        )
        .unwrap();
        assert_eq!(calendar.holiday(date(2026, 4, 3)).unwrap().en.as_deref(), Some("Good Friday"));
        assert_eq!(calendar.holiday(date(2026, 10, 31)).unwrap(), &Localized::german("Reformationstag"));
        assert_eq!(calendar.holiday(date(2026, 4, 4)), None);
        assert_eq!(calendar.special_sunday(date(2026, 11, 1)).unwrap().to_string(), "13:00-18:00");
        assert_eq!(calendar.known_until(), Some(date(2026, 10, 31)));
    }

    #[test]
    fn refuses_what_it_cannot_trust() {
        let holidays = "date,name_de,name_en\n";
        assert!(Calendar::parse("date,name\n2026-04-03,x\n", "date,from,until\n").is_err());
        assert!(Calendar::parse("date,name_de,name_en\n3.4.2026,x,y\n", "date,from,until\n").is_err());
        for bad in ["2026-11-02,13:00,18:00", "2026-11-01,18:00,13:00", "2026-11-01,25:00,26:00"] {
            assert!(Calendar::parse(holidays, &format!("date,from,until\n{bad}\n")).is_err(), "{bad}");
        }
    }
}
