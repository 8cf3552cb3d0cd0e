//! A stand for tests: one stop on one day, a clock that is moved by hand, people who act.

use std::sync::Arc;

use db::{Db, Statement};
use jiff::{Timestamp, civil::date};
use kernel::{Actor, FixedClock, OsRng, Role, Roles, Staff, StopScope};
use uuid::Uuid;
use visits::{
    At, DeskAct, DeskNo, Drawn, Key, Needs, Number, Outcome, Queue, Queues, Skills, TicketAct, Today, Topic,
    VisitsError,
};

pub(crate) const MORNING: &str = "2026-03-24T09:00:00Z";
pub(crate) const CLOSING: &str = "2026-03-24T18:00:00Z";

#[derive(Clone)]
pub(crate) struct Stand {
    pub(crate) queues: Queues,
    pub(crate) clock: FixedClock,
    pub(crate) today: Today,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn today() -> Today {
    Today {
        stop: "mercado".parse().unwrap(),
        day: date(2026, 3, 24),
        opens: Some(at(MORNING)),
        closes: at(CLOSING),
        breaks: Vec::new(),
        over: at(CLOSING),
        clerk_from: Some(at(MORNING)),
        clerk_until: Some(at(CLOSING)),
        trouble: None,
        next: None,
        // So many that no number is refused for want of time.
        desks: 99,
    }
}

/// A key that was not used before.
pub(crate) fn key() -> Key {
    Key::fresh(&OsRng)
}

pub(crate) fn desk(n: u8) -> DeskNo {
    n.try_into().unwrap()
}

pub(crate) fn guide_skills() -> Skills {
    Skills { guide: true, ..Skills::default() }
}

pub(crate) fn staff(role: Role) -> Actor {
    Actor::Staff(Staff {
        account: Uuid::nil(),
        roles: Roles::from(role),
        stops: StopScope::only(["mercado".parse().unwrap()]),
        device: None,
        proven: false,
    })
}

impl Stand {
    pub(crate) fn new(db: &Db) -> Self {
        let clock = FixedClock::new(at(MORNING));
        Self {
            queues: Queues::start(db.clone(), Arc::new(clock.clone()), Arc::new(OsRng)),
            clock,
            today: today(),
        }
    }

    pub(crate) fn at(&self, n: u8) -> At<'_> {
        At { stop: &self.today.stop, day: self.today.day, desk: desk(n) }
    }

    pub(crate) async fn draw_with(&self, topic: Topic, key: &Key) -> Result<Drawn, VisitsError> {
        let wish = (None, Needs::default());
        visits::draw(&self.queues, &Actor::Visitor, None, &self.today, topic, wish, key).await
    }

    pub(crate) async fn draw(&self) -> Drawn {
        self.draw_with(Topic::Service, &key()).await.unwrap()
    }

    pub(crate) async fn open(&self, n: u8, skills: Skills) {
        visits::desk_open(&self.queues, &Actor::Operator, self.at(n), skills, &key()).await.unwrap();
    }

    pub(crate) async fn next_with(&self, n: u8, key: &Key) -> Result<Number, VisitsError> {
        let receipt = visits::desk_call_next(&self.queues, &Actor::Operator, self.at(n), key).await?;
        Ok(receipt.number.unwrap())
    }

    pub(crate) async fn next(&self, n: u8) -> Result<Number, VisitsError> {
        self.next_with(n, &key()).await
    }

    pub(crate) async fn act(&self, n: u8, number: Number, act: DeskAct) -> Result<u64, VisitsError> {
        let done = visits::desk_act(&self.queues, &Actor::Operator, self.at(n), number, act, &key()).await?;
        Ok(done.seq)
    }

    pub(crate) async fn finish(&self, n: u8, number: Number) {
        self.act(n, number, DeskAct::Finish(Outcome::Done)).await.unwrap();
    }

    pub(crate) async fn own(&self, drawn: Drawn, act: TicketAct) -> Result<u64, VisitsError> {
        let done = visits::own_act(&self.queues, &Actor::Visitor, drawn.token, act, &key()).await?;
        Ok(done.seq)
    }

    pub(crate) async fn queue(&self) -> Arc<Queue> {
        self.queues.queue(&self.today.stop, self.today.day).await.unwrap()
    }
}

/// Everything a table holds, as text.
pub(crate) async fn rows(db: &Db, statement: &'static str, columns: usize) -> Vec<String> {
    let rows = db.fetch(&Statement::new("test", statement), &[]).await.unwrap();
    let text =
        |row: &db::Row, c| row.opt_text(c).ok().flatten().or_else(|| Some(row.opt_int(c).ok()??.to_string()));
    rows.iter().map(|r| (0..columns).filter_map(|c| text(r, c)).collect::<Vec<_>>().join(" ")).collect()
}
