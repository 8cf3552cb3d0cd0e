use crate::staff::words::words;

words! {
    kept: "Ihre Anmeldung war zu Ende. Ihre Eingaben sind noch da: Melden Sie sich an, dann können Sie sie absenden." / "You were signed out. Your entries are still here: sign in, then you can send them.";
    title: "Wer sind Sie?" / "Who are you?";
    stop: "Dieses Gerät gehört zum Halt" / "This tablet belongs to the stop";
    none_title: "Dieses Gerät gehört zu keinem Halt" / "This device belongs to no stop";
    none: "Eine Leitung kann es unter „Geräte“ einrichten." / "A lead can set it up under “Tablets”.";
    to_sign_in: "Zur Anmeldung" / "To the sign-in page";
    choose: "Mit Kurzcode" / "With a short code";
    person: "Name" / "Name";
    code: "Kurzcode" / "Short code";
    code_hint: "Er gilt nur auf diesem Gerät. Geben Sie hier nie die PIN eines Ausweises ein." / "It works only on this tablet. Never enter the PIN of an ID card here.";
    switch: "Anmelden" / "Sign in";
    nobody: "Noch hat niemand einen Kurzcode für dieses Gerät." / "Nobody has a short code for this tablet yet.";
    passkey_button: "Mit Passkey anmelden" / "Sign in with a passkey";
    no_script: "Passkeys brauchen JavaScript. Ohne JavaScript nehmen Sie Kurzcode oder Passwort." / "Passkeys need JavaScript. Without JavaScript use short code or password.";
    other: "Anders anmelden" / "Sign in another way";
    wrong: "Der Kurzcode stimmt nicht, oder er gilt nicht mehr. Nach fünf falschen Versuchen melden Sie sich mit Passkey oder Passwort an und setzen einen neuen." / "The short code is not right, or it does not hold any more. After five wrong tries sign in with passkey or password and set a new one.";
    set: "Ihr Kurzcode für dieses Gerät" / "Your short code for this tablet";
    set_lead: "Damit wechseln Sie hier in Sekunden." / "With it you switch here within seconds.";
    new_code: "Neuer Kurzcode" / "New short code";
    new_hint: "4 bis 20 Zeichen, zum Beispiel ein Wort. Nehmen Sie nie die PIN oder PUK eines Ausweises." / "4 to 20 characters, for example a word. Never take the PIN or PUK of an ID card.";
    save: "Kurzcode speichern" / "Save the short code";
    signed_in: "Sie sind angemeldet. Nach zwei Minuten ohne Nutzung sperrt sich das Gerät." / "You are signed in. After two minutes without use the tablet locks itself.";
    lock: "Gerät sperren" / "Lock the tablet";
}
