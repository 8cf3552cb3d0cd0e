use kernel::{Actor, Lang, Role};
use testkit::Setup;

use super::{Browser, COOKIE, cookie, demo, invited, table::STAFF};

/// Adding cookies would let a session be planted; so they are bound to the host, and gone from scripts.
#[tokio::test]
async fn the_cookie_is_bound_to_this_host() {
    let app = demo().await;
    let answer = app.post("/anmelden/ueben", "role=guide", &[]).await;
    let set: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).collect();
    assert_eq!(set.len(), 1);
    assert!(set[0].starts_with(&format!("{COOKIE}=")), "{set:?}");
    assert!(set[0].ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"), "{set:?}");
    assert_eq!(answer.header("location"), "/konto");
}

#[tokio::test]
async fn pages_are_stored_nowhere_and_passkeys_are_allowed_only_where_they_are_used() {
    let app = demo().await;
    for role in [Role::Admin, Role::Auditor] {
        let browser = Browser::practice(&app, role).await;
        for route in STAFF.iter().filter(|r| r.method == "GET" && !r.template.contains('{')) {
            for lang in Lang::ALL {
                let answer = browser.get(&app, &format!("{}{}", lang.prefix(), route.template)).await;
                assert_eq!(answer.header("cache-control"), "no-store", "{}", route.template);
                assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
                if answer.status == 200 && answer.header("content-type").starts_with("text/html") {
                    let tag = format!("<html lang=\"{}\"", lang.tag());
                    assert!(answer.text().contains(&tag), "{}", route.template);
                    assert!(answer.text().contains("<meta name=\"robots\" content=\"noindex\">"));
                }
            }
        }
        let sign_in = app.get("/anmelden").await;
        assert!(sign_in.header("permissions-policy").contains("publickey-credentials-get=(self)"));
        assert!(app.get("/").await.header("permissions-policy").contains("publickey-credentials-get=()"));
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let app = demo().await;
    let browser = Browser::practice(&app, Role::Guide).await;
    let answer = browser.post(&app, "/abmelden", "").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/anmelden"));
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(cookie(&answer, COOKIE), "");
    assert_eq!(browser.get(&app, "/konto").await.status, 303);
}

#[tokio::test]
async fn whoever_was_asked_to_sign_in_comes_back() {
    let app = demo().await;
    let asked = app.get("/en/buero/leute").await;
    assert_eq!(asked.header("location"), "/en/anmelden?weiter=%2Fen%2Fbuero%2Fleute");
    let back = app.post("/anmelden/ueben", "role=lead&weiter=%2Fen%2Fbuero%2Fleute", &[]).await;
    assert_eq!(back.header("location"), "/en/buero/leute");
    let away = app.post("/anmelden/ueben", "role=lead&weiter=https%3A%2F%2Fevil.example", &[]).await;
    assert_eq!(away.header("location"), "/konto");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_tells_nothing() {
    let app = demo().await;
    let said = |answer: &testkit::Answer| {
        assert_eq!(answer.status, 403);
        let text = answer.text();
        assert!(text.contains("role=\"alert\"") && text.contains("aria-invalid=\"true\""), "{text}");
        crate::html::between(text, "id=\"name-error\">", "</p>").to_owned()
    };
    let unknown = app.post("/anmelden", "name=niemand&passwort=x&code=1", &[]).await;
    assert!(unknown.text().contains("value=\"niemand\""));
    let practice = app.post("/anmelden", "name=uebung-admin&passwort=x&code=1", &[]).await;
    assert_eq!(said(&unknown), said(&practice));
    assert!(!unknown.text().contains("value=\"x\""), "the password came back");
}

#[tokio::test]
async fn an_invitation_is_set_up_without_script() {
    let app = demo().await;
    let person = invited(&app, "a.beispiel", Role::Guide, "offen").await;
    let path = format!("/einladung/{}", person.token);
    assert!(app.get(&path).await.ok().contains("name=\"name\""));
    let wrong = app.post(&path, "name=x.fremd", &[]).await;
    assert_eq!(wrong.status, 422);
    let ways = app.post(&path, "name=a.beispiel", &[]).await;
    let secret = crate::html::between(ways.ok(), "name=\"secret\" value=\"", "\"").to_owned();
    let code = staff::CodeSecret::parse(&secret).unwrap().code(kernel::Clock::now(&app.clock));
    let body = |password: &str| format!("name=a.beispiel&secret={secret}&code={code}&passwort={password}");
    let weak = app.post(&format!("{path}/passwort"), &body("password1234"), &[]).await;
    assert_eq!(weak.status, 422);
    assert!(weak.text().contains(&secret), "the key for the app stays");
    let done = app.post(&format!("{path}/passwort"), &body("vier+fremde+Kutter+im+Watt"), &[]).await;
    assert_eq!(done.ok().matches("<li><code>").count(), 10);
    assert_eq!(cookie(&done, COOKIE).len(), 64);
    let again = app.get(&path).await;
    assert_eq!(again.status, 404);
    assert!(again.text().contains("gilt nicht (mehr)"));
}

#[tokio::test]
async fn what_needs_the_second_factor_asks_for_it_and_goes_on() {
    let app = demo().await;
    let auditor = Browser::practice(&app, Role::Auditor).await;
    app.clock.advance(jiff::SignedDuration::from_mins(6));
    let asked = auditor.get(&app, "/buero/protokoll.csv?was=sign-in").await;
    assert_eq!(asked.status, 303);
    let to = asked.header("location").to_owned();
    assert!(to.starts_with("/konto/bestaetigen?weiter=%2Fbuero%2Fprotokoll%2Ecsv"), "{to}");
    assert!(auditor.get(&app, &to).await.ok().contains("/konto/bestaetigen/ueben"));
    let proven = auditor.post(&app, "/konto/bestaetigen/ueben", "weiter=%2Fbuero%2Fprotokoll.csv").await;
    assert_eq!(proven.header("location"), "/buero/protokoll.csv");
    let renewed = cookie(&proven, COOKIE);
    assert_eq!(auditor.get(&app, "/konto").await.status, 303, "the old secret still serves");
    let auditor = Browser::of(&app, &renewed).await;
    let csv = auditor.get(&app, "/buero/protokoll.csv").await;
    assert!(csv.ok().contains("\"sign-in\""));
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"lotse-protokoll.csv\"");
}

#[tokio::test]
async fn a_tablet_is_enrolled_used_and_locks_itself() {
    let app = demo().await;
    let lead = Browser::practice(&app, Role::Lead).await;
    let enrolled = lead.post(&app, "/buero/geraete", "label=Empfang&halt=offen").await;
    assert_eq!((enrolled.status.as_u16(), enrolled.header("location")), (303, "/geraet"));
    let tablet = cookie(&enrolled, "__Host-lotse-device");
    let on_tablet = format!("__Host-lotse-device={tablet}");
    let who = app.get_with("/geraet", &[("cookie".parse().unwrap(), &on_tablet)]).await;
    assert!(who.ok().contains("offen (Empfang)"));
    let signed = app.post("/anmelden/ueben", "role=guide&weiter=/geraet", &[("cookie", &on_tablet)]).await;
    let both = format!("{on_tablet}; {COOKIE}={}", cookie(&signed, COOKIE));
    let both = [("cookie".parse().unwrap(), both.as_str())];
    assert!(app.get_with("/geraet", &both).await.ok().contains("neuer-kurzcode"));
    app.clock.advance(jiff::SignedDuration::from_mins(3));
    let locked = app.get_with("/geraet", &both).await;
    assert!(!locked.ok().contains("neuer-kurzcode"), "it did not lock itself");
}

#[tokio::test]
async fn the_record_says_who_did_what_and_finds_tampering() {
    let app = demo().await;
    let admin = Browser::practice(&app, Role::Admin).await;
    let person = invited(&app, "a.beispiel", Role::Guide, "offen").await;
    admin.post(&app, &format!("/buero/leute/{}/sperren", person.account.id), "").await;
    let auditor = Browser::practice(&app, Role::Auditor).await;
    let page = auditor.get(&app, "/buero/protokoll?pruefen=1").await;
    let text = page.ok();
    assert!(text.contains("Die Kette ist unversehrt"));
    assert!(text.contains("Adam Übung") && text.contains("hat gesperrt") && text.contains("Anna Beispiel"));
    let only = auditor.get(&app, "/buero/protokoll?was=account-lock").await;
    assert!(only.ok().contains("hat gesperrt") && !only.text().contains("<td>hat sich angemeldet</td>"));
}

#[tokio::test]
async fn without_example_data_there_is_no_practice() {
    let app = Setup::new().start().await;
    assert!(!app.get("/anmelden").await.ok().contains("/anmelden/ueben"));
    let answer = app.post("/anmelden/ueben", "role=admin", &[]).await;
    assert_eq!(answer.status, 403);
    assert!(!answer.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_locked_account_is_out_at_once() {
    let app = demo().await;
    let browser = Browser::practice(&app, Role::Guide).await;
    let all = app.app.gate().accounts(&Actor::Operator).await.unwrap();
    let guide = all.iter().find(|l| l.account.handle.as_str() == "uebung-guide").unwrap();
    app.app.gate().account_lock(&Actor::Operator, guide.account.id).await.unwrap();
    assert_eq!(browser.get(&app, "/konto").await.status, 303);
}
