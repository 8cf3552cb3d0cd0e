//! What a person is told when something was not done. Plain words, what to do next, and nothing a stranger could use.

use kernel::{Lang, Role};
use staff::{
    PasskeyFault, Problem, SignInError, StaffError,
    rules::{
        password::{FEWEST, MOST, PasswordProblem},
        short_code::ShortCodeProblem,
    },
};

/// Why nobody was signed in. One answer for a wrong name, password or code, so that nobody learns which.
pub(super) fn sign_in(lang: Lang, error: &SignInError) -> String {
    match error {
        SignInError::Refused => lang.pick(
            "Name, Passwort oder Code stimmt nicht, oder es waren zu viele Versuche. Ist alles richtig? Dann prüfen Sie die Uhrzeit Ihres Telefons: Ein Code gilt nur etwa eine Minute, und jeder nur einmal. Nach zu vielen Versuchen warten Sie 15 Minuten, oder nehmen Sie Ihren Passkey.",
            "The name, password or code is not right, or there were too many tries. Is everything correct? Then check the time on your phone: a code holds for about a minute, and each only once. After too many tries wait 15 minutes, or use your passkey.",
        ),
        SignInError::Busy(_) => busy(lang),
        SignInError::Passkey(fault) => return passkey(lang, *fault),
        SignInError::NoDevice => lang.pick(
            "Dieses Gerät gehört zu keinem Halt (mehr). Bitte melden Sie sich mit Passkey oder Passwort an.",
            "This device belongs to no stop (any more). Please sign in with passkey or password.",
        ),
        SignInError::NoPractice => lang.pick(
            "Übungskonten gibt es nur mit Beispieldaten.",
            "Practice accounts exist only with example data.",
        ),
        SignInError::Db(_) => later(lang),
    }
    .to_owned()
}

/// Why an authenticator's answer was not taken.
pub(super) fn passkey(lang: Lang, fault: PasskeyFault) -> String {
    match fault {
        PasskeyFault::Question => lang.pick(
            "Das hat zu lange gedauert, oder diese Antwort wurde schon benutzt. Bitte fangen Sie noch einmal an.",
            "That took too long, or this answer was used before. Please start again.",
        ),
        PasskeyFault::Foreign => lang.pick(
            "Diesen Passkey kennen wir hier nicht. Vielleicht gehört er zu einem anderen Konto, oder er wurde entfernt.",
            "This passkey is not known here. Perhaps it belongs to another account, or it was removed.",
        ),
        PasskeyFault::Copied => lang.pick(
            "Von diesem Passkey gibt es vielleicht eine Kopie: Sein Zähler ging zurück. Wir haben ihn nicht angenommen und das festgehalten. Melden Sie sich anders an, und ersetzen Sie ihn.",
            "There may be a copy of this passkey: its counter went back. We did not take it and wrote that down. Sign in another way, and replace it.",
        ),
        PasskeyFault::Wrong => lang.pick(
            "Der Passkey passt nicht zu dieser Seite. Prüfen Sie die Adresse oben im Browser, und versuchen Sie es noch einmal.",
            "The passkey does not fit this site. Check the address at the top of your browser, and try again.",
        ),
        PasskeyFault::NoSite => lang.pick(
            "Passkeys gehen unter dieser Adresse nicht. Bitte nehmen Sie Passwort und Code.",
            "Passkeys do not work at this address. Please use password and code.",
        ),
    }
    .to_owned()
}

/// What is wrong with an entry, and with which field.
pub(super) fn problem(lang: Lang, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::HandleTaken => (
            "handle",
            lang.pick(
                "Diesen Anmeldenamen gibt es schon. Nehmen Sie einen anderen.",
                "This sign-in name exists already. Choose another.",
            )
            .to_owned(),
        ),
        Problem::NoRole => {
            ("rolle", lang.pick("Wählen Sie mindestens eine Rolle.", "Choose at least one role.").to_owned())
        }
        Problem::Password(reason) => ("passwort", password(lang, reason)),
        Problem::ShortCode(reason) => ("kurzcode", short_code(lang, reason).to_owned()),
        Problem::ClockOff(seconds) => ("code", clock_off(lang, seconds)),
        Problem::Code => (
            "code",
            lang.pick(
                "Der Code stimmt nicht. Warten Sie auf den nächsten, und geben Sie ihn gleich ein.",
                "The code is not right. Wait for the next one, and enter it at once.",
            )
            .to_owned(),
        ),
    }
}

fn clock_off(lang: Lang, seconds: i64) -> String {
    let (by, slow) = (seconds.unsigned_abs(), seconds < 0);
    lang.pick(
        format!(
            "Die Uhr Ihres Telefons geht etwa {by} Sekunden {}. Stellen Sie dort „Uhrzeit automatisch“ ein, und nehmen Sie den nächsten Code.",
            if slow { "nach" } else { "vor" }
        ),
        format!(
            "The clock of your phone is about {by} seconds {}. Switch on “automatic time” there, and take the next code.",
            if slow { "slow" } else { "fast" }
        ),
    )
}

fn password(lang: Lang, reason: PasswordProblem) -> String {
    match reason {
        PasswordProblem::Short => lang.pick(
            format!("Das Passwort ist zu kurz: Es braucht mindestens {FEWEST} Zeichen."),
            format!("The password is too short: it needs at least {FEWEST} characters."),
        ),
        PasswordProblem::Long => lang.pick(
            format!("Das Passwort ist zu lang: Höchstens {MOST} Zeichen."),
            format!("The password is too long: at most {MOST} characters."),
        ),
        PasswordProblem::Common => lang
            .pick(
                "Dieses Passwort ist leicht zu erraten. Nehmen Sie zum Beispiel vier Wörter, die nichts miteinander zu tun haben.",
                "This password is easy to guess. Take for example four words that have nothing to do with each other.",
            )
            .to_owned(),
    }
}

