//! `lotse bench queue`: how fast numbers are drawn and people are called, beside what the disk itself can do.

use std::{
    io::Write as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use db::Db;
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Clock as _, FixedClock, OsRng, SystemClock, berlin};
use tokio::task::JoinSet;
use tour::StopId;
use visits::{
    At, DeskAct, DeskNo, Needs, Number, Outcome, Queues, Refusal, Skills, Today, Topic, VisitsError,
};

use crate::args::BenchQueue;

/// How many draw or call at once.
const CLIENTS: u8 = 16;
/// The desks that are planned at a stop.
const DESKS: u8 = 6;
/// People on the day that is read again: each is drawn, called and finished, three events.
const REPLAYED: usize = 1_000;
/// How often it is read again; the median counts.
const READINGS: usize = 5;

/// Measures and prints. The database is a new file that is deleted at the end.
pub(crate) async fn run(args: BenchQueue) -> anyhow::Result<()> {
    let folder = args.folder.unwrap_or_else(|| ".".into());
    let file = folder.join(format!("lotse-bench-{}.db", std::process::id()));
    let db = Db::open(&format!("sqlite://{}", file.display()).parse()?).await?;
    let measured = measure(&db, Duration::from_secs(args.seconds.into())).await;
    db.close().await;
    remove(&file);
    let Measured { commits, drawn, called, replay } = measured?;
    let mut out = std::io::stdout();
    writeln!(out, "durable commits of this disk, one row each: {commits:8.0} per second")?;
    writeln!(
        out,
        "numbers drawn by {CLIENTS} at once:               {drawn:8.0} per second ({:.1} x)",
        drawn / commits
    )?;
    writeln!(
        out,
        "people called by {CLIENTS} at once:               {called:8.0} per second ({:.1} x)",
        called / commits
    )?;
    writeln!(
        out,
        "a day of {} events read again:        {:8.1} ms",
        3 * REPLAYED,
        replay.as_secs_f64() * 1e3
    )?;
    Ok(())
}

struct Measured {
    commits: f64,
    drawn: f64,
    called: f64,
    replay: Duration,
}

async fn measure(db: &Db, time: Duration) -> anyhow::Result<Measured> {
    let bench = Bench::new(db)?;
    let commits = commits(db, time).await?;
    let drawn = bench.draw_for(time).await?;
    let called = bench.call_all().await?;
    let replay = bench.replay().await?;
    Ok(Measured { commits, drawn, called, replay })
}

