use crate::staff::words::words;

words! {
    title: "Geräte an den Halten" / "Tablets at the stops";
    lead: "Ein gemeinsames Tablet gehört zu einem Halt. Darauf wechseln die Leute mit Passkey oder Kurzcode. Nach zwei Minuten ohne Nutzung sperrt es sich." / "A shared tablet belongs to a stop. On it people switch by passkey or short code. After two minutes without use it locks itself.";
    here: "Dieses Gerät einrichten" / "Set up this device";
    here_note: "Machen Sie das auf dem Tablet selbst. Danach werden Sie abgemeldet, und das Tablet ist bereit." / "Do this on the tablet itself. You are then signed out, and the tablet is ready.";
    stop: "Zu welchem Halt gehört es?" / "To which stop does it belong?";
    label: "Wie heißt das Gerät?" / "What is the device called?";
    label_hint: "Zum Beispiel: Tablet am Empfang" / "For example: tablet at the entrance";
    enrol: "Dieses Gerät einrichten" / "Set up this device";
    list: "Eingerichtete Geräte" / "Devices that are set up";
    none: "Noch keines." / "None yet.";
    since: "eingerichtet" / "set up";
    revoked: "außer Betrieb seit" / "out of use since";
    revoke: "Außer Betrieb nehmen" / "Take out of use";
    bad_label: "Geben Sie einen Namen mit 1 bis 60 Zeichen ein." / "Enter a name of 1 to 60 characters.";
    bad_stop: "Wählen Sie einen Halt." / "Choose a stop.";
}
