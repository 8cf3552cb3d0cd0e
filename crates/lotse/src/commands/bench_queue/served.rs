//! The same over HTTP: a server of its own on this machine, asked by phones and by signed-in desks, each over one
//! connection that stays open. Nothing is switched off for it. Phones come as through a trusted proxy, each with an
//! address of its own, so that the limits per address count them and stop none.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use db::Db;
use jiff::Timestamp;
use kernel::{Actor, BERLIN, Clock, OsRng, ShiftedClock, SystemClock, berlin};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use web::{App, Plain, Server, Settings};

use super::{
    CLIENTS, DESKS,
    client::{Answer, Client},
};
use crate::{city, demo};

/// When one is full the next takes over; when all are, the measurement ends early.
const STOPS: usize = 24;
/// At which hour the server's day begins, so that the stops are open for long whatever time it is.
const MORNING: i8 = 8;

/// How often per second.
pub(super) struct Rates {
    pub drawn: f64,
    pub called: f64,
}

/// Serves a database that has nothing in it yet, measures, and stops serving.
pub(super) async fn measure(db: &Db, time: Duration) -> anyhow::Result<Rates> {
    let clock: Arc<dyn Clock> = Arc::new(ShiftedClock::beginning_at(morning()?));
    fill(db, &*clock).await?;
    let (address, stop, served) = serve(db, clock).await?;
    let measured = tokio::task::spawn_blocking(move || rates(address, time)).await;
    let _ = stop.send(());
    served.await?;
    measured?
}

fn morning() -> anyhow::Result<Timestamp> {
    let today = berlin(SystemClock.now()).date();
    Ok(today.at(MORNING, 0, 0, 0).in_tz(BERLIN)?.timestamp())
}

/// A square with stops that are open all day, and accounts to practise with.
async fn fill(db: &Db, clock: &dyn Clock) -> anyhow::Result<()> {
    let day = berlin(clock.now()).date();
    let venue = r#"{"kind":"venue","id":"platz","name":"Platz","place":"market square","town":"Hamburg","district":"altona","lat":53.55,"lon":9.93,"position":"approximate"}"#;
    let stop = |n| {
        format!(
            r#"{{"kind":"stop","id":"bench-{n}","venue":"platz","from":"{day}","to":"{day}","exceptions":[{{"day":"{day}","hours":"00:00-24:00"}}],"hours":"Mo-Su 00:00-24:00","offers":["services-help"],"desks":{DESKS}}}"#
        )
    };
    let lines: Vec<_> = [venue.to_owned()].into_iter().chain((0..STOPS).map(stop)).collect();
    let known = demo::known(&city::load(None)?);
    let file = lines.join("\n");
    tour::import_file(db, &Actor::Operator, clock, &OsRng, file.as_bytes(), &known, false).await?;
    Ok(staff::practice_accounts(db, &Actor::Operator, clock, &OsRng).await?)
}

async fn serve(
    db: &Db,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(SocketAddr, oneshot::Sender<()>, JoinHandle<()>)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let settings = Settings { public_url: format!("http://{address}").parse()?, demo: true };
    let app = App::start(db.clone(), city::load(None)?, settings, clock, None).await?;
    let server = Server {
        handshake: Plain,
        router: web::router(app.clone()),
        ready: Some(app.clone()),
        lanes: thread::available_parallelism().map_or(1, std::num::NonZero::get),
        trusted_proxies: vec!["127.0.0.1".parse()?],
        open_connections: app.metrics().open_connections(),
    };
    let (stop, stopped) = oneshot::channel();
    let until = async { drop(stopped.await) };
    Ok((address, stop, tokio::spawn(web::serve(listener, server, until))))
}

