//! Where somebody goes after signing in: back to where they were, else where they work. Never to another site.

use axum::http::{HeaderMap, Uri, header};
use kernel::{Actor, Lang, Permission};

use crate::{App, http::lang::href};

/// Last parts of addresses that only take forms. A page with an error stands there, but cannot be asked for again.
const ANSWERS: [&str; 14] = [
    "abmelden",
    "einladen",
    "entsperren",
    "frage",
    "kurzcode",
    "leitung",
    "loeschen",
    "passkey",
    "setzen",
    "sperren",
    "ueben",
    "wiederherstellung",
    "zuruecknehmen",
    "zuruecksetzen",
];
/// The same, with the id of a passkey, a session or a tablet in front, which has no page of its own.
const ANSWERS_ON_PART: [&str; 3] = ["beenden", "entfernen", "widerrufen"];

/// Where to go after signing in: a page of ours, never another site's. `home` is used when nothing fit is wanted.
pub(crate) fn back(lang: Lang, wanted: &str, home: &str) -> String {
    if is_ours(wanted) { wanted.to_owned() } else { href(lang, home) }
}

/// Whether an address is a page of ours, and none that leads into the site from outside.
pub(super) fn is_ours(wanted: &str) -> bool {
    let path = wanted.split(['?', '#']).next().unwrap_or_default();
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
    let ours = path.starts_with('/') && !path.contains("//") && plain && wanted.is_ascii();
    let sign_in = path.ends_with("/anmelden") || path.contains("/einladung/");
    ours && !sign_in && !wanted.contains(|c: char| c == '\\' || c.is_ascii_control())
}

/// Where somebody works: whoever serves at a stop at the counter, everybody else at the own account.
pub(crate) fn home(actor: &Actor) -> &'static str {
    if actor.stops_for(Permission::QueueServe).is_empty() { "/konto" } else { "/stand" }
}

/// The page on which a form stood, by what the browser says of it. `None` when it says nothing, or names another site.
pub(crate) fn page_of_form(app: &App, request: &HeaderMap) -> Option<String> {
    let referer: Uri = request.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let said = referer.authority()?.as_str();
    let public = app.settings().public_url.to_string();
    let host = request.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let ours = public.split_once("://").is_some_and(|(_, of)| of == said) || host == said;
    ours.then(|| page_at(referer.path()).to_owned())
}

/// The page that can be asked for again, of an address that may only take forms.
fn page_at(path: &str) -> &str {
    let mut page = path;
    while let Some((above, last)) = page.rsplit_once('/') {
        page = match last {
            "sitzung" => above,
            last if ANSWERS.contains(&last) => above,
            last if ANSWERS_ON_PART.contains(&last) => {
                above.rsplit_once('/').map_or(above, |(above, _)| above)
            }
            _ => break,
        };
    }
    if page.is_empty() { path } else { page }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        for ours in ["/buero/leute", "/en/konto", "/buero/protokoll?von=2026-01-01", "/stand/mercado/1"] {
            assert_eq!(back(Lang::De, ours, "/konto"), ours);
        }
        for other in [
            "",
            "evil.example",
            "//evil.example",
            "///evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\\evil",
            "\\\\evil.example",
            "/%2f%2fevil.example",
            "/%5cevil.example",
            "%2f%2fevil.example",
            "/konto?x=\\evil",
            "/konto?\r\nSet-Cookie: x",
            "/konto\t",
            " /konto",
            "/a b",
            "/@evil.example",
            "/anmelden",
            "/ä",
            "/%0a",
        ] {
            assert_eq!(back(Lang::En, other, "/stand"), "/en/stand", "{other:?}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_asked_for_again_leads_to_the_one_before() {
        for (answer, page) in [
            ("/buero/leute/0190-7/sperren", "/buero/leute/0190-7"),
            ("/en/buero/geraete/0190-7/widerrufen", "/en/buero/geraete"),
            ("/konto/sitzung/0190-7/beenden", "/konto"),
            ("/konto/passkey/0190-7/entfernen", "/konto"),
            ("/geraet/kurzcode/setzen", "/geraet"),
            ("/stand/mercado/leitung", "/stand/mercado"),
            ("/stand/mercado/1", "/stand/mercado/1"),
            ("/buero/leute/neu", "/buero/leute/neu"),
            ("/konto/passwort", "/konto/passwort"),
            ("/konto", "/konto"),
            ("/", "/"),
        ] {
            assert_eq!(page_at(answer), page, "{answer}");
        }
    }
}
