//! `lotse card check --wait` and `--follow`: for one card, or for card after card.
//!
//! What is waited for goes to standard error, results to standard output: a program reads the one, people both.

use std::{
    io::Write as _,
    thread,
    time::{Duration, Instant},
};

use anyhow::{anyhow, bail};
use card::{
    Timed, TransportError,
    check::{Problem, check},
    reader::{Lookout, ReaderError},
    watch::{Next, Waiting, Watch},
};
use tokio::{signal::ctrl_c, sync::oneshot};

use super::{args::Check, check as door};

/// A look ends after this long even if nothing happened.
const LOOK: Duration = Duration::from_secs(1);

/// Ctrl-C is how `--follow` ends; `--wait` has then found nothing.
pub(super) async fn run(args: Check) -> anyhow::Result<()> {
    let (done, ended) = oneshot::channel();
    let follow = args.follow;
    // A thread of its own: a driver may wait for ever, and the program ends without it.
    thread::spawn(move || {
        let watch = Watch::new(args.reader.clone());
        let mut desk =
            Desk { args, lookout: Lookout::default(), watch, said: None, fault: None, fault_said: false };
        let _ = done.send(if follow { desk.follow() } else { desk.wait() });
    });
    tokio::select! {
        ended = ended => ended?,
        _ = ctrl_c() => if follow { Ok(()) } else { Err(anyhow!("stopped before a card was checked and taken off")) },
    }
}

struct Desk {
    args: Check,
    lookout: Lookout,
    watch: Watch,
    /// What was said last, so that it is said once.
    said: Option<Waiting>,
    /// How the service failed at the last look, and whether that was said.
    fault: Option<ReaderError>,
    fault_said: bool,
}

impl Desk {
    fn follow(&mut self) -> anyhow::Result<()> {
        loop {
            if let Next::Check(reader) = self.next(LOOK) {
                let _problem_was_told = self.check(&reader)?;
            }
        }
    }

    fn wait(&mut self) -> anyhow::Result<()> {
        let mut deadline = self.deadline();
        loop {
            match self.next(left(deadline)) {
                Next::Check(reader) => {
                    let checked = self.check(&reader)?;
                    if matches!(
                        checked,
                        Err(Problem::Transport(TransportError::Removed | TransportError::ReaderGone))
                    ) {
                        continue;
                    }
                    deadline = self.deadline();
                    while self.watch.lies() && !passed(deadline) {
                        self.next(left(deadline));
                    }
                    return checked
                        .map_err(|problem| anyhow!("no state of a card was found ({})", problem.name()));
                }
                Next::Wait(waiting) if passed(deadline) => return self.in_vain(waiting),
                Next::Wait(_) => {}
            }
        }
    }

    /// Looks once and says what is waited for.
    fn next(&mut self, limit: Duration) -> Next {
        let seen = match self.lookout.look(limit) {
            Ok(seen) => Some(seen),
            Err(fault) => {
                self.bear(fault);
                None
            }
        };
        let next = self.watch.next(seen.as_deref());
        let waiting = if let Next::Wait(waiting) = next { Some(waiting) } else { None };
        if let Some(waiting) = waiting.filter(|_| self.said != waiting) {
            aside(door::said(waiting.words(), self.args.lang));
        }
        self.said = waiting;
        next
    }

    /// A service that does not run is waited for. One that refuses us will not come by waiting: that is told, when it is
    /// no moment's failure.
    fn bear(&mut self, fault: ReaderError) {
        let fault = Some(fault).filter(|fault| *fault != ReaderError::NoService);
        if let Some(fault) = fault.filter(|_| self.fault == fault && !self.fault_said) {
            aside(&fault.to_string());
            self.fault_said = true;
        }
        self.fault_said &= self.fault == fault;
        self.fault = fault;
    }

    /// Checks the card and says what came out. The outer error: nobody reads us any more.
    fn check(&mut self, reader: &str) -> anyhow::Result<Result<(), Problem>> {
        let card = self.lookout.connect(reader);
        let checked =
            card.map_err(Problem::from).and_then(|card| check(&mut Timed::new(card, door::ANSWER_WITHIN)));
        match &checked {
            Ok(finding) => door::tell(finding, &self.args)?,
            Err(problem) => self.tell_problem(*problem)?,
        }
        Ok(checked.map(drop))
    }

    fn tell_problem(&self, problem: Problem) -> anyhow::Result<()> {
        if self.args.json {
            return super::print(&door::problem_as_json(problem));
        }
        let words = door::said(problem.words(), self.args.lang);
        if self.args.follow {
            super::print(&format!("{words}\n"))
        } else {
            aside(words);
            Ok(())
        }
    }

    fn in_vain(&self, waiting: Waiting) -> anyhow::Result<()> {
        let problem = match waiting {
            Waiting::Service => match self.fault {
                Some(fault) => return Err(fault.into()),
                None => Problem::NoService,
            },
            Waiting::Reader => Problem::NoReader,
            Waiting::OneCard => Problem::SeveralCards,
            Waiting::Card | Waiting::Removal => Problem::NoCard,
        };
        if self.args.json {
            super::print(&door::problem_as_json(problem))?;
        }
        bail!("{}", door::said(problem.words(), self.args.lang))
    }

    fn deadline(&self) -> Option<Instant> {
        self.args.timeout.map(|seconds| Instant::now() + Duration::from_secs(seconds))
    }
}

/// To people only. Whoever closed standard error does not want it.
fn aside(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

fn passed(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| Instant::now() >= deadline)
}

fn left(deadline: Option<Instant>) -> Duration {
    deadline.map_or(LOOK, |deadline| deadline.saturating_duration_since(Instant::now()).min(LOOK))
}
