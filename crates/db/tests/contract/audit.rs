use db::{AuditEntry, AuditFault, AuditFilter, Db, DbError, Engine, Head, Statement};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

fn start() -> Timestamp {
    "2026-05-21T08:00:00Z".parse().unwrap()
}

/// Writes rows 1 to `count`, one per minute.
async fn write(db: &Db, count: u32) {
    let mut tx = db.begin().await.unwrap();
    for n in 1..=count {
        let entry = AuditEntry {
            id: Uuid::from_u128(n.into()),
            at: start() + SignedDuration::from_mins(n.into()),
            actor: if n % 2 == 0 { "operator" } else { "account:00000000-0000-0000-0000-000000000001 lead" }
                .to_owned(),
            action: if n % 3 == 0 { "stop-change" } else { "venue-change" }.to_owned(),
            object: format!("stop:{n}"),
            detail: r#"{"reason":"Übung"}"#.to_owned(),
        };
        tx.audit(&entry).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Does by hand what the triggers refuse, as somebody would who has the database's password.
async fn tamper(db: &Db, sql: &'static str) {
    let on_table = |name: &str| match db.engine() {
        Engine::Sqlite => format!("DROP TRIGGER IF EXISTS {name}"),
        Engine::Postgres => format!("DROP TRIGGER IF EXISTS {name} ON audit"),
    };
    let mut tx = db.begin().await.unwrap();
    for name in ["audit_no_update", "audit_no_delete"] {
        let drop = Statement::new("drop", on_table(name).leak());
        tx.execute(&drop, &[]).await.unwrap();
    }
    tx.execute(&Statement::new("tamper", sql), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn faults(db: &Db) -> Vec<String> {
    db.audit_verify(None).await.unwrap().faults.iter().map(ToString::to_string).collect()
}

db::contract_tests! {
    async fn an_untouched_record_is_sound(db: Db) {
        assert_eq!(db.audit_verify(None).await.unwrap().head, None);
        write(&db, 5).await;
        let verified = db.audit_verify(None).await.unwrap();
        assert_eq!((verified.rows, verified.faults.len()), (5, 0));
        let head = verified.head.unwrap();
        assert_eq!(head.seq, 5);
        write_more(&db).await;
        let later = db.audit_verify(Some(&head)).await.unwrap();
        assert_eq!((later.rows, later.faults), (6, vec![]));
    }

    async fn both_engines_give_the_same_hashes(db: Db) {
        write(&db, 3).await;
        let head = db.audit_verify(None).await.unwrap().head.unwrap();
        assert_eq!(head.to_string(), "3:fd4dcb0a52c6508a005bc4c145d46c2849c9f1a13353253bf9aa539a6016c6b8");
    }

    async fn a_changed_row_is_named(db: Db) {
        write(&db, 9).await;
        tamper(&db, "UPDATE audit SET actor = 'visitor' WHERE seq = 4").await;
        assert_eq!(faults(&db).await, ["row 4 (2026-05-21T08:04:00Z) was changed"]);
    }

    async fn every_column_counts(db: Db) {
        for (sql, put_back) in [
            ("UPDATE audit SET at = at + 1 WHERE seq = 2", "UPDATE audit SET at = at - 1 WHERE seq = 2"),
            ("UPDATE audit SET action = 'x' WHERE seq = 2", "UPDATE audit SET action = 'venue-change' WHERE seq = 2"),
            ("UPDATE audit SET object = 'x' WHERE seq = 2", "UPDATE audit SET object = 'stop:2' WHERE seq = 2"),
            ("UPDATE audit SET detail = '{}' WHERE seq = 2", "UPDATE audit SET detail = '{\"reason\":\"Übung\"}' WHERE seq = 2"),
            ("UPDATE audit SET prev = '' WHERE seq = 2", "SELECT 1"),
        ] {
            if db.audit_verify(None).await.unwrap().rows == 0 {
                write(&db, 3).await;
            }
            tamper(&db, sql).await;
            assert!(faults(&db).await[0].starts_with("row 2 "), "{sql}");
            if put_back != "SELECT 1" {
                tamper(&db, put_back).await;
                assert!(faults(&db).await.is_empty(), "{put_back}");
            }
        }
    }

    async fn a_removed_row_is_named(db: Db) {
        write(&db, 9).await;
        tamper(&db, "DELETE FROM audit WHERE seq = 4 OR seq = 6 OR seq = 7").await;
        assert_eq!(faults(&db).await, ["row 4 was removed", "rows 6 to 7 were removed"]);
    }

    async fn rows_cut_off_at_the_end_are_missed_for_good(db: Db) {
        write(&db, 9).await;
        tamper(&db, "DELETE FROM audit WHERE seq > 7").await;
        let said = faults(&db).await;
        assert_eq!(said, ["the last row is number 7, but number 9 was remembered as the last: \
            rows at the end were removed, put in or replaced"]);
        write_more(&db).await;
        assert_eq!(faults(&db).await, ["rows 8 to 9 were removed"]);
    }

    async fn an_inserted_row_is_named(db: Db) {
        write(&db, 2).await;
        tamper(&db, "INSERT INTO audit (id, at, actor, action, object, detail) VALUES ('f', 0, 'a', 'b', 'c', 'd')").await;
        assert_eq!(faults(&db).await, ["a row without a number was put in: f (1970-01-01T00:00:00Z)"]);
        // Not even the next start takes it into the chain.
        let again = Db::open(db.url()).await.unwrap();
        assert_eq!(faults(&again).await.len(), 1);
        again.close().await;
    }

    async fn a_row_that_was_renumbered_is_named(db: Db) {
        write(&db, 5).await;
        tamper(&db, "DELETE FROM audit WHERE seq = 3").await;
        tamper(&db, "UPDATE audit SET seq = 3 WHERE seq = 4").await;
        tamper(&db, "UPDATE audit SET seq = 4 WHERE seq = 5").await;
        let verified = db.audit_verify(None).await.unwrap();
        assert!(verified.faults.iter().any(|f| matches!(f, AuditFault::Changed { seq: 3, .. })), "{verified:?}");
    }

    async fn a_row_made_anew_with_its_own_hash_is_told_by_the_next(db: Db) {
        write(&db, 5).await;
        let noted = db.audit_verify(None).await.unwrap().head.unwrap();
        // A whole record of somebody else's, of which only the middle is kept.
        let folder = tempfile::tempdir().unwrap();
        let other = Db::open(&db::testing::sqlite_url(folder.path())).await.unwrap();
        write(&other, 1).await;
        let forged = other.audit_verify(None).await.unwrap().head.unwrap().hash;
        other.close().await;
        let sql = format!("UPDATE audit SET hash = '{forged}' WHERE seq = 5");
        tamper(&db, sql.leak()).await;
        let said = db.audit_verify(Some(&noted)).await.unwrap().faults;
        assert!(said.contains(&AuditFault::NotNoted(noted)), "{said:?}");
    }

    async fn the_database_itself_refuses_changes(db: Db) {
        write(&db, 2).await;
        for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
            let mut tx = db.begin().await.unwrap();
            let refused = tx.execute(&Statement::new("change", sql), &[]).await.unwrap_err();
            assert!(matches!(refused, DbError::Engine { .. }), "{refused:?}");
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        assert!(faults(&db).await.is_empty());
    }

    async fn rows_from_before_the_chain_are_chained_once(db: Db) {
        write(&db, 4).await;
        tamper(&db, "UPDATE audit SET seq = NULL, prev = NULL, hash = NULL").await;
        tamper(&db, "DELETE FROM audit_head").await;
        let again = Db::open(db.url()).await.unwrap();
        let verified = again.audit_verify(None).await.unwrap();
        assert_eq!((verified.rows, verified.faults.len()), (4, 0));
        again.close().await;
    }

    async fn nonsense_put_in_by_hand_is_named_and_hides_nothing(db: Db) {
        write(&db, 4).await;
        tamper(&db, "UPDATE audit SET at = 9000000000000000000 WHERE seq = 2").await;
        tamper(&db, "UPDATE audit SET id = 'nonsense' WHERE seq = 3").await;
        let said = faults(&db).await;
        assert!(said.len() == 2 && said[0].starts_with("row 2 (") && said[1].starts_with("row 3 ("), "{said:?}");
        let listed = db.audit_list(&AuditFilter::default()).await.unwrap();
        assert_eq!(listed.iter().map(|r| r.seq).collect::<Vec<_>>(), [4, 3, 2, 1]);
    }

    async fn the_list_is_filtered_and_paged(db: Db) {
        write(&db, 9).await;
        let seqs = |filter: AuditFilter| {
            let db = db.clone();
            async move { db.audit_list(&filter).await.unwrap().iter().map(|r| r.seq).collect::<Vec<_>>() }
        };
        let all = AuditFilter::default();
        assert_eq!(seqs(AuditFilter { limit: 2, ..all.clone() }).await, [9, 8]);
        assert_eq!(seqs(AuditFilter { limit: 2, before: Some(8), ..all.clone() }).await, [7, 6]);
        let actor = "account:00000000-0000-0000-0000-000000000001".to_owned();
        assert_eq!(seqs(AuditFilter { actor, ..all.clone() }).await, [9, 7, 5, 3, 1]);
        assert_eq!(seqs(AuditFilter { action: "stop-change".to_owned(), ..all.clone() }).await, [9, 6, 3]);
        assert_eq!(seqs(AuditFilter { object: "stop:7".to_owned(), ..all.clone() }).await, [7]);
        let (from, until) = (start() + SignedDuration::from_mins(2), start() + SignedDuration::from_mins(4));
        assert_eq!(seqs(AuditFilter { from, until, ..all }).await, [3, 2]);
        assert_eq!(db.audit_actions().await.unwrap(), ["stop-change", "venue-change"]);
    }
}

/// One more row, with an id of its own.
async fn write_more(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    let entry = AuditEntry {
        id: Uuid::from_u128(1000),
        at: start(),
        actor: "operator".to_owned(),
        action: "venue-change".to_owned(),
        object: String::new(),
        detail: "{}".to_owned(),
    };
    tx.audit(&entry).await.unwrap();
    tx.commit().await.unwrap();
}

/// A head survives being noted on paper.
#[test]
fn a_head_is_read_as_it_was_noted() {
    let head = Head { seq: 3, hash: "ab".repeat(32) };
    assert_eq!(format!(" {head}\n").to_uppercase().parse::<Head>().unwrap(), head);
}
