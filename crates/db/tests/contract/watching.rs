use std::time::Duration;

use db::{Db, DbError, Published, Statement, testing::Outage};
use tokio::{sync::watch, time::timeout};

use crate::settings;

const SETTING_ONE: Statement = Statement::new("setting_one", "SELECT 1 FROM setting");
const LISTENERS: Statement = Statement::new(
    "listeners",
    "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle' AND query LIKE 'LISTEN %'",
);
const TEN_SECONDS: Duration = Duration::from_secs(10);
const SECOND: Duration = Duration::from_secs(1);

async fn publish(db: &Db) -> i64 {
    let mut tx = db.begin().await.unwrap();
    tx.setting_put("text", "new").await.unwrap();
    tx.publish().await.unwrap();
    tx.commit().await.unwrap();
    db.published_version().await.unwrap()
}

async fn see(told: &mut watch::Receiver<Published>, within: Duration, wanted: Published) {
    let seen = timeout(within, told.wait_for(|p| *p == wanted)).await.map(|p| *p.unwrap());
    assert!(seen.is_ok(), "waited for {wanted:?}, still {:?}", *told.borrow());
}

db::contract_tests! {
    async fn publishing_raises_the_version_only_when_committed(db: Db) {
        let first = db.published_version().await.unwrap();
        assert_eq!(publish(&db).await, first + 1);
        let mut tx = db.begin().await.unwrap();
        tx.publish().await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(db.published_version().await.unwrap(), first + 1);
    }

    async fn a_change_is_seen_within_a_second(db: Db) {
        let mut told = db.watch_published(0);
        let first = db.published_version().await.unwrap();
        see(&mut told, SECOND, Published { version: first, reachable: true }).await;
        for _ in 0..3 {
            let version = publish(&db).await;
            see(&mut told, SECOND, Published { version, reachable: true }).await;
        }
    }

    async fn a_change_of_another_process_is_seen_within_a_second(db: Db) {
        let other = Db::open(db.url()).await.unwrap();
        let mut told = db.watch_published(0);
        for _ in 0..3 {
            let version = publish(&other).await;
            see(&mut told, SECOND, Published { version, reachable: true }).await;
        }
        other.close().await;
    }

    async fn a_commit_that_publishes_nothing_is_not_told(db: Db) {
        let mut told = db.watch_published(0);
        let version = publish(&db).await;
        see(&mut told, SECOND, Published { version, reachable: true }).await;
        crate::keep(&db, "a", "1").await;
        assert!(timeout(SECOND, told.changed()).await.is_err());
    }

    async fn what_is_known_already_is_not_told(db: Db) {
        let known = publish(&db).await;
        let mut told = db.watch_published(known);
        assert!(timeout(SECOND, told.changed()).await.is_err());
        let version = publish(&db).await;
        see(&mut told, SECOND, Published { version, reachable: true }).await;
    }

    async fn changes_of_accounts_are_seen_while_somebody_watches(db: Db) {
        let seen = |db: &Db| db.accounts_seen(SECOND);
        assert_eq!(seen(&db), None, "nobody looked");
        let other = Db::open(db.url()).await.unwrap();
        let told = db.watch_published(0);
        for wanted in 0..3 {
            let arrives = timeout(SECOND, async {
                while seen(&db) != Some(wanted) {
                    tokio::task::yield_now().await;
                }
            });
            arrives.await.unwrap();
            let mut tx = other.begin().await.unwrap();
            tx.accounts_changed().await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(db.accounts_seen(Duration::ZERO), None, "too long ago");
        drop(told);
        other.close().await;
    }

    async fn the_watcher_is_not_counted(db: Db) {
        let mut told = db.watch_published(0);
        told.changed().await.unwrap();
        let before = db.statements_run();
        assert!(timeout(SECOND, told.changed()).await.is_err());
        assert_eq!(db.statements_run(), before);
    }

    async fn a_database_that_goes_away_and_comes_back_is_told(db: Db) {
        let mut told = db.watch_published(0);
        let version = publish(&db).await;
        see(&mut told, SECOND, Published { version, reachable: true }).await;
        let outage = Outage::begin(&db).await;
        see(&mut told, Duration::from_secs(3), Published { version, reachable: false }).await;
        for refused in [db.fetch(&SETTING_ONE, &[]).await.map(drop), db.begin().await.map(drop), db.read().await.map(drop)] {
            assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
        }
        outage.end().await;
        see(&mut told, Duration::from_secs(3), Published { version, reachable: true }).await;
        assert_eq!(settings(&db).await.len(), 1);
        let version = publish(&db).await;
        see(&mut told, SECOND, Published { version, reachable: true }).await;
    }

    async fn closing_ends_the_watch_at_once(db: Db) {
        let mut told = db.watch_published(0);
        told.changed().await.unwrap();
        timeout(SECOND, db.close()).await.unwrap();
        let ended = timeout(SECOND, async { while told.changed().await.is_ok() {} }).await;
        assert!(ended.is_ok());
    }
}

/// The server tells by itself: here nobody looks for an hour.
#[test]
fn postgres_tells_of_a_change_without_being_asked() {
    db::testing::run(db::testing::on_postgres(async |db: Db| {
        let known = db.published_version().await.unwrap();
        let mut told = db::testing::watch_seldom(&db, known, Duration::from_hours(1));
        let listening = timeout(TEN_SECONDS, async {
            while db.fetch(&LISTENERS, &[]).await.unwrap()[0].int(0).unwrap() == 0 {
                tokio::task::yield_now().await;
            }
        });
        listening.await.expect("nobody listens");
        let other = Db::open(db.url()).await.unwrap();
        for _ in 0..3 {
            let version = publish(&other).await;
            see(&mut told, SECOND, Published { version, reachable: true }).await;
        }
        other.close().await;
    }));
}

#[tokio::test]
async fn a_file_replaced_by_another_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let url = db::testing::sqlite_url(folder.path());
    let db = Db::open(&url).await.unwrap();
    let mut told = db.watch_published(0);
    see(&mut told, SECOND, Published { version: 1, reachable: true }).await;
    let outage = Outage::begin(&db).await;
    let other = Db::open(&url).await.unwrap();
    crate::keep(&other, "kept", "here").await;
    see(&mut told, SECOND, Published { version: 1, reachable: false }).await;
    let refused = db.begin().await.map(drop).unwrap_err();
    assert!(
        refused.to_string().ends_with("was replaced by another file; restart the program to use it"),
        "{refused}"
    );
    assert_eq!(settings(&other).await.len(), 1);
    other.close().await;
    outage.end().await;
    see(&mut told, SECOND, Published { version: 1, reachable: true }).await;
    db.close().await;
}
