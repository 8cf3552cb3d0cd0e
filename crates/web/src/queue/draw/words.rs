use kernel::Lang;

/// The texts of drawing a number.
pub(in crate::queue) struct Words {
    pub title: &'static str,
    pub about: &'static str,
    pub letter: &'static str,
    pub letter_note: &'static str,
    pub no_data: &'static str,
    pub help: &'static str,
    pub soon: &'static str,
    pub hearing: &'static str,
    pub seeing: &'static str,
    pub tongue: &'static str,
    pub any_tongue: &'static str,
    pub not_now: &'static str,
    pub back: &'static str,
    pub waiting: &'static str,
    pub new_wait: &'static str,
    pub not_from_here: &'static str,
    pub too_many: &'static str,
    tiles: [(&'static str, &'static str, &'static str); 8],
}

const DE: Words = Words {
    title: "Nummer ziehen",
    about: "Worum geht es?",
    letter: "Haben Sie den PIN-Brief dabei?",
    letter_note: "Der Brief kam nach dem Antrag auf den Personalausweis. Darin steht eine PIN mit 5 Ziffern.",
    no_data: "Wir fragen nicht, wer Sie sind. Heute Abend löschen wir Ihre Nummer.",
    help: "Brauchen Sie Hilfe beim Warten? (freiwillig)",
    soon: "Ich kann nicht lange warten oder stehen",
    hearing: "Ich höre den Aufruf nicht",
    seeing: "Ich sehe die Anzeige nicht",
    tongue: "Ich spreche am liebsten",
    any_tongue: "Deutsch oder egal",
    not_now: "Heute nicht möglich",
    back: "Zurück",
    waiting: "Es warten gerade:",
    new_wait: "Sie warten voraussichtlich:",
    not_from_here: "Wir konnten nicht erkennen, dass die Auswahl von dieser Seite kommt. Bitte wählen Sie noch einmal.",
    too_many: "Hier wurden gerade sehr viele Nummern auf einmal gezogen. Warten Sie bitte eine Minute, oder lassen Sie sich am Stand eine Nummer geben.",
    tiles: [
        ("service", "Etwas online erledigen", "Wir zeigen Ihnen den Dienst"),
        ("pin", "PIN oder Online-Ausweis einschalten", "PIN setzen, PIN vergessen, Funktion aus"),
        ("check", "Ist mein Online-Ausweis bereit?", "Wir sehen gemeinsam nach"),
        ("app", "AusweisApp einrichten", "Auf Ihrem Handy"),
        ("other", "Etwas anderes", "Fragen Sie uns"),
        ("pin-set", "Ja, der Brief ist da", "Sie setzen Ihre eigene PIN"),
        ("pin-reset", "Nein, oder PIN vergessen", "Die Fachkraft setzt mit Ihnen eine neue PIN"),
        ("activate", "Die Funktion ist ausgeschaltet", "Die Fachkraft schaltet sie ein"),
    ],
};

const EN: Words = Words {
    title: "Get a number",
    about: "What is it about?",
    letter: "Do you have the PIN letter with you?",
    letter_note: "The letter came after you applied for the ID card. It holds a PIN of 5 digits.",
    no_data: "We do not ask who you are. This evening we delete your number.",
    help: "Do you need help while waiting? (optional)",
    soon: "I cannot wait or stand for long",
    hearing: "I do not hear the call",
    seeing: "I do not see the display",
    tongue: "I would like to speak",
    any_tongue: "German, or any",
    not_now: "Not possible today",
    back: "Back",
    waiting: "Waiting now:",
    new_wait: "You will probably wait:",
    not_from_here: "We could not tell that your choice comes from this page. Please choose once more.",
    too_many: "Very many numbers were drawn here at once just now. Please wait a minute, or ask at the stand for a number.",
    tiles: [
        ("service", "Do something online", "We show you the service"),
        ("pin", "PIN, or switch the Online ID on", "Set a PIN, forgot the PIN, function off"),
        ("check", "Is my Online ID ready?", "We look together"),
        ("app", "Set up the AusweisApp", "On your phone"),
        ("other", "Something else", "Ask us"),
        ("pin-set", "Yes, I have the letter", "You set your own PIN"),
        ("pin-reset", "No, or I forgot the PIN", "The specialist sets a new PIN with you"),
        ("activate", "The function is switched off", "The specialist switches it on"),
    ],
};

impl Words {
    /// Title and note of a tile.
    pub(super) fn tile(&self, value: &str) -> (&'static str, &'static str) {
        let found = self.tiles.iter().find(|(v, ..)| *v == value);
        found.map_or(("", ""), |(_, title, note)| (*title, *note))
    }
}

pub(in crate::queue) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
