//! Numbers as visitors meet them: drawn at the kiosk or on the phone, followed, called, given back.

use axum::{body::Body, http::Request};
use db::testing::Outage;
use kernel::{Actor, Localized};
use testkit::{Answer, Engine, NOW, Setup, TestApp};
use tour::{Status, StopId};
use visits::{At, DeskAct, DeskNo, Outcome, Skills};
use web::ClientAddress;

use crate::html::between;

const STOP: &str = "offen";

/// A desk of the open stop, as the team works it.
struct Desk<'a> {
    app: &'a TestApp,
    stop: StopId,
    no: DeskNo,
}

impl<'a> Desk<'a> {
    async fn open(app: &'a TestApp, no: u8, clerk: bool) -> Self {
        let desk = Self { app, stop: STOP.parse().unwrap(), no: no.try_into().unwrap() };
        let skills = Skills { guide: true, clerk, ..Skills::default() };
        let queues = app.app.queues();
        visits::desk_open(queues, &Actor::Operator, desk.at(), skills, &queues.fresh_key()).await.unwrap();
        desk
    }

    fn at(&self) -> At<'_> {
        At { stop: &self.stop, day: NOW.date(), desk: self.no }
    }

    async fn call(&self) -> String {
        let queues = self.app.app.queues();
        let called =
            visits::desk_call_next(queues, &Actor::Operator, self.at(), &queues.fresh_key()).await.unwrap();
        called.number.unwrap().to_string()
    }

    async fn act(&self, number: &str, act: DeskAct) {
        let (queues, number) = (self.app.app.queues(), number.parse().unwrap());
        let key = queues.fresh_key();
        visits::desk_act(queues, &Actor::Operator, self.at(), number, act, &key).await.unwrap();
    }
}

/// The hidden key of the form on a page.
fn key(page: &Answer) -> String {
    between(page.text(), "name=\"schluessel\" value=\"", "\"").to_owned()
}

/// The newest call as the display counts; 0 for none.
fn newest_call(display: &Answer) -> i64 {
    let rest = display.ok().split_once("data-call=\"").map(|(_, rest)| rest);
    rest.map_or(0, |rest| rest.split_once('"').unwrap().0.parse().unwrap())
}

/// Draws a number on the phone; answers with its page's path.
async fn draw(app: &TestApp, topic: &str) -> String {
    let form = app.get("/nummer/offen").await;
    let answer = app.post("/nummer/offen", &format!("schluessel={}&thema={topic}", key(&form)), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.header("location").to_owned()
}

async fn press(app: &TestApp, visit: &str, button: &str) -> Answer {
    let page = app.get(visit).await;
    let event = page.text().split_once("name=\"ereignis\" value=\"");
    let event = event.map_or("0", |(_, rest)| rest.split_once('"').unwrap().0);
    app.post(visit, &format!("schluessel={}&tun={button}&ereignis={event}", key(&page)), &[]).await
}

#[tokio::test]
async fn a_number_is_drawn_called_and_finished() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = Setup::new().on(engine).start().await;
        let visit = draw(&app, "service").await;
        let page = app.get(&visit).await;
        assert!(page.ok().contains(">A1<") && page.ok().contains("Sie sind als Nächstes dran"));
        assert!(page.ok().contains("Ich komme später") && page.ok().contains("Ich gehe"));
        assert_eq!(page.header("cache-control"), "no-store");

        let desk = Desk::open(&app, 3, false).await;
        assert_eq!(desk.call().await, "A1");
        let called = app.get(&visit).await;
        assert!(called.ok().contains("Bitte zu Platz 3") && called.ok().contains("l-ticket--called"));
        let display = app.get("/anzeige/offen").await;
        let first = newest_call(&display);
        assert!(app.get("/en/anzeige/offen").await.ok().contains("Desk <b class=\"l-display__desk\">3</b>"));
        desk.act("A1", DeskAct::Again).await;
        assert!(newest_call(&app.get("/anzeige/offen").await) > first, "a second call is news");

        desk.act("A1", DeskAct::Start).await;
        assert!(app.get(&visit).await.ok().contains("Sie sind dran: Platz 3"));
        desk.act("A1", DeskAct::Finish(Outcome::Done)).await;
        let over = app.get(&visit).await;
        assert!(
            over.ok().contains("Danke für Ihren Besuch") && !over.ok().contains("<form action=\"/besuch")
        );
        app.end().await;
    }
}

