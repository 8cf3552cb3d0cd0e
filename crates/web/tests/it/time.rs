//! "Open now" is true at every instant, without asking the database.

use jiff::{
    SignedDuration,
    civil::{DateTime, date, datetime},
};
use testkit::{Setup, TestApp, local, stop};

use crate::html::between;

/// The state that a stop's page shows.
async fn state(app: &TestApp, id: &str) -> String {
    let page = app.get(&format!("/termine/{id}")).await;
    let heading = between(page.ok(), "id=\"jetzt\">", "</h2>");
    heading.rsplit_once('>').map_or(heading, |(_, text)| text).to_owned()
}

/// The states one second before and at an instant.
async fn around(app: &TestApp, id: &str, at: DateTime) -> (String, String) {
    app.clock.set(local(at).saturating_sub(SignedDuration::from_secs(1)).unwrap());
    let before = state(app, id).await;
    app.set_time(at);
    (before, state(app, id).await)
}

const fn at(month: i8, day: i8, hour: i8) -> DateTime {
    datetime(2026, month, day, hour, 0, 0, 0)
}

#[tokio::test]
async fn the_words_change_at_the_right_instant() {
    let app = TestApp::start().await;
    let before = app.db.statements_run();
    for (id, when, expected) in [
        ("offen", at(3, 24, 10), ("Gerade geschlossen, heute ab 10 Uhr", "Jetzt geöffnet, heute bis 19 Uhr")),
        (
            "offen",
            at(3, 24, 19),
            ("Jetzt geöffnet, heute bis 19 Uhr", "Gerade geschlossen, morgen ab 10 Uhr"),
        ),
        (
            "offen",
            at(3, 25, 0),
            ("Gerade geschlossen, morgen ab 10 Uhr", "Gerade geschlossen, heute ab 10 Uhr"),
        ),
        // Saturday evening; on Sunday the mall is closed.
        (
            "offen",
            at(3, 28, 19),
            ("Jetzt geöffnet, heute bis 19 Uhr", "Gerade geschlossen, ab Mo, 30. März, 10 Uhr"),
        ),
        // Good Friday.
        (
            "offen",
            at(4, 3, 0),
            ("Gerade geschlossen, ab Sa, 4. April, 10 Uhr", "Gerade geschlossen, morgen ab 10 Uhr"),
        ),
        ("offen", at(4, 4, 19), ("Jetzt geöffnet, heute bis 19 Uhr", "Vorbei")),
        ("kommend", at(4, 6, 0), ("Ab Di, 7. April, 10 Uhr", "Morgen ab 10 Uhr")),
        ("kommend", at(4, 7, 0), ("Morgen ab 10 Uhr", "Gerade geschlossen, heute ab 10 Uhr")),
        (
            "unterbrochen",
            at(3, 24, 10),
            (
                "Jetzt geöffnet, heute bis 10 Uhr",
                "Zurzeit geschlossen. Eine Kollegin ist krank. Wieder offen: heute ab 15 Uhr.",
            ),
        ),
        (
            "unterbrochen",
            at(3, 24, 15),
            (
                "Zurzeit geschlossen. Eine Kollegin ist krank. Wieder offen: heute ab 15 Uhr.",
                "Jetzt geöffnet, heute bis 18 Uhr",
            ),
        ),
        ("abgesagt", at(4, 2, 9), ("Fällt aus", "Fällt aus")),
    ] {
        let (was, is) = around(&app, id, when).await;
        assert_eq!((was.as_str(), is.as_str()), expected, "{id} at {when}");
    }
    assert_eq!(app.db.statements_run(), before, "the clock made a page ask the database");
}

/// The clocks go forward on 29 March 2026 and back on 25 October 2026.
#[tokio::test]
async fn opening_hours_are_local_on_days_when_the_clocks_change() {
    let app = TestApp::start().await;
    let market = stop("markttag", "markt", date(2026, 10, 24), date(2026, 10, 26));
    app.store(&app.db, Vec::new(), vec![market]).await;
    app.app.reload().await.unwrap();
    for (id, utc, opens) in [
        ("unterbrochen", "2026-03-29T07:00:00Z", "Jetzt geöffnet, heute bis 18 Uhr"),
        ("unterbrochen", "2026-03-29T06:59:59Z", "Gerade geschlossen, heute ab 9 Uhr"),
        ("unterbrochen", "2026-03-29T16:00:00Z", "Gerade geschlossen, morgen ab 9 Uhr"),
        ("markttag", "2026-10-24T22:00:00Z", "Gerade geschlossen, heute ab 9 Uhr"),
        ("markttag", "2026-10-25T07:59:59Z", "Gerade geschlossen, heute ab 9 Uhr"),
        ("markttag", "2026-10-25T08:00:00Z", "Jetzt geöffnet, heute bis 18 Uhr"),
        ("markttag", "2026-10-25T17:00:00Z", "Gerade geschlossen, morgen ab 9 Uhr"),
        ("markttag", "2026-10-25T23:00:00Z", "Gerade geschlossen, heute ab 9 Uhr"),
    ] {
        app.clock.set(utc.parse().unwrap());
        assert_eq!(state(&app, id).await, opens, "{id} at {utc}");
    }
}

/// A clock that is put back must not leave a page of the future standing.
#[tokio::test]
async fn the_words_follow_a_clock_that_goes_back() {
    let app = TestApp::start().await;
    app.set_time(at(4, 5, 12));
    assert_eq!(state(&app, "offen").await, "Vorbei");
    app.set_time(at(3, 24, 11));
    assert_eq!(state(&app, "offen").await, "Jetzt geöffnet, heute bis 19 Uhr");
}

#[tokio::test]
async fn start_page_list_and_api_say_the_same_as_the_stop() {
    let app = TestApp::start().await;
    for when in [at(3, 24, 9), at(3, 24, 11), at(3, 24, 20), at(3, 29, 12), at(4, 4, 12)] {
        app.set_time(when);
        let (page, list) = (state(&app, "offen").await, app.get("/termine").await);
        assert!(list.ok().contains(&page), "{when}: {page}");
        let stop = app.get("/api/v1/stops/offen").await.json();
        assert_eq!(stop["state_text"], page.as_str(), "{when}");
        let open = page.starts_with("Jetzt geöffnet");
        assert_eq!(stop["state"] == "open", open, "{when}");
        let start = app.get("/").await;
        let (_, in_words) = page.split_once(", ").unwrap();
        assert_eq!(between(start.ok(), "<h1", "id=\"nah\"").contains(&capital(in_words)), open, "{when}");
    }
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

#[tokio::test]
async fn the_etag_changes_with_the_words_and_only_then() {
    let app = Setup::new().at(datetime(2026, 3, 24, 15, 30, 0, 0)).start().await;
    let tag = async |app: &TestApp| app.get("/termine/offen").await.header("etag").to_owned();
    let first = tag(&app).await;
    app.set_time(datetime(2026, 3, 24, 17, 59, 59, 0));
    assert_eq!(tag(&app).await, first);
    app.set_time(at(3, 24, 19));
    assert_ne!(tag(&app).await, first);
}
