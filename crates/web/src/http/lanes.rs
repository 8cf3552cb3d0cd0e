//! Threads that carry connections, each for itself: a connection stays on its thread, so that no other thread is woken
//! for an answer that lies ready.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The threads. They end when this is dropped, and what they carry with them.
#[derive(Debug, Default)]
pub(super) struct Lanes(Vec<Lane>);

#[derive(Debug)]
struct Lane {
    give: UnboundedSender<Work>,
    carried: Arc<AtomicUsize>,
}

impl Lanes {
    /// Starts threads; none is fine and carries nothing.
    pub(super) fn start(count: usize) -> io::Result<Self> {
        (0..count)
            .map(|number| Lane::start(&format!("connections-{number}")))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Hands work to the thread that carries the least; gives it back when there is no thread.
    pub(super) fn carry<F: Future<Output = ()> + Send + 'static>(&self, work: F) -> Result<(), F> {
        let Some(lane) = self.0.iter().min_by_key(|lane| lane.carried.load(Ordering::Relaxed)) else {
            return Err(work);
        };
        lane.carried.fetch_add(1, Ordering::Relaxed);
        let carried = Carried(Arc::clone(&lane.carried));
        let work = async move {
            let _carried = carried;
            work.await;
        };
        // Only when its thread is gone, which ends the connection.
        let _ = lane.give.send(Box::pin(work));
        Ok(())
    }
}

impl Lane {
    fn start(name: &str) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (give, take) = unbounded_channel();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || run(&runtime, take))?;
        Ok(Self { give, carried: Arc::default() })
    }
}

fn run(runtime: &Runtime, mut take: UnboundedReceiver<Work>) {
    runtime.block_on(async {
        while let Some(work) = take.recv().await {
            tokio::spawn(work);
        }
    });
}

/// Counts one less when it is dropped.
struct Carried(Arc<AtomicUsize>);

impl Drop for Carried {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_is_spread_and_stays_on_its_thread() {
        let lanes = Lanes::start(2).unwrap();
        let (mut names, mut ends) = (Vec::new(), Vec::new());
        for _ in 0..4 {
            let (tell, told) = oneshot::channel();
            let (end, ended) = oneshot::channel::<()>();
            let work = async move {
                let name = || std::thread::current().name().map(str::to_owned);
                tell.send(name()).unwrap();
                let _ = ended.await;
            };
            assert!(lanes.carry(work).is_ok());
            names.push(told.await.unwrap().unwrap());
            ends.push(end);
        }
        names.sort();
        assert_eq!(names, ["connections-0", "connections-0", "connections-1", "connections-1"]);
        assert!(Lanes::start(0).unwrap().carry(async {}).is_err());
    }
}
