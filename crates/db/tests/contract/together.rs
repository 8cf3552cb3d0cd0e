//! Several tasks, connections and processes on one database.

use db::{Db, DbError, Statement};

use crate::{keep, settings};

const SETTING_VALUE: Statement = Statement::new("setting_value", "SELECT value FROM setting WHERE name = $1");

/// Reads, then writes what it read plus one: loses a count unless writers run one after another.
async fn count_up(db: Db) {
    for _ in 0..20 {
        let mut tx = db.begin().await.unwrap();
        let rows = tx.fetch(&SETTING_VALUE, &["count".into()]).await.unwrap();
        let count: u32 = rows[0].text(0).unwrap().parse().unwrap();
        tx.setting_put("count", &(count + 1).to_string()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

db::contract_tests! {
    async fn writers_run_one_after_another(db: Db) {
        keep(&db, "count", "0").await;
        let other = Db::open(db.url()).await.unwrap();
        let tasks: Vec<_> = (0..8).map(|n| tokio::spawn(count_up(if n % 2 == 0 { &db } else { &other }.clone()))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(db.setting_get("count").await.unwrap().as_deref(), Some("160"));
        other.close().await;
    }

    async fn readers_need_not_wait_for_a_writer(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put("a", "1").await.unwrap();
        let reads = (0..50).map(|_| { let db = db.clone(); tokio::spawn(async move { settings(&db).await.len() }) });
        for read in reads.collect::<Vec<_>>() {
            assert_eq!(read.await.unwrap(), 0);
        }
        tx.commit().await.unwrap();
    }

    async fn many_may_open_one_database(db: Db) {
        let opens: Vec<_> = (0..8).map(|_| { let url = db.url().clone(); tokio::spawn(async move { Db::open(&url).await }) }).collect();
        for open in opens {
            open.await.unwrap().unwrap().close().await;
        }
    }

    async fn a_closed_database_says_so(db: Db) {
        db.close().await;
        for refused in [db.fetch(&SETTING_VALUE, &["a".into()]).await.map(drop), db.begin().await.map(drop), db.read().await.map(drop)] {
            assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
        }
    }
}
