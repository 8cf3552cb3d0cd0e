//! What somebody typed survives whatever comes between the form and its being taken.

use jiff::SignedDuration;
use kernel::{Lang, Role};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use testkit::{Answer, TestApp};

use super::{Browser, COOKIE, cookie, demo, invited};
use crate::html::between;

const TYPED: &str = "person=G%C3%BCl+%22Neu%22&handle=g.neu&rolle=guide&rolle=admin&halt=offen";

/// What a page carries on, as a browser would send it.
fn carried(answer: &Answer) -> String {
    let value = between(answer.text(), "name=\"behalten\" value=\"", "\"");
    utf8_percent_encode(&value.replace("&#38;", "&").replace("&amp;", "&"), NON_ALPHANUMERIC).to_string()
}

/// Presses the button of the page that offers what was typed.
async fn send_again(app: &TestApp, page: &Answer, token: &str) -> Answer {
    let text = page.text();
    let form = between(text, "id=\"noch-da\"", "</form>");
    let action = between(form, "action=\"", "\"");
    let unescape = |value: &str| value.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#38;", "&");
    let fields: Vec<String> = form
        .split("name=\"")
        .skip(1)
        .map(|rest| {
            let name = rest.split('"').next().unwrap();
            let value = unescape(between(rest, "value=\"", "\""));
            format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC))
        })
        .collect();
    let cookie = format!("{COOKIE}={token}");
    app.post(action, &fields.join("&"), &[("cookie", &cookie)]).await
}

#[tokio::test]
async fn an_invitation_survives_the_second_factor() {
    let app = demo().await;
    for lang in Lang::ALL.into_iter().filter(|l| matches!(l, Lang::De | Lang::En)) {
        let admin = Browser::practice(&app, Role::Admin).await;
        app.clock.advance(SignedDuration::from_mins(6));
        let prefix = lang.prefix();
        let typed = TYPED.replace("g.neu", &format!("g.neu-{lang}"));
        let asked = admin.post(&app, &format!("{prefix}/buero/leute/neu"), &typed).await;
        assert_eq!(asked.status, 403);
        assert!(asked.text().contains(&format!("{prefix}/konto/bestaetigen/ueben")), "{}", asked.text());
        let fields = format!("weiter={prefix}%2Fbuero%2Fleute%2Fneu&behalten={}", carried(&asked));
        let proven = admin.post(&app, &format!("{prefix}/konto/bestaetigen/ueben"), &fields).await;
        let said = proven.ok();
        assert!(said.contains("G\u{fc}l &#34;Neu&#34;") || said.contains("Gül &quot;Neu&quot;"), "{said}");
        assert!(
            said.contains(&format!("g.neu-{lang}"))
                && said.contains(&format!("action=\"{prefix}/buero/leute/neu\""))
        );
        let done = send_again(&app, &proven, &cookie(&proven, COOKIE)).await;
        assert!(done.ok().contains("/einladung/"), "{}", done.text());
    }
}

#[tokio::test]
async fn a_form_survives_the_end_of_its_session_and_a_wrong_password() {
    let app = demo().await;
    let lead = Browser::practice(&app, Role::Lead).await;
    app.clock.advance(SignedDuration::from_mins(31));
    let referer = [("referer", "http://localhost:8080/buero/geraete")];
    let body = format!("form={}&label=Tablet+am+Eingang&halt=offen", lead.form);
    let ended = lead.post_with(&app, "/buero/geraete", &body, &referer).await;
    assert_eq!(ended.status, 403);
    assert!(ended.text().contains("Ihre Eingaben sind noch da"), "{}", ended.text());
    assert!(ended.text().contains("name=\"weiter\" value=\"/buero/geraete\""));
    let wrong = format!("name=x&passwort=y&code=1&weiter=%2Fbuero%2Fgeraete&behalten={}", carried(&ended));
    let wrong = app.post("/anmelden", &wrong, &[]).await;
    assert_eq!(wrong.status, 403);
    let fields = format!("role=lead&weiter=%2Fbuero%2Fgeraete&behalten={}", carried(&wrong));
    let signed = app.post("/anmelden/ueben", &fields, &[]).await;
    assert!(signed.ok().contains("Tablet am Eingang"), "{}", signed.text());
    let done = send_again(&app, &signed, &cookie(&signed, COOKIE)).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/geraet"));
}

/// Minutes later a press would call somebody whom nobody means.
#[tokio::test]
async fn a_press_at_a_desk_is_never_made_up_for_but_the_note_stays() {
    let app = demo().await;
    super::desk_open(&app, 1).await;
    let guide = Browser::practice(&app, Role::Guide).await;
    app.clock.advance(SignedDuration::from_mins(31));
    let body = format!("form={}&schluessel=x&tun=naechste&notiz=Toner+fehlt", guide.form);
    let ended = guide.post_with(&app, "/stand/offen/1", &body, &[]).await;
    assert_eq!(ended.status, 403);
    let signed = app.post("/anmelden/ueben", &format!("role=guide&behalten={}", carried(&ended)), &[]).await;
    assert!(signed.ok().contains("Toner fehlt") && !signed.text().contains("naechste"), "{}", signed.text());
    let desk = send_again(&app, &signed, &cookie(&signed, COOKIE)).await;
    assert!(desk.ok().contains("value=\"Toner fehlt\""), "{}", desk.text());
}

