//! Several processes on one database.

use std::time::Duration;

use db::Db;
use tokio::time::timeout;
use visits::State;

use crate::stand::{Stand, guide_skills};

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
}
