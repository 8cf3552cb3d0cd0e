//! How many reports one process takes. No address and no cookie is needed for it, so it holds for all people together.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

/// Reports within [`WINDOW`].
const MOST: usize = 30;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Counts the reports of the last minutes.
#[derive(Debug, Default)]
pub(crate) struct Cap(Mutex<VecDeque<Timestamp>>);

impl Cap {
    /// Takes one place, or says that there is none.
    pub(crate) fn take(&self, now: Timestamp) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // After the clock went back, later instants must not block for longer than the window.
        taken.retain(|at| *at <= now && now.duration_since(*at) < WINDOW);
        if taken.len() >= MOST {
            return false;
        }
        taken.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_in_ten_minutes_also_when_the_clock_goes_back() {
        let (cap, start) = (Cap::default(), Timestamp::from_second(1_000_000).unwrap());
        assert!((0..MOST).all(|_| cap.take(start)));
        assert!(!cap.take(start + SignedDuration::from_secs(599)));
        assert!(cap.take(start + SignedDuration::from_secs(600)));
        assert!(cap.take(start - SignedDuration::from_hours(1)));
    }
}
