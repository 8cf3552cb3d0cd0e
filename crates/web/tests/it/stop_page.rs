//! The page of one stop: above all, what is done there and what is not.

use testkit::TestApp;

use crate::html::between;

#[tokio::test]
async fn says_what_is_done_here_and_what_is_not() {
    let app = TestApp::start().await;
    let page = app.get("/termine/offen").await;
    let done = between(page.ok(), "Das machen wir hier</h2>", "</section>");
    let not_done = between(page.text(), "Das machen wir hier nicht</h2>", "</section>");
    for here in ["Prüfen, ob Ihr Online-Ausweis bereit ist", "Online-Ausweis freischalten: eigene PIN setzen"]
    {
        assert!(done.contains(here) && !not_done.contains(here), "{here}");
    }
    for elsewhere in
        ["Online-Funktion aktivieren (einschalten)", "Neue PIN setzen, wenn Sie die alte vergessen haben"]
    {
        assert!(not_done.contains(elsewhere) && !done.contains(elsewhere), "{elsewhere}");
    }
    // What no stop does is said at every stop, with where to go instead.
    let never = &app.app.city().offers.never;
    assert!(!never.is_empty());
    for page in ["/termine/offen", "/termine/kommend", "/termine/abgesagt"] {
        let html = app.get(page).await;
        let not_done = between(html.ok(), "Das machen wir hier nicht</h2>", "</section>");
        for never in never {
            assert!(not_done.contains(&never.name.de) && not_done.contains(&never.elsewhere.de), "{page}");
        }
    }
}

#[tokio::test]
async fn says_when_the_clerk_is_there() {
    let app = TestApp::start().await;
    let with = app.get("/termine/kommend").await;
    assert!(with.ok().contains("Mi 10 bis 14 Uhr"));
    let without = app.get("/termine/offen").await;
    assert!(
        without.ok().contains("an diesem Halt nicht. Wir helfen nur, wenn Sie den PIN-Brief noch haben.")
    );
}

#[tokio::test]
async fn says_unknown_access_facts_in_words() {
    let app = TestApp::start().await;
    for (path, yes, no, unknown) in [
        ("/termine/offen", "ja", "nein", "wissen wir nicht"),
        ("/en/termine/offen", "yes", "no", "we do not know"),
    ] {
        let page = app.get(path).await;
        let access = between(page.ok(), "<ul class=\"l-access\">", "</ul>");
        let words: Vec<_> = access.split("</b> ").skip(1).map(|w| w.split_once('<').unwrap().0).collect();
        assert_eq!(words, [yes, no, unknown, unknown, unknown], "{path}");
    }
}

#[tokio::test]
async fn shows_place_hours_languages_and_way() {
    let app = TestApp::start().await;
    let page = app.get("/termine/offen").await;
    for text in [
        "Mercado, Ottenser Hauptstraße 10, 22765 Hamburg",
        "Erdgeschoss",
        "S Altona",
        "10 bis 19 Uhr",
        "Deutsch, Türkisch",
        "href=\"/termine/offen.ics\"",
        "href=\"geo:53.5516,9.9316?q=53.5516,9.9316\"",
    ] {
        assert!(page.ok().contains(text), "{text}");
    }
    // 3 April 2026 is Good Friday.
    let friday = app.get("/termine/offen").await;
    assert!(friday.text().contains("Fr, 3. April") && friday.text().contains("Karfreitag"));
}

#[tokio::test]
async fn a_cancelled_and_a_past_stop_say_so() {
    let app = TestApp::start().await;
    let cancelled = app.get("/termine/abgesagt").await;
    let main = between(cancelled.ok(), "<main", "</main>");
    assert!(main.contains("Fällt aus") && main.contains("Der Raum ist gesperrt."));
    assert!(!main.contains("Öffnungszeiten</h2>\n  <table"));
    assert!(app.get("/en/termine/abgesagt").await.ok().contains("The room is closed."));
    assert!(app.get("/termine/vorbei").await.ok().contains("Vorbei"));
    let announced = app.get("/termine/angekuendigt").await;
    assert!(announced.ok().contains("Angekündigt") && announced.text().contains("kann sich noch ändern"));
}

#[tokio::test]
async fn carries_a_readable_event_for_search_engines() {
    let app = TestApp::start().await;
    let event = |html: &str| -> serde_json::Value {
        serde_json::from_str(between(html, "<script type=\"application/ld+json\">", "</script>")).unwrap()
    };
    let open = event(app.get("/termine/offen").await.ok());
    assert_eq!(open["@type"], "Event");
    assert_eq!(open["startDate"], "2026-03-16");
    assert_eq!(open["endDate"], "2026-04-04");
    assert_eq!(open["location"]["address"]["postalCode"], "22765");
    assert_eq!(open["url"], "http://localhost:8080/termine/offen");
    let cancelled = event(app.get("/termine/abgesagt").await.ok());
    assert_eq!(cancelled["eventStatus"], "https://schema.org/EventCancelled");
}
