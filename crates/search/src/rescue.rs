//! Help for words nobody knows: the known words they may have been meant as.

use std::collections::HashMap;

/// Shorter words have too many neighbours.
const WORD_MIN: usize = 4;
/// Words proposed for one unknown word.
const PROPOSALS: usize = 3;

/// Known words, found again by trigrams.
#[derive(Debug, Default)]
pub(crate) struct Rescue {
    words: Vec<Known>,
    by_trigram: HashMap<[char; 3], Vec<u32>>,
}

#[derive(Debug)]
struct Known {
    key: Vec<char>,
    written: String,
}

/// A known word close to the unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal<'a> {
    pub(crate) written: &'a str,
    /// Typing errors between the two.
    pub(crate) errors: usize,
}

impl Rescue {
    /// Takes in known words; the pairs are the key and the word as written.
    pub(crate) fn new(words: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut rescue = Self::default();
        for (key, written) in words {
            let key: Vec<char> = key.chars().collect();
            let id = u32::try_from(rescue.words.len()).unwrap_or(u32::MAX);
            for trigram in trigrams(&key) {
                let list = rescue.by_trigram.entry(trigram).or_default();
                if list.last() != Some(&id) {
                    list.push(id);
                }
            }
            rescue.words.push(Known { key, written });
        }
        rescue
    }

    /// The closest known words within the errors a word of this length may have; best first, all equally close.
    pub(crate) fn propose(&self, unknown: &str) -> Vec<Proposal<'_>> {
        let unknown: Vec<char> = unknown.chars().collect();
        let allowed = errors_allowed(unknown.len());
        if allowed == 0 {
            return Vec::new();
        }
        let mut table = Table::default();
        let mut found: Vec<(usize, bool, usize, &Known)> = self
            .candidates(&unknown, allowed)
            .filter_map(|known| {
                let errors = table.distance(&unknown, &known.key, allowed)?;
                let other_start = unknown.first() != known.key.first();
                Some((errors, other_start, known.key.len().abs_diff(unknown.len()), known))
            })
            .collect();
        found.sort_by(|a, b| (a.0, a.1, a.2, &a.3.key).cmp(&(b.0, b.1, b.2, &b.3.key)));
        let best = found.first().map_or(0, |first| first.0);
        let close = found.into_iter().take_while(|(errors, ..)| *errors == best).take(PROPOSALS);
        close.map(|(errors, _, _, known)| Proposal { written: &known.written, errors }).collect()
    }

    /// Known words that share enough trigrams: one error destroys at most three of them (a swap four).
    fn candidates(&self, unknown: &[char], allowed: usize) -> impl Iterator<Item = &Known> {
        let mut shared = vec![0_u8; self.words.len()];
        let trigrams: Vec<_> = trigrams(unknown).collect();
        for trigram in &trigrams {
            for id in self.by_trigram.get(trigram).into_iter().flatten() {
                if let Some(count) = shared.get_mut(*id as usize) {
                    *count = count.saturating_add(1);
                }
            }
        }
        let needed = trigrams.len().saturating_sub(4 * allowed).max(1);
        let words = self.words.iter().zip(shared);
        words.filter(move |(_, count)| usize::from(*count) >= needed).map(|(word, _)| word)
    }
}

fn errors_allowed(length: usize) -> usize {
    match length {
        0..WORD_MIN => 0,
        WORD_MIN..=6 => 1,
        7..=12 => 2,
        _ => 3,
    }
}

/// Trigrams of the padded word.
fn trigrams(word: &[char]) -> impl Iterator<Item = [char; 3]> {
    let padded: Vec<char> = [' ', ' '].iter().chain(word).chain(&[' ']).copied().collect();
    let all: Vec<[char; 3]> = padded.windows(3).filter_map(|window| window.try_into().ok()).collect();
    all.into_iter()
}

/// Three lines of the table of distances, kept from word to word.
#[derive(Default)]
struct Table {
    before: Vec<usize>,
    last: Vec<usize>,
    line: Vec<usize>,
}

impl Table {
    /// Optimal string alignment distance (insert, delete, replace, swap neighbours), `None` beyond `limit`.
    fn distance(&mut self, a: &[char], b: &[char], limit: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > limit {
            return None;
        }
        self.before.clear();
        self.last.clear();
        self.last.extend(0..=b.len());
        let mut a_before = None;
        for (row, &from) in a.iter().enumerate() {
            self.line.clear();
            self.line.push(row + 1);
            let mut b_before = None;
            for (column, &to) in b.iter().enumerate() {
                let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 1);
                let mut cost = (at(&self.last, column) + usize::from(from != to))
                    .min(at(&self.last, column + 1) + 1)
                    .min(at(&self.line, column) + 1);
                if column > 0 && a_before == Some(to) && b_before == Some(from) {
                    cost = cost.min(at(&self.before, column - 1) + 1);
                }
                self.line.push(cost);
                b_before = Some(to);
            }
            if self.line.iter().all(|cost| *cost > limit) {
                return None;
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.line);
            a_before = Some(from);
        }
        self.last.last().copied().filter(|errors| *errors <= limit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn osa(a: &str, b: &str) -> Option<usize> {
        Table::default().distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 3)
    }

    #[test]
    fn counts_typing_errors() {
        assert_eq!(osa("ausweis", "ausweis"), Some(0));
        assert_eq!(osa("auswies", "ausweis"), Some(1));
        assert_eq!(osa("ausweiss", "ausweis"), Some(1));
        assert_eq!(osa("asweis", "ausweis"), Some(1));
        assert_eq!(osa("hund", "katze"), None);
        assert_eq!(osa("", "ab"), Some(2));
    }

    #[test]
    fn proposes_the_closest() {
        let words = ["fuhrerschein", "reisepass", "hundesteuer", "hund"];
        let rescue = Rescue::new(words.map(|word| (word.to_owned(), word.to_uppercase())));
        let first = |word: &str| rescue.propose(word).first().map(|proposal| proposal.written.to_owned());
        assert_eq!(first("furerschein").as_deref(), Some("FUHRERSCHEIN"));
        assert_eq!(first("hundestuer").as_deref(), Some("HUNDESTEUER"));
        assert_eq!(first("raisepass").as_deref(), Some("REISEPASS"));
        assert_eq!(first("xqzwvbnmk"), None);
        assert_eq!(first("hun"), None);
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_for_equals(a in "[a-d]{0,8}", b in "[a-d]{0,8}") {
            prop_assert_eq!(osa(&a, &b), osa(&b, &a));
            prop_assert_eq!(osa(&a, &b) == Some(0), a == b);
        }
    }
}
