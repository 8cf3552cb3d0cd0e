use std::path::Path;

use db::{Db, OpenError, Statement, testing::PostgresDatabase};

use crate::settings;

/// A step of a later program, in the ledger of migrations.
const LATER_STEP: Statement = Statement::new(
    "later_step",
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
     SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
);
const OTHER_TEXT: Statement =
    Statement::new("other_text", "UPDATE _sqlx_migrations SET checksum = checksum || checksum");

/// Roles belong to the whole server: another run may make it at the same moment.
const ROLE_WITH_PASSWORD: &str = "DO $$ BEGIN CREATE ROLE lotse_with_password LOGIN PASSWORD 'richtig';
     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

async fn execute(db: &Db, s: &Statement) {
    let mut tx = db.begin().await.unwrap();
    tx.execute(s, &[]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn refusal(url: &str) -> String {
    Db::open(&url.parse().unwrap()).await.unwrap_err().to_string()
}

fn sqlite(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

db::contract_tests! {
    async fn opening_again_finds_everything(db: Db) {
        crate::keep(&db, "a", "1").await;
        db.close().await;
        let again = Db::open(db.url()).await.unwrap();
        assert_eq!(settings(&again).await.len(), 1);
        again.close().await;
    }

    async fn a_newer_schema_is_refused(db: Db) {
        execute(&db, &LATER_STEP).await;
        let refused = Db::open(db.url()).await.unwrap_err();
        assert!(matches!(refused, OpenError::Newer { found: 9999, .. }), "{refused:?}");
        assert!(refused.to_string().ends_with("update the program"), "{refused}");
    }

    async fn a_schema_of_another_build_is_refused(db: Db) {
        execute(&db, &OTHER_TEXT).await;
        let refused = Db::open(db.url()).await.unwrap_err();
        assert!(matches!(refused, OpenError::Altered { step: 1 }), "{refused:?}");
    }
}

/// Several programs start at once on a database that is not there yet.
async fn open_at_once(url: &db::DatabaseUrl) {
    let opens: Vec<_> = (0..6)
        .map(|_| {
            tokio::spawn({
                let url = url.clone();
                async move { Db::open(&url).await }
            })
        })
        .collect();
    for open in opens {
        let db = open.await.unwrap().unwrap();
        assert_eq!(db.published_version().await.unwrap(), 1);
        db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fresh_sqlite_file_can_be_opened_by_many_at_once() {
    for _ in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        open_at_once(&db::testing::sqlite_url(folder.path())).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fresh_postgres_database_can_be_opened_by_many_at_once() {
    for _ in 0..3 {
        let fresh = PostgresDatabase::create().await;
        open_at_once(&fresh.url()).await;
        fresh.drop().await;
    }
}

#[tokio::test]
async fn missing_folders_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b c/ü.db");
    Db::open(&sqlite(&path).parse().unwrap()).await.unwrap().close().await;
    assert!(path.is_file());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let letter = "Sehr geehrte Damen und Herren, ".repeat(100);
    std::fs::write(&path, &letter).unwrap();
    let said = refusal(&sqlite(&path)).await;
    assert_eq!(
        said,
        format!("{} is not a Lotse database (nor an empty file): name another file", path.display())
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_folder_and_a_place_that_cannot_be_made_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(&sqlite(folder.path())).await;
    assert!(
        said.starts_with(&format!("the database file {} cannot be opened: ", folder.path().display())),
        "{said}"
    );
    let said = refusal("sqlite:///proc/nowhere/lotse.db").await;
    assert!(said.starts_with("the database file /proc/nowhere/lotse.db cannot be opened: "), "{said}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE recipe (name TEXT)").execute(&mut other).await.unwrap();
    let said = refusal(&sqlite(&path)).await;
    assert!(said.ends_with("holds tables of another program: name an empty database"), "{said}");
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut other).await.unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_named() {
    let said = refusal("postgres://lotse:geheim@127.0.0.1:1/stadt").await;
    let wanted = "the database server at postgres://lotse@127.0.0.1:1/stadt cannot be used: it does not answer; \
                  check the address, and that the server is running";
    assert_eq!(said, wanted);
}

#[tokio::test]
async fn a_missing_database_is_named() {
    let fresh = PostgresDatabase::create().await;
    let url = fresh.url();
    fresh.drop().await;
    let said = Db::open(&url).await.unwrap_err().to_string();
    assert!(said.ends_with("it has no such database; make one with CREATE DATABASE"), "{said}");
}

#[tokio::test]
async fn a_wrong_password_and_missing_rights_are_named() {
    let said = async |url| Db::open(&url).await.unwrap_err().to_string();
    let fresh = PostgresDatabase::create().await;
    // The server that .ci/postgres starts wants a password of this role only.
    fresh.on_server(ROLE_WITH_PASSWORD.to_owned()).await;
    let wrong = said(fresh.url_as("lotse_with_password:geheim")).await;
    assert!(
        wrong.contains("\"lotse_with_password\"") && wrong.ends_with("check user and password"),
        "{wrong}"
    );
    assert!(!wrong.contains("geheim"), "{wrong}");
    let stranger = said(fresh.url_as("lotse_with_password:richtig")).await;
    assert!(
        stranger.ends_with("permission denied for schema public; make the user the owner of the database"),
        "{stranger}"
    );
    let nobody = said(fresh.url_as("nobody_of_ours")).await;
    assert!(nobody.contains("\"nobody_of_ours\"") && nobody.ends_with("check user and password"), "{nobody}");
    fresh.drop().await;
}

#[tokio::test]
async fn a_database_without_every_letter_is_refused() {
    let fresh = PostgresDatabase::create_with("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'").await;
    let said = Db::open(&fresh.url()).await.unwrap_err().to_string();
    assert!(said.ends_with("its encoding is LATIN1; make it anew with ENCODING 'UTF8'"), "{said}");
    fresh.drop().await;
}
