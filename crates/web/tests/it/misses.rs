//! What visitors searched for in vain is counted in memory and tells nothing about them.

use axum::{body::Body, http::Request};
use directory::{list_misses, write_misses};
use kernel::Actor;
use testkit::TestApp;
use web::ClientAddress;

const NONE: [(String, i64); 0] = [];

async fn ask(app: &TestApp, client: &str, path: &str) {
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ClientAddress(client.parse().unwrap()));
    assert_eq!(app.send(request).await.status, 200, "{path}");
}

/// The words the database holds after the job ran.
async fn written(app: &TestApp) -> Vec<(String, i64)> {
    write_misses(&app.db, &Actor::Operator, &app.clock, app.app.misses()).await.unwrap();
    let all = list_misses(&app.db, &Actor::Operator).await.unwrap();
    all.into_iter().map(|miss| (miss.word, miss.nothing + miss.unsure)).collect()
}

#[tokio::test]
async fn a_word_that_three_households_miss_is_listed_and_no_question_touches_the_database() {
    let app = TestApp::start().await;
    let statements = app.db.statements_run();
    for client in ["203.0.113.1", "203.0.113.2", "2001:db8:1:2::3", "203.0.113.1", "2001:db8:1:2::9"] {
        ask(&app, client, "/dienste?q=Zauberschule").await;
        ask(&app, client, "/en/dienste?q=Zauberschule").await;
    }
    assert_eq!(app.db.statements_run(), statements, "a GET came to the database");
    assert_eq!(written(&app).await, [("zauberschule".to_owned(), 3)]);
}

#[tokio::test]
async fn nothing_of_one_person_is_ever_written() {
    let app = TestApp::start().await;
    // Planted: a name, a mail address, a phone number, an address, and a word typed again and again by one household.
    let planted = ["Aysche+Ypsilonova", "ypsilonova%40example.org", "0401234567", "Planweg+12", "geheimwort"];
    for day in 0..30 {
        for question in planted {
            ask(&app, &format!("2001:db8:1:2::{day}"), &format!("/dienste?q={question}")).await;
            // Three households ask for what names somebody, too.
            if question != "geheimwort" {
                ask(&app, &format!("203.0.113.{day}"), &format!("/dienste?q={question}")).await;
            }
        }
        app.clock.advance(jiff::SignedDuration::from_hours(24));
        assert_eq!(written(&app).await, NONE, "day {day}");
    }
    for (file, bytes) in database_files(&app) {
        for word in ["ypsilonova", "aysche", "geheimwort", "0401234567", "planweg", "203.0.113", "2001:db8"] {
            let found = bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
            assert!(!found, "{word} is in {file}");
        }
    }
}

/// Every file of the database, its log of changes included.
fn database_files(app: &TestApp) -> Vec<(String, Vec<u8>)> {
    let url = app.url.to_string();
    let path = std::path::Path::new(url.strip_prefix("sqlite://").unwrap());
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let all: Vec<_> = files.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect();
    assert!(!all.is_empty());
    all
}

#[tokio::test]
async fn typing_understood_questions_filters_and_the_api_do_not_count() {
    let app = testkit::Setup::new().hamburg().start().await;
    for client in ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"] {
        for path in [
            "/dienste/vorschlaege?q=zauberschule",
            "/api/v1/services?q=zauberschule",
            "/dienste?q=Hundesteuer&online=ja&ausweis=mit",
            "/dienste?q=hundestuer",
            "/dienste?q=",
            "/dienste?q=der+die+das",
        ] {
            ask(&app, client, path).await;
        }
    }
    assert_eq!(written(&app).await, NONE);
}
