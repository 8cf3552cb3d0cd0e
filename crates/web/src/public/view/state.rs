use jiff::{ZonedDateTime, civil::Date};
use kernel::{Lang, Localized};
use tour::StopState;

use crate::format::{day, near_day, time};

/// What a stop is now, as a colour, a shape and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub kind: StateKind,
    /// In two or three words: "Jetzt geöffnet".
    pub label: String,
    /// The whole: "Heute bis 19 Uhr".
    pub when: String,
    /// Both together, for rows: "Jetzt geöffnet, heute bis 19 Uhr".
    pub text: String,
}

/// The colours and shapes of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateKind {
    Open,
    Soon,
    Closed,
    Changed,
}

impl StateKind {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Soon => "soon",
            Self::Closed => "closed",
            Self::Changed => "changed",
        }
    }

    pub(crate) fn icon(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Soon => "clock",
            Self::Closed => "closed",
            Self::Changed => "alert",
        }
    }
}

impl State {
    /// Puts a state into words. `today` is the local day of the state's instant.
    pub(crate) fn new(lang: Lang, state: &StopState, today: Date) -> Self {
        match state {
            StopState::OpenUntil { until } => Self::both(
                StateKind::Open,
                lang.pick("Jetzt geöffnet", "Open now"),
                &format!(
                    "{} {} {}",
                    near_day(lang, today, today),
                    lang.pick("bis", "until"),
                    clock(lang, until, today)
                ),
            ),
            StopState::InterruptedUntil { reopens, why } => {
                Self::interrupted(lang, reopens.as_ref(), why.as_ref(), today)
            }
            StopState::ClosedOpensAt { at } => Self::both(
                StateKind::Closed,
                lang.pick("Gerade geschlossen", "Closed just now"),
                &opens(lang, at, today),
            ),
            StopState::HoursUnknown { to } => Self::both(
                StateKind::Soon,
                lang.pick("Läuft gerade", "Running now"),
                &format!("{} {}", lang.pick("bis", "until"), day(lang, *to, today)),
            ),
            StopState::NotStarted { opens_at, from } => {
                let when =
                    opens_at.as_ref().map_or_else(|| starts(lang, *from, today), |at| opens(lang, at, today));
                let when = capital(&when);
                let label = lang.pick("Nächster Halt", "Next stop").to_owned();
                Self { kind: StateKind::Soon, label, text: when.clone(), when }
            }
            StopState::Announced { from, .. } => Self::both(
                StateKind::Soon,
                lang.pick("Angekündigt", "Announced"),
                &from.map_or_else(
                    || lang.pick("Tage stehen noch nicht fest", "days not fixed yet").to_owned(),
                    |from| {
                        let may = lang.pick("kann sich noch ändern", "may still change");
                        format!("{} ({may})", starts(lang, from, today))
                    },
                ),
            ),
            StopState::Ended => Self::alone(StateKind::Closed, lang.pick("Vorbei", "Over")),
            StopState::Cancelled => Self::alone(StateKind::Changed, lang.pick("Fällt aus", "Cancelled")),
        }
    }

    fn interrupted(
        lang: Lang,
        reopens: Option<&ZonedDateTime>,
        why: Option<&Localized>,
        today: Date,
    ) -> Self {
        let label = lang.pick("Zurzeit geschlossen", "Closed at the moment");
        let why = why.map(|w| format!("{}.", w.get(lang).text.trim_end_matches('.')));
        let again = reopens
            .map(|at| format!("{} {}.", lang.pick("Wieder offen:", "Open again:"), opens(lang, at, today)));
        let when = why.into_iter().chain(again).collect::<Vec<_>>().join(" ");
        let text = if when.is_empty() { label.to_owned() } else { format!("{label}. {when}") };
        Self { kind: StateKind::Changed, label: label.to_owned(), when, text }
    }

    fn both(kind: StateKind, label: &str, when: &str) -> Self {
        let text = if when.is_empty() { label.to_owned() } else { format!("{label}, {when}") };
        Self { kind, label: label.to_owned(), when: capital(when), text }
    }

    fn alone(kind: StateKind, label: &str) -> Self {
        Self { kind, label: label.to_owned(), when: String::new(), text: label.to_owned() }
    }
}

fn opens(lang: Lang, at: &ZonedDateTime, today: Date) -> String {
    let day = near_day(lang, at.date(), today);
    let near = at.date() == today || today.tomorrow().is_ok_and(|t| t == at.date());
    match (lang, near) {
        (Lang::De, true) => format!("{day} ab {}", time(lang, at.time())),
        (Lang::De, false) => format!("ab {day}, {}", time(lang, at.time())),
        (Lang::En, true) => format!("{day} from {}", time(lang, at.time())),
        (Lang::En, false) => format!("from {day}, {}", time(lang, at.time())),
    }
}

fn starts(lang: Lang, from: Date, today: Date) -> String {
    format!("{} {}", lang.pick("ab", "from"), near_day(lang, from, today))
}

/// The closing time; 24:00 is said as such, not as 0 o'clock of the next day.
fn clock(lang: Lang, until: &ZonedDateTime, today: Date) -> String {
    if until.date() == today {
        time(lang, until.time())
    } else if until.time() == jiff::civil::Time::midnight() {
        lang.pick("Mitternacht", "midnight").to_owned()
    } else {
        format!("{} {}", near_day(lang, until.date(), today), time(lang, until.time()))
    }
}

/// The first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    fn at(day: i8, hour: i8) -> ZonedDateTime {
        datetime(2026, 11, day, hour, 0, 0, 0).in_tz(kernel::BERLIN).unwrap()
    }

    #[test]
    fn says_when_in_words() {
        let today = date(2026, 11, 24);
        let say = |lang, state: &StopState| State::new(lang, state, today).text;
        let open = StopState::OpenUntil { until: at(24, 19) };
        assert_eq!(say(Lang::De, &open), "Jetzt geöffnet, heute bis 19 Uhr");
        assert_eq!(say(Lang::En, &open), "Open now, today until 7 pm");
        let closed = StopState::ClosedOpensAt { at: at(25, 10) };
        assert_eq!(say(Lang::De, &closed), "Gerade geschlossen, morgen ab 10 Uhr");
        let next = StopState::NotStarted { opens_at: Some(at(30, 10)), from: date(2026, 11, 30) };
        assert_eq!(say(Lang::De, &next), "Ab Mo, 30. November, 10 Uhr");
        let ill = StopState::InterruptedUntil {
            reopens: Some(at(25, 10)),
            why: Some(Localized::german("Eine Kollegin ist krank.")),
        };
        assert_eq!(
            say(Lang::De, &ill),
            "Zurzeit geschlossen. Eine Kollegin ist krank. Wieder offen: morgen ab 10 Uhr."
        );
    }
}
