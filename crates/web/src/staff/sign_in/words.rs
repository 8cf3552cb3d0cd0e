use crate::staff::words::words;

words! {
    kept: "Ihre Anmeldung war zu Ende. Ihre Eingaben sind noch da: Melden Sie sich an, dann können Sie sie absenden." / "You were signed out. Your entries are still here: sign in, then you can send them.";
    title: "Anmelden" / "Sign in";
    lead: "Für alle, die hier arbeiten. Besucherinnen und Besucher brauchen kein Konto." / "For everybody who works here. Visitors need no account.";
    passkey: "Mit Passkey" / "With a passkey";
    passkey_how: "Ihr Gerät fragt nach Fingerabdruck, Gesicht oder Gerätesperre. Sie müssen nichts eintippen." / "Your device asks for fingerprint, face or screen lock. You need not type anything.";
    passkey_button: "Mit Passkey anmelden" / "Sign in with a passkey";
    no_script: "Passkeys brauchen JavaScript. Ohne JavaScript melden Sie sich mit Passwort und Code an." / "Passkeys need JavaScript. Without JavaScript sign in with password and code.";
    password_head: "Mit Passwort und Code" / "With password and code";
    name: "Anmeldename" / "Sign-in name";
    password: "Passwort" / "Password";
    code: "Code aus Ihrer App" / "Code from your app";
    code_hint: "Sechs Ziffern. Telefon weg? Dann nehmen Sie einen Wiederherstellungscode." / "Six digits. Lost your phone? Then use a recovery code.";
    submit: "Anmelden" / "Sign in";
    help: "Sie kommen nicht hinein? Ihre Leitung oder ein Admin kann Ihr Konto zurücksetzen. Per E-Mail geht das aus Sicherheitsgründen nicht." / "Cannot get in? Your lead or an admin can reset your account. For security reasons this is not possible by e-mail.";
    practice: "Üben" / "Practise";
    practice_how: "Dies sind Beispieldaten. Probieren Sie jede Rolle mit einem Klick aus." / "These are example data. Try every role with one click.";
    practice_as: "Üben als" / "Practise as";
}