#[tokio::test]
async fn a_form_sent_five_times_gives_one_number() {
    let app = TestApp::start().await;
    let form = app.get("/kiosk/offen").await;
    let body = format!("schluessel={}&thema=app", key(&form));
    for _ in 0..5 {
        let ticket = app.post("/kiosk/offen", &body, &[]).await;
        assert!(ticket.ok().contains("<p class=\"l-ticket__number\">A1</p>"));
        assert_eq!(ticket.header("cache-control"), "no-store");
    }
    assert!(app.get("/nummer/offen").await.ok().contains("Es warten gerade: <b>1</b>"));
}

#[tokio::test]
async fn a_question_about_the_pin_is_asked_before_the_number() {
    let app = TestApp::start().await;
    let form = app.get("/en/kiosk/offen").await;
    let asked =
        app.post("/en/kiosk/offen", &format!("schluessel={}&thema=pin&bald=1", key(&form)), &[]).await;
    assert!(asked.ok().contains("Do you have the PIN letter with you?"));
    assert!(asked.ok().contains("name=\"bald\" value=\"1\""), "what was ticked before is kept");
    let body = format!("schluessel={}&thema=pin-set&bald=1", key(&asked));
    let ticket = app.post("/en/kiosk/offen", &body, &[]).await;
    assert!(ticket.ok().contains(">B1</p>") && ticket.ok().contains("the PIN letter"));
    assert!(ticket.ok().contains("<svg class=\"l-qr\""));
}

#[tokio::test]
async fn later_back_go_and_undo() {
    let app = TestApp::start().await;
    let (first, second) = (draw(&app, "check").await, draw(&app, "check").await);
    assert!(app.get(&second).await.ok().contains("Noch 1 vor Ihnen"));
    assert_eq!(press(&app, &first, "spaeter").await.status, 303);
    assert!(app.get(&first).await.ok().contains("Sie kommen später"));
    assert!(app.get(&second).await.ok().contains("Sie sind als Nächstes dran"));
    press(&app, &first, "zurueck").await;
    assert!(app.get(&first).await.ok().contains("Sie sind als Nächstes dran"), "the place was kept");
    press(&app, &second, "gehen").await;
    let left = app.get(&second).await;
    assert!(left.ok().contains("Sie haben Ihre Nummer zurückgegeben") && left.ok().contains("Rückgängig"));
    press(&app, &second, "rueckgaengig").await;
    assert!(app.get(&second).await.ok().contains("Noch 1 vor Ihnen"));
}

#[tokio::test]
async fn an_old_page_changes_nothing_and_shows_how_things_are() {
    let app = TestApp::start().await;
    let visit = draw(&app, "other").await;
    let page = app.get(&visit).await;
    let leave = format!("schluessel={}&tun=gehen", key(&page));
    assert_eq!(app.post(&visit, &leave, &[]).await.status, 303);
    assert_eq!(app.post(&visit, &leave, &[]).await.status, 303, "the same request again is the same answer");
    let other_tab = format!("schluessel={}&tun=spaeter", key(&page).chars().rev().collect::<String>());
    let late = app.post(&visit, &other_tab, &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("Das geht gerade nicht mehr.") && late.text().contains("zurückgegeben"));
}

