//! Floods are slowed down per address, and what was seen of requests names nobody.

use axum::{
    body::Body,
    http::{Method, Request},
};
use jiff::SignedDuration;
use testkit::{Answer, TestApp};
use web::ClientAddress;

async fn ask(app: &TestApp, client: &str, path: &str) -> Answer {
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ClientAddress(client.parse().unwrap()));
    app.send(request).await
}

/// How many of so many requests are answered.
async fn answered(app: &TestApp, client: &str, path: &str, asked: usize) -> usize {
    let mut answered = 0;
    for _ in 0..asked {
        answered += usize::from(ask(app, client, path).await.status == 200);
    }
    answered
}

#[tokio::test]
async fn an_address_gets_200_at_once_and_50_a_second() {
    let app = TestApp::start().await;
    assert_eq!(answered(&app, "203.0.113.1", "/api/v1/stops", 210).await, 200);
    assert_eq!(
        answered(&app, "203.0.113.2", "/api/v1/stops", 10).await,
        10,
        "its neighbour is not concerned"
    );
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(answered(&app, "203.0.113.1", "/dienste?q=umzug", 60).await, 50);
}

#[tokio::test]
async fn a_household_is_one_client() {
    let app = TestApp::start().await;
    assert_eq!(answered(&app, "2001:db8:0:1::1", "/api/v1/stops", 200).await, 200);
    assert_eq!(ask(&app, "2001:db8:0:1:ffff::2", "/api/v1/stops").await.status, 429);
    assert_eq!(ask(&app, "2001:db8:0:2::1", "/api/v1/stops").await.status, 200);
}

#[tokio::test]
async fn what_lies_ready_is_never_refused_nor_is_this_machine() {
    let app = TestApp::start().await;
    for path in ["/", "/en/termine", "/termine.ics", "/healthz"] {
        assert_eq!(answered(&app, "203.0.113.1", path, 300).await, 300, "{path}");
    }
    for local in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
        assert_eq!(answered(&app, local, "/api/v1/stops", 210).await, 210, "{local}");
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_do() {
    let app = TestApp::start().await;
    answered(&app, "203.0.113.1", "/api/v1/stops", 200).await;
    for (path, words) in [
        ("/dienste?q=umzug", "Bitte warten Sie ein paar Sekunden"),
        ("/en/dienste?q=umzug", "Please wait a few seconds"),
        ("/dienste/vorschlaege?q=umzug", "Bitte warten Sie"),
    ] {
        let page = ask(&app, "203.0.113.1", path).await;
        assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "1"), "{path}");
        assert!(page.text().contains(words) && page.text().contains("href=\"tel:115\""), "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    let api = ask(&app, "203.0.113.1", "/api/v1/services?q=x").await;
    assert_eq!((api.status.as_u16(), api.header("retry-after")), (429, "1"));
    assert_eq!(api.json()["error"]["status"], 429);
    assert_eq!(api.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn metrics_count_by_route_and_name_no_path() {
    use tower::ServiceExt as _;
    let app = TestApp::start().await;
    app.get("/termine/offen").await;
    app.get("/en/termine/offen").await;
    app.get("/termine/geheim").await;
    app.get("/geheim?q=geheim").await;
    app.ask(Method::POST, "/termine", &[]).await;
    let router = web::metrics_router(app.app.clone());
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let body = router.clone().oneshot(request).await.unwrap().into_body();
    let text = String::from_utf8(axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    for line in [
        "lotse_http_requests_total{route=\"/termine/{stop}\",status=\"2xx\"} 1",
        "lotse_http_requests_total{route=\"/termine/{stop}\",status=\"4xx\"} 1",
        "lotse_http_requests_total{route=\"/en/termine/{stop}\",status=\"2xx\"} 1",
        "lotse_http_requests_total{route=\"none\",status=\"4xx\"} 1",
        "lotse_http_requests_total{route=\"/termine\",status=\"4xx\"} 1",
        "lotse_http_request_duration_seconds_bucket{route=\"/termine/{stop}\",le=\"+Inf\"} 2",
        "lotse_http_request_duration_seconds_count{route=\"/termine/{stop}\"} 2",
        "lotse_pages_kept 2",
        "lotse_database_up 1",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    assert!(!text.contains("geheim") && !text.contains("offen"), "{text}");
    let other = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(other.status(), 404);
    assert_eq!(app.get("/metrics").await.status, 404, "never on the public site");
}
