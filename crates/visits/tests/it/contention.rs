//! Ten desks press "call next" at once, again and again, from several processes; and the same without what protects them.

use std::collections::BTreeSet;

use db::{Db, Engine, Statement};
use tokio::{sync::Barrier, task::JoinSet};
use visits::{Number, Topic};

use crate::stand::{Stand, guide_skills, key};

const DESKS: u8 = 10;
const PROCESSES: usize = 3;

fn rounds() -> usize {
    if std::env::var("LOTSE_TEST_LONG").is_ok_and(|v| !v.is_empty()) { 1000 } else { 100 }
}

/// Each process has its own connections, its own memory and its own writer.
async fn processes(db: &Db) -> Vec<Stand> {
    let mut stands = Vec::new();
    for _ in 0..PROCESSES {
        stands.push(Stand::new(&Db::open(db.url()).await.unwrap()));
    }
    for n in 1..=DESKS {
        stands[0].open(n, guide_skills()).await;
    }
    stands
}

/// Ten people draw, ten desks call. Answers with whom each desk got.
async fn round(stands: &[Stand]) -> Vec<(u8, Option<Number>)> {
    for n in 0..DESKS {
        stands[usize::from(n) % PROCESSES].draw().await;
    }
    call(stands).await
}

/// Ten desks call at once.
async fn call(stands: &[Stand]) -> Vec<(u8, Option<Number>)> {
    let barrier = std::sync::Arc::new(Barrier::new(usize::from(DESKS)));
    let mut desks = JoinSet::new();
    for n in 1..=DESKS {
        let (stand, barrier) = (stands[usize::from(n) % PROCESSES].clone(), barrier.clone());
        desks.spawn(async move {
            barrier.wait().await;
            (n, stand.next(n).await.ok())
        });
    }
    desks.join_all().await
}

/// Why a round was not as it should be.
fn fault(round: usize, called: &[(u8, Option<Number>)]) -> Option<String> {
    let got: BTreeSet<u16> = called.iter().filter_map(|(_, number)| Some((*number)?.count)).collect();
    let first = u16::try_from(round * usize::from(DESKS)).unwrap() + 1;
    let wanted: BTreeSet<u16> = (first..first + u16::from(DESKS)).collect();
    (got != wanted).then(|| format!("round {round}: {called:?}"))
}

/// A stop gives so many numbers a day; a thousand rounds take several days.
const ROUNDS_A_DAY: usize = 100;

async fn contend(db: &Db, rounds: usize) -> Option<String> {
    let mut stands = processes(db).await;
    let mut found = None;
    for n in 0..rounds {
        if n > 0 && n.is_multiple_of(ROUNDS_A_DAY) {
            for stand in &mut stands {
                stand.today.day = stand.today.day.tomorrow().unwrap();
            }
            for desk in 1..=DESKS {
                stands[0].open(desk, guide_skills()).await;
            }
        }
        let called = round(&stands).await;
        found = fault(n % ROUNDS_A_DAY, &called);
        if found.is_some() {
            break;
        }
        for (desk, number) in called {
            stands[usize::from(desk) % PROCESSES].finish(desk, number.unwrap()).await;
        }
    }
    for stand in stands {
        stand.queues.db().close().await;
    }
    found
}

/// Takes away what refuses a decision made on an old state.
async fn unprotect(db: &Db) {
    const DROP: Statement = Statement::new("test_drop", "DROP TABLE queue_event");
    const SQLITE: Statement = Statement::new(
        "test_make",
        "CREATE TABLE queue_event (stop TEXT, day TEXT, seq INTEGER, at INTEGER, actor TEXT, key_hash TEXT PRIMARY KEY,
         token_hash TEXT, body TEXT) STRICT",
    );
    const POSTGRES: Statement = Statement::new(
        "test_make",
        "CREATE TABLE queue_event (stop TEXT, day TEXT, seq BIGINT, at BIGINT, actor TEXT, key_hash TEXT PRIMARY KEY,
         token_hash TEXT, body TEXT)",
    );
    let mut tx = db.begin().await.unwrap();
    tx.execute(&DROP, &[]).await.unwrap();
    let make = if db.engine() == Engine::Sqlite { &SQLITE } else { &POSTGRES };
    tx.execute(make, &[]).await.unwrap();
    tx.commit().await.unwrap();
}

db::contract_tests! {
    async fn ten_desks_call_ten_different_people_and_skip_nobody(db: Db) {
        assert_eq!(contend(&db, rounds()).await, None);
    }

    // The control: were this to pass, the test above would prove nothing.
    async fn without_the_constraint_people_are_called_twice(db: Db) {
        unprotect(&db).await;
        let stands = processes(&db).await;
        for _ in 0..DESKS {
            stands[0].draw().await;
        }
        let version = stands[0].queue().await.version();
        for stand in &stands {
            let mut seen = stand.queues.watch(&stand.today.stop, stand.today.day).await.unwrap();
            seen.wait_for(|q| q.version() >= version).await.unwrap();
        }
        let mut called: Vec<_> = call(&stands).await.into_iter().map(|(_, number)| number.unwrap()).collect();
        called.sort_unstable();
        let all = called.len();
        called.dedup();
        assert!(called.len() < all, "the constraint is gone, and still nobody was called twice");
        for stand in stands {
            stand.queues.db().close().await;
        }
    }

    async fn many_draw_at_once_and_all_numbers_differ(db: Db) {
        let stands = processes(&db).await;
        let mut people = JoinSet::new();
        for n in 0..200 {
            let stand = stands[n % PROCESSES].clone();
            people.spawn(async move { stand.draw_with(Topic::Other, &key()).await.unwrap() });
        }
        let drawn = people.join_all().await;
        let numbers: BTreeSet<_> = drawn.iter().map(|d| d.number).collect();
        let tokens: BTreeSet<_> = drawn.iter().map(|d| d.token.to_string()).collect();
        assert_eq!((numbers.len(), tokens.len()), (200, 200));
        for stand in stands {
            stand.queues.db().close().await;
        }
    }
}
