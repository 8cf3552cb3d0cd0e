//! How long it takes to look through the audit log: `cargo run --release -p db --example audit -- URL [ROWS]`.
//!
//! The database must be empty; it is filled with rows like those of a city.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, clippy::expect_used)]

use std::time::Instant;

use db::{AuditEntry, Db};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let url = args.next().expect("the address of an empty database");
    let rows: u32 = args.next().map_or(100_000, |n| n.parse().unwrap());
    let db = Db::open(&url.parse().unwrap()).await.unwrap();
    let begun = Instant::now();
    for batch in 0..rows.div_ceil(1000) {
        let mut tx = db.begin().await.unwrap();
        for n in (batch * 1000)..(batch * 1000 + 1000).min(rows) {
            tx.audit(&entry(n)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    println!("{rows} rows written in {:.2} s", begun.elapsed().as_secs_f64());
    for _ in 0..5 {
        let begun = Instant::now();
        let verified = db.audit_verify(None).await.unwrap();
        println!(
            "{} rows looked through in {:.3} s, {} faults",
            verified.rows,
            begun.elapsed().as_secs_f64(),
            verified.faults.len()
        );
    }
    db.close().await;
}

fn entry(n: u32) -> AuditEntry {
    AuditEntry {
        id: Uuid::from_u128(u128::from(n) + 1),
        at: Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_secs(n.into()),
        actor: "account:0190a5b0-0000-7000-8000-000000000001 clerk+lead device:0190a5b0-0000-7000-8000-000000000002"
            .to_owned(),
        action: "session-end".to_owned(),
        object: "session:0190a5b0-0000-7000-8000-000000000003".to_owned(),
        detail: "{}".to_owned(),
    }
}
