use std::time::Duration;

use jiff::SignedDuration;
use kernel::{Actor, Role};

use crate::door::{Door, visit};

const SECOND: Duration = Duration::from_secs(1);

/// Runs until something is so; the watch over the database needs no clock of ours.
pub(crate) async fn soon(mut so: impl AsyncFnMut() -> bool) {
    let arrives = async {
        while !so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SECOND, arrives).await.unwrap();
}

db::contract_tests! {
    async fn a_session_in_use_asks_the_database_once_a_second(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let before = db.statements_run();
        for _ in 0..1000 {
            assert!(door.gate.session(&opened.token, &visit()).await.unwrap().is_some());
        }
        assert_eq!(db.statements_run() - before, 1);
    }

    async fn as_long_as_the_watch_sees_no_change_it_asks_once_in_five_minutes(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let version = db.accounts_seen(SECOND);
        let _watch = db.watch_published(0);
        soon(async || db.accounts_seen(SECOND) != version).await;
        let before = db.statements_run();
        for _ in 0..200 {
            assert!(door.gate.session(&opened.token, &visit()).await.unwrap().is_some());
            door.clock.advance(SignedDuration::from_secs(1));
        }
        assert_eq!(db.statements_run() - before, 1);
        door.clock.advance(SignedDuration::from_secs(100));
        assert!(door.gate.session(&opened.token, &visit()).await.unwrap().is_some());
        assert!(db.statements_run() - before > 1);
    }

    async fn a_lock_by_another_process_is_seen_by_the_watch(db: Db) {
        let elsewhere = db::Db::open(db.url()).await.unwrap();
        let (door, other) = (Door::new(&db), Door::new(&elsewhere));
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let _watch = db.watch_published(0);
        soon(async || db.accounts_seen(SECOND).is_some()).await;
        let lives = async || door.gate.session(&opened.token, &visit()).await.unwrap().is_some();
        assert!(lives().await);
        other.gate.account_lock(&Actor::Operator, opened.session.account().id).await.unwrap();
        // Our clock stands still for less than what is believed without a look: only the watch can tell.
        door.clock.advance(SignedDuration::from_secs(2));
        soon(async || !lives().await).await;
        elsewhere.close().await;
    }
}
