use std::path::{Path, PathBuf};

use db::{
    ArchiveError, AuditEntry, Content, CopyError, DatabaseUrl, Db, OpenError, Statement, Value,
    testing::PostgresDatabase,
};
use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{keep, settings, stop, venue};

const FIRST_STEP: &str = include_str!("../../migrations/sqlite/0001_first.sql");
const VENUE_COUNT: Statement = Statement::new("venue_count", "SELECT count(*) FROM venue");
const NEWEST_STEP: Statement = Statement::new("newest_step", "SELECT max(version) FROM _sqlx_migrations");
const REPORT_COUNT: Statement = Statement::new("report_count", "SELECT count(*) FROM barrier_report");

/// A city: more rows than one batch, tables that point to each other, every kind of letter, NULL beside the empty text.
async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    for n in 0..1203 {
        venue(&mut tx, &format!("ort-{n}")).await.unwrap();
    }
    stop(&mut tx, "a", "ort-7").await.unwrap();
    stop(&mut tx, "Ä", "ort-1202").await.unwrap();
    tx.audit(&AuditEntry { id: Uuid::from_u128(1), ..noted() }).await.unwrap();
    tx.mail_put(&crate::mails::mail(1)).await.unwrap();
    tx.setting_put("leer", "").await.unwrap();
    tx.setting_put("Straße 🦀", "\u{202e}schräg\r\n\"';--").await.unwrap();
    tx.publish().await.unwrap();
    tx.commit().await.unwrap();
}

fn at() -> Timestamp {
    "2026-11-24T23:00:00Z".parse().unwrap()
}

/// What the target is to remember of the move.
fn noted() -> AuditEntry {
    AuditEntry {
        id: Uuid::from_u128(7),
        at: at(),
        actor: "operator".to_owned(),
        action: "database.copy".to_owned(),
        object: "here".to_owned(),
        detail: "{}".to_owned(),
    }
}

/// Without the record of what was done, which grows with each move.
fn apart_from_record(contents: Vec<Content>) -> Vec<Content> {
    contents.into_iter().filter(|c| !c.table.starts_with("audit")).collect()
}

fn other_sqlite() -> (TempDir, DatabaseUrl) {
    let folder = tempfile::tempdir().unwrap();
    let url = db::testing::sqlite_url(folder.path());
    (folder, url)
}

async fn archive_of(db: &Db, folder: &TempDir) -> PathBuf {
    let file = folder.path().join("city.backup");
    db::backup(db.url(), &file, false, at()).await.unwrap();
    file
}

async fn count(db: &Db, statement: &Statement) -> i64 {
    db.fetch(statement, &[]).await.unwrap()[0].int(0).unwrap()
}

async fn refusal(file: &Path) -> String {
    let (folder, url) = other_sqlite();
    let said = db::restore(file, &url, &noted()).await.unwrap_err().to_string();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a database was made");
    said.replace(&file.display().to_string(), "FILE")
}

