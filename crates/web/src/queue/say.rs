//! Words that all pages of the queue share.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kernel::{Lang, berlin};
use visits::{Refusal, Topic, VisitsError, Wait};

use crate::format::time;

/// A waiting time as people say it.
pub(crate) fn wait(lang: Lang, wait: Wait) -> String {
    match (wait.from, wait.to) {
        (0, to) => lang.pick(format!("weniger als {to} Minuten"), format!("less than {to} minutes")),
        (from, to) => {
            lang.pick(format!("etwa {from} bis {to} Minuten"), format!("about {from} to {to} minutes"))
        }
    }
}

/// The same as times of day.
pub(crate) fn clock(lang: Lang, now: Timestamp, wait: Wait) -> String {
    let (from, to) = (at(now, wait.from), at(now, wait.to));
    lang.pick(
        format!("Sie sind voraussichtlich zwischen {} und {} dran.", time(lang, from), time(lang, to)),
        format!("It will probably be your turn between {} and {}.", time(lang, from), time(lang, to)),
    )
}

/// The time of day some minutes from now, in steps of five minutes downwards.
pub(crate) fn at(now: Timestamp, minutes: u16) -> jiff::civil::Time {
    let then = now.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(now);
    let t = berlin(then).time();
    jiff::civil::time(t.hour(), t.minute() / 5 * 5, 0, 0)
}

/// Why a number is not given, and what to do.
pub(crate) fn refusal(lang: Lang, why: Refusal, next: Option<&str>) -> String {
    let again = next.map(|n| lang.pick(format!(" Wir sind wieder da: {n}."), format!(" We are back: {n}.")));
    let text = match why {
        Refusal::NotOpen => lang.pick(
            "Gerade ist hier nicht geöffnet. Deshalb gibt es keine Nummern.",
            "This stop is not open now. So there are no numbers.",
        ),
        Refusal::TooLate => lang.pick(
            "Es warten schon so viele Menschen, dass wir heute nicht mehr zu Ihnen kämen. Deshalb geben wir keine Nummern mehr aus.",
            "So many people are waiting that we would not get to you today. So we give no more numbers.",
        ),
        Refusal::NoClerk => lang.pick(
            "Das kann nur die Fachkraft der Ausweisbehörde. Sie ist heute nicht mehr hier.",
            "Only the ID card authority's specialist can do this, and she is not here any more today.",
        ),
        Refusal::Paused => lang.pick(
            "Im Moment geben wir keine Nummern aus. Fragen Sie bitte am Stand.",
            "We are not giving numbers at the moment. Please ask at the stand.",
        ),
        Refusal::Closed => lang.pick("Für heute ist Schluss.", "We are done for today."),
        Refusal::Full => lang.pick("Für heute sind alle Nummern vergeben.", "All numbers for today are taken."),
        _ => lang.pick(
            "Das geht gerade nicht mehr. Hier sehen Sie, wie es jetzt steht.",
            "That is no longer possible. Here you see how things are now.",
        ),
    };
    text.to_owned() + &again.unwrap_or_default()
}

/// Why something was not done, for a page that shows how things are now.
pub(crate) fn error(lang: Lang, error: &VisitsError, next: Option<&str>) -> String {
    match error {
        VisitsError::Refused(why) => refusal(lang, *why, next),
        VisitsError::UnknownToken | VisitsError::Expired(_) => {
            lang.pick("Diese Nummer gilt nicht mehr.", "This number is no longer valid.").to_owned()
        }
        VisitsError::Forbidden(_) => {
            lang.pick("Das darf hier nur das Team am Stand.", "Only the team at the stand may do this.").to_owned()
        }
        VisitsError::Db(_) | VisitsError::Stopped => lang
            .pick(
                "Das hat gerade nicht geklappt. Bitte versuchen Sie es in einer Minute noch einmal, oder fragen Sie am Stand.",
                "That did not work just now. Please try again in a minute, or ask at the stand.",
            )
            .to_owned(),
    }
}

/// What a visit is about, for the person who comes.
pub(crate) fn topic(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Service => lang.pick("Etwas online erledigen", "Do something online"),
        Topic::App => lang.pick("AusweisApp einrichten", "Set up the AusweisApp"),
        Topic::Check => lang.pick("Ist mein Online-Ausweis bereit?", "Is my Online ID ready?"),
        Topic::PinSet => lang.pick("Eigene PIN setzen, mit PIN-Brief", "Set my own PIN, with the PIN letter"),
        Topic::Activate => lang.pick("Online-Ausweis einschalten", "Switch the Online ID on"),
        Topic::PinReset => lang.pick("Neue PIN, ohne PIN-Brief", "New PIN, without the PIN letter"),
        Topic::Other => lang.pick("Etwas anderes", "Something else"),
    }
}

/// What to have at hand when called.
pub(crate) fn bring(lang: Lang, topic: Topic) -> &'static [&'static str] {
    match topic {
        Topic::Service => lang.pick(
            &["Ihren Personalausweis", "Ihr Handy, wenn Sie eines haben"],
            &["your ID card", "your phone, if you have one"],
        ),
        Topic::App | Topic::Check => lang.pick(
            &[
                "Ihren Personalausweis",
                "Ihr Handy, wenn Sie eines haben",
                "den PIN-Brief, wenn Sie ihn noch haben",
            ],
            &["your ID card", "your phone, if you have one", "the PIN letter, if you still have it"],
        ),
        Topic::PinSet => {
            lang.pick(&["Ihren Personalausweis", "den PIN-Brief"], &["your ID card", "the PIN letter"])
        }
        Topic::Activate | Topic::PinReset => lang.pick(&["Ihren Personalausweis"], &["your ID card"]),
        Topic::Other => &[],
    }
}

/// The status of an answer that says why something was not done.
pub(crate) fn status(error: &VisitsError) -> StatusCode {
    match error {
        VisitsError::Forbidden(_) => StatusCode::FORBIDDEN,
        VisitsError::Refused(_) => StatusCode::CONFLICT,
        VisitsError::UnknownToken => StatusCode::NOT_FOUND,
        VisitsError::Expired(_) => StatusCode::GONE,
        VisitsError::Db(_) | VisitsError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
    }
}
