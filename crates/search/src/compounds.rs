//! German compounds and their parts: `Hundesteuerabmeldung` is also about a dog, a tax, and leaving it.
//!
//! The word list is the one inside the crate `charabia` (MIT; the list LGPL-3.0-or-later, by Uwe Schindler and
//! Björn Jacke), to which `data/parts.txt` and the words of the documents are added. The list is not public there, so it is asked
//! through the segmenter, which always takes the longest listed word.

use std::collections::HashSet;

use charabia::segmenter::{GermanSegmenter, Segmenter};

use crate::tokens::key;

/// Shorter parts make nonsense: "Ur|laub", "Be|hörde".
const LISTED_MIN: usize = 3;
const CORPUS_MIN: usize = 4;
/// Beyond this a word is left whole; splitting takes quadratic time.
const WORD_MAX: usize = 50;
/// What may stand between two parts.
const LINKS: [&str; 4] = ["s", "n", "en", "es"];
/// Listed, but only endings: "arbeitslos" has nothing to do with "lösen", "Körperschaft" nothing with "Schaft".
const AFFIXES: [&str; 8] = ["los", "schaft", "schafts", "haft", "bar", "voll", "weise", "mäßig"];
/// Not in any listed word: makes the segmenter say where listed words begin.
const MARK: char = '\u{1}';

/// Knows words, and what longer words are made of.
#[derive(Debug)]
pub(crate) struct Dictionary {
    more: HashSet<String>,
}

const OFFICE_WORDS: &str = include_str!("../data/parts.txt");

/// The best way to reach a position: parts so far, and where the last one began and ended.
#[derive(Clone, Copy)]
struct Step {
    parts: usize,
    /// Sum of squared lengths: of two ways with equally many parts the one with longer words is better.
    weight: usize,
    start: usize,
    end: usize,
}

impl Default for Dictionary {
    fn default() -> Self {
        let mut dictionary = Self { more: HashSet::new() };
        let lines = OFFICE_WORDS.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).for_each(|word| dictionary.add(word));
        dictionary
    }
}

impl Dictionary {
    /// Adds a word of the documents.
    pub(crate) fn learn(&mut self, word: &str) {
        if word.chars().count() >= CORPUS_MIN {
            self.add(word);
        }
    }

    /// With `ü`, `ue` and `u`, so that looking up, which happens for every piece of every word, need not fold.
    fn add(&mut self, word: &str) {
        self.more.extend([word.to_lowercase(), kernel::text::fold(word), key(word)]);
    }

    /// Whether the German list (not the documents) has the word.
    pub(crate) fn is_german(word: &str) -> bool {
        let lower = word.to_lowercase();
        longest_listed(&lower) == Some(lower.len())
    }

    /// Whether it is a word at all: in the German list, among the office words or in the documents.
    pub(crate) fn has(&self, word: &str) -> bool {
        Self::is_german(word) || self.more.contains(&word.to_lowercase())
    }

    /// The parts of a compound, in lower case: every run of neighbouring parts but the whole, and the parts of the
    /// parts. Empty for a word that is one.
    pub(crate) fn parts(&self, word: &str) -> Vec<String> {
        let lower = word.to_lowercase();
        if let Some((_, rest)) = lower.split_once('-') {
            return std::iter::once(rest.to_owned()).chain(self.parts(rest)).collect();
        }
        let length = lower.chars().count();
        if !(6..=WORD_MAX).contains(&length) || Self::is_german(&lower) {
            return Vec::new();
        }
        let atoms = self.atoms(&lower, 0);
        let mut all = Vec::new();
        for (from, (start, _)) in atoms.iter().enumerate() {
            for (_, end) in atoms.iter().skip(from) {
                let run = lower.get(*start..*end).unwrap_or_default();
                if run.len() < lower.len() && !AFFIXES.contains(&run) {
                    all.push(run.to_owned());
                }
            }
        }
        all
    }

    /// Where the smallest parts stand, counted from `offset`; a word that is one gives itself.
    fn atoms(&self, lower: &str, offset: usize) -> Vec<(usize, usize)> {
        let whole = || vec![(offset, offset + lower.len())];
        if lower.len() < 6 || Self::is_german(lower) {
            return whole();
        }
        let split = self.split(lower);
        if split.is_empty() {
            return whole();
        }
        let inner = |(start, end): (usize, usize)| {
            self.atoms(lower.get(start..end).unwrap_or_default(), offset + start)
        };
        split.into_iter().flat_map(inner).collect()
    }

    /// Covers the whole word with known words, as few as possible; empty when there is no way.
    fn split(&self, lower: &str) -> Vec<(usize, usize)> {
        let bounds: Vec<usize> = lower.char_indices().map(|(at, _)| at).chain([lower.len()]).collect();
        let mut best: Vec<Option<Step>> = vec![None; lower.len() + 1];
        for &start in &bounds {
            let before = match (start, best.get(start).copied().flatten()) {
                (0, _) => Step { parts: 0, weight: 0, start: 0, end: 0 },
                (_, Some(step)) => step,
                (_, None) => continue,
            };
            for end in self.ends(lower, start, &bounds) {
                let length = end - start;
                let step =
                    Step { parts: before.parts + 1, weight: before.weight + length * length, start, end };
                for after in with_links(lower, end) {
                    offer(&mut best, after, step);
                }
            }
        }
        trace(&best)
    }

