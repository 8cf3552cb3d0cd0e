//! What happens when something fails: pages go on, faults are told without their inside.

use axum::{Router, routing::get};
use db::testing::Outage;
use testkit::{Answer, Engine, Setup, TestApp, eventually};
use tower::ServiceExt as _;

use crate::html::between;

async fn away_and_back(engine: Engine) {
    let app = Setup::new().on(engine).start().await;
    app.follow_changes();
    assert!(app.get("/readyz").await.ok().starts_with("ready, published version "));
    let outage = Outage::begin(&app.db).await;
    eventually("the outage is noticed", async || app.get("/readyz").await.text().contains("does not answer"))
        .await;
    let health = app.get("/readyz").await;
    assert!(health.ok().starts_with("ready from memory, published version "));
    assert_eq!(app.get("/healthz").await.ok(), "ok\n");
    for path in ["/", "/termine/offen", "/dienste?q=umzug", "/termine.ics", "/api/v1/stops"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    app.set_time(jiff::civil::datetime(2026, 3, 24, 19, 0, 0, 0));
    assert!(app.get("/termine/offen").await.ok().contains("Gerade geschlossen"));
    outage.end().await;
    eventually("the end is noticed", async || app.get("/readyz").await.text().starts_with("ready, ")).await;
    let stop = app.stored("offen").await;
    app.store(&app.db, Vec::new(), vec![tour::Stop { desks: Some(7), ..stop }]).await;
    eventually("changes are seen again", async || app.get("/api/v1/stops/offen").await.json()["desks"] == 7)
        .await;
    app.end().await;
}

#[tokio::test]
async fn pages_go_on_while_the_database_is_away_on_sqlite() {
    away_and_back(Engine::Sqlite).await;
}

#[tokio::test]
async fn pages_go_on_while_the_database_is_away_on_postgres() {
    away_and_back(Engine::Postgres).await;
}

/// The site's surroundings with handlers that fail.
async fn broken(app: &TestApp, path: &str) -> Answer {
    async fn fail() {
        panic!("a secret of the inside")
    }
    let failing = Router::new()
        .route("/kaputt", get(fail))
        .route("/en/kaputt", get(fail))
        .route("/api/kaputt", get(fail));
    let router = web::guarded(failing, app.app.clone());
    let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference() {
    let app = TestApp::start().await;
    for (path, words) in [
        ("/kaputt", "Bei uns ist etwas schiefgegangen."),
        ("/en/kaputt", "Something went wrong on our side."),
    ] {
        let answer = broken(&app, path).await;
        assert_eq!(answer.status, 500, "{path}");
        assert!(answer.text().contains(words) && !answer.text().contains("secret"), "{path}");
        assert!(!answer.header("content-security-policy").is_empty(), "{path}");
        assert_eq!(between(answer.text(), "<b>", "</b>").len(), 8, "{path}: a reference to read out");
    }
    let answer = broken(&app, "/api/kaputt").await;
    assert_eq!(answer.json()["error"]["status"], 500);
    assert_eq!(answer.json()["error"]["reference"].as_str().unwrap().len(), 8);
    assert!(!answer.text().contains("secret"));
    assert_ne!(broken(&app, "/kaputt").await.text(), broken(&app, "/kaputt").await.text());
}

/// The clock is set while the site runs: pages go on with the new time, and whoever watches the server is told.
#[tokio::test]
async fn a_clock_that_jumps_is_told_and_stops_nothing() {
    let app = TestApp::start().await;
    tokio::time::pause();
    tokio::spawn(app.app.clone().watch_clock());
    tokio::task::yield_now().await;
    let pass = async |seconds: u64, shown: i64| {
        app.clock.advance(jiff::SignedDuration::from_secs(shown));
        tokio::time::advance(std::time::Duration::from_secs(seconds)).await;
        tokio::task::yield_now().await;
        app.get("/readyz").await.ok().to_owned()
    };
    assert!(!pass(11, 12).await.contains("clock"), "a correction is no jump");
    let day = 24 * 3600;
    assert!(pass(11, day + 11).await.contains("the clock jumped 86400 s forward"));
    for path in ["/", "/termine/offen", "/dienste?q=umzug", "/termine.ics", "/api/v1/stops"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    assert!(app.get("/termine/offen").await.ok().contains("heute bis 19 Uhr"));
    assert!(pass(11, 11 - 3 * day).await.contains("the clock jumped 259200 s back"));
    assert!(app.get("/termine/offen").await.ok().contains("Mercado"));
    assert!(pass(11, 11).await.starts_with("ready, published version "));
    assert!(!pass(3600, 3600).await.contains("clock"), "an hour later it is forgotten");
}