/// One small row in a transaction of its own, one after another.
async fn commits(db: &Db, time: Duration) -> anyhow::Result<f64> {
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < time {
        let mut tx = db.begin().await?;
        tx.setting_put("bench", &count.to_string()).await?;
        tx.commit().await?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Stops that open now and close in nine hours. When one is full the next takes over.
#[derive(Clone)]
struct Bench {
    queues: Queues,
    today: Today,
    filled: Arc<AtomicUsize>,
}

impl Bench {
    fn new(db: &Db) -> anyhow::Result<Self> {
        let now = SystemClock.now();
        let clock = FixedClock::new(now);
        let queues = Queues::start(db.clone(), Arc::new(clock), Arc::new(OsRng));
        Ok(Self { queues, today: today(now)?, filled: Arc::default() })
    }

    fn at_stop(&self, n: usize) -> anyhow::Result<Today> {
        let stop: StopId = format!("bench-{n}").parse().context("a stop for the bench")?;
        Ok(Today { stop, ..self.today.clone() })
    }

    async fn draw_for(&self, time: Duration) -> anyhow::Result<f64> {
        let start = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let bench = self.clone();
            clients.spawn(async move {
                let mut drawn = 0_u32;
                while start.elapsed() < time {
                    drawn += u32::from(bench.draw().await?);
                }
                anyhow::Ok(drawn)
            });
        }
        let drawn = sum(clients).await?;
        Ok(f64::from(drawn) / start.elapsed().as_secs_f64())
    }

    /// False when the stop is full; the next call goes to another one.
    async fn draw(&self) -> anyhow::Result<bool> {
        let n = self.filled.load(Ordering::Relaxed);
        match draw(&self.queues, &self.at_stop(n)?).await {
            Ok(_) => Ok(true),
            Err(VisitsError::Refused(Refusal::TooLate | Refusal::Full)) => {
                let _ = self.filled.compare_exchange(n, n + 1, Ordering::Relaxed, Ordering::Relaxed);
                Ok(false)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Everybody who drew is called and served, stop by stop, by as many desks as there were clients.
    async fn call_all(&self) -> anyhow::Result<f64> {
        let (mut called, mut time) = (0_u32, Duration::ZERO);
        for n in 0..=self.filled.load(Ordering::Relaxed) {
            let today = self.at_stop(n)?;
            let mut desks = JoinSet::new();
            for desk in 1..=CLIENTS {
                let desk = DeskNo::try_from(desk)?;
                open(&self.queues, &today, desk).await?;
                let (queues, today) = (self.queues.clone(), today.clone());
                desks.spawn(async move {
                    let mut called = 0_u32;
                    while serve(&queues, &today, desk).await?.is_some() {
                        called += 1;
                    }
                    anyhow::Ok(called)
                });
            }
            let start = Instant::now();
            called += sum(desks).await?;
            time += start.elapsed();
        }
        Ok(f64::from(called) / time.as_secs_f64())
    }

    /// Fills a day and reads it as a process does that was just started.
    async fn replay(&self) -> anyhow::Result<Duration> {
        let today =
            Today { stop: "bench-replay".parse().context("a stop for the bench")?, ..self.today.clone() };
        let desk = DeskNo::try_from(1)?;
        open(&self.queues, &today, desk).await?;
        for _ in 0..REPLAYED {
            draw(&self.queues, &today).await?;
            serve(&self.queues, &today, desk).await?;
        }
        let mut took = Vec::new();
        for _ in 0..READINGS {
            let clock = FixedClock::new(self.queues.now());
            let fresh = Queues::start(self.queues.db().clone(), Arc::new(clock), Arc::new(OsRng));
            let start = Instant::now();
            let queue = fresh.queue(&today.stop, today.day).await?;
            took.push(start.elapsed());
            anyhow::ensure!(
                queue.tickets().len() == REPLAYED,
                "the day that was read again has other numbers"
            );
        }
        took.sort_unstable();
        took.get(READINGS / 2).copied().context("no reading")
    }
}

fn today(now: Timestamp) -> anyhow::Result<Today> {
    let closes = now.saturating_add(SignedDuration::from_hours(9)).unwrap_or(now);
    Ok(Today {
        stop: "bench".parse().context("a stop for the bench")?,
        day: berlin(now).date(),
        opens: Some(now),
        closes,
        over: closes,
        clerk_from: None,
        clerk_until: None,
        trouble: None,
        next: None,
        desks: DESKS,
    })
}

async fn sum(mut clients: JoinSet<anyhow::Result<u32>>) -> anyhow::Result<u32> {
    let mut sum = 0;
    while let Some(done) = clients.join_next().await {
        sum += done??;
    }
    Ok(sum)
}

async fn open(queues: &Queues, today: &Today, desk: DeskNo) -> Result<(), VisitsError> {
    let skills = Skills { guide: true, ..Skills::default() };
    visits::desk_open(queues, &Actor::Operator, at(today, desk), skills, &queues.fresh_key())
        .await
        .map(|_| ())
}

async fn draw(queues: &Queues, today: &Today) -> Result<Number, VisitsError> {
    let (wish, key) = ((None, Needs::default()), queues.fresh_key());
    let drawn = visits::draw(queues, &Actor::Visitor, None, today, Topic::Service, wish, &key).await?;
    Ok(drawn.number)
}

/// Calls and finishes one person; `None` when nobody waits.
async fn serve(queues: &Queues, today: &Today, desk: DeskNo) -> Result<Option<Number>, VisitsError> {
    let (actor, at) = (Actor::Operator, at(today, desk));
    let called = match visits::desk_call_next(queues, &actor, at, &queues.fresh_key()).await {
        Err(VisitsError::Refused(Refusal::NobodyWaits)) => return Ok(None),
        other => other?.number,
    };
    if let Some(number) = called {
        let done = DeskAct::Finish(Outcome::Done);
        visits::desk_act(queues, &actor, at, number, done, &queues.fresh_key()).await?;
    }
    Ok(called)
}

fn at(today: &Today, desk: DeskNo) -> At<'_> {
    At { stop: &today.stop, day: today.day, desk }
}

/// The file and SQLite's two beside it.
fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}
