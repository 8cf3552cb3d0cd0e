use kernel::Lang;
use visits::{Refusal, VisitsError};

use crate::queue::say;

/// The texts of a desk.
pub(super) struct Words {
    pub desk: &'static str,
    pub queue: &'static str,
    pub nobody: &'static str,
    pub aside: &'static str,
    pub parked: &'static str,
    pub missed: &'static str,
    pub person: &'static str,
    pub free: &'static str,
    pub nobody_for_you: &'static str,
    pub call_next: &'static str,
    pub call: &'static str,
    pub called: &'static str,
    pub times: &'static str,
    pub serving: &'static str,
    pub start: &'static str,
    pub again: &'static str,
    pub no_show: &'static str,
    pub park: &'static str,
    pub hand_over: &'static str,
    pub done: &'static str,
    pub part: &'static str,
    pub elsewhere: &'static str,
    pub not_done: &'static str,
    pub undo: &'static str,
    pub back: &'static str,
    pub tools: &'static str,
    pub search: &'static str,
    pub draw: &'static str,
    pub draw_soon: &'static str,
    pub draw_submit: &'static str,
    pub board: &'static str,
    pub board_hint: &'static str,
    pub board_add: &'static str,
    pub board_take: &'static str,
    pub waited: &'static str,
    pub numbers: &'static str,
    pub waiting: &'static str,
    pub at_desks: &'static str,
    pub finished: &'static str,
    pub gone: &'static str,
    pub come_later: &'static str,
    pub turned_away: &'static str,
    pub drawn: &'static str,
    pub close: &'static str,
    pub reload: &'static str,
    pub as_of: &'static str,
    pub reload_below: &'static str,
    pub other_desk: &'static str,
    pub stale: &'static str,
    pub mark_clerk: &'static str,
    pub mark_handed: &'static str,
    pub mark_soon: &'static str,
    pub mark_hearing: &'static str,
    pub mark_seeing: &'static str,
    pub keys: &'static str,
}

const DE: Words = Words {
    desk: "Platz",
    queue: "Warteschlange",
    nobody: "Niemand wartet.",
    aside: "Nicht in der Reihe",
    parked: "kommt später",
    missed: "nicht gesehen",
    person: "Meine Person",
    free: "Ihr Platz ist frei.",
    nobody_for_you: "Gerade wartet niemand, dem Sie hier helfen können.",
    call_next: "Nächste Person aufrufen",
    call: "Aufrufen",
    called: "aufgerufen",
    times: "mal",
    serving: "am Platz",
    start: "Beginnen",
    again: "Noch einmal aufrufen",
    no_show: "Nicht gekommen",
    park: "Parken: kommt später",
    hand_over: "An Fachkraft übergeben",
    done: "Fertig",
    part: "Fertig, ein Teil bleibt zu tun",
    elsewhere: "Fertig, woanders weiter",
    not_done: "Fertig, ging nicht",
    undo: "Rückgängig:",
    back: "Wieder da",
    tools: "Werkzeuge",
    search: "Dienst suchen",
    draw: "Nummer für jemanden ziehen",
    draw_soon: "kann nicht lange warten",
    draw_submit: "Nummer ziehen",
    board: "Tafel für heute",
    board_hint: "Zum Beispiel: Drucker geht nicht. Nichts über Personen, keine PIN, keine PUK.",
    board_add: "An die Tafel",
    board_take: "Abnehmen",
    waited: "Minuten Wartezeit im Mittel",
    numbers: "Heute",
    waiting: "warten",
    at_desks: "an Plätzen",
    finished: "fertig",
    gone: "gegangen oder nicht gekommen",
    come_later: "kommen später",
    turned_away: "nicht mehr drangekommen",
    drawn: "Nummern gezogen",
    close: "Platz schließen",
    reload: "Neu laden",
    as_of: "Diese Seite lädt nicht von selbst neu. Stand",
    reload_below: "Zur Taste „Neu laden“",
    other_desk: "Anderer Platz",
    stale: "Keine Verbindung. Stand {time}",
    mark_clerk: "nur Fachkraft",
    mark_handed: "übergeben",
    mark_soon: "kann nicht lange warten",
    mark_hearing: "hört den Aufruf nicht: bitte holen",
    mark_seeing: "sieht die Anzeige nicht: bitte ansprechen",
    keys: "Tasten: F2 die große Taste, F4 parken, F9 rückgängig",
};

