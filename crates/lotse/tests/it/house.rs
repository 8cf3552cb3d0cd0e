//! Who may use whom. A new arrow is a decision about the house: change the table together with ARCHITECTURE.md.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// Each room, and the rooms of ours that it uses; behind the bar those that only its tests use.
const TABLE: &str = "
card      -> eac
db        -> kernel | db
directory -> db kernel search | db
eac       ->
kernel    ->
lotse     -> card db directory kernel outreach staff tour visits web | db
outreach  -> db kernel | db
search    -> kernel
staff     -> db kernel | db
testkit   -> db directory kernel outreach staff tour web
tour      -> db kernel | db
visits    -> db kernel tour | db
web       -> db directory kernel outreach staff tour visits | testkit
";

/// The same table as Cargo sees it.
fn table() -> String {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let args = ["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path", manifest];
    let output = Command::new(env!("CARGO")).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rooms: BTreeMap<_, _> =
        metadata["packages"].as_array().unwrap().iter().map(|p| (p["name"].as_str().unwrap(), p)).collect();
    rooms.iter().fold("\n".to_owned(), |table, (name, package)| {
        let used = |tests: bool| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let mut names: Vec<_> = dependencies
                .filter(|d| (d["kind"] == "dev") == tests)
                .filter_map(|d| d["name"].as_str().filter(|n| rooms.contains_key(n)))
                .collect();
            names.sort_unstable();
            names.join(" ")
        };
        let (normal, tests) = (used(false), used(true));
        let tests = if tests.is_empty() { tests } else { format!(" | {tests}") };
        let line = format!("{name:<9} -> {normal}{tests}");
        table + line.trim_end() + "\n"
    })
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let found = table();
    assert!(found == TABLE, "The table says:\n{TABLE}\nCargo says:\n{found}");
}
