//! What goes wrong at a stand has a defined result.

use jiff::{SignedDuration, civil::date};
use kernel::{Actor, Role};
use visits::{DeskAct, OwnState, Refusal, State, TicketAct, Today, Topic, Trouble, VisitsError};

use crate::stand::{CLOSING, MORNING, Stand, at, desk, guide_skills, key, staff};

fn refusal<T: std::fmt::Debug>(result: Result<T, VisitsError>) -> Refusal {
    match result {
        Err(VisitsError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

db::contract_tests! {
    async fn two_tabs_with_one_number(db: Db) {
        let stand = Stand::new(&db);
        let drawn = stand.draw().await;
        stand.own(drawn, TicketAct::Leave).await.unwrap();
        assert_eq!(refusal(stand.own(drawn, TicketAct::Later).await), Refusal::Elsewhere(drawn.number));
        assert_eq!(refusal(stand.own(drawn, TicketAct::Leave).await), Refusal::Elsewhere(drawn.number));
    }

    async fn a_double_click_with_one_key_is_one_click(db: Db) {
        let stand = Stand::new(&db);
        let (drawn, key) = (stand.draw().await, key());
        let click = || visits::own_act(&stand.queues, &Actor::Visitor, drawn.token, TicketAct::Later, &key);
        let (one, two) = tokio::join!(click(), click());
        assert_eq!(one.unwrap(), two.unwrap());
        // Replayed after the person is back, it still says what it did and does nothing.
        stand.own(drawn, TicketAct::Back).await.unwrap();
        click().await.unwrap();
        assert_eq!(stand.queue().await.ticket(drawn.number).unwrap().state(), State::Waiting);
    }

    async fn a_clock_that_jumps_back_turns_no_time_around(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let drawn = stand.draw().await;
        stand.clock.advance(SignedDuration::from_mins(-20));
        stand.next(1).await.unwrap();
        stand.act(1, drawn.number, DeskAct::Start).await.unwrap();
        stand.clock.advance(SignedDuration::from_mins(25));
        stand.finish(1, drawn.number).await;
        let queue = stand.queue().await;
        let ticket = queue.ticket(drawn.number).unwrap();
        assert_eq!(ticket.first_called(), Some(ticket.drawn));
        assert_eq!(ticket.served(), SignedDuration::from_mins(5));
    }

    async fn a_clock_that_was_wrong_for_a_while_closes_no_stop(db: Db) {
        let stand = Stand::new(&db);
        stand.clock.advance(SignedDuration::from_hours(12));
        stand.open(1, guide_skills()).await;
        stand.clock.advance(SignedDuration::from_hours(-12));
        let drawn = stand.draw().await;
        let queue = stand.queue().await;
        assert_eq!(queue.ticket(drawn.number).unwrap().drawn, at(MORNING) + SignedDuration::from_hours(12));
        assert_eq!(stand.next(1).await.unwrap(), drawn.number);
    }

    async fn a_clock_that_jumps_on_moves_nobody(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let (first, _) = (stand.draw().await, stand.draw().await);
        stand.clock.advance(SignedDuration::from_hours(3));
        stand.draw().await;
        assert_eq!(stand.next(1).await.unwrap(), first.number);
    }

    async fn a_token_of_yesterday_shows_its_day_and_does_nothing(db: Db) {
        let stand = Stand::new(&db);
        let drawn = stand.draw().await;
        stand.clock.set(at("2026-03-25T09:00:00Z"));
        assert_eq!(visits::own(&stand.queues, drawn.token).await.unwrap().state, OwnState::Expired);
        let acted = stand.own(drawn, TicketAct::Leave).await;
        assert!(matches!(acted, Err(VisitsError::Expired(day)) if day == date(2026, 3, 24)), "{acted:?}");
        assert!(matches!(visits::own(&stand.queues, "0".repeat(32).parse().unwrap()).await, Err(VisitsError::UnknownToken)));
    }

    async fn a_stop_that_is_cancelled_gives_no_numbers_and_serves_who_is_there(db: Db) {
        let mut stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let drawn = stand.draw().await;
        stand.today = Today { trouble: Some(Trouble::Cancelled), ..stand.today };
        assert_eq!(refusal(stand.draw_with(Topic::Service, &key()).await), Refusal::NotOpen);
        assert_eq!(stand.next(1).await.unwrap(), drawn.number);
    }

    async fn closing_time_with_people_in_line(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let (first, second) = (stand.draw().await, stand.draw().await);
        stand.clock.set(at(CLOSING));
        assert_eq!(refusal(stand.draw_with(Topic::Service, &key()).await), Refusal::NotOpen);
        // Whoever has a number may still be called; the lead ends it, and then they are told.
        assert_eq!(stand.next(1).await.unwrap(), first.number);
        let closed = visits::manage_close(&stand.queues, &staff(Role::Lead), &stand.today.stop, stand.today.day, &key()).await;
        closed.unwrap();
        let own = visits::own(&stand.queues, second.token).await.unwrap();
        assert_eq!(own.ticket().unwrap().state(), State::TurnedAway);
        stand.finish(1, first.number).await;
        assert_eq!(refusal(stand.next(1).await.map(drop)), Refusal::NobodyWaits);
    }

    async fn a_session_that_ends_during_a_call_leaves_the_person_at_the_desk(db: Db) {
        let stand = Stand::new(&db);
        let (one, other) = (staff(Role::Guide), staff(Role::Clerk));
        visits::desk_open(&stand.queues, &one, stand.at(1), guide_skills(), &key()).await.unwrap();
        let drawn = stand.draw().await;
        visits::desk_call_next(&stand.queues, &one, stand.at(1), &key()).await.unwrap();
        // Somebody else signs in at this desk and says what they can do.
        visits::desk_open(&stand.queues, &other, stand.at(1), guide_skills(), &key()).await.unwrap();
        assert_eq!(stand.queue().await.at_desk(desk(1)).map(|t| t.number), Some(drawn.number));
        visits::desk_act(&stand.queues, &other, stand.at(1), drawn.number, DeskAct::Start, &key()).await.unwrap();
        stand.finish(1, drawn.number).await;
    }

    async fn numbers_are_given_shortly_before_opening(db: Db) {
        let mut stand = Stand::new(&db);
        stand.today.trouble = Some(Trouble::Shut);
        stand.clock.set(at(MORNING) - SignedDuration::from_mins(31));
        assert_eq!(refusal(stand.draw_with(Topic::Service, &key()).await), Refusal::NotOpen);
        stand.clock.advance(SignedDuration::from_mins(2));
        stand.draw().await;
    }
}
