//! Dates, times and distances in words: "Mo, 1. Dezember", "heute bis 19 Uhr", "etwa 300 m".

use jiff::civil::{Date, Time, Weekday};
use kernel::Lang;
use tour::Span;

/// A day with its weekday; the year only when it is not this year.
pub(crate) fn day(lang: Lang, day: Date, today: Date) -> String {
    let year = if day.year() == today.year() { String::new() } else { format!(" {}", day.year()) };
    match lang {
        Lang::De => {
            format!("{}, {}. {}{year}", weekday_short(lang, day.weekday()), day.day(), month(lang, day))
        }
        Lang::En => {
            format!("{} {} {}{year}", weekday_short(lang, day.weekday()), day.day(), month(lang, day))
        }
    }
}

/// A day as people say it when it is near: "heute", "morgen", else the date.
pub(crate) fn near_day(lang: Lang, d: Date, today: Date) -> String {
    if d == today {
        lang.pick("heute", "today").to_owned()
    } else if today.tomorrow().is_ok_and(|t| t == d) {
        lang.pick("morgen", "tomorrow").to_owned()
    } else {
        day(lang, d, today)
    }
}

/// From–to; the weekday at both ends.
pub(crate) fn days(lang: Lang, from: Date, to: Date, today: Date) -> String {
    if from == to {
        return day(lang, from, today);
    }
    lang.pick(
        format!("{} bis {}", day(lang, from, today), day(lang, to, today)),
        format!("{} to {}", day(lang, from, today), day(lang, to, today)),
    )
}

/// A time of day: "10 Uhr", "10:30 Uhr"; "10 am", "10:30 am".
pub(crate) fn time(lang: Lang, t: Time) -> String {
    match lang {
        Lang::De if t.minute() == 0 => format!("{} Uhr", t.hour()),
        Lang::De => format!("{}:{:02} Uhr", t.hour(), t.minute()),
        Lang::En => {
            let (hour, half) = match t.hour() {
                0 => (12, "am"),
                h @ 1..=11 => (h, "am"),
                12 => (12, "pm"),
                h => (h - 12, "pm"),
            };
            if t.minute() == 0 {
                format!("{hour} {half}")
            } else {
                format!("{hour}:{:02} {half}", t.minute())
            }
        }
    }
}

/// The hours of a day: "10 bis 13 Uhr und 14 bis 18 Uhr".
pub(crate) fn spans(lang: Lang, spans: &[Span]) -> String {
    let one = |s: &Span| match lang {
        Lang::De => format!("{} bis {}", bare(s.from()), end(*s)),
        Lang::En => format!(
            "{} to {}",
            time(lang, s.from()),
            if is_day_end(*s) { "midnight".to_owned() } else { time(lang, s.to()) }
        ),
    };
    spans.iter().map(one).collect::<Vec<_>>().join(lang.pick(" und ", " and "))
}

/// Midnight as an end reads as 24 o'clock.
fn is_day_end(s: Span) -> bool {
    s.to() == Time::midnight()
}

fn end(s: Span) -> String {
    if is_day_end(s) { "24 Uhr".to_owned() } else { time(Lang::De, s.to()) }
}

/// A German time where "Uhr" follows later: "15", "9:05".
pub(crate) fn bare(t: Time) -> String {
    if t.minute() == 0 { t.hour().to_string() } else { format!("{}:{:02}", t.hour(), t.minute()) }
}

/// Full name of a weekday.
pub(crate) fn weekday(lang: Lang, w: Weekday) -> &'static str {
    match w {
        Weekday::Monday => lang.pick("Montag", "Monday"),
        Weekday::Tuesday => lang.pick("Dienstag", "Tuesday"),
        Weekday::Wednesday => lang.pick("Mittwoch", "Wednesday"),
        Weekday::Thursday => lang.pick("Donnerstag", "Thursday"),
        Weekday::Friday => lang.pick("Freitag", "Friday"),
        Weekday::Saturday => lang.pick("Samstag", "Saturday"),
        Weekday::Sunday => lang.pick("Sonntag", "Sunday"),
    }
}

/// Short name of a weekday, two letters in German, three in English.
pub(crate) fn weekday_short(lang: Lang, w: Weekday) -> &'static str {
    let name = weekday(lang, w);
    name.get(..lang.pick(2, 3)).unwrap_or(name)
}

fn month(lang: Lang, d: Date) -> &'static str {
    const DE: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let at = usize::try_from(d.month() - 1).unwrap_or(0);
    lang.pick(DE, EN).get(at).copied().unwrap_or_default()
}

/// A walking distance in metres, rounded so that it promises no more than a point on a map holds.
pub(crate) fn distance(lang: Lang, metres: f64) -> String {
    let about = lang.pick("etwa", "about");
    if metres < 950.0 {
        format!("{about} {} m", ((metres / 50.0).round() * 50.0).max(50.0))
    } else {
        let km = format!("{:.1}", metres / 1000.0);
        format!("{about} {} km", lang.pick(km.replace('.', ","), km))
    }
}

/// The name of a language by its BCP 47 tag, as far as we know it; else the tag.
pub(crate) fn language(lang: Lang, tag: &str) -> String {
    let known = match tag {
        "de" => lang.pick("Deutsch", "German"),
        "de-leicht" => lang.pick("Leichte Sprache", "easy German"),
        "de-DGS" | "gsg" => lang.pick("Deutsche Gebärdensprache", "German Sign Language"),
        "en" => lang.pick("Englisch", "English"),
        "ar" => lang.pick("Arabisch", "Arabic"),
        "es" => lang.pick("Spanisch", "Spanish"),
        "fa" => lang.pick("Persisch", "Persian"),
        "fr" => lang.pick("Französisch", "French"),
        "pl" => lang.pick("Polnisch", "Polish"),
        "pt" => lang.pick("Portugiesisch", "Portuguese"),
        "ro" => lang.pick("Rumänisch", "Romanian"),
        "ru" => lang.pick("Russisch", "Russian"),
        "tr" => lang.pick("Türkisch", "Turkish"),
        "uk" => lang.pick("Ukrainisch", "Ukrainian"),
        other => other,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as t};

    use super::*;

    #[test]
    fn dates_carry_their_weekday() {
        let today = date(2026, 11, 24);
        assert_eq!(day(Lang::De, date(2026, 12, 1), today), "Di, 1. Dezember");
        assert_eq!(day(Lang::En, date(2027, 3, 1), today), "Mon 1 March 2027");
        assert_eq!(near_day(Lang::De, date(2026, 11, 25), today), "morgen");
        assert_eq!(
            days(Lang::De, date(2026, 11, 24), date(2027, 1, 2), today),
            "Di, 24. November bis Sa, 2. Januar 2027"
        );
    }

    #[test]
    fn times_read_as_spoken() {
        assert_eq!(time(Lang::De, t(19, 0, 0, 0)), "19 Uhr");
        assert_eq!(time(Lang::De, t(9, 5, 0, 0)), "9:05 Uhr");
        assert_eq!(time(Lang::En, t(0, 30, 0, 0)), "12:30 am");
        assert_eq!(time(Lang::En, t(12, 0, 0, 0)), "12 pm");
        assert_eq!(time(Lang::En, t(19, 0, 0, 0)), "7 pm");
    }

    #[test]
    fn distances_are_rounded() {
        assert_eq!(distance(Lang::De, 12.0), "etwa 50 m");
        assert_eq!(distance(Lang::De, 1234.0), "etwa 1,2 km");
        assert_eq!(distance(Lang::En, 312.0), "about 300 m");
    }
}
