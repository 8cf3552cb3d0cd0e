//! A city's data are put by, brought back and moved, as an operator does it.

use std::{fs, process::Command};

use db::testing::PostgresDatabase;

use crate::place::{Place, hamburg};

/// A place with Hamburg's data in its database.
fn filled() -> Place {
    let place = Place::new();
    place.lotse(&["import", "tour", &hamburg("tour.jsonl"), &hamburg("example-tour.jsonl")]).ok();
    place.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    place
}

/// A database of its own on the test server.
pub(crate) fn postgres() -> (PostgresDatabase, String) {
    let mut made = None;
    db::testing::run(async { made = Some(PostgresDatabase::create().await) });
    let fresh = made.unwrap();
    let url = fresh.url().to_string();
    (fresh, url)
}

#[test]
fn a_backup_of_a_running_site_brings_everything_back() {
    let place = filled();
    let _server = place.serve(&[]);
    let file = place.path("stadt.backup").to_str().unwrap().to_owned();
    let said = place.lotse(&["backup", &file]).ok();
    assert!(
        said.contains(" rows in ") && said.contains("schema step ") && said.contains("read back in"),
        "{said}"
    );
    let refused = place.lotse(&["backup", &file]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("is there already"), "{}", refused.err);
    place.lotse(&["backup", "--force", &file]).ok();

    let other = Place::new();
    let site = other.serve(&[]);
    let said = other.lotse(&["restore", &file]).ok();
    assert!(said.contains("read back and compared"), "{said}");
    site.shows("/dienste/wohnsitz-ummelden", "HTTP/1.1 200");
    assert_eq!(other.export(), place.export());
    let refused = other.lotse(&["restore", &file]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("name an empty database"), "{}", refused.err);
}

#[test]
fn a_backup_that_was_cut_off_is_refused() {
    let place = filled();
    let file = place.path("stadt.backup");
    place.lotse(&["backup", file.to_str().unwrap()]).ok();
    let whole = fs::read(&file).unwrap();
    let half = place.write("half.backup", &whole[..whole.len() / 2]);
    let other = Place::new();
    let refused = other.lotse(&["restore", &half]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("is damaged"), "{}", refused.err);
    assert!(!other.path("lotse.db").exists());
}

#[test]
fn a_city_moves_to_postgresql_and_back() {
    let place = filled();
    let (server, url) = postgres();
    let there = place.run(&["copy", "--from", &place.database(), "--to", &url]).ok();
    let back = format!("sqlite://{}", place.path("back.db").display());
    let again = place.run(&["copy", "--from", &url, "--to", &back]).ok();
    // The record of what was done grows with each move.
    let hashes = |said: &str| {
        let tables = said.lines().skip(1).filter(|line| !line.starts_with("audit"));
        tables.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(hashes(&there), hashes(&again));
    assert!(hashes(&there).len() > 4, "{there}");
    for kind in ["tour", "services"] {
        let export = |database: &str| place.run(&["export", kind, "--database", database]).ok();
        assert_eq!(export(&back), export(&place.database()));
        assert_eq!(export(&url), export(&back));
    }
    let refused = place.run(&["copy", "--from", &back, "--to", &url]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("holds data already"), "{}", refused.err);
    db::testing::run(server.drop());
}

#[test]
fn a_newer_database_is_refused_in_words() {
    let place = filled();
    let python = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE _sqlx_migrations SET version = 9999 \
                  WHERE version = (SELECT max(version) FROM _sqlx_migrations)'); c.commit()";
    let done = Command::new("python3").args(["-c", python]).arg(place.path("lotse.db")).status().unwrap();
    assert!(done.success());
    for command in [&["export", "tour"][..], &["serve", "--listen", "127.0.0.1:0"], &["backup", "x"]] {
        let refused = place.lotse(command);
        assert_eq!(refused.code, Some(1));
        assert!(refused.err.contains("newer version of Lotse"), "{}", refused.err);
        assert!(refused.err.contains("update the program"), "{}", refused.err);
    }
}

/// The disk is full: the import says so, nothing of it is kept, and the site goes on.
#[test]
fn a_full_disk_takes_nothing_and_stops_nothing() {
    let place = Place::new();
    let server = place.serve(&[]);
    place.lotse(&["import", "tour", &hamburg("tour.jsonl")]).ok();
    let tour = place.lotse(&["export", "tour"]).ok();
    // A limit on the size of files is what a process sees of a full disk.
    let lotse = env!("CARGO_BIN_EXE_lotse");
    let script =
        format!("trap '' XFSZ; ulimit -f 200; exec {lotse} import services {}", hamburg("services.jsonl"));
    let mut command = Command::new("bash");
    command.args(["-c", &format!("{script} --database {}", place.database())]);
    let refused = command.output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("disk is full") || said.contains("does not answer"), "{said}");
    assert_eq!(place.lotse(&["export", "tour"]).ok(), tour);
    assert_eq!(place.lotse(&["export", "services"]).ok(), "");
    assert!(server.get("/termine").starts_with("HTTP/1.1 200"));
    place.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    server.shows("/dienste/wohnsitz-ummelden", "HTTP/1.1 200");
}
