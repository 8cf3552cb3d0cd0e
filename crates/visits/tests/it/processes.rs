//! Several processes on one database.

use std::time::Duration;

use db::{Db, testing::Outage};
use tokio::{task::JoinSet, time::timeout};
use visits::{State, Topic, VisitsError};

use crate::stand::{Stand, guide_skills, key};

db::contract_tests! {
    async fn what_one_process_writes_another_sees_within_a_second(db: Db) {
        let other_db = Db::open(db.url()).await.unwrap();
        let (here, there) = (Stand::new(&db), Stand::new(&other_db));
        here.open(1, guide_skills()).await;
        let mut seen = there.queues.watch(&there.today.stop, there.today.day).await.unwrap();
        let drawn = here.draw().await;
        let found = timeout(Duration::from_secs(1), seen.wait_for(|q| q.ticket(drawn.number).is_some()));
        drop(found.await.expect("within a second").unwrap());
        here.next(1).await.unwrap();
        let called = |q: &std::sync::Arc<visits::Queue>| {
            matches!(q.ticket(drawn.number).unwrap().state(), State::Called { .. })
        };
        drop(timeout(Duration::from_secs(1), seen.wait_for(called)).await.expect("within a second").unwrap());
        other_db.close().await;
    }

    async fn a_number_of_another_process_is_found_at_once(db: Db) {
        let other_db = Db::open(db.url()).await.unwrap();
        let (here, there) = (Stand::new(&db), Stand::new(&other_db));
        there.queue().await;
        let drawn = here.draw().await;
        assert_eq!(visits::own(&there.queues, drawn.token).await.unwrap().number, drawn.number);
        let before = other_db.statements_run();
        visits::own(&there.queues, drawn.token).await.unwrap();
        assert_eq!(other_db.statements_run(), before, "the second look is into memory");
        other_db.close().await;
    }

    async fn a_refusal_is_decided_on_what_others_wrote_too(db: Db) {
        let other_db = Db::open(db.url()).await.unwrap();
        let (here, there) = (Stand::new(&db), Stand::new(&other_db));
        there.open(1, guide_skills()).await;
        here.queue().await;
        let drawn = there.draw().await;
        // `here` has not heard of desk or number yet, and finds both.
        assert_eq!(here.next(1).await.unwrap(), drawn.number);
        other_db.close().await;
    }

    async fn many_requests_at_once_are_stored_together(db: Db) {
        let stand = Stand::new(&db);
        stand.draw().await;
        let before = db.statements_run();
        let keys: Vec<_> = (0..64).map(|_| key()).collect();
        let mut asked = JoinSet::new();
        for key in keys {
            let stand = stand.clone();
            asked.spawn(async move { stand.draw_with(Topic::Service, &key).await.unwrap() });
        }
        asked.join_all().await;
        // One statement for each event; what is left began and ended transactions.
        let transactions = (db.statements_run() - before - 64) / 2;
        assert!(transactions <= 32, "{transactions} transactions for 64 numbers");
    }

    async fn a_database_that_goes_away_and_comes_back_loses_nothing(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let first = stand.draw().await;
        let outage = Outage::begin(&db).await;
        let key = key();
        for _ in 0..2 {
            let drawn = stand.draw_with(Topic::Service, &key).await;
            assert!(matches!(drawn, Err(VisitsError::Db(_))), "{drawn:?}");
        }
        // What is known is still shown.
        assert_eq!(stand.queue().await.line().len(), 1);
        assert_eq!(visits::own(&stand.queues, first.token).await.unwrap().number, first.number);
        outage.end().await;
        let again = stand.draw_with(Topic::Service, &key).await.unwrap();
        assert_eq!(again.number.to_string(), "A2");
        assert_eq!(stand.next(1).await.unwrap(), first.number);
    }
}