/// Blocking: each client is a thread that waits for its answers, as browsers do.
fn rates(server: SocketAddr, time: Duration) -> anyhow::Result<Rates> {
    let (phones, filled) = (AtomicU32::new(0), AtomicUsize::new(0));
    let start = Instant::now();
    let drawn = at_once(|_| {
        let mut client = Client::to(server)?;
        let mut drawn = 0;
        while start.elapsed() < time {
            let n = filled.load(Ordering::Relaxed);
            if n == STOPS {
                break;
            }
            let phone = phones.fetch_add(1, Ordering::Relaxed);
            if draw(&mut client, n, phone)? {
                drawn += 1;
            } else {
                let _ = filled.compare_exchange(n, n + 1, Ordering::Relaxed, Ordering::Relaxed);
            }
        }
        Ok(drawn)
    })?;
    let drawn = f64::from(drawn) / start.elapsed().as_secs_f64();
    let open = filled.load(Ordering::Relaxed).min(STOPS - 1);
    let start = Instant::now();
    let called = at_once(|desk| {
        let mut desk = Desk::sign_in(server, desk)?;
        let mut called = 0;
        for stop in 0..=open {
            desk.open(stop)?;
            while start.elapsed() < time && desk.serve_next()? {
                called += 1;
            }
        }
        Ok(called)
    })?;
    Ok(Rates { drawn, called: f64::from(called) / start.elapsed().as_secs_f64() })
}

fn at_once(client: impl Fn(u8) -> anyhow::Result<u32> + Sync) -> anyhow::Result<u32> {
    thread::scope(|scope| {
        let one = |n| {
            let client = &client;
            scope.spawn(move || client(n))
        };
        let all: Vec<_> = (1..=CLIENTS).map(one).collect();
        let mut sum = 0;
        for done in all {
            sum += done.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        Ok(sum)
    })
}

/// False when the stop is full.
fn draw(client: &mut Client, stop: usize, phone: u32) -> anyhow::Result<bool> {
    let [_, a, b, c] = phone.to_be_bytes();
    let from = format!("x-forwarded-for: 10.{a}.{b}.{c}\r\n");
    let form = format!("schluessel=phone-{phone}&thema=service");
    let answer = client.post(&format!("/nummer/bench-{stop}"), &from, &form)?;
    match answer.status {
        303 => Ok(true),
        409 => Ok(false),
        other => anyhow::bail!("a number was answered with {other}"),
    }
}

/// A guide's browser.
struct Desk {
    client: Client,
    no: u8,
    path: String,
    cookie: String,
    /// What forms of the session carry.
    form: String,
    /// How many buttons were pressed; makes each press a request of its own.
    presses: u32,
}

impl Desk {
    fn sign_in(server: SocketAddr, no: u8) -> anyhow::Result<Self> {
        let mut client = Client::to(server)?;
        let signed_in = client.post("/anmelden/ueben", "", "role=guide")?;
        let cookie = signed_in.header("set-cookie").and_then(|c| c.split(';').next());
        let cookie = format!("cookie: {}\r\n", cookie.context("signing in set no cookie")?);
        let account = client.get("/konto", &cookie)?;
        let form = part(&account, "name=\"form\" value=\"")?.to_owned();
        Ok(Self { client, no, path: String::new(), cookie, form, presses: 0 })
    }

    fn open(&mut self, stop: usize) -> anyhow::Result<()> {
        self.path = format!("/stand/bench-{stop}");
        let opened = self.press(&format!("platz={}", self.no))?;
        ensure!(opened.status == 303, "opening a desk was answered with {}", opened.status);
        self.path = format!("{}/{}", self.path, self.no);
        Ok(())
    }

    /// Calls whoever is next, looks who that is, and finishes. False when nobody waits.
    fn serve_next(&mut self) -> anyhow::Result<bool> {
        let called = self.press("tun=naechste")?;
        if called.status == 409 {
            return Ok(false);
        }
        ensure!(called.status == 303, "a call was answered with {}", called.status);
        let page = self.client.get(&self.path, &self.cookie)?;
        let number = part(&page, "name=\"nummer\" value=\"")?;
        let done = self.press(&format!("tun=done&nummer={number}"))?;
        ensure!(done.status == 303, "{number} was not finished: {}", done.status);
        Ok(true)
    }

    fn press(&mut self, fields: &str) -> anyhow::Result<Answer> {
        self.presses += 1;
        let key = format!("{}-{}", self.no, self.presses);
        let form = format!("form={}&schluessel={key}&{fields}", self.form);
        self.client.post(&self.path, &self.cookie, &form)
    }
}

/// What stands on a page behind some words, up to the quotation mark.
fn part<'a>(page: &'a Answer, after: &str) -> anyhow::Result<&'a str> {
    let (_, rest) = page.body.split_once(after).with_context(|| format!("no {after} ({})", page.status))?;
    rest.split_once('"').map(|(value, _)| value).context("no end")
}
