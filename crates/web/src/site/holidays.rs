//! Public holidays of each Land, from its act on holidays and the date of Easter.
//!
//! Holidays of single towns only (Mariä Himmelfahrt in parts of Bayern, Fronleichnam in parts of Sachsen and Thüringen)
//! and days set for one year are not here: such a city brings its own `holidays.csv`.

use std::fmt::Write as _;

use jiff::{Span, civil::Date};

use super::land::Land;

/// The years of [`file`].
const YEARS: std::ops::RangeInclusive<i16> = 2020..=2060;

/// When a holiday is.
#[derive(Clone, Copy)]
enum When {
    Day(i8, i8),
    AfterEaster(i64),
    /// Buß- und Bettag: the Wednesday before 23 November.
    Repentance,
}

/// A holiday and where it holds.
type Holiday = (When, &'static str, &'static str, &'static [Land]);

use Land::{Bb, Be, Bw, By, Hb, He, Hh, Mv, Ni, Nw, Rp, Sh, Sl, Sn, St, Th};
use When::{AfterEaster, Day, Repentance};

const HOLIDAYS: [Holiday; 19] = [
    (Day(1, 1), "Neujahr", "New Year's Day", &Land::ALL),
    (Day(1, 6), "Heilige Drei Könige", "Epiphany", &[Bw, By, St]),
    (Day(3, 8), "Internationaler Frauentag", "International Women's Day", &[Be, Mv]),
    (AfterEaster(-2), "Karfreitag", "Good Friday", &Land::ALL),
    (AfterEaster(0), "Ostersonntag", "Easter Sunday", &[Bb]),
    (AfterEaster(1), "Ostermontag", "Easter Monday", &Land::ALL),
    (Day(5, 1), "Tag der Arbeit", "Labour Day", &Land::ALL),
    (AfterEaster(39), "Christi Himmelfahrt", "Ascension Day", &Land::ALL),
    (AfterEaster(49), "Pfingstsonntag", "Whit Sunday", &[Bb]),
    (AfterEaster(50), "Pfingstmontag", "Whit Monday", &Land::ALL),
    (AfterEaster(60), "Fronleichnam", "Corpus Christi", &[Bw, By, He, Nw, Rp, Sl]),
    (Day(8, 15), "Mariä Himmelfahrt", "Assumption Day", &[Sl]),
    (Day(9, 20), "Weltkindertag", "World Children's Day", &[Th]),
    (Day(10, 3), "Tag der Deutschen Einheit", "Day of German Unity", &Land::ALL),
    (Day(10, 31), "Reformationstag", "Reformation Day", &[Bb, Hb, Hh, Mv, Ni, Sh, Sn, St, Th]),
    (Day(11, 1), "Allerheiligen", "All Saints' Day", &[Bw, By, Nw, Rp, Sl]),
    (Repentance, "Buß- und Bettag", "Day of Repentance and Prayer", &[Sn]),
    (Day(12, 25), "1. Weihnachtstag", "Christmas Day", &Land::ALL),
    (Day(12, 26), "2. Weihnachtstag", "Second Day of Christmas", &Land::ALL),
];

/// The holidays of one year in order, with German and English names. Without a Land: those that hold in all of them.
pub(super) fn of_year(land: Option<Land>, year: i16) -> Vec<(Date, &'static str, &'static str)> {
    let holds = |lands: &[Land]| match land {
        Some(land) => lands.contains(&land),
        None => lands.len() == Land::ALL.len(),
    };
    let all = HOLIDAYS.iter().filter(|(.., lands)| holds(lands));
    all.filter_map(|(when, de, en, _)| Some((day(*when, year)?, *de, *en))).collect()
}

/// The same for many years, as the text of a `holidays.csv`.
pub(super) fn file(land: Option<Land>) -> String {
    let mut text = "date,name_de,name_en\n".to_owned();
    for (date, de, en) in YEARS.flat_map(|year| of_year(land, year)) {
        let _ = writeln!(text, "{date},{de},{en}");
    }
    text
}

fn day(when: When, year: i16) -> Option<Date> {
    match when {
        Day(month, day) => Date::new(year, month, day).ok(),
        AfterEaster(days) => easter(year)?.checked_add(Span::new().days(days)).ok(),
        Repentance => {
            let last = Date::new(year, 11, 22).ok()?;
            let back = (last.weekday().to_monday_zero_offset() + 5) % 7;
            last.checked_sub(Span::new().days(i64::from(back))).ok()
        }
    }
}

/// Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher).
#[allow(clippy::many_single_char_names, reason = "the letters of the published rule")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    #[test]
    fn easter_falls_on_known_days() {
        let known = [(2000, 4, 23), (2008, 3, 23), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25), (2057, 4, 22)];
        for (year, month, day) in known {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
        for year in 1900..=2200 {
            let easter = easter(year).unwrap();
            assert_eq!(easter.weekday(), Weekday::Sunday);
            assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25));
        }
    }

    #[test]
    fn agrees_with_hamburgs_own_file() {
        let file = include_str!("../../../../data/hamburg/holidays.csv");
        let computed: Vec<_> = (2025..=2028)
            .flat_map(|y| of_year(Some(Hh), y))
            .map(|(d, de, en)| format!("{d},{de},{en}"))
            .collect();
        assert_eq!(computed, file.lines().skip(1).collect::<Vec<_>>());
    }

    #[test]
    fn each_land_has_as_many_as_its_act_says() {
        let count = |land| of_year(land, 2026).len();
        assert_eq!(count(None), 9);
        let expected = [
            (Bw, 12),
            (By, 12),
            (Be, 10),
            (Bb, 12),
            (Hb, 10),
            (Hh, 10),
            (He, 10),
            (Mv, 11),
            (Ni, 10),
            (Nw, 11),
            (Rp, 11),
            (Sl, 12),
            (Sn, 11),
            (St, 11),
            (Sh, 10),
            (Th, 11),
        ];
        for (land, days) in expected {
            assert_eq!(count(Some(land)), days, "{land:?}");
        }
    }

    #[test]
    fn repentance_day_is_the_wednesday_before_the_23rd() {
        for (year, day) in [(2023, 22), (2024, 20), (2025, 19), (2026, 18), (2027, 17), (2028, 22)] {
            let found =
                of_year(Some(Sn), year).into_iter().find(|(_, de, _)| *de == "Buß- und Bettag").unwrap().0;
            assert_eq!((found, found.weekday()), (date(year, 11, day), Weekday::Wednesday));
        }
    }

    #[test]
    fn the_file_can_be_read() {
        for land in Land::ALL.into_iter().map(Some).chain([None]) {
            let calendar = tour::Calendar::parse(&file(land), "date,from,until\n").unwrap();
            assert_eq!(calendar.holiday(date(2044, 10, 3)).unwrap().de, "Tag der Deutschen Einheit");
        }
    }
}
