//! A busy day whose process is killed again and again: what was acknowledged is there, no number is given twice, nobody
//! is called twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Write as _},
    process::{Command, Stdio},
};

use db::{Db, testing::SERVER};
use kernel::{Rng as _, SeededRng};
use tokio::task::JoinSet;
use visits::{Number, Topic};

use crate::stand::{Stand, desk, guide_skills, rows};

const URL: &str = "LOTSE_TEST_CRASH_URL";
const DAY: &str = "LOTSE_TEST_CRASH_DAY";
const WORKERS: u8 = 8;
/// A stop gives so many numbers a day; many crashes take several days.
const CRASHES_A_DAY: usize = 10;

fn crashes() -> usize {
    if std::env::var("LOTSE_TEST_LONG").is_ok_and(|v| !v.is_empty()) { 200 } else { 20 }
}

/// One line, at once: what is in the pipe outlives the process.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n~{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// One of those who work at the stand: draws for somebody, calls, serves, again and again.
async fn worker(stand: Stand, n: u8, run: String) {
    if let Some(left) = stand.queue().await.at_desk(desk(n)).map(|t| t.number) {
        stand.finish(n, left).await;
        tell(&format!("finished {left}"));
    }
    for i in 0.. {
        let key = format!("{run}-{n}-{i}");
        tell(&format!("ask {key}"));
        let drawn = stand.draw_with(Topic::Service, &key.parse().unwrap()).await.unwrap();
        tell(&format!("drawn {key} {}", drawn.number));
        let called = stand.next(n).await.unwrap();
        tell(&format!("called {called}"));
        stand.finish(n, called).await;
        tell(&format!("finished {called}"));
    }
}

async fn busy_day(url: &str, day: &str) {
    let mut stand = Stand::new(&Db::open(&url.parse().unwrap()).await.unwrap());
    stand.today.day = day.parse().unwrap();
    let mut workers = JoinSet::new();
    for n in 1..=WORKERS {
        stand.open(n, guide_skills()).await;
        workers.spawn(worker(stand.clone(), n, format!("{}", std::process::id())));
    }
    workers.join_all().await;
}

/// Not a test: the process that is killed. Without an address it has nothing to do.
#[test]
fn child() {
    if let (Ok(url), Ok(day)) = (std::env::var(URL), std::env::var(DAY)) {
        db::testing::run(async move { busy_day(&url, &day).await });
    }
}

/// What the killed processes of one day said.
#[derive(Default)]
struct Said {
    asked: BTreeSet<String>,
    drawn: BTreeMap<String, Number>,
    called: BTreeSet<Number>,
    finished: BTreeSet<Number>,
}

impl Said {
    fn hear(&mut self, line: &str) {
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["ask", key] => drop(self.asked.insert(key.to_owned())),
            ["drawn", key, number] => drop(self.drawn.insert(key.to_owned(), number.parse().unwrap())),
            ["called", number] => drop(self.called.insert(number.parse().unwrap())),
            ["finished", number] => drop(self.finished.insert(number.parse().unwrap())),
            _ => panic!("{line}"),
        }
    }
}

/// Starts a process, kills it after some lines, and takes in all it said.
fn one_crash(url: &str, day: &str, after: usize, said: &mut Said) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .envs([(URL, url), (DAY, day)])
        .env(SERVER, std::env::var(SERVER).unwrap_or_default())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut heard = 0;
    // Whole lines only: what is this short goes into a pipe at once or not at all.
    for line in lines.map(Result::unwrap) {
        let Some(line) = line.strip_prefix('~') else { continue };
        heard += 1;
        said.hear(line);
        if heard == after {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(heard >= after, "the process ended by itself after {heard} lines");
}

/// What the log holds, by the kind of act.
async fn logged(db: &Db, day: &str, act: &str) -> Vec<Number> {
    let all = rows(db, "SELECT day, body FROM queue_event", 2).await;
    let of_day = all.iter().filter_map(|row| row.strip_prefix(day));
    let of_act = of_day.filter(|body| body.contains(&format!("\"act\":\"{act}\"")));
    let number = |body: &str| body.split("\"number\":\"").nth(1)?.split('"').next()?.parse().ok();
    of_act.map(|body| number(body).unwrap()).collect()
}

/// A process that knows nothing but the database, after the crash.
async fn check(db: &Db, day: &str, said: &Said) {
    let mut stand = Stand::new(db);
    stand.today.day = day.parse().unwrap();
    let queue = stand.queue().await;
    let unique = |all: &[Number]| all.iter().copied().collect::<BTreeSet<_>>();
    let (drawn, called) = (logged(db, day, "drawn").await, logged(db, day, "called").await);
    let finished = logged(db, day, "finished").await;
    for (what, all) in [("drawn", &drawn), ("called", &called), ("finished", &finished)] {
        assert_eq!(unique(all).len(), all.len(), "{what} twice");
    }
    assert_eq!(queue.tickets().len(), drawn.len());
    assert!(said.called.is_subset(&unique(&called)), "an acknowledged call is missing");
    assert!(said.finished.is_subset(&unique(&finished)), "an acknowledged visit is missing");
    assert!(said.drawn.values().all(|n| queue.ticket(*n).is_some()), "an acknowledged number is missing");
    // Whoever was not answered asks again, and all who asked have one number each.
    let mut numbers = BTreeSet::new();
    for key in &said.asked {
        let again = stand.draw_with(Topic::Service, &key.parse().unwrap()).await.unwrap();
        assert!(said.drawn.get(key).is_none_or(|n| *n == again.number), "{key}: another number");
        assert!(numbers.insert(again.number), "{} was given twice", again.number);
    }
    assert_eq!(stand.queue().await.tickets().len(), said.asked.len());
}

async fn crash_again_and_again(db: &Db) {
    let rng = SeededRng::new(7);
    let (mut said, mut day) = (Said::default(), String::new());
    for n in 0..crashes() {
        if n % CRASHES_A_DAY == 0 {
            (said, day) = (Said::default(), format!("2026-04-{:02}", n / CRASHES_A_DAY + 1));
        }
        let mut byte = [0];
        rng.fill(&mut byte);
        let (url, after) = (db.url().to_string(), usize::from(byte[0]) + 1);
        let (crashed, date) = (std::mem::take(&mut said), day.clone());
        let crash = move || {
            let mut said = crashed;
            one_crash(&url, &date, after, &mut said);
            said
        };
        said = tokio::task::spawn_blocking(crash).await.unwrap();
        check(db, &day, &said).await;
    }
}

db::contract_tests! {
    async fn nothing_acknowledged_is_lost_and_nothing_happens_twice(db: Db) {
        crash_again_and_again(&db).await;
    }
}
