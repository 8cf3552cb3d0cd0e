//! Counting in memory.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use super::Outcome;

/// A word that fewer people asked for within [`HELD_DAYS`] is never written.
pub const ASKERS_MIN: usize = 3;
/// Days after which a word and who asked for it are forgotten; counting then begins anew.
pub const HELD_DAYS: i64 = 7;
/// People counted per word; more say nothing new.
const ASKERS_MAX: usize = 200;
/// Words held at a time; some 100 bytes each.
const WORDS_MAX: usize = 4_096;

/// Counts words in memory. Each person counts once per word and week, however often they type it.
///
/// People are told apart by a hash whose key only this process has, kept no longer than the word and written nowhere.
#[derive(Debug, Default)]
pub struct Misses {
    /// Keyed by the system at random; nobody can read the key or compute a hash elsewhere.
    hasher: RandomState,
    words: Mutex<HashMap<String, Held>>,
}

#[derive(Debug)]
struct Held {
    since: Timestamp,
    askers: Vec<u64>,
    nothing: u32,
    unsure: u32,
}

/// A word that may be written, with how many people asked for it since it was last written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The word, folded.
    pub word: String,
    /// Of them, those who got no service.
    pub nothing: u32,
    /// Those who got services that are only alike in meaning.
    pub unsure: u32,
}

impl Misses {
    /// Counts words of one question. `asker` tells people apart, such as by their network.
    pub fn note(&self, words: Vec<String>, outcome: Outcome, asker: &impl Hash, now: Timestamp) {
        let asker = self.hasher.hash_one(asker);
        let mut all = self.lock();
        for word in words {
            if !all.contains_key(&word) && all.len() >= WORDS_MAX {
                make_room(&mut all, now);
            }
            let held = all.entry(word).or_insert_with(|| Held::new(now));
            if held.is_over(now) {
                *held = Held::new(now);
            }
            held.count(asker, outcome);
        }
    }

    /// Takes out what may be written. Words that only a few asked for stay, or are forgotten when their time is over.
    pub fn take(&self, now: Timestamp) -> Vec<Counted> {
        let mut all = self.lock();
        all.retain(|_, held| !held.is_over(now) || held.may_be_written());
        let mut ready: Vec<_> = all.iter_mut().filter_map(|(word, held)| held.take(word)).collect();
        all.retain(|_, held| !held.is_over(now));
        ready.sort_by(|a, b| a.word.cmp(&b.word));
        ready
    }