#[tokio::test]
async fn forms_from_elsewhere_are_not_taken() {
    let app = TestApp::start().await;
    let foreign = [("sec-fetch-site", "cross-site")];
    for path in ["/nummer/offen", "/kiosk/offen"] {
        let answer = app.post(path, "thema=service", &foreign).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text().contains("Bitte wählen Sie noch einmal"), "{path}");
    }
    let visit = draw(&app, "service").await;
    assert_eq!(app.post(&visit, "tun=gehen", &foreign).await.status, 403);
    assert!(app.get(&visit).await.ok().contains("Sie sind als Nächstes dran"));
    assert_eq!(app.post("/nummer/offen", "thema=nichts", &[]).await.status, 422);
    assert_eq!(app.post("/nummer/offen", "{}", &[("content-type", "application/json")]).await.status, 415);
}

#[tokio::test]
async fn closed_stops_give_no_numbers_and_say_when() {
    let app = TestApp::start().await;
    app.set_time(NOW.date().at(22, 0, 0, 0));
    for path in ["/nummer/offen", "/kiosk/offen"] {
        let page = app.get(path).await;
        assert!(
            page.ok().contains("Gerade ist hier nicht geöffnet") && page.ok().contains("Wir sind wieder da:")
        );
        assert!(!page.ok().contains("<button type=\"submit\""), "{path}");
        let answer = app.post(path, "thema=service", &[]).await;
        assert_eq!(answer.status, 409, "{path}");
    }
    for path in ["/nummer/gibt-es-nicht", "/kiosk/gibt-es-nicht", "/anzeige/gibt-es-nicht", "/besuch/kurz"] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
        let status = app.post(path, "thema=service", &[]).await.status;
        assert!([404, 405].contains(&status.as_u16()), "{path}: {status}");
    }
}

#[tokio::test]
async fn whoever_waits_is_told_when_the_stop_is_cancelled() {
    let app = TestApp::start().await;
    let visit = draw(&app, "service").await;
    let mut stop = app.stored(STOP).await;
    stop.status = Status::Cancelled;
    stop.notice = Some(testkit::text("Wasserschaden", "Water damage"));
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    let page = app.get(&visit).await;
    assert!(page.ok().contains("Wasserschaden"), "{}", page.text());
    assert!(app.get("/anzeige/offen").await.ok().contains("Wasserschaden"));
    assert_eq!(app.post("/nummer/offen", "thema=service", &[]).await.status, 409);
}

#[tokio::test]
async fn whoever_waits_is_told_without_a_notice_too_and_of_no_time_that_is_not_true() {
    let app = TestApp::start().await;
    let (waits, later) = (draw(&app, "service").await, draw(&app, "service").await);
    press(&app, &later, "spaeter").await;
    assert!(app.get(&later).await.ok().contains("Wir sind heute bis"));
    let mut stop = app.stored(STOP).await;
    stop.status = Status::Cancelled;
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    let page = app.get(&waits).await;
    assert!(page.ok().contains("Dieser Halt fällt aus.") && !page.text().contains("Sie warten"));
    let page = app.get(&later).await;
    assert!(page.ok().contains("Dieser Halt fällt aus."));
    assert!(!page.text().contains("Wir sind heute bis"), "{}", page.text());
}

#[tokio::test]
async fn nobody_is_offered_to_come_back_into_a_day_that_is_over() {
    let app = TestApp::start().await;
    let (missed, called) = (draw(&app, "service").await, draw(&app, "service").await);
    let (one, two) = (Desk::open(&app, 1, false).await, Desk::open(&app, 2, false).await);
    let number = one.call().await;
    one.act(&number, DeskAct::NoShow).await;
    two.call().await;
    assert!(app.get(&missed).await.ok().contains("id=\"zurueck\""));
    assert!(app.get(&called).await.ok().contains("„Ich komme später“"));
    let queues = app.app.queues();
    visits::manage_close(queues, &Actor::Operator, &one.stop, NOW.date(), &queues.fresh_key()).await.unwrap();
    let page = app.get(&missed).await;
    assert!(page.ok().contains("Wir haben Sie aufgerufen") && !page.text().contains("id=\"zurueck\""));
    assert!(page.text().contains("Wir sind wieder da:"));
    let page = app.get(&called).await;
    assert!(page.ok().contains("Bitte zu Platz 2") && !page.text().contains("Ich komme später"));
    let late = press(&app, &called, "spaeter").await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("Für heute ist Schluss."));
}

