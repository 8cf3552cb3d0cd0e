//! Soon after closing nothing personal is left, in no table and no backup.

use db::Db;
use jiff::SignedDuration;
use kernel::Actor;
use visits::{Forgotten, Refusal, TicketAct, Topic, VisitsError};

use crate::stand::{CLOSING, Stand, at, guide_skills, key, rows};

async fn purge(stand: &Stand) -> Forgotten {
    visits::purge(&stand.queues, &Actor::Operator, std::slice::from_ref(&stand.today)).await.unwrap()
}

async fn events(db: &Db) -> usize {
    rows(db, "SELECT body FROM queue_event", 1).await.len()
}

const NOTHING: Forgotten = Forgotten { days: 0, numbers: 0 };

db::contract_tests! {
    async fn a_day_is_forgotten_soon_after_closing(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let (first, parked) = (stand.draw().await, stand.draw().await);
        stand.own(parked, TicketAct::Later).await.unwrap();
        stand.clock.advance(SignedDuration::from_mins(7));
        stand.next(1).await.unwrap();
        stand.act(1, first.number, visits::DeskAct::Start).await.unwrap();
        stand.clock.advance(SignedDuration::from_mins(11));
        assert_eq!(purge(&stand).await, NOTHING);
        stand.clock.set(at(CLOSING) + SignedDuration::from_mins(16));
        assert_eq!(purge(&stand).await, NOTHING, "somebody is at a desk");
        stand.finish(1, first.number).await;
        assert_eq!(purge(&stand).await, Forgotten { days: 1, numbers: 2 });
        assert_eq!(purge(&stand).await, NOTHING);

        assert_eq!(events(&db).await, 0);
        let facts = rows(&db, "SELECT stop, day, hour, topic, clerk, ending, waited FROM queue_fact ORDER BY ending", 7).await;
        assert_eq!(facts, ["mercado 2026-03-24 10 service 0 done 7", "mercado 2026-03-24 10 service 0 not-served"]);
        let gone = visits::own(&stand.queues, first.token).await;
        assert!(matches!(gone, Err(VisitsError::UnknownToken)), "{gone:?}");
        assert!(stand.queue().await.is_forgotten());
        assert!(stand.queue().await.tickets().is_empty());
    }

    async fn nothing_is_written_into_a_day_that_another_process_forgot(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        stand.draw().await;
        let other = Stand::new(&db);
        other.queue().await;
        other.clock.set(at("2026-03-24T22:59:00Z"));
        assert_eq!(purge(&other).await, Forgotten { days: 1, numbers: 1 });
        for _ in 0..2 {
            let drawn = stand.draw_with(Topic::Service, &key()).await;
            assert!(matches!(drawn, Err(VisitsError::Refused(Refusal::Closed))), "{drawn:?}");
            assert!(stand.next(1).await.is_err());
        }
        assert_eq!(events(&db).await, 0);
    }

    async fn a_day_of_a_stop_nobody_knows_is_forgotten_at_midnight(db: Db) {
        let stand = Stand::new(&db);
        stand.draw().await;
        let all = || visits::purge(&stand.queues, &Actor::Operator, &[]);
        stand.clock.set(at("2026-03-24T22:59:59Z"));
        assert_eq!(all().await.unwrap(), NOTHING);
        stand.clock.set(at("2026-03-24T23:00:00Z"));
        assert_eq!(all().await.unwrap(), Forgotten { days: 1, numbers: 1 });
        assert_eq!(events(&db).await, 0);
        let audit = rows(&db, "SELECT actor, action, object, detail FROM audit", 4).await;
        assert_eq!(audit, ["operator queue-forget stop:mercado {\"day\":\"2026-03-24\",\"numbers\":1}"]);
    }
}
