//! A day at the stand.

use kernel::{Actor, Role};
use visits::{At, DeskAct, Needs, Outcome, OwnState, Refusal, Skills, State, TicketAct, Topic, VisitsError};

use crate::stand::{Stand, desk, guide_skills, key, rows, staff};

db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        db::testing::prepare_all(&db, visits::STATEMENTS).await;
    }

    async fn somebody_comes_is_called_and_goes(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let (first, second) = (stand.draw().await, stand.draw().await);
        assert_eq!((first.number.to_string(), second.number.to_string()), ("A1".to_owned(), "A2".to_owned()));
        let own = visits::own(&stand.queues, second.token).await.unwrap();
        assert_eq!((own.number, own.state), (second.number, OwnState::Today));
        assert_eq!(visits::ahead(&own.queue, own.ticket().unwrap()), 1);

        assert_eq!(stand.next(1).await.unwrap(), first.number);
        stand.act(1, first.number, DeskAct::Again).await.unwrap();
        stand.act(1, first.number, DeskAct::Start).await.unwrap();
        stand.finish(1, first.number).await;
        assert_eq!(stand.next(1).await.unwrap(), second.number);
        let queue = stand.queue().await;
        let called = queue.at_desk(desk(1)).unwrap();
        assert!(matches!(called.state(), State::Called { times: 1, .. }), "{called:?}");
        assert_eq!(queue.calls().next(), Some((second.number, desk(1))));

        // The log alone gives the same, to a process that knows nothing yet.
        let other = Stand::new(&db);
        assert_eq!(*other.queue().await, *queue);
    }

    async fn only_hashes_are_stored(db: Db) {
        let stand = Stand::new(&db);
        let key = key();
        let drawn = stand.draw_with(Topic::Service, &key).await.unwrap();
        let all = rows(&db, "SELECT actor, key_hash, token_hash, body FROM queue_event", 4).await.join("\n");
        assert!(all.contains("visitor") && all.contains("\"act\":\"drawn\""), "{all}");
        assert!(!all.contains(&drawn.token.to_string()));
        assert!(!all.contains(key.as_str()));
    }

    async fn five_identical_requests_give_one_number(db: Db) {
        let (stand, other) = (Stand::new(&db), Stand::new(&db));
        let key = key();
        let asked = (0..5).map(|n| {
            let (stand, key) = (if n % 2 == 0 { stand.clone() } else { other.clone() }, key.clone());
            tokio::spawn(async move { stand.draw_with(Topic::Check, &key).await.unwrap() })
        });
        let mut drawn = Vec::new();
        for one in asked.collect::<Vec<_>>() {
            drawn.push(one.await.unwrap());
        }
        assert!(drawn.iter().all(|d| *d == drawn[0]), "{drawn:?}");
        assert_eq!(stand.queue().await.tickets().len(), 1);
        // Also after a restart.
        assert_eq!(Stand::new(&db).draw_with(Topic::Check, &key).await.unwrap(), drawn[0]);
    }

    async fn a_repeated_call_calls_nobody_else(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let first = stand.draw().await;
        stand.draw().await;
        let key = key();
        assert_eq!(stand.next_with(1, &key).await.unwrap(), first.number);
        assert_eq!(stand.next_with(1, &key).await.unwrap(), first.number);
        stand.finish(1, first.number).await;
        assert_eq!(stand.next_with(1, &key).await.unwrap(), first.number);
        assert_eq!(stand.queue().await.at_desk(desk(1)), None);
    }

    async fn who_may_do_what(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let drawn = stand.draw().await;
        let forbidden = |result: Result<_, VisitsError>| matches!(result.map(drop), Err(VisitsError::Forbidden(_)));
        let (queues, at) = (&stand.queues, stand.at(1));
        for stranger in [Actor::Visitor, staff(Role::Editor), staff(Role::Auditor)] {
            assert!(forbidden(visits::desk_call_next(queues, &stranger, at, &key()).await));
            assert!(forbidden(visits::desk_open(queues, &stranger, at, guide_skills(), &key()).await));
            assert!(forbidden(visits::desk_act(queues, &stranger, at, drawn.number, DeskAct::Start, &key()).await));
            assert!(forbidden(visits::staff_act(queues, &stranger, at, drawn.number, TicketAct::Leave, &key()).await));
            assert!(visits::see(queues, &stranger, at.stop, at.day).await.is_err());
        }
        for no_lead in [Actor::Visitor, staff(Role::Guide), staff(Role::Clerk)] {
            assert!(forbidden(visits::manage_pause(queues, &no_lead, at.stop, at.day, true, &key()).await));
            assert!(forbidden(visits::manage_close(queues, &no_lead, at.stop, at.day, &key()).await));
            assert!(matches!(visits::purge(queues, &no_lead, &[]).await, Err(VisitsError::Forbidden(_))));
        }
        let with_terminal = Skills { clerk: true, ..guide_skills() };
        assert!(forbidden(visits::desk_open(queues, &staff(Role::Guide), at, with_terminal.clone(), &key()).await));
        visits::desk_open(queues, &staff(Role::Clerk), stand.at(2), with_terminal, &key()).await.unwrap();
        let elsewhere = "tibarg".parse().unwrap();
        let far = At { stop: &elsewhere, ..at };
        assert!(forbidden(visits::desk_call_next(queues, &staff(Role::Guide), far, &key()).await));
        assert_eq!(visits::desk_call_next(queues, &staff(Role::Guide), at, &key()).await.unwrap().number, Some(drawn.number));
    }

    async fn a_pause_gives_no_numbers_and_ends(db: Db) {
        let stand = Stand::new(&db);
        let (queues, lead, at) = (&stand.queues, staff(Role::Lead), stand.at(1));
        visits::manage_pause(queues, &lead, at.stop, at.day, true, &key()).await.unwrap();
        let refused = stand.draw_with(Topic::Service, &key()).await;
        assert!(matches!(refused, Err(VisitsError::Refused(Refusal::Paused))), "{refused:?}");
        visits::manage_pause(queues, &lead, at.stop, at.day, false, &key()).await.unwrap();
        stand.draw().await;
    }

    async fn a_guide_draws_for_somebody_and_takes_it_back(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let wish = (Some("tr".parse().unwrap()), Needs { soon: true, ..Needs::default() });
        let guide = staff(Role::Guide);
        let drawn = visits::draw(&stand.queues, &guide, Some(desk(1)), &stand.today, Topic::App, wish, &key()).await.unwrap();
        let queue = stand.queue().await;
        let ticket = queue.ticket(drawn.number).unwrap();
        assert_eq!((ticket.tongue, ticket.needs), wish);
        let (seq, ..) = ticket.last_act().unwrap();
        visits::staff_undo(&stand.queues, &guide, stand.at(1), drawn.number, seq, &key()).await.unwrap();
        assert_eq!(stand.queue().await.ticket(drawn.number).unwrap().state(), State::Void);
        let as_desk = visits::draw(&stand.queues, &Actor::Visitor, Some(desk(1)), &stand.today, Topic::App, wish, &key()).await;
        assert!(matches!(as_desk, Err(VisitsError::Forbidden(_))));
    }

    async fn the_holder_of_a_number_comes_later_and_comes_back(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let (first, second) = (stand.draw().await, stand.draw().await);
        let seq = stand.own(first, TicketAct::Later).await.unwrap();
        visits::own_undo(&stand.queues, &Actor::Visitor, first.token, seq, &key()).await.unwrap();
        stand.own(first, TicketAct::Later).await.unwrap();
        assert_eq!(stand.next(1).await.unwrap(), second.number);
        stand.own(first, TicketAct::Back).await.unwrap();
        stand.finish(1, second.number).await;
        assert_eq!(stand.next(1).await.unwrap(), first.number);
        stand.own(first, TicketAct::Leave).await.unwrap();
        assert_eq!(stand.queue().await.at_desk(desk(1)), None);
        let gone = stand.act(1, first.number, DeskAct::Finish(Outcome::Done)).await;
        assert!(matches!(gone, Err(VisitsError::Refused(Refusal::NotAtDesk(_)))), "{gone:?}");
    }
}
