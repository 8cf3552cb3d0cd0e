//! The form for barriers: what it takes, what it refuses with which words, and that it keeps nothing else.

use axum::{
    body::Body,
    http::{HeaderName, Method, Request, header},
};
use db::testing::Outage;
use jiff::SignedDuration;
use kernel::Actor;
use outreach::Report;
use testkit::{Answer, Engine, Setup, TestApp};

use crate::html::{between, tags};

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

async fn post(app: &TestApp, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request =
        Request::builder().method(Method::POST).uri(path).header(header::HOST, "localhost:8080");
    if !headers.iter().any(|(n, _)| *n == "content-type") {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    for (name, value) in headers {
        request = request.header(name.parse::<HeaderName>().unwrap(), *value);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn reports(app: &TestApp) -> Vec<Report> {
    outreach::barrier_list(&app.db, &Actor::Operator).await.unwrap()
}

#[tokio::test]
async fn a_report_is_stored_and_answered_with_thanks() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = Setup::new().on(engine).start().await;
        let body =
            "seite=%2Ftermine%2Foffen&barriere=Kein+Kontrast.%0D%0AZweite+Zeile&kontakt=a%40example.org";
        let answer = post(&app, "/barriere-melden", body, &[OURS]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/barriere-melden/danke"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let stored = reports(&app).await;
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0].words, "Kein Kontrast.\nZweite Zeile");
        assert_eq!(stored[0].contact.as_deref(), Some("a@example.org"));
        assert_eq!(stored[0].page.as_ref().unwrap().as_str(), "/termine/offen");
        assert_eq!(stored[0].due.to_string(), "2026-04-21");
        let thanks = app.get("/barriere-melden/danke").await;
        assert!(thanks.ok().contains("Wir antworten innerhalb von 28 Tagen."));
        assert!(thanks.ok().contains("name=\"robots\" content=\"noindex\""));
        app.end().await;
    }
}