    /// Takes back what could not be written.
    pub fn give_back(&self, counted: Vec<Counted>, now: Timestamp) {
        let mut all = self.lock();
        for Counted { word, nothing, unsure } in counted {
            let held = all.entry(word).or_insert_with(|| Held {
                // Enough people asked: whoever they were, they may be written.
                askers: (0..ASKERS_MIN as u64).collect(),
                ..Held::new(now)
            });
            held.nothing = held.nothing.saturating_add(nothing);
            held.unsure = held.unsure.saturating_add(unsure);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        // A count that a panic left half done is still a count.
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(since: Timestamp) -> Self {
        Self { since, askers: Vec::new(), nothing: 0, unsure: 0 }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) >= SignedDuration::from_hours(24 * HELD_DAYS)
    }

    fn may_be_written(&self) -> bool {
        self.askers.len() >= ASKERS_MIN
    }

    fn count(&mut self, asker: u64, outcome: Outcome) {
        if self.askers.contains(&asker) || self.askers.len() >= ASKERS_MAX {
            return;
        }
        self.askers.push(asker);
        let counter = match outcome {
            Outcome::Nothing => &mut self.nothing,
            Outcome::Unsure => &mut self.unsure,
        };
        *counter += 1;
    }

    fn take(&mut self, word: &str) -> Option<Counted> {
        if !self.may_be_written() || (self.nothing, self.unsure) == (0, 0) {
            return None;
        }
        let (nothing, unsure) = (std::mem::take(&mut self.nothing), std::mem::take(&mut self.unsure));
        Some(Counted { word: word.to_owned(), nothing, unsure })
    }
}

/// Forgets what is over, else the word that fewest asked for, the longest held first.
fn make_room(all: &mut HashMap<String, Held>, now: Timestamp) {
    all.retain(|_, held| !held.is_over(now) || held.may_be_written());
    if all.len() < WORDS_MAX {
        return;
    }
    let least = all.iter().min_by_key(|(word, held)| (held.askers.len(), held.since, (*word).clone()));
    if let Some(word) = least.map(|(word, _)| word.clone()) {
        all.remove(&word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(1_770_000_000 + n * 86_400).unwrap()
    }

    fn note(misses: &Misses, word: &str, asker: u32, at: Timestamp) {
        misses.note(vec![word.to_owned()], Outcome::Nothing, &asker, at);
    }

    fn taken(misses: &Misses, at: Timestamp) -> Vec<(String, u32)> {
        misses.take(at).into_iter().map(|c| (c.word, c.nothing + c.unsure)).collect()
    }

    #[test]
    fn one_person_never_passes_alone() {
        let misses = Misses::default();
        for hour in 0..7 * 24 {
            note(&misses, "jansohn", 1, day(0) + SignedDuration::from_hours(hour));
        }
        note(&misses, "jansohn", 2, day(1));
        assert_eq!(taken(&misses, day(2)), []);
        note(&misses, "jansohn", 3, day(2));
        assert_eq!(taken(&misses, day(2)), [("jansohn".to_owned(), 3)]);
        assert_eq!(taken(&misses, day(2)), [], "written once");
        note(&misses, "jansohn", 3, day(3));
        note(&misses, "jansohn", 4, day(3));
        assert_eq!(taken(&misses, day(3)), [("jansohn".to_owned(), 1)]);
    }

    #[test]
    fn what_few_asked_for_is_forgotten_after_a_week() {
        let misses = Misses::default();
        for (asker, at) in [(1, 0), (2, 6), (3, 8)] {
            note(&misses, "jansohn", asker, day(at));
        }
        assert_eq!(taken(&misses, day(8)), []);
        misses.take(day(16));
        assert!(misses.lock().is_empty());
    }

    #[test]
    fn enough_people_are_written_even_when_their_week_is_over() {
        let misses = Misses::default();
        (1..=3).for_each(|asker| note(&misses, "codierung", asker, day(0)));
        assert_eq!(taken(&misses, day(9)), [("codierung".to_owned(), 3)]);
        assert!(misses.lock().is_empty());
    }

    #[test]
    fn what_could_not_be_written_comes_again() {
        let misses = Misses::default();
        (1..=3).for_each(|asker| note(&misses, "codierung", asker, day(0)));
        let counted = misses.take(day(0));
        misses.give_back(counted.clone(), day(0));
        assert_eq!(misses.take(day(0)), counted);
        let other = Misses::default();
        other.give_back(counted.clone(), day(0));
        assert_eq!(other.take(day(0)), counted);
    }

    #[test]
    fn a_flood_takes_bounded_room_and_pushes_out_rare_words_first() {
        let misses = Misses::default();
        (1..=3).for_each(|asker| note(&misses, "codierung", asker, day(0)));
        (0..2 * WORDS_MAX).for_each(|n| note(&misses, &format!("flood{n}"), 9, day(1)));
        assert_eq!(misses.lock().len(), WORDS_MAX);
        assert_eq!(taken(&misses, day(1)), [("codierung".to_owned(), 3)]);
    }

    proptest! {
        #[test]
        fn no_word_is_taken_that_fewer_asked_for(asked in prop::collection::vec((0_u32..4, 0_u32..5, 0_i64..20), 0..60)) {
            let misses = Misses::default();
            let mut asked = asked;
            asked.sort_by_key(|(_, _, at)| *at);
            for (word, asker, at) in &asked {
                note(&misses, &format!("word{word}"), *asker, day(*at));
                for counted in misses.take(day(*at)) {
                    let who: std::collections::HashSet<_> =
                        asked.iter().filter(|(w, _, _)| format!("word{w}") == counted.word).map(|(_, a, _)| a).collect();
                    prop_assert!(who.len() >= ASKERS_MIN);
                }
            }
        }
    }
}