    /// Where known words that begin at `start` end; never the whole word itself.
    fn ends(&self, lower: &str, start: usize, bounds: &[usize]) -> Vec<usize> {
        let rest = lower.get(start..).unwrap_or_default();
        let listed = listed_prefixes(rest);
        let ends = bounds.iter().copied().filter(|&end| end > start && end - start < lower.len());
        ends.filter(|&end| {
            let part = lower.get(start..end).unwrap_or_default();
            listed.contains(&part.len()) || (part.len() >= LISTED_MIN && self.more.contains(part))
        })
        .collect()
    }
}

/// Positions at which the next part may begin: right here, or after a linking sound.
fn with_links(lower: &str, end: usize) -> impl Iterator<Item = usize> {
    let rest = lower.get(end..).unwrap_or_default();
    // A link stands between two parts, so something must follow it.
    let links = LINKS.iter().filter(move |link| rest.len() > link.len() && rest.starts_with(**link));
    std::iter::once(end).chain(links.map(move |link| end + link.len()))
}

fn offer(best: &mut [Option<Step>], at: usize, step: Step) {
    if let Some(slot) = best.get_mut(at) {
        let better = |old: &Step| (step.parts, old.weight) < (old.parts, step.weight);
        if slot.as_ref().is_none_or(better) {
            *slot = Some(step);
        }
    }
}

fn trace(best: &[Option<Step>]) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut at = best.len().saturating_sub(1);
    while let Some(step) = best.get(at).copied().flatten() {
        parts.push((step.start, step.end));
        at = step.start;
    }
    parts.reverse();
    parts
}

/// Byte lengths of all listed words that `text` begins with.
fn listed_prefixes(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(length) = longest_listed(rest) {
        let word = rest.get(..length).unwrap_or_default();
        if word.chars().count() >= LISTED_MIN {
            found.push(length);
        }
        let shorter = word.char_indices().next_back().map_or(0, |(at, _)| at);
        rest = rest.get(..shorter).unwrap_or_default();
    }
    found
}

/// Byte length of the longest listed word that `text` begins with.
fn longest_listed(text: &str) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let marked = format!("{MARK}{text}");
    let mut segments = GermanSegmenter.segment_str(&marked);
    // Without a listed word at the beginning the mark and what follows come as one segment.
    let mark_alone = segments.next().is_some_and(|segment| segment.chars().eq([MARK]));
    segments.next().filter(|_| mark_alone).map(str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        Dictionary::default().parts(word)
    }

    #[test]
    fn splits_with_the_german_list() {
        assert_eq!(parts("Hundesteuer"), ["hunde", "steuer"]);
        assert_eq!(parts("Personalausweis"), ["personal", "ausweis"]);
        assert_eq!(parts("Wohnungsgeber"), ["wohnungs", "geber"]);
    }

    #[test]
    fn splits_office_words_that_the_list_lacks() {
        assert_eq!(parts("Gewerbeanmeldung"), ["gewerbe", "anmeldung"]);
        assert!(parts("Bußgeldverfahren").contains(&"bußgeld".to_owned()));
        assert!(parts("Fuehrerscheinstelle").contains(&"fuehrerschein".to_owned()));
    }

    #[test]
    fn simple_and_unknown_words_stay_whole() {
        for word in ["Ausweis", "Hund", "Xqzwvb", "", "паспорт", "🐕🐕🐕🐕🐕🐕"] {
            assert!(parts(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn words_of_the_documents_help() {
        let mut dictionary = Dictionary::default();
        assert!(dictionary.parts("Zirkuspferdchenparade").is_empty());
        dictionary.learn("Pferdchen");
        dictionary.learn("Parade");
        assert!(dictionary.parts("Zirkuspferdchenparade").contains(&"pferdchenparade".to_owned()));
        dictionary.learn("Personalausweis");
        let parts = dictionary.parts("Personalausweisbehörde");
        for part in ["personalausweis", "personal", "ausweis", "behörde"] {
            assert!(parts.iter().any(|found| found == part), "{part}");
        }
    }

    #[test]
    fn neighbouring_parts_stand_together_too() {
        assert_eq!(
            parts("Hundesteuerbescheid"),
            ["hunde", "hundesteuer", "steuer", "steuerbescheid", "bescheid"]
        );
        assert_eq!(parts("E-Scooter"), ["scooter"]);
    }

    #[test]
    fn knows_german_words() {
        assert!(Dictionary::is_german("Zulassung") && !Dictionary::is_german("Zulassung\u{1}"));
        assert!(!Dictionary::is_german("personalauswies"));
    }
}
