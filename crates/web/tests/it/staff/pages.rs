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
    assert_eq!(answer.header("location"), "/stand");
}

#[tokio::test]
async fn whoever_signs_in_lands_where_they_work() {
    let app = demo().await;
    for (role, page) in [
        (Role::Guide, "/stand"),
        (Role::Clerk, "/stand"),
        (Role::Lead, "/stand"),
        (Role::Editor, "/konto"),
        (Role::Planner, "/konto"),
        (Role::Admin, "/konto"),
        (Role::Auditor, "/konto"),
    ] {
        let answer = app.post("/anmelden/ueben", &format!("role={role}"), &[]).await;
        assert_eq!(answer.header("location"), page, "{role}");
        let answer = app.post("/en/anmelden/ueben", &format!("role={role}"), &[]).await;
        assert_eq!(answer.header("location"), format!("/en{page}"), "{role}");
    }
}

#[tokio::test]
async fn a_form_sent_after_the_session_leads_back_to_its_page() {
    let app = demo().await;
    let id = invited(&app, "neu", Role::Guide, "offen").await.account.id;
    for (form, page, back) in [
        (
            format!("/buero/leute/{id}/sperren"),
            format!("http://localhost:8080/buero/leute/{id}"),
            format!("/buero/leute/{id}"),
        ),
        (
            "/en/stand/offen/1".to_owned(),
            "http://localhost:8080/en/stand/offen/1?x=1".to_owned(),
            "/en/stand/offen/1".to_owned(),
        ),
        (
            format!("/buero/leute/{id}/sperren"),
            format!("http://localhost:8080/buero/leute/{id}/sperren"),
            format!("/buero/leute/{id}"),
        ),
        ("/konto/passwort".to_owned(), "http://evil.example/konto".to_owned(), String::new()),
        ("/konto/passwort".to_owned(), "http://evil.example/localhost:8080/konto".to_owned(), String::new()),
        ("/konto/passwort".to_owned(), "nichts".to_owned(), String::new()),
    ] {
        let answer = app.post(&form, "form=x", &[("referer", &page)]).await;
        let lang = if form.starts_with("/en/") { "/en" } else { "" };
        let back = back.replace('/', "%2F").replace('-', "%2D");
        let weiter = if back.is_empty() { String::new() } else { format!("?weiter={back}") };
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, format!("{lang}/anmelden{weiter}").as_str()),
            "{page}"
        );
    }
}

/// A page that a form's answer shows stands at an address that takes forms only; from each there is a way to a page.
#[tokio::test]
async fn from_every_form_there_is_a_page_to_come_back_to() {
    let app = demo().await;
    let pages: Vec<_> = STAFF.iter().filter(|r| r.method == "GET").map(|r| r.template).collect();
    let nowhere = ["/anmelden", "/einladung", "/abmelden"];
    for form in
        STAFF.iter().filter(|r| r.method == "POST" && !nowhere.iter().any(|n| r.template.starts_with(n)))
    {
        let at = format!("http://localhost:8080{}", form.template.replace(['{', '}'], ""));
        let answer = app.post("/konto/passwort", "form=x", &[("referer", &at)]).await;
        let back = answer.header("location").rsplit_once("weiter=").unwrap().1.replace("%2F", "/");
        let is_page = pages.iter().any(|page| page.replace(['{', '}'], "") == back);
        assert!(is_page, "{} leads to {back}", form.template);
    }
}

#[tokio::test]
async fn without_a_mail_server_no_address_is_asked_and_none_is_taken() {
    let app = demo().await;
    let browser = Browser::practice(&app, Role::Admin).await;
    assert!(!browser.get(&app, "/buero/leute/neu").await.ok().contains("name=\"mail\""));
    let fields = "person=Neu&handle=neu&rolle=guide&halt=offen&mail=neu@example.org";
    let answer = browser.post(&app, "/buero/leute/neu", fields).await;
    assert!(answer.ok().contains("/einladung/") && !answer.text().contains("neu@example.org"));
    assert_eq!(app.db.mail_states("").await.unwrap(), []);
}

