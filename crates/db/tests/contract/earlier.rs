//! Databases of earlier programs, as they lie in cities: each has rows in every table, and is brought up to date whole.
//! They also hold the steps' texts as they were: a step that is changed afterwards is refused.

use std::path::{Path, PathBuf};

use db::{Content, DatabaseUrl, Db, testing::PostgresDatabase};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/earlier");
/// Tables that got columns, and in which step: their rows stay, their hash does not.
const GREW: [(&str, i64); 1] = [("audit", 4)];

/// Whether a table of this step still has the columns it had then.
fn is_same(table: &str, made_by: i64) -> bool {
    !GREW.iter().any(|(grew, step)| *grew == table && made_by < *step)
}

fn dump(step: i64, engine: &str) -> Option<String> {
    std::fs::read_to_string(format!("{FOLDER}/{step:04}.{engine}.sql")).ok()
}

/// What a database holds, without opening it as our own: a backup takes any step as it is.
async fn contents(url: &DatabaseUrl, file: &Path) -> (i64, Vec<Content>) {
    let made = db::backup(url, file, true, Timestamp::UNIX_EPOCH).await.unwrap();
    (made.step, made.contents)
}

async fn comes_up_to_date(step: i64, url: &DatabaseUrl, folder: &Path) {
    let file: PathBuf = folder.join("city.backup");
    let (was, before) = contents(url, &file).await;
    assert_eq!(was, step);
    let empty: Vec<_> = before.iter().filter(|c| c.rows == 0).map(|c| &c.table).collect();
    assert!(empty.is_empty(), "step {step}: the dump has no row in {empty:?}");

    // In place, and on the way through a backup.
    let restored = db::testing::sqlite_url(&folder.join("restored"));
    let noted = db::AuditEntry {
        id: uuid::Uuid::from_u128(7),
        at: Timestamp::UNIX_EPOCH,
        actor: "operator".to_owned(),
        action: "database.restore".to_owned(),
        object: String::new(),
        detail: "{}".to_owned(),
    };
    db::restore(&file, &restored, &noted).await.unwrap();
    for (url, more) in [(url, 0), (&restored, 1)] {
        let now = Db::open(url).await.unwrap();
        let record = now.audit_verify(None).await.unwrap();
        assert_eq!((record.rows, record.faults), (2 + more, vec![]), "step {step}");
        now.close().await;
        let (is, after) = contents(url, &folder.join("again.backup")).await;
        assert_eq!(is, newest(), "step {step}");
        for old in &before {
            let new = after.iter().find(|c| c.table == old.table).unwrap();
            // The restored record says so, in one more row.
            if more == 0 || !old.table.starts_with("audit") {
                assert_eq!(new.rows, old.rows, "step {step}: {}", old.table);
                assert!(new.hash == old.hash || !is_same(&old.table, step), "step {step}: {}", old.table);
            }
        }
    }
}

/// The newest step that this program knows.
fn newest() -> i64 {
    let steps = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite")).unwrap();
    let number = |name: &str| name.split_once('_').unwrap().0.parse().unwrap();
    steps.map(|step| number(step.unwrap().file_name().to_str().unwrap())).max().unwrap()
}

#[tokio::test]
async fn of_every_step_on_sqlite() {
    for step in 1..=newest() {
        let Some(dump) = dump(step, "sqlite") else { continue };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.db");
        // A dump has its tables in the order of their names.
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let options = options.foreign_keys(false);
        let mut old = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(dump)).execute(&mut old).await.unwrap();
        old.close().await.unwrap();
        let url = format!("sqlite://{}", path.display()).parse().unwrap();
        comes_up_to_date(step, &url, folder.path()).await;
    }
}

#[tokio::test]
async fn of_every_step_on_postgres() {
    for step in 1..=newest() {
        let Some(dump) = dump(step, "postgres") else { continue };
        let folder = tempfile::tempdir().unwrap();
        let fresh = PostgresDatabase::create().await;
        let mut old = PgConnection::connect(&fresh.url().to_string()).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(dump)).execute(&mut old).await.unwrap();
        old.close().await.unwrap();
        comes_up_to_date(step, &fresh.url(), folder.path()).await;
        fresh.drop().await;
    }
}

#[test]
fn there_is_one_of_each() {
    for step in 1..newest() {
        for engine in ["sqlite", "postgres"] {
            assert!(
                dump(step, engine).is_some(),
                "tests/contract/earlier/make {step} was not run before the next step was added"
            );
        }
    }
}