#[tokio::test]
async fn the_page_it_was_opened_from_is_filled_in_and_nothing_else_is() {
    let app = TestApp::start().await;
    let page = app.get("/en/termine/offen").await;
    let link = "/en/barriere-melden?seite=/en/termine/offen";
    assert!(page.ok().contains(&format!("href=\"{link}\"")));
    let form = app.get(link).await;
    assert!(form.ok().contains("value=\"/en/termine/offen\""));
    assert!(
        form.ok().contains("href=\"http://localhost:8080/en/barriere-melden\""),
        "canonical without query"
    );
    let searched = app.get("/dienste?q=geheim").await;
    assert!(searched.ok().contains("href=\"/barriere-melden?seite=/dienste\""));
    for odd in ["https://evil.example/", "//evil.example", "/x?y", "\"><script>", "%00", "/..", "x"] {
        let path = format!("/barriere-melden?seite={}", odd.replace(['"', '<', '>', '?'], "%22"));
        assert!(app.get(&path).await.ok().contains("name=\"seite\""), "{odd}");
        assert!(
            between(app.get(&path).await.ok(), "id=\"seite\" name=\"seite\"", ">").contains("value=\"\""),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn wrong_input_is_told_with_a_summary_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let body = format!("seite=https%3A%2F%2Fevil.example&barriere=&kontakt={}", "x".repeat(201));
    let answer = post(&app, "/barriere-melden", &body, &[OURS]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("cache-control"), "no-store");
    let html = answer.text();
    assert!(html.contains("<title>Fehler: Barriere melden –"));
    let summary = between(html, "class=\"l-errors\"", "</div>");
    assert!(summary.contains("data-focus") && summary.contains("role=\"alert\""));
    for (id, words) in [
        ("seite", "Schreiben Sie die Adresse einer unserer Seiten"),
        ("barriere", "Schreiben Sie, was die Barriere ist."),
        ("kontakt", "Er hat 201 Zeichen, 200 sind möglich."),
    ] {
        assert!(summary.contains(&format!("<a href=\"#{id}\">")) && summary.contains(words), "{id}");
        let field = tags(html).into_iter().find(|t| t.get("id") == Some(id)).unwrap();
        assert_eq!(field.get("aria-invalid"), Some("true"));
        assert_eq!(field.get("aria-describedby").unwrap(), format!("{id}-hint {id}-error"));
        assert!(html.contains(&format!("id=\"{id}-error\"")), "{id}");
    }
    assert!(html.contains("value=\"https://evil.example\"") && html.contains(&"x".repeat(201)));
    assert!(html.find("l-errors").unwrap() < html.find("<h1>").unwrap());
    assert!(reports(&app).await.is_empty());
}

#[tokio::test]
async fn a_number_that_may_be_a_pin_is_refused_with_words_and_not_stored() {
    let app = TestApp::start().await;
    for secret in ["Meine+PIN+ist+123456", "12345", "PUK+0123456789"] {
        let answer = post(&app, "/en/barriere-melden", &format!("barriere={secret}"), &[OURS]).await;
        assert_eq!(answer.status, 422, "{secret}");
        assert!(answer.text().contains("<title>Error: Report a barrier"), "{secret}");
        assert!(
            answer.text().contains("It may be a PIN or PUK, which you should send to nobody."),
            "{secret}"
        );
    }
    assert!(reports(&app).await.is_empty());
}

#[tokio::test]
async fn what_was_typed_cannot_become_code() {
    let app = TestApp::start().await;
    let evil = "%22%3E%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E12345";
    let answer =
        post(&app, "/barriere-melden", &format!("seite={evil}&barriere={evil}&kontakt={evil}"), &[OURS])
            .await;
    assert_eq!(answer.status, 422);
    let plain = post(&app, "/barriere-melden", "seite=x&barriere=12345&kontakt=y", &[OURS]).await;
    assert_eq!(answer.text().matches("<script").count(), plain.text().matches("<script").count());
    assert_eq!(answer.text().matches("</textarea>").count(), 1);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let app = TestApp::start().await;
    let body = "barriere=Kein+Kontrast";
    let cases: &[(&[(&str, &str)], u16)] = &[
        (&[("sec-fetch-site", "same-origin")], 303),
        (&[("sec-fetch-site", "none")], 303),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8080")], 403),
        (&[("sec-fetch-site", "")], 403),
        (&[("origin", "http://localhost:8080")], 303),
        (&[("origin", "https://evil.example")], 403),
        (&[("origin", "null")], 403),
        (&[("origin", "")], 403),
        (&[], 303),
    ];
    let mut stored = 0;
    for (headers, status) in cases {
        let answer = post(&app, "/barriere-melden", body, headers).await;
        assert_eq!(answer.status.as_u16(), *status, "{headers:?}");
        stored += usize::from(*status == 303);
        assert_eq!(reports(&app).await.len(), stored, "{headers:?}");
        if *status == 403 {
            assert!(
                answer.text().contains("Bitte senden Sie es noch einmal ab.")
                    && answer.text().contains("Kein Kontrast")
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused_as_a_page() {
    let app = TestApp::start().await;
    let cases = [
        ("application/json", "{}", 415),
        ("text/plain", "barriere=x", 415),
        ("application/x-www-form-urlencoded", "barriere=a&barriere=b", 422),
    ];
    for (kind, body, status) in cases {
        let answer = post(&app, "/barriere-melden", body, &[OURS, ("content-type", kind)]).await;
        assert_eq!(answer.status.as_u16(), status, "{kind} {body}");
        assert!(answer.text().contains("<html lang=\"de\""), "{kind}");
    }
    let large = format!("barriere={}", "x".repeat(70_000));
    assert_eq!(post(&app, "/barriere-melden", &large, &[OURS]).await.status, 413);
    let long = format!("barriere={}", "x".repeat(2001));
    assert!(
        post(&app, "/barriere-melden", &long, &[OURS])
            .await
            .text()
            .contains("Er hat 2001 Zeichen, 2000 sind möglich.")
    );
    assert!(reports(&app).await.is_empty());
}

#[tokio::test]
async fn a_flood_is_asked_to_wait_and_keeps_its_words() {
    let app = TestApp::start().await;
    for n in 0..30 {
        let path = if n % 2 == 0 { "/barriere-melden" } else { "/en/barriere-melden" };
        assert_eq!(post(&app, path, "barriere=x", &[OURS]).await.status, 303);
    }
    let answer = post(&app, "/barriere-melden", "barriere=Mein+Text", &[OURS]).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "600"));
    assert!(
        answer.text().contains("Gerade kommen sehr viele Meldungen.") && answer.text().contains("Mein Text")
    );
    assert_eq!(reports(&app).await.len(), 30);
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(post(&app, "/barriere-melden", "barriere=x", &[OURS]).await.status, 303);
}

#[tokio::test]
async fn when_the_database_is_away_the_words_are_still_there() {
    let app = TestApp::start().await;
    let outage = Outage::begin(&app.db).await;
    let answer = post(&app, "/barriere-melden", "barriere=Mein+Text", &[OURS]).await;
    outage.end().await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("Ihre Angaben sind noch da.") && answer.text().contains("Mein Text"));
}

#[tokio::test]
async fn the_form_says_what_happens_to_the_entries() {
    let app = TestApp::start().await;
    let card =
        between(app.get("/barriere-melden").await.ok(), "aria-labelledby=\"ihre-daten\"", "</section>")
            .to_owned();
    for words in [
        "Wir wollen die Barriere beseitigen und Ihnen antworten.",
        "Artikel 6 Absatz 1 Buchstabe e DSGVO mit dem Landesrecht (Hamburgisches Datenschutzgesetz)",
        "Nach 12 Monaten löschen wir alles",
        "Ihre IP-Adresse und Ihr Gerät speichern wir nicht mit.",
        "Sie können Auskunft, Berichtigung, Löschung",
        "href=\"/datenschutz\"",
    ] {
        assert!(card.contains(words), "{words}");
    }
    let form = app.get("/barriere-melden").await;
    let names: Vec<_> = tags(between(form.ok(), "class=\"l-form\"", "</form>"))
        .into_iter()
        .filter_map(|t| t.get("name").map(str::to_owned))
        .collect();
    assert_eq!(names, ["barriere", "seite", "kontakt"]);
}