#[tokio::test]
async fn a_number_of_yesterday_is_over() {
    let app = TestApp::start().await;
    let visit = draw(&app, "service").await;
    app.set_time(NOW.date().tomorrow().unwrap().at(11, 0, 0, 0));
    let page = app.get(&visit).await;
    assert_eq!(page.status, 410);
    assert!(page.text().contains("Diese Nummer galt am"));
    assert_eq!(app.post(&visit, "tun=gehen", &[]).await.status, 410);
    let unknown = app.get("/besuch/0123456789abcdef0123456789abcdef").await;
    assert_eq!(unknown.status, 410);
}

#[tokio::test]
async fn the_link_to_a_number_is_told_to_no_other_page() {
    let app = TestApp::start().await;
    let visit = draw(&app, "service").await;
    let page = app.get(&visit).await;
    let token = visit.rsplit('/').next().unwrap();
    assert!(page.ok().contains("href=\"/barriere-melden?seite=/termine\""));
    let elsewhere: Vec<_> = page
        .text()
        .split("href=\"")
        .skip(1)
        .map(|h| h.split_once('"').unwrap().0)
        .filter(|h| h.contains(token))
        .collect();
    assert!(elsewhere.iter().all(|h| h.contains("/besuch/")), "{elsewhere:?}");
    assert!(page.text().contains("name=\"robots\" content=\"noindex\""));
    let stream = between(page.text(), "data-live=\"", "\"");
    assert!(!stream.contains(token), "{stream}");
}

#[tokio::test]
async fn a_stream_without_a_state_says_that_all_is_new_and_ends() {
    let app = TestApp::start().await;
    let answer = app.get("/anzeige/offen/strom").await;
    assert_eq!(answer.ok(), "event: change\ndata:\n\n");
    assert_eq!(answer.header("content-type"), "text/event-stream");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_display_may_sound_and_stay_on_and_others_may_not() {
    let app = TestApp::start().await;
    let policy = |a: &Answer| a.header("permissions-policy").to_owned();
    let display = policy(&app.get("/anzeige/offen").await);
    assert!(display.contains("autoplay=(self)") && display.contains("screen-wake-lock=(self)"));
    let kiosk = policy(&app.get("/kiosk/offen").await);
    assert!(kiosk.contains("autoplay=()") && kiosk.contains("screen-wake-lock=()"));
}

#[tokio::test]
async fn one_address_cannot_draw_all_numbers() {
    let app = TestApp::start().await;
    let mut given = 0;
    for _ in 0..60 {
        let mut request = Request::post("/nummer/offen")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("thema=other"))
            .unwrap();
        request.extensions_mut().insert(ClientAddress("192.0.2.7".parse().unwrap()));
        let answer = app.send(request).await;
        if answer.status == 303 {
            given += 1;
        } else {
            // The wait before closing ends the giving, too; either way the person is told what to do.
            assert_eq!(answer.status, 429, "{}", answer.text());
            assert!(answer.text().contains("oder lassen Sie sich am Stand eine Nummer geben."));
        }
    }
    assert_eq!(given, 40);
}

