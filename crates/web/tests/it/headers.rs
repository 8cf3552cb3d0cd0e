//! Security headers on every answer, errors and files too.

use axum::http::Method;
use testkit::{Answer, Setup, TestApp};

use crate::routes::{examples, style};

/// Answers of every kind: pages, files, feeds, API, and each kind of refusal.
async fn all(app: &TestApp) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for (path, _) in examples(app).await {
        answers.push((path.clone(), app.get(&path).await));
        answers.push((format!("POST {path}"), app.ask(Method::POST, &path, &[]).await));
    }
    let long = format!("/?{}", "x".repeat(9_000));
    for path in
        ["/gibt-es-nicht", "/en/x", "/api/v1/x", "/api/v1/stops?limit=x", "/assets/x", "/dienste/%FF", &long]
    {
        answers.push((path.chars().take(40).collect(), app.get(path).await));
    }
    let tag = app.get("/").await.header("etag").to_owned();
    answers.push(("304".to_owned(), app.get_with("/", &[(axum::http::header::IF_NONE_MATCH, &tag)]).await));
    answers
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let app = TestApp::start().await;
    for (path, answer) in all(&app).await {
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        let open = answer.header("access-control-allow-origin") == "*";
        let resource = if open { "cross-origin" } else { "same-origin" };
        assert_eq!(answer.header("cross-origin-resource-policy"), resource, "{path}");
        assert!(answer.header("access-control-allow-credentials").is_empty(), "{path}");
        assert!(answer.header("server").is_empty() && answer.header("x-powered-by").is_empty(), "{path}");
        assert!(!answer.header("cache-control").is_empty() || answer.status.is_redirection(), "{path}");
    }
}

#[tokio::test]
async fn only_pages_that_offer_it_may_ask_for_the_position() {
    let app = TestApp::start().await;
    for (path, answer) in all(&app).await {
        let policy = answer.header("permissions-policy");
        let offers = answer.headers.get("content-type").is_some_and(|t| t == "text/html; charset=utf-8")
            && answer.text().contains("data-locate");
        let expected = if offers { "geolocation=(self)" } else { "geolocation=()" };
        assert!(path == "304" || policy.contains(expected), "{path}: {policy}");
        for off in ["camera=()", "microphone=()", "payment=()", "usb=()", "publickey-credentials-get=()"] {
            assert!(policy.contains(off), "{path}: {off}");
        }
    }
}

#[tokio::test]
async fn the_api_and_the_feeds_are_open_and_pages_are_not() {
    let app = TestApp::start().await;
    for path in [
        "/api/v1/stops",
        "/api/v1/x",
        "/api/v1/stops/x",
        "/api/openapi.json",
        "/termine.ics",
        "/termine.atom",
        "/termine/offen.ics",
    ] {
        assert_eq!(app.get(path).await.header("access-control-allow-origin"), "*", "{path}");
    }
    for path in ["/", "/termine/offen", "/gibt-es-nicht", &style(&app).await] {
        assert_eq!(app.get(path).await.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn tls_is_remembered_where_visitors_come_by_tls() {
    let tls = Setup::new().public_url("https://popup.example.org").start().await;
    let plain = TestApp::start().await;
    for (path, answer) in all(&tls).await {
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000; includeSubDomains",
            "{path}"
        );
    }
    for (path, answer) in all(&plain).await {
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
    assert!(tls.get("/termine").await.ok().contains("href=\"https://popup.example.org/en/termine\""));
}

#[tokio::test]
async fn example_data_say_so_and_stay_out_of_search_engines() {
    let (demo, real) = (Setup::new().demo().start().await, TestApp::start().await);
    for (path, answer) in all(&demo).await {
        assert_eq!(answer.header("x-robots-tag"), "noindex", "{path}");
        if answer.header("content-type").starts_with("text/html") {
            let banner = if path.contains("/en") {
                "Example data – not the real tour."
            } else {
                "Beispieldaten – nicht die echte Tour."
            };
            assert!(answer.text().contains(banner), "{path}");
            assert!(answer.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        }
    }
    for (path, answer) in all(&real).await {
        assert_eq!(answer.header("x-robots-tag"), "", "{path}");
    }
    assert_eq!(demo.get("/robots.txt").await.ok(), "User-agent: *\nDisallow: /\n");
    assert!(!real.get("/robots.txt").await.ok().contains("Disallow: /\n"));
}
