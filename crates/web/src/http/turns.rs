//! Turns at what is costly: to find by meaning takes a processor longer than all else that a visitor may ask for. One
//! processor is left for the pages. Who would have to wait longer than a few others take is answered by words alone.

use std::{
    num::NonZero,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use tokio::sync::{Semaphore, SemaphorePermit};

/// So many may wait for each turn that there is.
const WAITING: usize = 4;

/// Who may find by meaning now.
#[derive(Debug)]
pub(crate) struct Turns {
    free: Semaphore,
    waiting: AtomicUsize,
    most_waiting: usize,
    refused: AtomicU64,
}

impl Turns {
    /// As many as there are processors, but for one.
    pub(crate) fn for_this_machine() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self::new(processors.saturating_sub(1).max(1))
    }

    fn new(at_once: usize) -> Self {
        Self {
            free: Semaphore::new(at_once),
            waiting: AtomicUsize::new(0),
            most_waiting: at_once * WAITING,
            refused: AtomicU64::new(0),
        }
    }

    /// A turn, at once or after some others; none when too many wait. It ends when it is dropped.
    pub(crate) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(turn) = self.free.try_acquire() {
            return Some(turn);
        }
        let Some(_place) = Place::take(&self.waiting, self.most_waiting) else {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        self.free.acquire().await.ok()
    }

    /// How many got none.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

/// A place among those who wait; given up by whoever goes away meanwhile, too.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(taken: &'a AtomicUsize, most: usize) -> Option<Self> {
        let place = Self(taken);
        (taken.fetch_add(1, Ordering::Relaxed) < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_few_wait_and_the_rest_go_without() {
        let turns = Turns::new(1);
        let first = turns.take().await.unwrap();
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(turns.take())).collect();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none());
        }
        assert!(turns.take().now_or_never().unwrap().is_none(), "all places are taken");
        assert_eq!(turns.refused(), 1);

        drop(waiting.pop());
        let mut late = Box::pin(turns.take());
        assert!(late.as_mut().now_or_never().is_none(), "who went away left a place");

        drop(first);
        for one in waiting {
            assert!(one.await.is_some(), "each gets a turn");
        }
        assert!(late.await.is_some());
        assert!(turns.take().now_or_never().unwrap().is_some());
    }
}
