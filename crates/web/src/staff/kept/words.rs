use crate::staff::words::words;

words! {
    title: "Ihre Eingaben sind noch da" / "Your entries are still here";
    lead: "Abgeschickt ist noch nichts. Prüfen Sie, was hier steht, und senden Sie es ab." / "Nothing has been sent yet. Check what stands here, and send it.";
    desk: "Ihr Knopfdruck galt nicht mehr. Am Platz steht noch, was Sie geschrieben haben." / "Your press did not count any more. At the desk stands what you have written.";
    somebody: "War vorher jemand anderes an diesem Gerät? Dann verwerfen Sie die Eingaben." / "Was somebody else at this device before? Then discard the entries.";
    key: "Der Schlüssel für Ihre Code-App bleibt derselbe. Passwort und Code geben Sie noch einmal ein." / "The key for your code app stays the same. Enter password and code once more.";
    send: "Jetzt absenden" / "Send now";
    go_on: "Weiter" / "Continue";
    discard: "Verwerfen" / "Discard";
    yes: "ja" / "yes";
    person: "Name" / "Name";
    handle: "Anmeldename" / "Sign-in name";
    mail: "Mail-Adresse" / "Mail address";
    role: "Rolle" / "Role";
    stop: "Halt" / "Stop";
    all_stops: "Alle Halte" / "All stops";
    label: "Bezeichnung" / "Label";
    note: "Notiz" / "Note";
}
