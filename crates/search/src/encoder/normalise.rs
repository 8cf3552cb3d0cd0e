//! The normaliser of `SentencePiece`: NFKC with some rules of its own, from the table that comes with the model.
//!
//! The table is a double-array trie (Darts-clone) over UTF-8 bytes, followed by the replacements, each ended by a
//! zero byte. Spaces become `▁`, one stands before the text, and repeated ones become one.

use std::borrow::Cow;

/// Stands for a space.
const SPACE: &str = "▁";

/// The replacement table of a model; without one, only spaces change.
#[derive(Debug, Default)]
pub(super) struct Normaliser {
    units: Vec<u32>,
    replacements: Vec<u8>,
}

/// What the beginning of a text becomes.
struct Step<'a> {
    text: &'a [u8],
    /// How many bytes of the text it stands for; at least one.
    length: usize,
}

impl Normaliser {
    /// `None` when the table is shorter than it says.
    pub(super) fn read(table: &[u8]) -> Option<Self> {
        let (size, rest) = table.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let (units, replacements) = rest.split_at_checked(size)?;
        let (units, _) = units.as_chunks::<4>();
        let units = units.iter().map(|unit| u32::from_le_bytes(*unit)).collect();
        Some(Self { units, replacements: replacements.to_vec() })
    }

    /// Empty when nothing but spaces and ignored characters was there.
    pub(super) fn normalise(&self, text: &str) -> String {
        let mut rest = text.as_bytes();
        let mut out = Vec::with_capacity(rest.len() + SPACE.len());
        out.extend(SPACE.bytes());
        let mut after_space = true;
        while !rest.is_empty() {
            let step = self.step(rest);
            rest = rest.get(step.length..).unwrap_or_default();
            let leading = if after_space { spaces(step.text) } else { 0 };
            for byte in step.text.iter().skip(leading) {
                push(&mut out, *byte);
                after_space = *byte == b' ';
            }
        }
        while let Some(shorter) = out.strip_suffix(SPACE.as_bytes()) {
            out.truncate(shorter.len());
        }
        match String::from_utf8_lossy(&out) {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        }
    }

    fn step<'a>(&'a self, text: &'a [u8]) -> Step<'a> {
        if let Some((value, length)) = self.longest(text)
            && let Some(text) = self.replacement(value)
        {
            return Step { text, length };
        }
        let length = first_character(text);
        Step { text: text.get(..length).unwrap_or(text), length }
    }

    /// The replacement of the longest key the text begins with, and that key's length.
    fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let mut found = None;
        let mut node = offset(*self.units.first()?);
        for (at, byte) in text.iter().enumerate() {
            node ^= usize::from(*byte);
            let Some(unit) = self.units.get(node) else { break };
            if unit & 0x8000_00ff != u32::from(*byte) {
                break;
            }
            node ^= offset(*unit);
            if unit & 0x100 != 0 {
                let leaf = self.units.get(node)?;
                found = Some(((leaf & 0x7fff_ffff) as usize, at + 1));
            }
        }
        found
    }

    fn replacement(&self, at: usize) -> Option<&[u8]> {
        self.replacements.get(at..).filter(|rest| !rest.is_empty())?.split(|byte| *byte == 0).next()
    }
}

fn offset(unit: u32) -> usize {
    ((unit >> 10) << ((unit & 0x200) >> 6)) as usize
}

fn spaces(text: &[u8]) -> usize {
    text.iter().take_while(|byte| **byte == b' ').count()
}

fn push(out: &mut Vec<u8>, byte: u8) {
    if byte == b' ' {
        out.extend(SPACE.bytes());
    } else {
        out.push(byte);
    }
}

/// Length of the first character of UTF-8 text.
fn first_character(text: &[u8]) -> usize {
    1 + text.iter().skip(1).take_while(|byte| **byte & 0xc0 == 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_table_only_spaces_change() {
        let plain = Normaliser::default();
        assert_eq!(plain.normalise("  Ein  Hündchen "), "▁Ein▁Hündchen");
        assert_eq!(plain.normalise("   "), "");
        assert_eq!(plain.normalise(""), "");
    }

    #[test]
    fn short_tables_are_refused() {
        assert!(Normaliser::read(&[]).is_none());
        assert!(Normaliser::read(&[9, 0, 0, 0, 1]).is_none());
    }
}