db::contract_tests! {
    async fn a_backup_of_a_database_in_use_is_its_way_back(db: Db) {
        fill(&db).await;
        let (folder, url) = other_sqlite();
        let file = folder.path().join("city.backup");
        let open = db.begin().await.unwrap();
        let made = db::backup(db.url(), &file, false, at()).await.unwrap();
        open.rollback().await.unwrap();
        assert_eq!(made.bytes, std::fs::metadata(&file).unwrap().len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left beside it");
        let restored = db::restore(&file, &url, &noted()).await.unwrap();
        assert_eq!(restored, made.contents);
        let again = Db::open(&url).await.unwrap();
        assert_eq!(settings(&again).await, settings(&db).await);
        assert!(again.published_version().await.unwrap() > 1);
        again.close().await;
    }

    async fn a_filled_database_is_no_target(db: Db) {
        fill(&db).await;
        let (folder, url) = other_sqlite();
        let file = archive_of(&db, &folder).await;
        let refused = db::restore(&file, db.url(), &noted()).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::Copy(CopyError::Filled { .. })), "{refused:?}");
        assert!(refused.to_string().ends_with("name an empty database; nothing was changed"), "{refused}");
        let target = Db::open(&url).await.unwrap();
        keep(&target, "a", "1").await;
        let refused = db::copy(db.url(), &url, &noted()).await.unwrap_err();
        assert!(matches!(refused, CopyError::Filled { .. }), "{refused:?}");
        assert_eq!(settings(&target).await, [("a".to_owned(), "1".to_owned())]);
        target.close().await;
    }

    async fn every_kind_of_value_arrives(db: Db) {
        fill(&db).await;
        let (_folder, url) = other_sqlite();
        db::copy(db.url(), &url, &noted()).await.unwrap();
        let target = Db::open(&url).await.unwrap();
        let days = Statement::new("days", "SELECT first_day, last_day, sequence FROM stop ORDER BY id");
        let rows = target.fetch(&days, &[]).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].opt_text(0).unwrap(), rows[0].int(2).unwrap()), (None, 0));
        assert_eq!(settings(&target).await[1], ("leer".to_owned(), String::new()));
        target.close().await;
    }

    async fn opened_for_reading_nothing_can_be_changed(db: Db) {
        let reader = Db::open_read_only(db.url()).await.unwrap();
        assert!(reader.is_read_only() && !db.is_read_only());
        assert!(matches!(reader.begin().await, Err(db::DbError::ReadOnly)));
        let insert = Statement::new("w", "INSERT INTO setting (name, value) VALUES ($1, $1) RETURNING name");
        reader.fetch(&insert, &[Value::from("x")]).await.unwrap_err();
        assert_eq!(settings(&db).await, []);
        reader.close().await;
    }

    async fn an_older_schema_is_backed_up_as_it_is_and_not_served(db: Db) {
        db::testing::back_to_step(&db, 1).await;
        keep(&db, "a", "1").await;
        let refused = Db::open_read_only(db.url()).await.unwrap_err();
        assert!(matches!(refused, OpenError::Older { found: 1, .. }), "{refused:?}");
        assert!(matches!(db::copy(db.url(), db.url(), &noted()).await, Err(CopyError::Open(OpenError::Older { .. }))));
        let (folder, url) = other_sqlite();
        let file = folder.path().join("city.backup");
        let made = db::backup(db.url(), &file, false, at()).await.unwrap();
        assert_eq!(made.step, 1);
        assert!(made.contents.iter().all(|c| c.table != "barrier_report"));
        db::restore(&file, &url, &noted()).await.unwrap();
        let restored = Db::open_read_only(&url).await.unwrap();
        assert_eq!(settings(&restored).await, settings(&db).await);
        assert_eq!(count(&restored, &REPORT_COUNT).await, 0);
        restored.close().await;
    }

    async fn every_earlier_schema_is_brought_up_to_date(db: Db) {
        let newest = count(&db, &NEWEST_STEP).await;
        for step in 1..newest {
            db::testing::back_to_step(&db, step).await;
            keep(&db, "a", &step.to_string()).await;
            let now = Db::open(db.url()).await.unwrap();
            assert_eq!(settings(&now).await, [("a".to_owned(), step.to_string())]);
            assert_eq!(count(&now, &NEWEST_STEP).await, newest, "from step {step}");
            assert_eq!(now.audit_verify(None).await.unwrap().faults, [], "from step {step}");
            now.close().await;
        }
    }
}

#[tokio::test]
async fn there_and_back_gives_the_same() {
    let (_first, from) = other_sqlite();
    let (_second, back) = other_sqlite();
    let server = PostgresDatabase::create().await;
    let db = Db::open(&from).await.unwrap();
    fill(&db).await;
    let there = apart_from_record(db::copy(&from, &server.url(), &noted()).await.unwrap());
    assert!(there.iter().any(|c| c.table == "venue" && c.rows == 1203));
    let second = AuditEntry { id: Uuid::from_u128(8), ..noted() };
    assert_eq!(apart_from_record(db::copy(&server.url(), &back, &second).await.unwrap()), there);
    let again = Db::open(&back).await.unwrap();
    let record = again.audit_verify(None).await.unwrap();
    assert_eq!((record.rows, record.faults), (3, vec![]), "each move is noted, in one chain");
    assert_eq!(settings(&again).await, settings(&db).await);
    again.close().await;
    db.close().await;
    server.drop().await;
}

