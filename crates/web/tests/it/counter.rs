//! The counter: guides at their desks, through their pages.

use kernel::Role;
use testkit::{Answer, TestApp};

use crate::{
    html::between,
    staff::{Browser, demo, desk_open},
};

const DESK: &str = "/stand/offen/1";

fn key(page: &Answer) -> &str {
    between(page.text(), "name=\"schluessel\" value=\"", "\"")
}

/// Somebody comes and draws a number.
async fn draw(app: &TestApp, topic: &str) -> String {
    let form = app.get("/nummer/offen").await;
    let answer = app.post("/nummer/offen", &format!("schluessel={}&thema={topic}", key(&form)), &[]).await;
    answer.header("location").to_owned()
}

/// Presses a button of the desk as it is now.
async fn press(app: &TestApp, guide: &Browser, desk: &str, fields: &str) -> Answer {
    let page = guide.get(app, desk).await;
    guide.post(app, desk, &format!("schluessel={}&{fields}", key(&page))).await
}

#[tokio::test]
async fn a_guide_opens_a_desk_and_serves_somebody() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    let visit = draw(&app, "service").await;
    let desks = guide.get(&app, "/stand/offen").await;
    assert!(desks.ok().contains("Noch ist kein Platz offen") && !desks.ok().contains("Fachkraft der"));
    let opened = guide.post(&app, "/stand/offen", "platz=1&sprache=tr").await;
    assert_eq!((opened.status.as_u16(), opened.header("location")), (303, DESK));

    let page = guide.get(&app, DESK).await;
    assert!(page.ok().contains("Ihr Platz ist frei.") && page.ok().contains(">A1<"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(press(&app, &guide, DESK, "tun=naechste").await.status, 303);
    assert!(app.get(&visit).await.ok().contains("Bitte zu Platz 1"));
    let page = guide.get(&app, DESK).await;
    assert!(page.ok().contains("Noch einmal aufrufen") && page.ok().contains("Rückgängig: A1"));
    press(&app, &guide, DESK, "nummer=A1&tun=beginnen").await;
    press(&app, &guide, DESK, "nummer=A1&tun=done").await;
    assert!(app.get(&visit).await.ok().contains("Danke für Ihren Besuch"));
    assert!(guide.get(&app, DESK).await.ok().contains("<li>1 fertig</li>"));
}

#[tokio::test]
async fn the_second_desk_gets_the_next_person_and_an_old_page_touches_nobody() {
    let app = demo().await;
    let (one, two) = (Browser::practice(&app, Role::Guide).await, Browser::practice(&app, Role::Guide).await);
    desk_open(&app, 1).await;
    desk_open(&app, 2).await;
    draw(&app, "service").await;
    draw(&app, "service").await;
    let old = two.get(&app, "/stand/offen/2").await;
    press(&app, &one, DESK, "tun=naechste").await;
    let body = format!("schluessel={}&tun=naechste", key(&old));
    assert_eq!(two.post(&app, "/stand/offen/2", &body).await.status, 303);
    assert!(two.get(&app, "/stand/offen/2").await.ok().contains("l-counter__number\">A2"));
    // Five clicks on one button are one call.
    for _ in 0..4 {
        two.post(&app, "/stand/offen/2", &body).await;
    }
    assert!(two.get(&app, "/stand/offen/2").await.ok().contains("l-counter__number\">A2"));
    let foreign = press(&app, &two, "/stand/offen/2", "nummer=A1&tun=nichtda").await;
    assert_eq!(foreign.status, 409);
    assert!(foreign.text().contains("A1 ist inzwischen woanders"));
}

#[tokio::test]
async fn handing_over_parking_and_undo() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    let visit = draw(&app, "pin-set").await;
    press(&app, &guide, DESK, "tun=naechste").await;
    press(&app, &guide, DESK, "nummer=B1&tun=beginnen").await;
    press(&app, &guide, DESK, "nummer=B1&tun=uebergeben").await;
    let page = guide.get(&app, DESK).await;
    assert!(page.ok().contains("übergeben") && page.ok().contains("nur Fachkraft"));
    let event = between(page.text(), "name=\"ereignis\" value=\"", "\"").to_owned();
    press(&app, &guide, DESK, &format!("ereignis={event}&tun=rueckgaengig+B1")).await;
    press(&app, &guide, DESK, "nummer=B1&tun=parken").await;
    assert!(app.get(&visit).await.ok().contains("Sie kommen später"));
    assert!(guide.get(&app, DESK).await.ok().contains("Wieder da"));
    press(&app, &guide, DESK, "tun=zurueck+B1").await;
    assert!(app.get(&visit).await.ok().contains("Sie sind als Nächstes dran"));
}

