//! The process is killed while a city's data are on their way: nothing is half there, and the same command does it then.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use db::{Db, Statement, testing::PostgresDatabase};

use crate::place::Place;

const PATIENCE: Duration = Duration::from_mins(1);

/// So many rows that nobody is done with them before the kill.
const ROWS: u32 = 150_000;

/// A place whose database takes a while.
fn large() -> Place {
    let place = Place::new();
    place.lotse(&["purge"]).ok();
    let python = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); \
                  c.executemany('INSERT INTO setting VALUES (?, ?)', ((f'n{n:09}', 'x' * 40) for n in range(int(sys.argv[2])))); \
                  c.commit()";
    let done = Command::new("python3")
        .args(["-c", python])
        .arg(place.path("lotse.db"))
        .arg(ROWS.to_string())
        .status()
        .unwrap();
    assert!(done.success());
    place
}

/// Starts a command and kills it as soon as it is in the middle.
fn kill_in_the_middle(place: &Place, args: &[&str], mut middle: impl FnMut() -> bool) {
    let mut command = place.command(args);
    let mut child: Child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while !middle() {
        assert_eq!(child.try_wait().unwrap(), None, "done before it could be killed: {args:?}");
        assert!(start.elapsed() < PATIENCE, "never in the middle: {args:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None, "killed: {args:?}");
}

/// Whether a file has so many bytes by now.
fn holds(path: &Path, bytes: u64) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > bytes)
}

#[test]
fn a_killed_backup_leaves_only_a_part_and_that_is_refused() {
    let place = large();
    let (file, part) = (place.path("city.backup"), place.path("city.backup.part0"));
    let backup = ["backup", file.to_str().unwrap(), "--database", &place.database()];
    kill_in_the_middle(&place, &backup, || holds(&part, 500_000));
    assert!(!file.exists() && part.exists());
    let other = Place::new();
    let refused = other.lotse(&["restore", part.to_str().unwrap()]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("is damaged") || refused.err.contains("is no backup"), "{}", refused.err);
    place.run(&backup).ok();
}

#[test]
fn a_killed_restore_leaves_an_empty_database() {
    let place = large();
    let file = place.path("city.backup").to_str().unwrap().to_owned();
    place.lotse(&["backup", &file]).ok();
    let other = Place::new();
    let restore = ["restore", &file, "--database", &other.database()];
    kill_in_the_middle(&other, &restore, || holds(&other.path("lotse.db-wal"), 500_000));
    assert!(other.lotse(&["admin", "verify-audit"]).ok().starts_with("0 rows"));
    let said = other.run(&restore).ok();
    assert!(said.contains(&format!("{ROWS} rows")), "{said}");
}

#[test]
fn a_killed_copy_to_postgresql_leaves_an_empty_database() {
    static WRITING: Statement = Statement::new(
        "writing",
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%INSERT INTO%setting%'",
    );
    let place = large();
    db::testing::run(async {
        let fresh = PostgresDatabase::create().await;
        let (url, from) = (fresh.url().to_string(), place.database());
        let watch = Db::open(&fresh.url()).await.unwrap();
        let copy = ["copy", "--from", &from, "--to", &url];
        let handle = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            kill_in_the_middle(&place, &copy, || {
                let rows = handle.block_on(watch.fetch(&WRITING, &[])).unwrap();
                rows[0].int(0).unwrap() > 0
            });
            assert!(place.run(&["admin", "verify-audit", "--database", &url]).ok().starts_with("0 rows"));
            place.eventually(&copy);
        });
        watch.close().await;
        fresh.drop().await;
    });
}
