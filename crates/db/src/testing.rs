//! One contract suite, run over each engine. For tests only, hence it panics.
#![allow(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc)]

use std::{
    future::Future,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, PgConnection, SqlSafeStr as _,
    postgres::PgConnectOptions,
};

use crate::{AuditEntry, DatabaseUrl, Db, Published, Statement, engine::Pools, migrate, url::Target};

/// The environment variable that names a PostgreSQL server for tests.
pub const SERVER: &str = "LOTSE_TEST_POSTGRES";

/// Makes two tests of each function: `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// db::contract_tests! {
///     async fn keeps_what_was_committed(db: Db) { … }
/// }
/// ```
#[macro_export]
macro_rules! contract_tests {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: Db) $body:block)+) => {
        $(mod $name {
            use super::*;

            $(#[$meta])*
            async fn check($db: $crate::Db) $body

            #[test]
            fn sqlite() {
                $crate::testing::run($crate::testing::on_sqlite(check));
            }

            #[test]
            fn postgres() {
                $crate::testing::run($crate::testing::on_postgres(check));
            }
        })+
    };
}

/// Runs one test's future.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// Runs a check on a fresh SQLite file.
pub async fn on_sqlite<F: Future<Output = ()>>(check: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&sqlite_url(folder.path())).await.unwrap();
    check(db.clone()).await;
    db.close().await;
}

/// Runs a check on every copy that an operator can make of a database: from a backup and directly, on each engine.
pub async fn on_every_copy<F: Future<Output = ()>>(source: &Db, check: impl Fn(Db) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.backup");
    let at = jiff::Timestamp::UNIX_EPOCH;
    let noted = |number| AuditEntry {
        id: uuid::Uuid::from_u128(number),
        at,
        actor: "operator".to_owned(),
        action: "database.copy".to_owned(),
        object: String::new(),
        detail: "{}".to_owned(),
    };
    crate::backup(source.url(), &file, false, at).await.unwrap();
    for (restored, postgres) in [(true, false), (true, true), (false, false), (false, true)] {
        let fresh = if postgres { Some(PostgresDatabase::create().await) } else { None };
        let place = tempfile::tempdir().unwrap();
        let url = fresh.as_ref().map_or_else(|| sqlite_url(place.path()), PostgresDatabase::url);
        if restored {
            crate::restore(&file, &url, &noted(7)).await.unwrap();
        } else {
            crate::copy(source.url(), &url, &noted(7)).await.unwrap();
        }
        let copy = Db::open(&url).await.unwrap();
        assert_eq!(copy.audit_verify(None).await.unwrap().faults, [], "the record of a copy");
        check(copy.clone()).await;
        copy.close().await;
        if let Some(fresh) = fresh {
            fresh.drop().await;
        }
    }
}

/// The address of a SQLite file in a folder.
pub fn sqlite_url(folder: &Path) -> DatabaseUrl {
    format!("sqlite://{}", folder.join("test.db").display()).parse().unwrap()
}

/// Runs a check on a fresh database of the test server.
pub async fn on_postgres<F: Future<Output = ()>>(check: impl FnOnce(Db) -> F) {
    let fresh = PostgresDatabase::create().await;
    let db = Db::open(&fresh.url()).await.unwrap();
    check(db.clone()).await;
    db.close().await;
    fresh.drop().await;
}

