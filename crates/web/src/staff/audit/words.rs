use crate::staff::words::words;

words! {
    title: "Protokoll" / "Record";
    lead: "Wer hat wann was getan, in welcher Rolle und auf welchem Gerät. Das Protokoll enthält keine Angaben von Besucherinnen und Besuchern." / "Who did what when, in which role and on which tablet. The record holds nothing about visitors.";
    sound: "Die Kette ist unversehrt. Zeilen:" / "The chain is intact. Rows:";
    head: "Letzte Zeile zum Notieren" / "Last row, to be noted";
    broken: "Achtung: Das Protokoll wurde außerhalb des Programms verändert." / "Warning: the record was changed outside the program.";
    check: "Kette prüfen" / "Check the chain";
    filter: "Auswählen" / "Select";
    person: "Person" / "Person";
    everybody: "alle" / "all";
    operator: "Betrieb am Server" / "Operator at the server";
    visitor: "ohne Anmeldung" / "not signed in";
    deleted: "gelöschtes Konto" / "deleted account";
    action: "Was" / "What";
    from: "Von" / "From";
    until: "Bis" / "Until";
    day_hint: "Jahr-Monat-Tag, zum Beispiel 2026-11-26" / "Year-month-day, for example 2026-11-26";
    show: "Anzeigen" / "Show";
    export: "Als CSV herunterladen" / "Download as CSV";
    number: "Nr." / "No.";
    when: "Wann" / "When";
    who: "Wer" / "Who";
    role: "Rolle" / "Role";
    what: "Was" / "What";
    on: "Woran" / "On what";
    tablet: "Gerät" / "Tablet";
    older: "Ältere Zeilen" / "Older rows";
    nothing: "Dazu steht nichts im Protokoll." / "The record holds nothing of this kind.";
}

/// What an action of the record means. One of a later program is shown as it stands there.
pub(super) fn action(lang: kernel::Lang, action: &str) -> &str {
    MEANINGS.iter().find(|(name, ..)| *name == action).map_or(action, |(_, de, en)| lang.pick(de, en))
}

/// Each action of [`kernel::ACTIONS`] in German and English, to be read after the name of whoever did it.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("sign-in", "hat sich angemeldet", "signed in"),
    ("sign-out", "hat sich abgemeldet", "signed out"),
    ("sign-in-pause", "zu viele falsche Anmeldungen, Pause", "too many wrong sign-ins, pause"),
    ("second-factor", "hat den zweiten Faktor gezeigt", "showed the second factor"),
    ("session-end", "hat eine Sitzung beendet", "ended a session"),
    ("session-stolen", "Sitzung in fremdem Browser, beendet", "session in another browser, ended"),
    ("account-invite", "hat eingeladen", "invited"),
    ("account-withdraw", "hat eine Einladung zurückgenommen", "took an invitation back"),
    ("account-rights", "hat Rollen oder Halte geändert", "changed roles or stops"),
    ("account-lock", "hat gesperrt", "locked"),
    ("account-unlock", "hat entsperrt", "unlocked"),
    ("account-reset", "hat zurückgesetzt", "reset"),
    ("account-delete", "hat gelöscht", "deleted"),
    ("account-practice", "hat ein Übungskonto angelegt", "made a practice account"),
    ("invitation-void", "Einladung nach falschen Namen ungültig", "invitation void after wrong names"),
    ("passkey-add", "hat einen Passkey hinzugefügt", "added a passkey"),
    ("passkey-remove", "hat einen Passkey entfernt", "removed a passkey"),
    ("passkey-copied", "Zähler eines Passkeys ging zurück", "counter of a passkey went back"),
    ("password-set", "hat Passwort und App gesetzt", "set password and app"),
    ("recovery-renew", "hat neue Wiederherstellungscodes gemacht", "made new recovery codes"),
    ("recovery-code-use", "hat einen Wiederherstellungscode benutzt", "used a recovery code"),
    ("device-enrol", "hat ein Gerät eingerichtet", "set up a tablet"),
    ("device-revoke", "hat ein Gerät außer Betrieb genommen", "took a tablet out of use"),
    ("short-code-set", "hat einen Kurzcode gesetzt", "set a short code"),
    ("short-code-void", "Kurzcode nach falschen Versuchen ungültig", "short code void after wrong tries"),
    ("audit-export", "hat das Protokoll heruntergeladen", "downloaded the record"),
    ("barrier-report", "hat eine Barriere gemeldet", "reported a barrier"),
    ("barrier-close", "hat eine Barriere-Meldung erledigt", "closed a report of a barrier"),
    ("barrier-purge", "hat alte Barriere-Meldungen gelöscht", "deleted old reports of barriers"),
    (
        "search-miss-forget",
        "hat ein vergeblich gesuchtes Wort gelöscht",
        "deleted a word searched for in vain",
    ),
    ("search-miss-purge", "hat alte Zählungen der Suche gelöscht", "deleted old counts of the search"),
    ("services.import", "hat Dienste eingelesen", "read services in"),
    ("venue-create", "hat einen Ort angelegt", "made a venue"),
    ("venue-change", "hat einen Ort geändert", "changed a venue"),
    ("stop-create", "hat einen Halt angelegt", "made a stop"),
    ("stop-change", "hat einen Halt geändert", "changed a stop"),
    ("stop-cancel", "hat einen Halt abgesagt", "cancelled a stop"),
    ("stop-venue-change", "hat den Ort eines Haltes geändert", "changed the venue of a stop"),
    ("stop-shift", "hat einen Beispiel-Halt verschoben", "moved an example stop"),
    ("queue-forget", "hat die Warteschlange eines Tages anonym gemacht", "made the queue of a day anonymous"),
    ("mail-send", "Mail an den Mailserver übergeben", "mail handed to the mail server"),
    ("mail-fail", "Mail nicht verschickt, aufgegeben", "mail not sent, given up"),
    ("database.copy", "hat die Datenbank aus einer anderen kopiert", "copied the database from another"),
    (
        "database.restore",
        "hat die Datenbank aus einer Sicherung geholt",
        "restored the database from a backup",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_and_no_words_are_left_over() {
        let mut named: Vec<_> = MEANINGS.iter().map(|(name, ..)| *name).collect();
        named.sort_unstable();
        assert_eq!(named, kernel::ACTIONS);
        for lang in kernel::Lang::ALL {
            assert!(kernel::ACTIONS.iter().all(|a| action(lang, a) != *a && !action(lang, a).is_empty()));
        }
        assert_eq!(action(kernel::Lang::De, "of-a-later-program"), "of-a-later-program");
    }
}
