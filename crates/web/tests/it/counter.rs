//! The counter: guides at their desks, through their pages.

use kernel::Role;
use testkit::{Answer, NOW, TestApp};

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
    let clerk = Browser::practice(&app, Role::Clerk).await;
    assert!(clerk.get(&app, "/stand/offen").await.ok().contains("value=\"fachkraft\" checked"));
    clerk.post(&app, "/stand/offen", "platz=2&wer=fachkraft").await;
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
        let field = between(refused.text(), "id=\"notiz\"", ">");
        assert!(field.contains("aria-invalid=\"true\"") && field.contains("notiz-error"), "{field}");
        assert!(refused.text().contains("id=\"notiz-error\"") && refused.text().contains("href=\"#notiz\""));
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
async fn whatever_is_pressed_what_is_being_typed_comes_back() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    let typed = "notiz=Kabel+fehlt&q=Hund&thema=check&hoeren=1&sprache=tr";
    let kept = |page: &Answer| {
        let text = page.text();
        text.contains("value=\"Kabel fehlt\"")
            && text.contains("name=\"q\" type=\"search\" autocomplete=\"off\" value=\"Hund\"")
            && text.contains("value=\"check\" selected")
            && text.contains("id=\"hoeren\" name=\"hoeren\" value=\"1\" checked")
            && text.contains("<details open>")
    };
    for act in ["tun=naechste", "nummer=A1&tun=beginnen", "tun=neu", "nummer=A1&tun=done"] {
        let answer = press(&app, &guide, DESK, &format!("{act}&{typed}")).await;
        assert_eq!(answer.status, 200, "{act}");
        assert!(kept(&answer), "{act}: {}", answer.text());
    }
    let refused = press(&app, &guide, DESK, &format!("nummer=A1&tun=done&{typed}")).await;
    assert!(refused.status == 409 && kept(&refused));
    // What was put up is not typed any more; nothing typed is nothing to show again.
    let up = press(&app, &guide, DESK, "tun=notieren&notiz=Kabel+fehlt&thema=service").await;
    assert_eq!((up.status.as_u16(), up.header("location")), (303, DESK));
}

#[tokio::test]
async fn a_number_drawn_at_a_desk_is_there_to_take_along_and_leads_back() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    let page = guide.get(&app, DESK).await;
    let body = format!("schluessel={}&tun=ziehen&thema=check&hoeren=1&sprache=tr&notiz=Kabel", key(&page));
    let ticket = guide.post(&app, DESK, &body).await;
    assert!(ticket.ok().contains("<p class=\"l-ticket__number\">B1</p>"), "{}", ticket.text());
    assert!(ticket.text().contains("<svg class=\"l-qr\"") && !ticket.text().contains("data-return"));
    assert_eq!(ticket.header("cache-control"), "no-store");
    assert!(guide.post(&app, DESK, &body).await.ok().contains(">B1</p>"), "sent twice it is one number");
    let back = between(ticket.text(), "<form action=\"", "</form>");
    assert!(back.starts_with(DESK) && back.contains("name=\"notiz\" value=\"Kabel\""), "{back}");
    let desk = guide.post(&app, DESK, "tun=neu&notiz=Kabel").await;
    let row = between(desk.ok(), "l-queue__number\">B1", "</li>");
    assert!(row.contains("hört den Aufruf nicht") && row.contains("Türkisch"), "{row}");
    assert!(desk.text().contains("value=\"Kabel\""));
}

#[tokio::test]
async fn who_waits_for_a_language_of_another_desk_is_nobody_for_this_one() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    guide.post(&app, "/stand/offen", "platz=2&sprache=tr").await;
    app.post("/nummer/offen", "thema=service&sprache=tr", &[]).await;
    assert!(guide.get(&app, DESK).await.ok().contains("Gerade wartet niemand, dem Sie hier helfen können."));
    assert!(guide.get(&app, "/stand/offen/2").await.ok().contains("Ihr Platz ist frei."));
}

#[tokio::test]
async fn while_the_database_is_away_the_desk_says_so_and_keeps_what_is_typed() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    draw(&app, "service").await;
    let page = guide.get(&app, DESK).await;
    let outage = db::testing::Outage::begin(&app.db).await;
    let away = guide.post(&app, DESK, &format!("schluessel={}&tun=naechste&notiz=Kabel", key(&page))).await;
    assert_eq!(away.status, 503);
    assert!(
        away.text().contains("Das hat gerade nicht geklappt.") && away.text().contains("value=\"Kabel\""),
        "{}",
        away.text()
    );
    outage.end().await;
}

