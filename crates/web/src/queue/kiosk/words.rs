use kernel::Lang;

/// The texts of the kiosk.
pub(super) struct Words {
    pub languages: &'static str,
    pub yours: &'static str,
    pub wait: &'static str,
    pub bring: &'static str,
    pub listen: &'static str,
    pub take_along: &'static str,
    pub done: &'static str,
    pub back_in: &'static str,
    pub seconds: &'static str,
    pub more_time: &'static str,
}

const DE: Words = Words {
    languages: "Sprache wählen",
    yours: "Ihre Nummer",
    wait: "Sie warten voraussichtlich",
    bring: "Halten Sie bereit:",
    listen: "Wir rufen Ihre Nummer auf. Achten Sie auf die Anzeige.",
    take_along: "Aufs Handy mitnehmen",
    done: "Fertig",
    back_in: "Zurück zum Anfang in",
    seconds: "Sekunden",
    more_time: "Mehr Zeit",
};

const EN: Words = Words {
    languages: "Choose a language",
    yours: "Your number",
    wait: "You will probably wait",
    bring: "Have ready:",
    listen: "We will call your number. Watch the display.",
    take_along: "Take it along on your phone",
    done: "Done",
    back_in: "Back to the start in",
    seconds: "seconds",
    more_time: "More time",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
