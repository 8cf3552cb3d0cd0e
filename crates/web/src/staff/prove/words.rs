use crate::staff::words::words;

words! {
    kept: "Ihre Eingaben bleiben erhalten. Danach können Sie sie absenden." / "Your entries stay. Afterwards you can send them.";
    title: "Bitte bestätigen Sie, dass Sie es sind" / "Please confirm that it is you";
    lead: "Für diesen Schritt brauchen wir Ihren zweiten Faktor noch einmal. Das gilt dann fünf Minuten." / "For this step we need your second factor once more. It then holds for five minutes.";
    passkey_button: "Mit Passkey bestätigen" / "Confirm with a passkey";
    no_script: "Passkeys brauchen JavaScript. Ohne JavaScript nehmen Sie den Code." / "Passkeys need JavaScript. Without JavaScript use the code.";
    code_head: "Mit Code" / "With a code";
    code: "Code aus Ihrer App" / "Code from your app";
    code_hint: "Sechs Ziffern, oder ein Wiederherstellungscode." / "Six digits, or a recovery code.";
    submit: "Bestätigen" / "Confirm";
    practice: "Dies ist ein Übungskonto: Ein Klick genügt." / "This is a practice account: one click is enough.";
    wrong: "Der Code stimmt nicht, wurde schon benutzt, oder es waren zu viele Versuche. Warten Sie auf den nächsten Code." / "The code is not right, was used before, or there were too many tries. Wait for the next code.";
}
