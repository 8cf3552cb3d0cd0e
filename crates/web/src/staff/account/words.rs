use crate::staff::words::words;

words! {
    title: "Mein Konto" / "My account";
    name: "Name" / "Name";
    handle: "Anmeldename" / "Sign-in name";
    roles: "Rollen" / "Roles";
    stops: "Halte" / "Stops";
    all_stops: "alle" / "all";
    no_stops: "keine" / "none";
    passkeys: "Passkeys" / "Passkeys";
    passkeys_none: "Sie haben noch keinen Passkey." / "You have no passkey yet.";
    passkeys_more: "Richten Sie einen zweiten ein. Dann kommen Sie auch hinein, wenn ein Gerät weg ist." / "Set up a second one. Then you get in even if a device is lost.";
    added: "eingerichtet" / "added";
    used: "zuletzt benutzt" / "last used";
    remove: "Entfernen" / "Remove";
    label: "Wie nennen Sie den neuen Passkey?" / "What do you call the new passkey?";
    label_hint: "Zum Beispiel: Diensthandy" / "For example: work phone";
    passkey_button: "Passkey hinzufügen" / "Add a passkey";
    no_script: "Passkeys brauchen JavaScript." / "Passkeys need JavaScript.";
    password: "Passwort und App" / "Password and app";
    password_yes: "Sie haben ein Passwort und eine App für Codes." / "You have a password and an app for codes.";
    password_no: "Sie haben kein Passwort. Das brauchen Sie mit Passkey auch nicht." / "You have no password. With a passkey you do not need one.";
    password_set: "Passwort und App einrichten" / "Set up password and app";
    password_change: "Passwort oder App ersetzen" / "Replace password or app";
    recovery: "Wiederherstellungscodes übrig" / "Recovery codes left";
    recovery_button: "Neue Wiederherstellungscodes" / "New recovery codes";
    sessions: "Wo Sie angemeldet sind" / "Where you are signed in";
    this_one: "diese Sitzung" / "this session";
    on_tablet: "Gerät eines Halts" / "tablet of a stop";
    unknown: "unbekannter Browser" / "unknown browser";
    since: "seit" / "since";
    seen: "zuletzt" / "last seen";
    end: "Beenden" / "End";
    practice: "Dies ist ein Übungskonto. Es hat kein Passwort und keinen Passkey." / "This is a practice account. It has no password and no passkey.";
}
