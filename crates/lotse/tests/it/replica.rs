//! Public pages from a replica of a PostgreSQL server, and what happens when the server goes away.

use std::{collections::HashMap, process::Command};

use crate::place::{Place, hamburg};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/postgres-replica");

/// A PostgreSQL server and a replica that follows it by streaming.
struct Servers(HashMap<String, String>);

impl Servers {
    fn start() -> Self {
        let output = Command::new(SCRIPT).arg("start").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let pair = |line: &str| line.split_once(' ').map(|(k, v)| (k.to_owned(), v.to_owned()));
        Self(said.lines().filter_map(pair).collect())
    }

    fn run(&self, command: &str) {
        assert!(Command::new(SCRIPT).args([command, &self.0["dir"]]).status().unwrap().success());
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).args(["stop", &self.0["dir"]]).status();
    }
}

#[test]
fn a_replica_shows_changes_and_outlives_its_server() {
    let servers = Servers::start();
    let (primary, replica) = (&servers.0["primary"], &servers.0["replica"]);
    let place = Place::new();
    let import =
        |kind: &str, file: &str| place.run(&["import", kind, &hamburg(file), "--database", primary]).ok();
    import("tour", "tour.jsonl");

    place.eventually(&["export", "tour", "--database", replica]);

    // By the flag, and by what the server says of itself.
    for flags in [&["--read-only"][..], &[]] {
        let reading = Place::new();
        let site = reading.serve_on(replica, flags);
        site.shows("/termine", "HTTP/1.1 200");
    }
    let (writing, reading) = (Place::new(), Place::new());
    let (first, second) = (writing.serve_on(primary, &[]), reading.serve_on(replica, &["--read-only"]));
    import("services", "services.jsonl");
    first.shows("/dienste/wohnsitz-ummelden", "HTTP/1.1 200");
    second.shows("/dienste/wohnsitz-ummelden", "HTTP/1.1 200");
    let refused = place.run(&["import", "tour", &hamburg("tour.jsonl"), "--database", replica]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("only read here"), "{}", refused.err);

    servers.run("halt");
    first.shows("/readyz", "the database does not answer");
    assert!(first.get("/dienste/wohnsitz-ummelden").starts_with("HTTP/1.1 200"));
    assert!(!second.get("/readyz").contains("does not answer"));
    servers.run("resume");
    first.shows("/readyz", "ready, published version");
    import("tour", "example-tour.jsonl");
    first.shows("/termine", "/termine/beispiel-tibarg-center");
    second.shows("/termine", "/termine/beispiel-tibarg-center");
}
