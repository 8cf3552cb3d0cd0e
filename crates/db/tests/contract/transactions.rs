use std::future::Future as _;

use db::{AuditEntry, Db, DbError, Statement, instants};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{SETTING_INSERT, SETTING_LIST, keep, settings, stop, venue};

const AUDIT_LIST: Statement =
    Statement::new("audit_list", "SELECT id, at, actor, action, object, detail FROM audit ORDER BY at");
const VENUE_DELETE: Statement = Statement::new("venue_delete", "DELETE FROM venue WHERE id = $1");
const SETTING_RETURNING: Statement =
    Statement::new("setting_returning", "INSERT INTO setting (name, value) VALUES ('a', 'b') RETURNING name");
/// Takes both engines far longer than one look at its future.
const SLOW: Statement = Statement::new(
    "slow",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n",
);
const NONSENSE: Statement = Statement::new("nonsense", "SELECT no_such_column FROM setting");

fn entry(at: &str) -> AuditEntry {
    AuditEntry {
        id: Uuid::from_u128(7),
        at: at.parse().unwrap(),
        actor: "operator".into(),
        action: "stop-cancel".into(),
        object: "stop:mercado-altona-2025".into(),
        detail: r#"{"reason":"Übung"}"#.into(),
    }
}

db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        db::testing::prepare_all(&db, db::STATEMENTS).await;
    }

    async fn a_commit_is_seen_by_others(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put("a", "1").await.unwrap();
        assert!(settings(&db).await.is_empty());
        assert_eq!(tx.fetch(&SETTING_LIST, &[]).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        assert_eq!(settings(&db).await, [("a".to_owned(), "1".to_owned())]);
        assert_eq!(db.setting_get("a").await.unwrap().as_deref(), Some("1"));
        assert_eq!(db.setting_get("b").await.unwrap(), None);
    }

    async fn what_is_rolled_back_is_gone(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put("a", "1").await.unwrap();
        tx.rollback().await.unwrap();
        assert!(settings(&db).await.is_empty());
    }

    async fn a_dropped_transaction_is_rolled_back_and_the_next_can_begin(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put("a", "1").await.unwrap();
        drop(tx);
        let other = Db::open(db.url()).await.unwrap();
        keep(&other, "b", "2").await;
        other.close().await;
        assert_eq!(settings(&db).await, [("b".to_owned(), "2".to_owned())]);
    }

    async fn execute_counts_rows(db: Db) {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(venue(&mut tx, "a").await.unwrap(), 1);
        assert_eq!(tx.execute(&VENUE_DELETE, &["b".into()]).await.unwrap(), 0);
        assert_eq!(tx.fetch(&SETTING_RETURNING, &[]).await.unwrap().len(), 1);
    }

    async fn the_same_key_twice_is_a_conflict(db: Db) {
        keep(&db, "a", "1").await;
        let mut tx = db.begin().await.unwrap();
        let refused = tx.execute(&SETTING_INSERT, &["a".into(), "2".into()]).await.unwrap_err();
        assert!(matches!(refused, DbError::Unique { statement: "setting_insert" }), "{refused:?}");
    }

    async fn a_stop_needs_its_venue(db: Db) {
        let mut tx = db.begin().await.unwrap();
        let refused = stop(&mut tx, "s", "nowhere").await.unwrap_err();
        assert!(matches!(refused, DbError::ForeignKey { statement: "stop_insert" }), "{refused:?}");
    }

    async fn a_venue_with_stops_stays(db: Db) {
        let mut tx = db.begin().await.unwrap();
        venue(&mut tx, "v").await.unwrap();
        stop(&mut tx, "s", "v").await.unwrap();
        let refused = tx.execute(&VENUE_DELETE, &["v".into()]).await.unwrap_err();
        assert!(matches!(refused, DbError::ForeignKey { .. }), "{refused:?}");
    }

    /// PostgreSQL answers the commit of a failed transaction with success and keeps nothing; SQLite keeps the rest.
    async fn after_a_failure_nothing_can_be_committed(db: Db) {
        let mut tx = db.begin().await.unwrap();
        venue(&mut tx, "v").await.unwrap();
        tx.fetch(&NONSENSE, &[]).await.unwrap_err();
        let refused = venue(&mut tx, "w").await.unwrap_err();
        assert!(matches!(refused, DbError::Aborted), "{refused:?}");
        let refused = tx.commit().await.unwrap_err();
        assert!(matches!(refused, DbError::Aborted), "{refused:?}");
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.execute(&VENUE_DELETE, &["v".into()]).await.unwrap(), 0);
    }

    async fn after_a_cancelled_statement_nothing_can_be_committed(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put("a", "1").await.unwrap();
        {
            let mut started = std::pin::pin!(tx.fetch(&SLOW, &[]));
            let waker = std::task::Waker::noop();
            assert!(started.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        }
        let refused = tx.commit().await.unwrap_err();
        assert!(matches!(refused, DbError::Aborted), "{refused:?}");
        assert!(settings(&db).await.is_empty());
    }

    async fn a_read_cannot_write(db: Db) {
        db.fetch(&SETTING_RETURNING, &[]).await.unwrap_err();
        let mut read = db.read().await.unwrap();
        read.fetch(&SETTING_RETURNING, &[]).await.unwrap_err();
        drop(read);
        assert!(settings(&db).await.is_empty());
    }

    async fn a_read_stays_at_one_moment(db: Db) {
        keep(&db, "a", "1").await;
        let mut read = db.read().await.unwrap();
        assert_eq!(read.fetch(&SETTING_LIST, &[]).await.unwrap().len(), 1);
        keep(&db, "b", "2").await;
        assert_eq!(read.fetch(&SETTING_LIST, &[]).await.unwrap().len(), 1);
        assert_eq!(settings(&db).await.len(), 2);
    }

    async fn the_audit_is_kept_with_the_change(db: Db) {
        let at = "2026-05-21T08:00:00.123456Z";
        let mut tx = db.begin().await.unwrap();
        tx.audit(&entry(at)).await.unwrap();
        drop(tx);
        assert!(db.fetch(&AUDIT_LIST, &[]).await.unwrap().is_empty());
        let mut tx = db.begin().await.unwrap();
        tx.audit(&entry(at)).await.unwrap();
        tx.commit().await.unwrap();
        let rows = db.fetch(&AUDIT_LIST, &[]).await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), Uuid::from_u128(7).to_string());
        assert_eq!(instants::from_micros(rows[0].int(1).unwrap()).unwrap(), at.parse::<Timestamp>().unwrap());
        assert_eq!(rows[0].text(3).unwrap(), "stop-cancel");
        assert_eq!(rows[0].text(5).unwrap(), r#"{"reason":"Übung"}"#);
    }

    async fn statements_are_counted(db: Db) {
        let before = db.statements_run();
        db.fetch(&SETTING_LIST, &[]).await.unwrap();
        db.clone().setting_get("a").await.unwrap();
        assert_eq!(db.statements_run(), before + 2);
        keep(&db, "a", "1").await;
        assert!(db.statements_run() > before + 2);
    }
}
