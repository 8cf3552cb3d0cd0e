use jiff::civil::Date;
use kernel::Lang;

use crate::format::day;

/// The texts of one's own number.
pub(super) struct Words {
    pub number: &'static str,
    pub you_wait: &'static str,
    pub no_forecast: &'static str,
    pub no_clerk: &'static str,
    pub cancelled: &'static str,
    pub interrupted: &'static str,
    pub come_now: &'static str,
    pub more_time: &'static str,
    pub parked: &'static str,
    pub parked_place: &'static str,
    pub finished: &'static str,
    pub deleted_tonight: &'static str,
    pub no_show: &'static str,
    pub no_show_back: &'static str,
    pub left: &'static str,
    pub turned_away: &'static str,
    pub void: &'static str,
    pub later: &'static str,
    pub leave: &'static str,
    pub back: &'static str,
    pub undo: &'static str,
    pub bring: &'static str,
    pub refresh: &'static str,
    pub stale: &'static str,
    pub keep: &'static str,
    pub not_from_here: &'static str,
    pub over: &'static str,
    pub unknown: &'static str,
    pub stops: &'static str,
}

const DE: Words = Words {
    number: "Nummer",
    you_wait: "Sie warten",
    no_forecast: "Wie lange es dauert, wissen wir noch nicht. Fragen Sie gern am Stand.",
    no_clerk: "Die Fachkraft ist gerade nicht hier. Fragen Sie bitte am Stand.",
    cancelled: "Dieser Halt fällt aus. Sind Sie schon hier? Dann fragen Sie bitte am Stand.",
    interrupted: "Gerade geht es hier nicht weiter. Sind Sie schon hier? Dann fragen Sie bitte am Stand.",
    come_now: "Kommen Sie jetzt.",
    more_time: "Wenn Sie mehr Zeit brauchen, drücken Sie „Ich komme später“.",
    parked: "Sie kommen später",
    parked_place: "Ihr Platz in der Reihe bleibt. Sagen Sie hier oder am Stand, wenn Sie wieder da sind.",
    finished: "Danke für Ihren Besuch",
    deleted_tonight: "Heute Abend löschen wir diese Nummer.",
    no_show: "Wir haben Sie aufgerufen und nicht gesehen",
    no_show_back: "Das macht nichts. Sagen Sie, wenn Sie da sind. Dann rufen wir Sie bald wieder auf.",
    left: "Sie haben Ihre Nummer zurückgegeben",
    turned_away: "Heute sind wir leider nicht mehr zu Ihnen gekommen",
    void: "Diese Nummer wurde zurückgenommen",
    later: "Ich komme später",
    leave: "Ich gehe",
    back: "Ich bin da",
    undo: "Rückgängig machen",
    bring: "Halten Sie bereit:",
    refresh: "Neu laden",
    stale: "Keine Verbindung. Stand {time}",
    keep: "Lassen Sie diese Seite offen. Sie zeigt, wenn Sie an der Reihe sind.",
    not_from_here: "Wir konnten nicht erkennen, dass das von dieser Seite kommt. Bitte drücken Sie noch einmal.",
    over: "Diese Nummer gilt nicht mehr",
    unknown: "Nummern gelten an einem Tag. Am Abend löschen wir sie.",
    stops: "Wann wir wieder da sind",
};

const EN: Words = Words {
    number: "Number",
    you_wait: "You wait",
    no_forecast: "We do not know yet how long it takes. Feel free to ask at the stand.",
    no_clerk: "The specialist is not here at the moment. Please ask at the stand.",
    cancelled: "This stop does not take place. Are you here already? Then please ask at the stand.",
    interrupted: "We cannot go on at the moment. Are you here already? Then please ask at the stand.",
    come_now: "Come now.",
    more_time: "If you need more time, press “I come later”.",
    parked: "You come later",
    parked_place: "Your place in line is kept. Say here or at the stand when you are back.",
    finished: "Thank you for your visit",
    deleted_tonight: "This evening we delete this number.",
    no_show: "We called you and did not see you",
    no_show_back: "No problem. Say when you are here. Then we call you again soon.",
    left: "You gave your number back",
    turned_away: "Sorry, we did not get to you today",
    void: "This number was taken back",
    later: "I come later",
    leave: "I am leaving",
    back: "I am here",
    undo: "Undo",
    bring: "Have ready:",
    refresh: "Reload",
    stale: "No connection. As of {time}",
    keep: "Leave this page open. It shows when it is your turn.",
    not_from_here: "We could not tell that this comes from this page. Please press once more.",
    over: "This number is no longer valid",
    unknown: "Numbers are valid for one day. In the evening we delete them.",
    stops: "When we are here again",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

/// How many are before somebody.
pub(super) fn before_you(lang: Lang, ahead: usize) -> String {
    match ahead {
        0 => lang.pick("Sie sind als Nächstes dran", "You are next").to_owned(),
        n => lang.pick(format!("Noch {n} vor Ihnen"), format!("{n} before you")),
    }
}

pub(super) fn to_desk(lang: Lang, desk: u8) -> String {
    lang.pick(format!("Bitte zu Platz {desk}"), format!("Please go to desk {desk}"))
}

pub(super) fn at_desk(lang: Lang, desk: u8) -> String {
    lang.pick(format!("Sie sind dran: Platz {desk}"), format!("It is your turn: desk {desk}"))
}

pub(super) fn be_back(lang: Lang, at: &str) -> String {
    lang.pick(
        format!("Seien Sie spätestens um {at} wieder hier."),
        format!("Be back here by {at} at the latest."),
    )
}

pub(super) fn until(lang: Lang, at: &str) -> String {
    lang.pick(format!("Wir sind heute bis {at} hier."), format!("We are here until {at} today."))
}

pub(super) fn we_are_back(lang: Lang, next: &str) -> String {
    lang.pick(format!("Wir sind wieder da: {next}."), format!("We are back: {next}."))
}

/// A number of an earlier day.
pub(super) fn of_day(lang: Lang, of: Date) -> String {
    let of = day(lang, of, of);
    lang.pick(format!("Diese Nummer galt am {of}."), format!("This number was valid on {of}."))
}
