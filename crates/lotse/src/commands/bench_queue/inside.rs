//! The use cases themselves, asked by tasks of this process: what the log and its one writer carry, without HTTP.

use std::{
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

use super::{CLIENTS, DESKS, REPLAYED};

/// How often the day is read again; the median counts.
const READINGS: usize = 5;

/// What was measured.
pub(super) struct Measured {
    /// Per second.
    pub drawn: f64,
    /// Per second.
    pub called: f64,
    /// A day of [`REPLAYED`] people, read as by a process that was just started.
    pub replay: Duration,
}

pub(super) async fn measure(db: &Db, time: Duration) -> anyhow::Result<Measured> {
    let bench = Bench::new(db)?;
    let drawn = bench.draw_for(time).await?;
    let called = bench.call_all().await?;
    Ok(Measured { drawn, called, replay: bench.replay().await? })
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
        breaks: Vec::new(),
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