const EN: Words = Words {
    desk: "Desk",
    queue: "Queue",
    nobody: "Nobody is waiting.",
    aside: "Not in line",
    parked: "comes later",
    missed: "not seen",
    person: "My person",
    free: "Your desk is free.",
    nobody_for_you: "Nobody is waiting whom you can help here.",
    call_next: "Call the next person",
    call: "Call",
    called: "called",
    times: "times",
    serving: "at the desk",
    start: "Begin",
    again: "Call again",
    no_show: "Did not come",
    park: "Park: comes later",
    hand_over: "Hand over to the clerk",
    done: "Done",
    part: "Done, something is left to do",
    elsewhere: "Done, continues elsewhere",
    not_done: "Done, was not possible",
    undo: "Undo:",
    back: "Is back",
    tools: "Tools",
    search: "Find a service",
    draw: "Get a number for somebody",
    draw_soon: "cannot wait for long",
    draw_submit: "Get a number",
    board: "Today's notice board",
    board_hint: "For example: printer is broken. Nothing about persons, no PIN, no PUK.",
    board_add: "Put it up",
    board_take: "Take down",
    waited: "minutes of waiting on average",
    numbers: "Today",
    waiting: "waiting",
    at_desks: "at desks",
    finished: "done",
    gone: "left or did not come",
    come_later: "come later",
    turned_away: "not served before the end",
    drawn: "numbers given",
    close: "Close the desk",
    reload: "Reload",
    as_of: "This page does not reload by itself. As of",
    reload_below: "To the button “Reload”",
    other_desk: "Another desk",
    stale: "No connection. As of {time}",
    mark_clerk: "clerk only",
    mark_handed: "handed over",
    mark_soon: "cannot wait for long",
    mark_hearing: "does not hear the call: please fetch",
    mark_seeing: "does not see the display: please speak to",
    keys: "Keys: F2 the large button, F4 park, F9 undo",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

pub(super) fn minutes(lang: Lang, minutes: i64) -> String {
    match minutes {
        0 => lang.pick("gerade eben", "just now").to_owned(),
        1 => lang.pick("seit 1 Minute", "for 1 minute").to_owned(),
        n => lang.pick(format!("seit {n} Minuten"), format!("for {n} minutes")),
    }
}

/// Why a button did nothing, in the words of those who serve.
pub(super) fn refused(lang: Lang, error: &VisitsError) -> String {
    let VisitsError::Refused(why) = error else { return say::error(lang, error, None) };
    match why {
        Refusal::NobodyWaits => {
            lang.pick("Gerade wartet niemand, dem Sie hier helfen können.", "Nobody is waiting whom you can help here.").to_owned()
        }
        Refusal::DeskBusy(n) => lang.pick(
            format!("{n} ist noch an diesem Platz. Beenden, parken oder übergeben Sie zuerst."),
            format!("{n} is still at this desk. Finish, park or hand over first."),
        ),
        Refusal::NotAtDesk(n) | Refusal::Elsewhere(n) => lang.pick(
            format!("{n} ist inzwischen woanders. Hier sehen Sie, wie es jetzt steht."),
            format!("{n} is somewhere else by now. Here you see how things are."),
        ),
        Refusal::WrongDesk(n) => lang.pick(
            format!("{n} braucht die Fachkraft."),
            format!("{n} needs the clerk."),
        ),
        Refusal::NoteEmpty => lang.pick("Schreiben Sie zuerst etwas.", "Write something first.").to_owned(),
        Refusal::NoteTooLong => lang
            .pick("Der Text ist zu lang. 200 Zeichen sind möglich.", "The text is too long. 200 characters are possible.")
            .to_owned(),
        Refusal::NoteSecret => lang
            .pick(
                "Das sieht aus wie eine PIN oder PUK (5, 6 oder 10 Ziffern). So etwas darf nicht auf die Tafel.",
                "This looks like a PIN or PUK (5, 6 or 10 digits). That must not go on the board.",
            )
            .to_owned(),
        Refusal::NotesFull => {
            lang.pick("Die Tafel ist voll. Nehmen Sie zuerst etwas ab.", "The board is full. Take something down first.").to_owned()
        }
        Refusal::NoteGone => {
            lang.pick("Das hat schon jemand abgenommen.", "Somebody has taken that down already.").to_owned()
        }
        Refusal::NotUndoable => lang.pick(
            "Das lässt sich nicht mehr zurücknehmen.",
            "That can no longer be taken back.",
        ).to_owned(),
        other => say::refusal(lang, *other, None),
    }
}