#[tokio::test]
async fn an_old_page_hands_nobody_over_to_a_clerk_who_left() {
    let app = demo().await;
    let (guide, clerk) =
        (Browser::practice(&app, Role::Guide).await, Browser::practice(&app, Role::Clerk).await);
    desk_open(&app, 1).await;
    clerk.post(&app, "/stand/offen", "platz=2&wer=fachkraft").await;
    draw(&app, "service").await;
    press(&app, &guide, DESK, "tun=naechste").await;
    press(&app, &guide, DESK, "nummer=A1&tun=beginnen").await;
    assert!(guide.get(&app, DESK).await.ok().contains("An Fachkraft übergeben"));
    assert_eq!(press(&app, &clerk, "/stand/offen/2", "tun=schliessen").await.status, 303);
    let late = press(&app, &guide, DESK, "nummer=A1&tun=uebergeben").await;
    assert_eq!(late.status, 409);
    assert!(
        late.text().contains("Sie ist heute nicht mehr hier.")
            && late.text().contains("l-counter__number\">A1")
    );
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

#[tokio::test]
async fn a_stop_that_was_shut_for_the_whole_day_with_people_is_still_found() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    draw(&app, "service").await;
    let mut stop = app.stored("offen").await;
    stop.exceptions =
        vec![serde_json::from_value(serde_json::json!({"day": NOW.date(), "hours": "off"})).unwrap()];
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    let stops = guide.get(&app, "/stand").await;
    let found = stops.text().contains("/stand/offen") || stops.header("location") == "/stand/offen";
    assert!(found, "{}", stops.text());
}

#[tokio::test]
async fn a_desk_that_somebody_opened_meanwhile_stays_as_it_is_and_the_choice_is_kept() {
    let app = demo().await;
    let (guide, clerk) =
        (Browser::practice(&app, Role::Guide).await, Browser::practice(&app, Role::Clerk).await);
    clerk.post(&app, "/stand/offen", "platz=1&wer=fachkraft").await;
    let late = guide.post(&app, "/stand/offen", "platz=1&sprache=tr").await;
    assert_eq!(late.status, 409);
    assert!(
        late.text().contains("Platz 1 hat inzwischen jemand geöffnet.")
            && late.text().contains("(Fachkraft)")
    );
    assert!(late.text().contains("name=\"sprache\" value=\"tr\" checked"), "{}", late.text());
    let none = clerk.post(&app, "/stand/offen", "wer=beide").await;
    assert_eq!(none.status, 422);
    assert!(none.text().contains("value=\"beide\" checked"));
    // The same person presses twice.
    for _ in 0..2 {
        assert_eq!(guide.post(&app, "/stand/offen", "schluessel=eins&platz=2").await.status, 303);
    }
}

#[tokio::test]
async fn who_has_a_number_on_paper_comes_later_or_goes_by_telling_a_desk() {
    let app = demo().await;
    let guide = Browser::practice(&app, Role::Guide).await;
    desk_open(&app, 1).await;
    let (later, goes) = (draw(&app, "service").await, draw(&app, "service").await);
    assert_eq!(press(&app, &guide, DESK, "tun=spaeter&wer=+a+1").await.status, 303);
    assert!(app.get(&later).await.ok().contains("Sie kommen später"));
    assert_eq!(press(&app, &guide, DESK, "tun=gegangen&wer=A2").await.status, 303);
    assert!(app.get(&goes).await.ok().contains("Sie haben Ihre Nummer zurückgegeben"));
    assert!(guide.get(&app, DESK).await.ok().contains("Rückgängig: A2"));
    for (typed, status, why) in [
        ("", 422, "so, wie sie auf dem Zettel steht"),
        ("X9", 422, "so, wie"),
        ("A9", 409, "A9 gibt es heute nicht."),
    ] {
        let wrong = press(&app, &guide, DESK, &format!("tun=gegangen&wer={typed}&notiz=Kabel")).await;
        assert_eq!(wrong.status, status, "{typed}");
        assert!(
            wrong.text().contains("href=\"#wer\"") && wrong.text().contains("id=\"wer-error\""),
            "{typed}"
        );
        assert!(wrong.text().contains(why) && wrong.text().contains("value=\"Kabel\""), "{typed}");
    }
}