/// Nobody listens there. The invitation is made all the same, and the page says how the mail stands.
#[tokio::test]
async fn an_invitation_never_waits_for_the_mail_server() {
    let app = Setup::new().demo().mail("smtp://127.0.0.1:1?tls=none").start().await;
    tokio::spawn(app.app.post().unwrap().clone().run());
    let browser = Browser::practice(&app, Role::Admin).await;
    let form = browser.get(&app, "/en/buero/leute/neu").await;
    assert!(form.ok().contains("name=\"mail\"") && form.text().contains("<option value=\"en\" selected>"));
    let wrong = "person=Neu&handle=neu&rolle=guide&halt=offen&mail=neu%0d%0aBcc:x@example.org&sprache=de";
    let answer = browser.post(&app, "/buero/leute/neu", wrong).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("id=\"mail-error\"")
            && answer.text().contains("<option value=\"de\" selected>")
    );
    let fields = "person=Neu&handle=neu&rolle=guide&halt=offen&mail=neu@example.org&sprache=en";
    let answer = browser.post(&app, "/buero/leute/neu", fields).await;
    let said = answer.ok();
    assert!(
        said.contains("noch nicht verschickt an neu@example.org") && said.contains("nicht zu erreichen"),
        "{said}"
    );
    assert!(said.contains("http://localhost:8080/einladung/"), "the link is shown");
    let person = crate::html::between(said, "href=\"/buero/leute/0", "\"");
    let page = browser.get(&app, &format!("/buero/leute/0{person}")).await;
    assert!(page.ok().contains("nicht zu erreichen") && !page.text().contains("neu@example.org"));
    let taken = app.db.mail_states("account:").await.unwrap();
    assert_eq!((taken.len(), taken[0].given_up), (1, false));
    let withdrawn = browser.post(&app, &format!("/buero/leute/0{person}/zuruecknehmen"), "").await;
    assert_eq!(withdrawn.status, 303);
    assert_eq!(app.db.mail_states("").await.unwrap(), [], "with the invitation goes its mail");
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
    for elsewhere in
        ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%252F%252Fevil"]
    {
        let away = app.post("/anmelden/ueben", &format!("role=lead&weiter={elsewhere}"), &[]).await;
        assert_eq!(away.header("location"), "/stand", "{elsewhere}");
    }
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

/// The counter asks for itself by script whenever something changed; nobody has touched the tablet for that.
#[tokio::test]
async fn a_page_that_keeps_itself_fresh_keeps_nobody_signed_in() {
    let app = demo().await;
    let lead = Browser::practice(&app, Role::Lead).await;
    let enrolled = lead.post(&app, "/buero/geraete", "label=Empfang&halt=offen").await;
    let tablet = format!("__Host-lotse-device={}", cookie(&enrolled, "__Host-lotse-device"));
    let by_script = |cookies: String, path: &'static str| {
        let app = &app;
        async move {
            app.clock.advance(jiff::SignedDuration::from_secs(30));
            let headers =
                [("cookie".parse().unwrap(), cookies.as_str()), ("sec-fetch-dest".parse().unwrap(), "empty")];
            app.get_with(path, &headers).await.status.as_u16()
        }
    };
    let signed = app.post("/anmelden/ueben", "role=guide", &[("cookie", &tablet)]).await;
    let on_tablet = format!("{tablet}; {COOKIE}={}", cookie(&signed, COOKIE));
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(by_script(on_tablet.clone(), "/stand/offen").await);
    }
    assert_eq!(answers, [200, 200, 200, 303], "the tablet did not lock itself");
    let own = Browser::practice(&app, Role::Guide).await;
    for _ in 0..59 {
        assert_eq!(by_script(own.cookie.clone(), "/stand/offen").await, 200);
    }
    assert_eq!(by_script(own.cookie.clone(), "/stand/offen").await, 303);
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
