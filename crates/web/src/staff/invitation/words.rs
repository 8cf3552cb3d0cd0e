use crate::staff::words::words;

words! {
    title: "Ihr Konto einrichten" / "Set up your account";
    lead: "Sie wurden eingeladen, hier mitzuarbeiten." / "You were invited to work here.";
    name: "Ihr Anmeldename" / "Your sign-in name";
    name_hint: "Den hat Ihnen Ihre Leitung genannt. Er steht nicht im Link." / "Your lead told you. It is not part of the link.";
    next: "Weiter" / "Continue";
    hello: "Willkommen" / "Welcome";
    passkey: "Mit Passkey (empfohlen)" / "With a passkey (recommended)";
    passkey_how: "Sie melden sich dann mit Fingerabdruck, Gesicht oder Gerätesperre an. Sie müssen sich nichts merken." / "You then sign in with fingerprint, face or screen lock. There is nothing to remember.";
    label: "Wie nennen Sie diesen Passkey?" / "What do you call this passkey?";
    label_hint: "Damit Sie ihn wiedererkennen, zum Beispiel: Diensthandy" / "So that you know it again, for example: work phone";
    label_value: "Mein Gerät" / "My device";
    passkey_button: "Passkey einrichten" / "Set up a passkey";
    no_script: "Passkeys brauchen JavaScript. Ohne JavaScript nehmen Sie Passwort und Code." / "Passkeys need JavaScript. Without JavaScript use password and code.";
    password: "Mit Passwort und Code" / "With password and code";
    submit: "Konto einrichten" / "Set up the account";
    void_title: "Diese Einladung gilt nicht (mehr)" / "This invitation does not hold (any more)";
    void: "Sie wurde schon benutzt, zurückgenommen, oder sie ist älter als 48 Stunden. Vielleicht fehlt auch ein Stück des Links. Bitten Sie Ihre Leitung um eine neue." / "It was used, taken back, or is older than 48 hours. Perhaps a part of the link is missing. Ask your lead for a new one.";
    to_sign_in: "Zur Anmeldung" / "To the sign-in page";
}
