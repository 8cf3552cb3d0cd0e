use kernel::Lang;

/// The texts of the display.
pub(super) struct Words {
    pub title: &'static str,
    pub number: &'static str,
    pub desk: &'static str,
    pub before: &'static str,
    pub next: &'static str,
    pub waiting: &'static str,
    pub new_wait: &'static str,
    pub nobody: &'static str,
    pub unknown: &'static str,
    pub sound: &'static str,
    pub stale: &'static str,
}

const DE: Words = Words {
    title: "Aufruf",
    number: "Nummer",
    desk: "Platz",
    before: "Davor aufgerufen",
    next: "Als Nächstes",
    waiting: "Es warten",
    new_wait: "Wer jetzt kommt, wartet",
    nobody: "Noch niemand aufgerufen",
    unknown: "Fragen Sie am Stand",
    sound: "Ton einschalten",
    stale: "Keine Verbindung. Stand {time}",
};

const EN: Words = Words {
    title: "Now calling",
    number: "Number",
    desk: "Desk",
    before: "Called before",
    next: "Next",
    waiting: "Waiting",
    new_wait: "If you come now, you wait",
    nobody: "Nobody called yet",
    unknown: "Please ask at the stand",
    sound: "Turn the sound on",
    stale: "No connection. As of {time}",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