/// A step-up in one tab renews the session's secret; forms open in another tab carry the old one.
#[tokio::test]
async fn a_form_of_the_tab_beside_is_offered_and_never_taken_without_a_press() {
    let app = demo().await;
    let admin = Browser::practice(&app, Role::Admin).await;
    let proven = admin.post(&app, "/konto/bestaetigen/ueben", "").await;
    let now = Browser::of(&app, &cookie(&proven, COOKIE)).await;
    let stale = now.post_with(&app, "/buero/leute/neu", &format!("form={}&{TYPED}", admin.form), &[]).await;
    assert_eq!(stale.status, 403);
    assert!(stale.text().contains("Ihre Eingaben sind noch da"), "{}", stale.text());
    let people = app.app.gate().accounts(&kernel::Actor::Operator).await.unwrap();
    assert!(people.iter().all(|p| p.account.handle.as_str() != "g.neu"), "it was taken");
    let done = send_again(&app, &stale, &cookie(&proven, COOKIE)).await;
    assert!(done.ok().contains("/einladung/"), "{}", done.text());
    // What was no form of ours is not offered.
    let none = now.post_with(&app, "/buero/leute/neu", &format!("form=x&{TYPED}"), &[]).await;
    assert!(none.status == 403 && !none.text().contains("noch da"));
}

#[tokio::test]
async fn secrets_are_never_carried_but_for_the_key_of_ones_own_app() {
    let app = demo().await;
    let anna = Browser::at(&app, Role::Guide, "offen").await;
    let page = anna.get(&app, "/konto/passwort").await;
    let key = between(page.ok(), "name=\"secret\" value=\"", "\"").to_owned();
    app.clock.advance(SignedDuration::from_mins(6));
    let typed = format!("secret={key}&passwort=vier+fremde+Kutter+im+Watt&code=123456");
    let asked = anna.post(&app, "/konto/passwort", &typed).await;
    assert_eq!(asked.status, 403);
    assert!(asked.text().contains(&key), "{}", asked.text());
    assert!(!asked.text().contains("Kutter") && !asked.text().contains("123456"));
    // Who comes after the session's end may be somebody else.
    app.clock.advance(SignedDuration::from_mins(31));
    let ended = anna.post(&app, "/konto/passwort", &typed).await;
    assert_eq!(ended.status, 303);
    // The form comes back with the same key and without complaint.
    let anna = Browser::at(&app, Role::Guide, "tibarg").await;
    let again = anna.post(&app, "/konto/passwort", &format!("secret={key}&wieder=1")).await;
    assert!(again.ok().contains(&key) && !again.text().contains("role=\"alert\""), "{}", again.text());
}

#[tokio::test]
async fn the_name_of_a_new_passkey_comes_back_with_the_page() {
    let app = demo().await;
    let anna = Browser::at(&app, Role::Guide, "offen").await;
    app.clock.advance(SignedDuration::from_mins(6));
    for path in ["/konto/passkey/frage", "/konto/passkey"] {
        let asked = anna.post(&app, path, "label=Mein+gelber+Stick&ticket=&answer=").await;
        let said =
            format!("{}{}", asked.text(), asked.headers.get("location").map_or("", |l| l.to_str().unwrap()));
        assert!(said.contains("%2Fkonto%3Flabel%3DMein%2520gelber%2520Stick"), "{path}: {said}");
    }
    assert!(
        anna.get(&app, "/konto?label=Mein%20gelber%20Stick")
            .await
            .ok()
            .contains("value=\"Mein gelber Stick\"")
    );
    let long = "x".repeat(61);
    let told = anna.post(&app, "/konto/passkey", &format!("label={long}")).await;
    assert_eq!(told.status, 422);
    assert!(told.text().contains(&format!("value=\"{long}\"")), "what was typed is gone");
}

#[tokio::test]
async fn ticks_that_cannot_be_taken_stay_ticked() {
    let app = demo().await;
    let admin = Browser::practice(&app, Role::Admin).await;
    let id = invited(&app, "neu", Role::Guide, "offen").await.account.id;
    let told = admin.post(&app, &format!("/buero/leute/{id}"), "alle=1").await;
    assert_eq!(told.status, 409);
    let text = told.text();
    assert!(
        text.contains("id=\"rolle-error\"") && text.contains("id=\"alle\" name=\"alle\" value=\"1\" checked")
    );
    assert!(!text.contains("value=\"guide\" checked"), "the ticks that were taken away are back");
}

#[tokio::test]
async fn what_is_carried_leads_to_no_other_site() {
    let app = demo().await;
    for to in [
        "https%253A%252F%252Fevil.example",
        "%252F%252Fevil.example",
        "%252Fkonto%252F..%252F%252Fevil",
        "nichts",
    ] {
        let fields = format!("role=lead&behalten=an%3D{to}%26label%3Dx");
        let signed = app.post("/anmelden/ueben", &fields, &[]).await;
        assert_eq!((signed.status.as_u16(), signed.header("location")), (303, "/stand"), "{to}");
    }
}
