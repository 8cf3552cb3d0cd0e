//! A change in the database is on page, feed and API within a second, whoever made it.

use db::Db;
use testkit::{Engine, Setup, TestApp, eventually, text};
use tour::{Status, Stop};

use crate::html::between;

/// A second is promised; a program that was not optimised gets more time.
const PROMISED: std::time::Duration =
    std::time::Duration::from_secs(if cfg!(debug_assertions) { 3 } else { 1 });

/// One test for each engine.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use testkit::Engine;

            #[tokio::test]
            async fn sqlite() {
                super::check::$name(Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::check::$name(Engine::Postgres).await;
            }
        }
    )+};
}

on_both_engines!(
    a_change_is_seen_at_once,
    a_change_by_another_process_is_seen,
    a_cancellation_is_told_everywhere
);

mod check {
    use super::*;

    pub(super) async fn a_change_is_seen_at_once(engine: Engine) {
        let app = started(engine).await;
        let changed =
            Stop { notice: Some(text("Heute mit Kaffee.", "Coffee today.")), ..app.stored("offen").await };
        app.store(&app.db, Vec::new(), vec![changed]).await;
        shows(&app, "/termine/offen", "Heute mit Kaffee.").await;
        shows(&app, "/en/termine/offen", "Coffee today.").await;
        app.end().await;
    }

    pub(super) async fn a_change_by_another_process_is_seen(engine: Engine) {
        let app = started(engine).await;
        let other = Db::open(&app.url).await.unwrap();
        let new = testkit::stop("neu", "markt", jiff::civil::date(2026, 5, 1), jiff::civil::date(2026, 5, 2));
        assert_eq!(app.get("/termine/neu").await.status, 404);
        app.store(&other, Vec::new(), vec![new]).await;
        shows(&app, "/termine/neu", "Marktplatz, Bergedorf").await;
        shows(&app, "/termine", "href=\"/termine/neu\"").await;
        let line = serde_json::json!({"id": "neuer-dienst", "name": "Ein ganz neuer Dienst"}).to_string();
        let services = directory::exchange::parse(line.as_bytes()).unwrap();
        let (actor, rng) = (kernel::Actor::Operator, kernel::SeededRng::new(4));
        directory::import(&other, &actor, &app.clock, &rng, services, false).await.unwrap();
        shows(&app, "/dienste?q=neuer", "href=\"/dienste/neuer-dienst\"").await;
        other.close().await;
        app.end().await;
    }

    pub(super) async fn a_cancellation_is_told_everywhere(engine: Engine) {
        let app = started(engine).await;
        let feed = app.get("/termine/offen.ics").await;
        assert!(feed.ok().contains("\r\nSEQUENCE:0\r\n") && !feed.text().contains("STATUS:CANCELLED"));
        let uid = between(feed.text(), "\r\nUID:", "\r\n").to_owned();
        let notice = Some(text("Wasserschaden.", "Water damage."));
        let cancelled = Stop { status: Status::Cancelled, notice, ..app.stored("offen").await };
        app.store(&app.db, Vec::new(), vec![cancelled]).await;
        shows(&app, "/termine/offen", "Wasserschaden.").await;
        let page = app.get("/termine/offen").await;
        assert!(between(page.ok(), "<main", "</main>").contains("Fällt aus"));
        for path in ["/termine/offen.ics", "/termine.ics", "/bezirke/altona.ics"] {
            let feed = app.get(path).await;
            let (_, event) = feed.ok().split_once(&format!("\r\nUID:{uid}\r\n")).expect("the UID is kept");
            let event = event.split_once("END:VEVENT").unwrap().0;
            assert!(event.contains("SEQUENCE:1\r\n") && event.contains("STATUS:CANCELLED\r\n"), "{path}");
        }
        let stop = app.get("/api/v1/stops/offen").await.json();
        assert_eq!((&stop["status"], &stop["state"]), (&"cancelled".into(), &"cancelled".into()));
        assert_eq!((&stop["sequence"], &stop["notice"]), (&1.into(), &"Wasserschaden.".into()));
        assert!(app.get("/termine.atom").await.ok().contains("<title>Fällt aus: Mercado, Altona</title>"));
        app.end().await;
    }
}

async fn started(engine: Engine) -> TestApp {
    let app = Setup::new().on(engine).start().await;
    app.follow_changes();
    app
}

/// The page holds a text soon, and no later than promised.
async fn shows(app: &TestApp, path: &str, text: &str) {
    let what = format!("{text:?} on {path}");
    let seen = eventually(&what, async || app.get(path).await.text().contains(text));
    assert!(tokio::time::timeout(PROMISED, seen).await.is_ok(), "too late: {what}");
}

#[tokio::test]
async fn an_import_that_changes_nothing_keeps_the_pages() {
    let app = TestApp::start().await;
    let (version, lines) = (app.db.published_version().await.unwrap(), tour::export(&app.db).await.unwrap());
    let report = app.import_tour(&lines).await;
    assert!(report.changed_nothing());
    assert_eq!(app.db.published_version().await.unwrap(), version);
}
