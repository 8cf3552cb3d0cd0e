use kernel::Lang;
use outreach::ProblemKind;

use crate::site::land::Land;

/// The texts of form and thanks.
pub(super) struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub no_account: &'static str,
    pub error: &'static str,
    pub check: &'static str,
    pub what: &'static str,
    pub what_hint: &'static str,
    pub page: &'static str,
    pub page_hint: &'static str,
    pub contact: &'static str,
    pub contact_hint: &'static str,
    pub optional: &'static str,
    pub submit: &'static str,
    pub privacy: &'static str,
    pub privacy_link: &'static str,
    pub purpose_label: &'static str,
    pub purpose: &'static str,
    pub basis_label: &'static str,
    pub long_label: &'static str,
    pub long: &'static str,
    pub who_label: &'static str,
    pub who: &'static str,
    pub rights_label: &'static str,
    pub rights: &'static str,
    pub not_from_here: &'static str,
    pub too_many: &'static str,
    pub not_stored: &'static str,
    pub thanks: &'static str,
    pub stored: &'static str,
    pub only_with_contact: &'static str,
    pub not_content: &'static str,
    pub again: &'static str,
}

const DE: Words = Words {
    title: "Barriere melden",
    lead: "Was stört Sie auf diesen Seiten, oder was können Sie nicht benutzen? Sagen Sie es uns.",
    no_account: "Ihren Namen brauchen wir nicht.",
    error: "Fehler:",
    check: "Bitte prüfen Sie Ihre Angaben",
    what: "Was ist die Barriere?",
    what_hint: "Zum Beispiel: Ich kann den Text nicht vergrößern. Höchstens 2000 Zeichen. Schreiben Sie hier nie eine PIN oder PUK.",
    page: "Auf welcher Seite?",
    page_hint: "Die Adresse, zum Beispiel /termine",
    contact: "Wie erreichen wir Sie?",
    contact_hint: "E-Mail-Adresse oder Telefonnummer, nur wenn Sie eine Antwort möchten.",
    optional: "(freiwillig)",
    submit: "Barriere melden",
    privacy: "Was mit Ihren Angaben geschieht",
    privacy_link: "Datenschutz: wer verantwortlich ist und wie Sie uns erreichen",
    purpose_label: "Wozu",
    purpose: "Wir wollen die Barriere beseitigen und Ihnen antworten.",
    basis_label: "Rechtsgrundlage",
    long_label: "Wie lange",
    long: "Nach 12 Monaten löschen wir alles, was Sie hier schreiben.",
    who_label: "Wer es liest",
    who: "Nur die Menschen, die diese Seiten betreuen. Ihre IP-Adresse und Ihr Gerät speichern wir nicht mit.",
    rights_label: "Ihre Rechte",
    rights: "Sie können Auskunft, Berichtigung, Löschung oder eine Einschränkung verlangen, widersprechen und sich bei der Datenschutz-Aufsicht beschweren.",
    not_from_here: "Wir konnten nicht erkennen, dass das Formular von dieser Seite kommt. Bitte senden Sie es noch einmal ab.",
    too_many: "Gerade kommen sehr viele Meldungen. Ihre Angaben sind noch da. Bitte senden Sie sie in zehn Minuten noch einmal ab.",
    not_stored: "Wir konnten Ihre Meldung gerade nicht speichern. Ihre Angaben sind noch da. Bitte senden Sie sie in ein paar Minuten noch einmal ab, oder rufen Sie uns an.",
    thanks: "Danke für Ihre Meldung",
    stored: "Ihre Meldung ist angekommen. Sie müssen nichts weiter tun.",
    only_with_contact: "Das geht nur, wenn Sie uns gesagt haben, wie wir Sie erreichen.",
    not_content: "Hilft unsere Antwort nicht? Dann gibt es eine Stelle, an die Sie sich wenden können:",
    again: "Noch eine Barriere melden",
};

const EN: Words = Words {
    title: "Report a barrier",
    lead: "What disturbs you on these pages, or what can you not use? Tell us.",
    no_account: "We do not need your name.",
    error: "Error:",
    check: "Please check your entries",
    what: "What is the barrier?",
    what_hint: "For example: I cannot make the text larger. At most 2000 characters. Never write a PIN or PUK here.",
    page: "On which page?",
    page_hint: "The address, for example /en/termine",
    contact: "How can we reach you?",
    contact_hint: "E-mail address or phone number, only if you would like an answer.",
    optional: "(optional)",
    submit: "Report the barrier",
    privacy: "What happens to your entries",
    privacy_link: "Privacy: who is responsible and how to reach us",
    purpose_label: "What for",
    purpose: "We want to remove the barrier and answer you.",
    basis_label: "Legal basis",
    long_label: "How long",
    long: "After 12 months we delete everything you write here.",
    who_label: "Who reads it",
    who: "Only the people who look after these pages. We do not store your IP address or your device with it.",
    rights_label: "Your rights",
    rights: "You can ask for access, correction, deletion or restriction, object, and complain to the data protection authority.",
    not_from_here: "We could not tell that the form comes from this page. Please send it once more.",
    too_many: "Very many reports are coming in. Your entries are still here. Please send them again in ten minutes.",
    not_stored: "We could not store your report just now. Your entries are still here. Please send them again in a few minutes, or give us a call.",
    thanks: "Thank you for your report",
    stored: "Your report has arrived. There is nothing more you need to do.",
    only_with_contact: "That works only if you told us how to reach you.",
    not_content: "Does our answer not help? There is a body you can turn to:",
    again: "Report another barrier",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

/// By when there is an answer.
pub(super) fn reply(lang: Lang, days: u16) -> String {
    lang.pick(format!("Wir antworten innerhalb von {days} Tagen."), format!("We answer within {days} days."))
}

/// A public task: nobody needs to agree to being helped (Art. 6(1)(e) GDPR and the act of the Land).
pub(super) fn legal_basis(lang: Lang, place: Option<Land>) -> String {
    let act = Land::words(place).data_protection_act;
    lang.pick(
        format!("Artikel 6 Absatz 1 Buchstabe e DSGVO mit dem Landesrecht ({act})"),
        format!("Article 6(1)(e) GDPR with the law of the Land ({act})"),
    )
}

/// What is wrong, and what to do.
pub(super) fn problem(lang: Lang, kind: ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => {
            lang.pick("Schreiben Sie, was die Barriere ist.", "Write what the barrier is.").to_owned()
        }
        ProblemKind::TooLong { has, most } => lang.pick(
            format!("Kürzen Sie den Text: Er hat {has} Zeichen, {most} sind möglich."),
            format!("Shorten the text: it has {has} characters, {most} are possible."),
        ),
        ProblemKind::MaybeSecret => lang
            .pick(
                "Ihr Text enthält eine Zahl mit 5, 6 oder 10 Ziffern. Das kann eine PIN oder PUK sein, und die sollen Sie niemandem schicken. Nehmen Sie die Zahl heraus, oder schreiben Sie sie in Worten, wenn sie etwas anderes ist.",
                "Your text contains a number of 5, 6 or 10 digits. It may be a PIN or PUK, which you should send to nobody. Take the number out, or write it in words if it is something else.",
            )
            .to_owned(),
        ProblemKind::NoPage => lang
            .pick(
                "Schreiben Sie die Adresse einer unserer Seiten, zum Beispiel /termine, oder lassen Sie das Feld leer.",
                "Write the address of one of our pages, for example /en/termine, or leave the field empty.",
            )
            .to_owned(),
    }
}