fn short_code(lang: Lang, reason: ShortCodeProblem) -> &'static str {
    match reason {
        ShortCodeProblem::Length => {
            lang.pick("Der Kurzcode braucht 4 bis 20 Zeichen.", "The short code needs 4 to 20 characters.")
        }
        ShortCodeProblem::MaybeSecret => lang.pick(
            "Das könnte eine PIN oder PUK eines Ausweises sein. Nehmen Sie eine andere Länge, oder Buchstaben.",
            "This might be the PIN or PUK of an ID card. Choose another length, or letters.",
        ),
        ShortCodeProblem::Simple => lang.pick(
            "Das ist zu leicht zu erraten. Nehmen Sie keine Reihe wie 1234 oder aaaa.",
            "This is too easy to guess. Do not use a row such as 1234 or aaaa.",
        ),
    }
}

/// Why a change of accounts was not done, where a page can say so.
pub(super) fn change(lang: Lang, error: &StaffError) -> Option<String> {
    Some(match error {
        StaffError::Invalid(reason) => problem(lang, *reason).1,
        StaffError::LastAdmin => lang
            .pick(
                "Danach könnte niemand mehr Konten verwalten. Machen Sie erst jemand anderen zum Admin.",
                "Nobody could manage accounts after that. Make somebody else admin first.",
            )
            .to_owned(),
        StaffError::Own => lang
            .pick(
                "Das geht nicht mit dem eigenen Konto: So sperrt sich niemand selbst aus. Bitten Sie einen anderen Admin.",
                "This does not work with your own account: so nobody locks themselves out. Ask another admin.",
            )
            .to_owned(),
        StaffError::LastWay => lang
            .pick(
                "Das ist Ihr einziger Weg zur Anmeldung. Richten Sie erst einen anderen ein.",
                "This is your only way to sign in. Set up another one first.",
            )
            .to_owned(),
        StaffError::SetUp => lang
            .pick(
                "Dieses Konto ist schon eingerichtet. Setzen Sie es zurück, wenn jemand nicht mehr hineinkommt.",
                "This account is set up already. Reset it if somebody cannot get in any more.",
            )
            .to_owned(),
        StaffError::Locked => lang
            .pick(
                "Dieses Konto ist gesperrt. Ein neuer Link gälte nicht. Entsperren Sie es zuerst.",
                "This account is locked. A new link would not hold. Unlock it first.",
            )
            .to_owned(),
        StaffError::TooMany => lang
            .pick(
                "Das sind mehr als 100.000 Zeilen, zu viele für eine Datei. Wählen Sie weniger Tage.",
                "These are more than 100,000 rows, too many for one file. Select fewer days.",
            )
            .to_owned(),
        StaffError::NeedsFullSignIn => lang
            .pick(
                "Melden Sie sich auf diesem Gerät zuerst mit Passkey oder Passwort an.",
                "Sign in on this tablet with passkey or password first.",
            )
            .to_owned(),
        StaffError::Passkey(fault) => passkey(lang, *fault),
        StaffError::Busy(_) => busy(lang).to_owned(),
        StaffError::Invitation => lang
            .pick(
                "Der Anmeldename passt nicht zu dieser Einladung, oder sie gilt nicht mehr: schon benutzt, zurückgenommen oder älter als 48 Stunden. Fragen Sie Ihre Leitung nach einer neuen.",
                "The sign-in name does not belong to this invitation, or it does not hold any more: used, taken back or older than 48 hours. Ask your lead for a new one.",
            )
            .to_owned(),
        StaffError::Forbidden(_) | StaffError::NotFound | StaffError::Db(_) => return None,
    })
}

fn busy(lang: Lang) -> &'static str {
    lang.pick(
        "Gerade melden sich sehr viele an. Bitte versuchen Sie es in ein paar Sekunden noch einmal.",
        "Very many people are signing in. Please try again in a few seconds.",
    )
}

fn later(lang: Lang) -> &'static str {
    lang.pick(
        "Das geht gerade nicht. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
        "This does not work at the moment. Please try again in a few minutes.",
    )
}

/// A role as people say it.
pub(super) fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Guide => lang.pick("Digital-Lotsin, Digital-Lotse", "Digital guide"),
        Role::Clerk => lang.pick("Fachkraft der Ausweisbehörde", "Clerk of the ID authority"),
        Role::Lead => lang.pick("Leitung am Halt", "Lead of a stop"),
        Role::Editor => lang.pick("Redaktion", "Editor"),
        Role::Planner => lang.pick("Planung der Tour", "Planner of the tour"),
        Role::Admin => lang.pick("Kontenverwaltung (Admin)", "Account manager (admin)"),
        Role::Auditor => lang.pick("Revision", "Auditor"),
    }
}

/// What a role may do, in one sentence.
pub(super) fn role_hint(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Guide => lang.pick("hilft Menschen am eigenen Halt", "helps people at their own stop"),
        Role::Clerk => lang.pick("aktiviert den Online-Ausweis", "switches on the online ID"),
        Role::Lead => lang
            .pick("führt das Team, lädt ein, richtet Geräte ein", "leads the team, invites, sets up tablets"),
        Role::Editor => lang.pick("pflegt Dienste und Texte", "looks after services and texts"),
        Role::Planner => lang.pick("plant Orte und Termine", "plans places and dates"),
        Role::Admin => lang.pick("vergibt Rollen, sperrt und setzt zurück", "gives roles, locks and resets"),
        Role::Auditor => lang
            .pick("liest, wer was getan hat, und ändert nichts", "reads who did what, and changes nothing"),
    }
}