#[tokio::test]
async fn a_call_that_is_repeated_is_the_large_one_and_one_taken_back_makes_none_new() {
    let app = TestApp::start().await;
    draw(&app, "service").await;
    draw(&app, "service").await;
    let (one, two) = (Desk::open(&app, 1, false).await, Desk::open(&app, 2, false).await);
    one.call().await;
    two.call().await;
    let display = app.get("/anzeige/offen").await;
    let second = newest_call(&display);
    assert_eq!(between(display.text(), "l-display__last", "</div>").matches(">A2<").count(), 1);
    one.act("A1", DeskAct::Again).await;
    let display = app.get("/anzeige/offen").await;
    assert_eq!(between(display.text(), "l-display__last", "</div>").matches(">A1<").count(), 1);
    let again = newest_call(&display);
    assert!(again > second);
    // The newest call is taken back: what stands there then was called before.
    let queues = app.app.queues();
    let queue = queues.queue(&one.stop, NOW.date()).await.unwrap();
    let (number, seq) = ("A1".parse().unwrap(), queue.version());
    visits::staff_undo(queues, &Actor::Operator, one.at(), number, seq, &queues.fresh_key()).await.unwrap();
    assert!(newest_call(&app.get("/anzeige/offen").await) <= again);
}

#[tokio::test]
async fn what_was_ticked_is_kept_when_there_is_no_number() {
    let app = TestApp::start().await;
    let ticked = "bald=1&hoeren=1&sprache=tr";
    let foreign = [("sec-fetch-site", "cross-site")];
    let refused = app.post("/kiosk/offen", &format!("thema=service&{ticked}"), &foreign).await;
    let unknown = app.post("/kiosk/offen", &format!("thema=nichts&{ticked}"), &[]).await;
    for (status, page) in [(403, refused), (422, unknown)] {
        assert_eq!(page.status, status);
        let form = between(page.text(), "<form class=\"l-draw\"", "</details>");
        for kept in [
            "<details open>",
            "id=\"bald\" name=\"bald\" value=\"1\" checked",
            "id=\"hoeren\" name=\"hoeren\" value=\"1\" checked",
        ] {
            assert!(form.contains(kept), "{kept}: {form}");
        }
        assert!(!form.contains("name=\"sehen\" value=\"1\" checked"));
    }
}

#[tokio::test]
async fn who_taps_again_after_the_database_was_away_asks_the_same_again() {
    let app = TestApp::start().await;
    let form = app.get("/nummer/offen").await;
    let first = key(&form);
    let body = format!("schluessel={first}&thema=app");
    // Known before, so that the page has what it needs.
    draw(&app, "other").await;
    let outage = Outage::begin(&app.db).await;
    let away = app.post("/nummer/offen", &body, &[]).await;
    assert_eq!(away.status, 503, "{}", away.text());
    assert_eq!(key(&away), first);
    outage.end().await;
    let (one, two) =
        (app.post("/nummer/offen", &body, &[]).await, app.post("/nummer/offen", &body, &[]).await);
    assert_eq!((one.status.as_u16(), one.header("location")), (303, two.header("location")));
}

#[tokio::test]
async fn a_notice_without_translation_is_marked_as_german_on_the_display() {
    let app = TestApp::start().await;
    let mut stop = app.stored(STOP).await;
    stop.notice = Some(Localized::german("Heute mit Dolmetscherin"));
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    let display = app.get("/anzeige/offen").await;
    let (german, english) = display.ok().split_once("<div lang=\"en\">").unwrap();
    assert!(german.contains("<p>Heute mit Dolmetscherin</p>"), "{german}");
    assert!(english.contains("<p lang=\"de\">Heute mit Dolmetscherin</p>"), "{english}");
}

#[tokio::test]
async fn who_needs_a_clerk_is_told_when_none_is_here_any_more() {
    let app = TestApp::start().await;
    Desk::open(&app, 1, false).await;
    let clerk = async |hours: Option<&str>| {
        let mut stop = app.stored(STOP).await;
        stop.clerk = hours.map(|hours| hours.parse().unwrap());
        app.store(&app.db, vec![], vec![stop]).await;
        app.app.reload().await.unwrap();
    };
    clerk(Some("Mo-Su 10:00-18:00")).await;
    let visit = draw(&app, "activate").await;
    assert!(!app.get(&visit).await.ok().contains("Die Fachkraft ist gerade nicht hier."));
    clerk(None).await;
    assert!(app.get(&visit).await.ok().contains("Die Fachkraft ist gerade nicht hier."));
}