/// A database of its own on the test server. Left behind when its test fails; the server is thrown away anyway.
pub struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    /// Makes an empty database.
    pub async fn create() -> Self {
        Self::create_with("ENCODING 'UTF8'").await
    }

    /// Makes an empty database with other properties.
    pub async fn create_with(properties: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(SERVER).unwrap_or_else(|_| {
            panic!("{SERVER} is not set: run ./test, or start a server with .ci/postgres")
        });
        let name = format!("lotse_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let db = Self { server, name };
        db.on_server(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", db.name)).await;
        db.on_server(format!("CREATE DATABASE {} TEMPLATE template0 {properties}", db.name)).await;
        db
    }

    /// Its address.
    pub fn url(&self) -> DatabaseUrl {
        let (server, _) = self.server.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name).parse().unwrap()
    }

    /// Removes it, and ends connections that are still open.
    pub async fn drop(self) {
        self.on_server(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }

    /// Its address for another user, `NAME` or `NAME:PASSWORD`.
    pub fn url_as(&self, user: &str) -> DatabaseUrl {
        let (_, place) = self.server.rsplit_once('@').unwrap();
        let (place, _) = place.rsplit_once('/').unwrap();
        format!("postgres://{user}@{place}/{}", self.name).parse().unwrap()
    }

    /// Runs a statement from the server's own database.
    pub async fn on_server(&self, sql: String) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(sql).into_sql_str()).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// [`Db::watch_published`] with a pause of one's own between two looks, to see what comes without them.
pub fn watch_seldom(
    db: &Db,
    known: i64,
    pause: std::time::Duration,
) -> tokio::sync::watch::Receiver<Published> {
    db.watch_every(known, pause)
}

/// Lets the engine read every statement without running it, and names all that it refuses.
pub async fn prepare_all(db: &Db, statements: &[&'static Statement]) {
    let mut refused = Vec::new();
    for statement in statements {
        let prepared = match &db.pools {
            Pools::Sqlite { write, .. } => write.prepare(statement.sql.into_sql_str()).await.err(),
            Pools::Postgres { write, .. } => write.prepare(statement.sql.into_sql_str()).await.err(),
        };
        refused.extend(prepared.map(|e| format!("{}: {e}", statement.name)));
    }
    assert!(refused.is_empty(), "{:?} refuses: {refused:#?}", db.engine());
}

/// Leaves an empty database as a program that knows only the first steps would have made it.
pub async fn back_to_step(db: &Db, step: i64) {
    static TABLES: Statement = Statement::new(
        "table_list",
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'",
    );
    let mut drop = Vec::new();
    match &db.pools {
        Pools::Sqlite { .. } => {
            drop.push("PRAGMA defer_foreign_keys = ON".to_owned());
            let tables = db.fetch(&TABLES, &[]).await.unwrap();
            drop.extend(tables.iter().map(|t| format!("DROP TABLE {}", t.text(0).unwrap())));
        }
        Pools::Postgres { .. } => {
            drop.extend(["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"].map(ToOwned::to_owned));
        }
    }
    let mut tx = db.begin().await.unwrap();
    for sql in drop {
        tx.running().execute_text("back_to_step", &sql, &[]).await.unwrap();
    }
    tx.commit().await.unwrap();
    migrate::run(&db.pools, db.url(), Some(step)).await.unwrap();
}

/// The database is out of reach until [`end`](Self::end): a file is moved away, a server lets nobody into the database.
pub struct Outage(DatabaseUrl);

impl Outage {
    /// Takes the database away from everybody.
    pub async fn begin(db: &Db) -> Self {
        match &db.url().0 {
            Target::Sqlite(path) => rename(path, "", ".aside"),
            Target::Postgres(options) => {
                let name = options.get_database().unwrap();
                server(options, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
                let others = format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                );
                server(options, others).await;
            }
        }
        Self(db.url().clone())
    }

    /// Gives it back.
    pub async fn end(self) {
        match &self.0.0 {
            Target::Sqlite(path) => rename(path, ".aside", ""),
            Target::Postgres(options) => {
                let name = options.get_database().unwrap();
                server(options, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
            }
        }
    }
}

/// Renames a database with its log and the log's index, by what stands at the end of their names.
fn rename(path: &Path, from: &str, to: &str) {
    for part in ["", "-wal", "-shm"] {
        let name = |end: &str| format!("{}{part}{end}", path.display());
        if Path::new(&name(from)).exists() {
            std::fs::rename(name(from), name(to)).unwrap();
        }
    }
}

/// Runs a statement from the server's own database.
async fn server(options: &PgConnectOptions, sql: String) {
    let mut connection = options.clone().database("postgres").connect().await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(sql).into_sql_str()).await.unwrap();
    connection.close().await.unwrap();
}
