//! A page that was sent once is sent again from memory, and nobody can tell.

use axum::http::{
    HeaderName, Method, StatusCode,
    header::{ACCEPT_ENCODING, IF_NONE_MATCH},
};
use testkit::{TestApp, text};

const ENCODINGS: [&str; 5] = ["", "gzip", "br", "gzip, br", "br;q=0, gzip"];

fn with(encoding: &str) -> [(HeaderName, &str); 1] {
    [(ACCEPT_ENCODING, encoding)]
}

#[tokio::test]
async fn the_second_answer_is_the_first_one() {
    let app = TestApp::start().await;
    for path in ["/", "/en/termine", "/termine/offen", "/termine.ics", "/dienste/hund-anmelden"] {
        for encoding in ENCODINGS {
            let first = app.get_with(path, &with(encoding)).await;
            let second = app.get_with(path, &with(encoding)).await;
            assert_eq!(second.status, StatusCode::OK);
            assert_eq!(first.headers, second.headers, "{path} {encoding}");
            assert!(first.body == second.body, "{path} {encoding}");
        }
    }
}

#[tokio::test]
async fn only_the_same_question_gets_it() {
    let app = TestApp::start().await;
    let page = app.get("/termine").await;
    let tag = page.header("etag").to_owned();
    assert_eq!(app.get_with("/termine", &[(IF_NONE_MATCH, &tag)]).await.status, StatusCode::NOT_MODIFIED);
    assert!(app.ask(Method::HEAD, "/termine", &[]).await.body.is_empty());
    assert_eq!(app.ask(Method::DELETE, "/termine", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_ne!(app.get("/termine?ort=altona").await.body, page.body);
    assert_eq!(app.get("/termine").await.body, page.body);
}

#[tokio::test]
async fn a_change_takes_its_place() {
    let app = TestApp::start().await;
    app.get("/termine/offen").await;
    let mut stop = app.stored("offen").await;
    stop.notice = Some(text("Heute mit Blasmusik.", "With a brass band today."));
    app.store(&app.db, Vec::new(), vec![stop]).await;
    app.app.reload().await.unwrap();
    assert!(app.get("/termine/offen").await.ok().contains("Blasmusik"));
}

#[tokio::test]
async fn a_question_asked_again_is_answered_alike() {
    let app = TestApp::start().await;
    let ask = async |question: &str| app.get(&format!("/api/v1/services?q={question}")).await;
    let first = ask("hund").await;
    for _ in 0..3 {
        let again = ask("hund").await;
        assert_eq!(again.headers, first.headers);
        assert!(again.body == first.body);
    }
    assert_ne!(ask("umgezogen").await.body, first.body);
    assert_eq!(app.get("/api/v1/services?q=hund&limit=0").await.status, StatusCode::BAD_REQUEST);
    // More questions than are kept: those are worked out each time.
    for n in 0..1_100 {
        ask(&format!("x{n}")).await.ok();
    }
    assert!(ask("umziehen").await.ok().contains("wohnsitz-ummelden"));
    assert!(ask("umziehen").await.ok().contains("wohnsitz-ummelden"));
    assert!(ask("hund").await.body == first.body);
}

/// Each page has countless spellings with escapes; they are answered, but do not fill the memory.
#[tokio::test]
async fn spellings_of_an_address_are_not_kept() {
    let app = TestApp::start().await;
    let kept = || app.app.snapshot().kept_pages();
    app.get("/termine/offen").await.ok();
    let before = kept();
    for spelling in ["/termine/%6Fffen", "/termine/o%66fen", "/termine/%6f%66%66%65%6e"] {
        let first = app.get(spelling).await;
        assert!(first.ok().contains("Mercado"), "{spelling}");
    }
    assert_eq!(kept(), before);
}