/// A database as the first release wrote it, by the text of its only step.
#[tokio::test]
async fn a_database_of_the_first_schema_is_brought_up_to_date() {
    let (folder, url) = other_sqlite();
    let new = Db::open(&url).await.unwrap();
    db::testing::back_to_step(&new, 1).await;
    new.close().await;
    let path = folder.path().join("by-hand.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut by_hand = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql(FIRST_STEP).execute(&mut by_hand).await.unwrap();
    let ledger = format!(
        "ATTACH '{}' AS new; CREATE TABLE _sqlx_migrations AS SELECT * FROM new._sqlx_migrations;
         INSERT INTO venue (id, sort_key, body, changed_at) VALUES ('alt', 'alt', '{{}}', 0);
         INSERT INTO audit (id, at, actor, action, object, detail) VALUES ('a', 7, 'operator', 'old', '', '{{}}')",
        url.to_string().trim_start_matches("sqlite://")
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(ledger)).execute(&mut by_hand).await.unwrap();
    sqlx::Connection::close(by_hand).await.unwrap();
    let db = Db::open(&format!("sqlite://{}", path.display()).parse().unwrap()).await.unwrap();
    assert_eq!((count(&db, &VENUE_COUNT).await, count(&db, &REPORT_COUNT).await), (1, 0));
    let audit = db.audit_verify(None).await.unwrap();
    assert_eq!((audit.rows, audit.faults), (1, vec![]));
    db.close().await;
}

#[tokio::test]
async fn a_broken_backup_changes_nothing() {
    let (folder, url) = other_sqlite();
    let db = Db::open(&url).await.unwrap();
    fill(&db).await;
    let file = archive_of(&db, &folder).await;
    let whole = std::fs::read(&file).unwrap();
    for length in [0, 10, 100, 4096, 4097, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        std::fs::write(&file, &whole[..length]).unwrap();
        let said = refusal(&file).await;
        assert!(
            said.contains("FILE is damaged") || said.contains("FILE is no backup of Lotse"),
            "{length}: {said}"
        );
    }
    let mut changed = whole.clone();
    let at = changed.windows(6).rposition(|w| w == b"ort-70").unwrap();
    changed[at + 4] = b'8';
    std::fs::write(&file, changed).unwrap();
    assert!(refusal(&file).await.contains("FILE is damaged"));
    std::fs::write(&file, "Sehr geehrte Damen und Herren, ".repeat(500)).unwrap();
    assert!(refusal(&file).await.starts_with("FILE is no backup of Lotse"));
    assert_eq!(refusal(folder.path()).await.split(':').next(), Some("FILE"));
    let database = folder.path().join("copy.db");
    db.close().await;
    std::fs::copy(url.to_string().trim_start_matches("sqlite://"), &database).unwrap();
    assert_eq!(
        refusal(&database).await,
        "FILE is no backup of Lotse; a database file itself is taken over with `lotse copy`"
    );
}

#[tokio::test]
async fn a_backup_of_a_newer_program_is_refused() {
    let (folder, url) = other_sqlite();
    let db = Db::open(&url).await.unwrap();
    let file = archive_of(&db, &folder).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut later = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
    )
    .execute(&mut later)
    .await
    .unwrap();
    sqlx::Connection::close(later).await.unwrap();
    assert_eq!(
        refusal(&file).await,
        "FILE was made by a newer version of Lotse: update the program; nothing was changed"
    );
    db.close().await;
}

#[tokio::test]
async fn an_existing_file_is_replaced_only_when_asked() {
    let (folder, url) = other_sqlite();
    let db = Db::open(&url).await.unwrap();
    let file = folder.path().join("letter");
    std::fs::write(&file, "a letter").unwrap();
    let refused = db::backup(&url, &file, false, at()).await.unwrap_err();
    assert!(matches!(refused, ArchiveError::Exists(_)), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a letter");
    db::backup(&url, &file, true, at()).await.unwrap();
    let (_other, target) = other_sqlite();
    db::restore(&file, &target, &noted()).await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn what_is_not_there_is_not_made() {
    let (folder, url) = other_sqlite();
    let (_other, target) = other_sqlite();
    let file = folder.path().join("city.backup");
    let missing = db::backup(&url, &file, false, at()).await.unwrap_err();
    assert!(matches!(missing, ArchiveError::Open(OpenError::Missing { .. })), "{missing:?}");
    let missing = db::copy(&url, &target, &noted()).await.unwrap_err();
    assert!(matches!(missing, CopyError::Open(OpenError::Missing { .. })), "{missing:?}");
    assert!(Db::open_read_only(&url).await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A disk that is full is told, takes nothing, and is not in the way of reading.
#[tokio::test]
async fn a_full_disk_is_named() {
    let (_folder, url) = other_sqlite();
    let db = Db::open(&url).await.unwrap();
    keep(&db, "a", "1").await;
    let limit = Statement::new("limit", "PRAGMA max_page_count = 30");
    let mut tx = db.begin().await.unwrap();
    tx.fetch(&limit, &[]).await.unwrap();
    let big = tx.setting_put("big", &"x".repeat(1_000_000)).await.unwrap_err();
    assert_eq!(
        big.to_string(),
        "setting_put: the database's disk is full; nothing was changed: make room and try again"
    );
    assert!(matches!(tx.commit().await, Err(db::DbError::Aborted)));
    assert_eq!(settings(&db).await.len(), 1);
    keep(&db, "b", "2").await;
    db.close().await;
}
