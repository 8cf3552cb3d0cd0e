//! A day that goes on in a database that was restored or copied in the middle of it.

use visits::{DeskAct, Outcome, TicketAct, Topic};

use crate::stand::{Stand, guide_skills, key, rows};

db::contract_tests! {
    async fn the_day_goes_on_where_it_was(db: Db) {
        let stand = Stand::new(&db);
        stand.open(1, guide_skills()).await;
        let request = key();
        let drawn = stand.draw_with(Topic::Service, &request).await.unwrap();
        let (second, third) = (stand.draw().await, stand.draw().await);
        assert_eq!(stand.next(1).await.unwrap(), drawn.number);
        let called = key();
        stand.open(2, guide_skills()).await;
        assert_eq!(stand.next_with(2, &called).await.unwrap(), second.number);
        stand.act(2, second.number, DeskAct::Finish(Outcome::Done)).await.unwrap();
        let before = stand.queue().await;
        let log = "SELECT seq, at, actor, key_hash, token_hash, body FROM queue_event ORDER BY seq";
        let written = rows(&db, log, 6).await;
        db::testing::on_every_copy(&db, async |copy| {
            let moved = Stand::new(&copy);
            assert_eq!(rows(&copy, log, 6).await, written);
            let now = moved.queue().await;
            assert_eq!(now.version(), before.version());
            assert_eq!(now.at_desk(crate::stand::desk(1)).map(|t| t.number), Some(drawn.number));
            assert_eq!(now.line().iter().map(|t| t.number).collect::<Vec<_>>(), [third.number]);
            // Requests that were under way are done once, on whichever side they arrive.
            assert_eq!(moved.draw_with(Topic::Service, &request).await.unwrap().number, drawn.number);
            assert_eq!(moved.next_with(2, &called).await.unwrap(), second.number);
            // A phone follows its number, gives it back, and nobody gets it again.
            moved.own(third, TicketAct::Leave).await.unwrap();
            let next = moved.draw().await;
            assert!(![drawn, second, third].iter().any(|d| d.number == next.number), "{}", next.number);
            moved.finish(1, drawn.number).await;
            assert_eq!(moved.next(1).await.unwrap(), next.number);
        })
        .await;
    }
}
