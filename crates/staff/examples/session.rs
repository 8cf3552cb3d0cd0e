//! What it costs to know who asks: `cargo run --release -p staff --example session -- URL`.
//!
//! The database must be empty. Measured are requests one after another: of somebody at work (the session was read a moment
//! ago); a second apart, with each read from the database; and a second apart with the watch that a server runs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, clippy::expect_used)]

use std::{sync::Arc, time::Instant};

use db::Db;
use jiff::SignedDuration;
use kernel::{Actor, FixedClock, OsRng, Role};
use staff::{CodeSecret, Cost, Draft, Gate, NewPassword, Site, Visit};

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the address of an empty database");
    let db = Db::open(&url.parse().unwrap()).await.unwrap();
    let clock = FixedClock::new("2026-03-24T10:00:00Z".parse().unwrap());
    let site = Site { public_url: None, name: "Lotse".to_owned(), practice: false, cost: Cost::SERVING };
    let gate = Gate::new(db.clone(), Arc::new(clock.clone()), Arc::new(OsRng), &site);
    let draft = Draft {
        name: "Anna Beispiel".parse().unwrap(),
        handle: "a.beispiel".parse().unwrap(),
        roles: Role::Guide.into(),
        stops: "*".parse().unwrap(),
    };
    let invited = gate.invite(&Actor::Operator, draft, None).await.unwrap();
    let secret = CodeSecret::fresh(&OsRng);
    let code = secret.code(kernel::Clock::now(&clock));
    let new = NewPassword { password: "vier fremde Kutter im Watt".to_owned(), secret, code };
    let visit = Visit { user_agent: "Mozilla/5.0 (X11; Linux x86_64)".to_owned(), ..Visit::default() };
    let begun = Instant::now();
    let (opened, _) = gate.accept_password(&invited.token, "a.beispiel", &new, &visit).await.unwrap();
    println!("a password hashed and a session begun in {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    for (name, step, watched) in [
        ("read a moment ago", 0, false),
        ("a second apart, read from the database", 1, false),
        ("a second apart, with the watch", 1, true),
    ] {
        let _watch = watched.then(|| db.watch_published(0));
        while watched && db.accounts_seen(std::time::Duration::from_secs(1)).is_none() {
            tokio::task::yield_now().await;
        }
        let mut took = Vec::new();
        for _ in 0..20_000 / (1 + step * 9) {
            // Never so long that the session ends.
            clock.set("2026-03-24T10:00:00Z".parse().unwrap());
            clock.advance(SignedDuration::from_millis(
                i64::try_from(took.len()).unwrap() * step * 1000 % 7_000_000,
            ));
            let begun = Instant::now();
            let session = gate.session(&opened.token, &visit).await.unwrap();
            took.push(begun.elapsed());
            assert!(session.is_some());
        }
        took.sort_unstable();
        let at = |share: usize| took[took.len() * share / 100].as_secs_f64() * 1e6;
        println!("{name}: p50 {:.1} µs, p95 {:.1} µs, p99 {:.1} µs", at(50), at(95), at(99));
    }
    db.close().await;
}