#[tokio::test]
async fn the_notice_board_takes_no_secret_and_keeps_what_was_typed() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    press(&app, &guide, DESK, "tun=notieren&notiz=Drucker+geht+nicht").await;
    assert!(guide.get(&app, DESK).await.ok().contains("Drucker geht nicht"));
    for secret in ["Code+123456", "12345", "PUK+0123456789"] {
        let refused = press(&app, &guide, DESK, &format!("tun=notieren&notiz={secret}")).await;
        assert_eq!(refused.status, 409, "{secret}");
        assert!(refused.text().contains("PIN oder PUK"), "{secret}");
        assert!(refused.text().contains(&secret.replace('+', " ")), "what was typed is still there");
    }
}

#[tokio::test]
async fn only_a_lead_stops_the_numbers_and_ends_the_day() {
    let app = demo().await;
    let lead = Browser::practice(&app, Role::Lead).await;
    let visit = draw(&app, "service").await;
    assert_eq!(lead.post(&app, "/stand/offen/leitung", "tun=pause").await.status, 303);
    assert!(app.get("/nummer/offen").await.ok().contains("Im Moment geben wir keine Nummern aus"));
    lead.post(&app, "/stand/offen/leitung", "tun=weiter").await;
    assert!(app.get("/nummer/offen").await.ok().contains("Worum geht es?"));
    assert_eq!(lead.post(&app, "/stand/offen/leitung", "tun=schluss").await.status, 303);
    assert!(app.get(&visit).await.ok().contains("Heute sind wir leider nicht mehr zu Ihnen gekommen"));
    assert_eq!(lead.post(&app, "/stand/offen/leitung", "tun=schluss").await.status, 409);
}

#[tokio::test]
async fn a_session_that_ends_during_a_call_loses_nobody() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    press(&app, &guide, DESK, "tun=naechste").await;
    guide.post(&app, "/abmelden", "").await;
    let gone = guide.get(&app, DESK).await;
    assert_eq!(gone.status, 303);
    assert!(gone.header("location").starts_with("/anmelden?weiter="));
    let next = Browser::practice(&app, Role::Guide).await;
    assert!(
        next.get(&app, DESK).await.ok().contains("l-counter__number\">A1"),
        "the desk still has its person"
    );
}

#[tokio::test]
async fn a_reload_keeps_what_is_being_typed_and_does_nothing() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    let page = guide.get(&app, DESK).await;
    assert!(page.ok().contains("lädt nicht von selbst neu. Stand"), "{}", page.text());
    let again = press(&app, &guide, DESK, "tun=neu&notiz=Kabel+fehlt").await;
    assert_eq!(again.status, 200);
    assert!(again.text().contains("value=\"Kabel fehlt\"") && again.text().contains("Ihr Platz ist frei."));
    assert!(!guide.get(&app, DESK).await.ok().contains("Kabel fehlt"), "it was put up");
}

#[tokio::test]
async fn nobody_is_handed_over_to_a_clerk_who_does_not_come() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    let mut stop = app.stored("offen").await;
    stop.clerk = None;
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    press(&app, &guide, DESK, "tun=naechste").await;
    press(&app, &guide, DESK, "nummer=A1&tun=beginnen").await;
    assert!(!guide.get(&app, DESK).await.ok().contains("An Fachkraft übergeben"));
    let clerk = Browser::practice(&app, Role::Clerk).await;
    clerk.post(&app, "/stand/offen", "platz=2&wer=fachkraft").await;
    assert!(guide.get(&app, DESK).await.ok().contains("An Fachkraft übergeben"));
}

#[tokio::test]
async fn a_day_is_ended_by_two_presses_and_parks_nobody_then() {
    let app = demo().await;
    let (lead, guide) =
        (Browser::practice(&app, Role::Lead).await, Browser::practice(&app, Role::Guide).await);
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    press(&app, &guide, DESK, "tun=naechste").await;
    assert!(guide.get(&app, DESK).await.ok().contains("id=\"parken\""));
    let page = lead.get(&app, "/stand/offen").await;
    let folded = between(page.ok(), "<details>", "</details>");
    assert!(folded.contains("Es warten: <b>0</b>") && folded.contains("value=\"schluss\""), "{folded}");
    lead.post(&app, "/stand/offen/leitung", "tun=schluss").await;
    assert!(!guide.get(&app, DESK).await.ok().contains("id=\"parken\""));
}

#[tokio::test]
async fn a_cancelled_stop_with_people_is_still_found_by_those_who_serve() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    draw(&app, "service").await;
    let mut stop = app.stored("offen").await;
    stop.status = tour::Status::Cancelled;
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    let stops = guide.get(&app, "/stand").await;
    let found = stops.text().contains("/stand/offen") || stops.header("location") == "/stand/offen";
    assert!(found, "{}", stops.text());
}
