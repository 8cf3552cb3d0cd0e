//! The list of lay words: what people say, and what the offices call it.
//!
//! One line is `lay word, lay word => official word, official word`. `#` opens a comment. A lay side may be
//! several words ("bin umgezogen"); they match when all of them are in the question.

/// Lay words and the official words they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayWords {
    pub(crate) entries: Vec<Entry>,
}

/// One lay word or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) lay: String,
    pub(crate) official: Vec<String>,
}

/// A line of the list that cannot be read; line numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayWordsError {
    /// No `=>` in the line.
    #[error("line {0}: expected `lay word => official word`, found no `=>`")]
    NoArrow(usize),
    /// One side of the arrow is empty.
    #[error("line {0}: nothing on one side of `=>`")]
    EmptySide(usize),
}

const GERMAN: &str = include_str!("../data/lay_words.txt");

impl LayWords {
    /// An empty list: every word means only itself.
    pub fn none() -> Self {
        Self::default()
    }

    /// The list that ships with this crate: how people in Germany speak of their administration.
    pub fn german() -> Self {
        // A test reads the shipped file, so the empty list is never used in practice.
        Self::parse(GERMAN).unwrap_or_default()
    }

    /// Reads a list; the first bad line is the error.
    pub fn parse(text: &str) -> Result<Self, LayWordsError> {
        let mut entries = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (lay, official) = line.split_once("=>").ok_or(LayWordsError::NoArrow(number))?;
            let (lay, official) = (words(lay), words(official));
            if lay.is_empty() || official.is_empty() {
                return Err(LayWordsError::EmptySide(number));
            }
            entries.extend(lay.into_iter().map(|lay| Entry { lay, official: official.clone() }));
        }
        Ok(Self { entries })
    }
}

fn words(side: &str) -> Vec<String> {
    side.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_with_comments() {
        let list = LayWords::parse("# ids\nPerso, Ausweis => Personalausweis # short\n\n").unwrap();
        assert_eq!(list.entries.len(), 2);
        assert_eq!(list.entries[1].official, ["Personalausweis"]);
    }

    #[test]
    fn names_the_bad_line() {
        assert_eq!(LayWords::parse("a => b\nc d"), Err(LayWordsError::NoArrow(2)));
        assert_eq!(LayWords::parse("=> b"), Err(LayWordsError::EmptySide(1)));
        assert!(LayWords::parse("x").unwrap_err().to_string().contains("line 1"));
    }

    #[test]
    fn the_shipped_list_reads() {
        assert!(LayWords::parse(GERMAN).is_ok_and(|list| !list.entries.is_empty()));
    }
}
