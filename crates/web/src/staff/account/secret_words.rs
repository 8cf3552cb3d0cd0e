use crate::staff::words::words;

words! {
    title: "Passwort und App" / "Password and app";
    password: "Neues Passwort" / "New password";
    password_hint: "Mindestens 12 Zeichen. Gut sind vier Wörter, die nichts miteinander zu tun haben. Einfügen ist erlaubt." / "At least 12 characters. Four words that have nothing to do with each other are good. Pasting is allowed.";
    app: "App für Codes" / "App for codes";
    app_how: "Öffnen Sie auf Ihrem Telefon eine App für Einmal-Codes (TOTP). Legen Sie dort ein Konto an, und scannen Sie dieses Bild. Oder geben Sie den Schlüssel ein." / "On your phone open an app for one-time codes (TOTP). Add an account there, and scan this picture. Or enter the key.";
    qr: "QR-Code mit dem Schlüssel für die App" / "QR code with the key for the app";
    key: "Schlüssel" / "Key";
    open_app: "In der App auf diesem Gerät öffnen" / "Open in the app on this device";
    code: "Code, den die App jetzt zeigt" / "Code that the app shows now";
    code_hint: "Sechs Ziffern" / "Six digits";
    submit: "Passwort und App speichern" / "Save password and app";
    codes_title: "Ihre Wiederherstellungscodes" / "Your recovery codes";
    codes_lead: "Drucken Sie diese Codes aus, oder schreiben Sie sie ab. Wir zeigen sie nur dieses eine Mal." / "Print these codes, or write them down. We show them only this once.";
    codes_how: "Ist Ihr Telefon weg, nehmen Sie bei der Anmeldung einen davon statt des Codes der App. Jeder gilt einmal. Frühere gelten nicht mehr." / "If your phone is lost, use one of them in place of the app's code. Each holds once. Earlier ones do not hold any more.";
    go_on: "Weiter zu meinem Konto" / "Continue to my account";
}
