//! The short code by which people switch on a shared tablet. It works only on that tablet, only until five wrong tries,
//! and must not look like a number of the identity card.

/// Fewest characters.
pub const FEWEST: usize = 4;
/// Most characters.
pub const MOST: usize = 20;
/// Wrong tries after which a code is void, and its owner signs in as usual.
pub const TRIES: i64 = 5;

/// Why a short code is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortCodeProblem {
    /// Too short or too long.
    Length,
    /// A number as long as a transport PIN, PIN or PUK (§ 2 `PAuswV`): nobody may enter such a one here.
    MaybeSecret,
    /// All characters the same, or a row such as 1234.
    Simple,
}

/// Refuses what should not be used.
pub fn check(code: &str) -> Result<(), ShortCodeProblem> {
    let letters: Vec<char> = code.chars().collect();
    if !(FEWEST..=MOST).contains(&letters.len()) {
        return Err(ShortCodeProblem::Length);
    }
    if letters.iter().all(|c| c.is_numeric()) && [5, 6, 10].contains(&letters.len()) {
        return Err(ShortCodeProblem::MaybeSecret);
    }
    let steps: Vec<i64> = letters
        .iter()
        .zip(letters.iter().skip(1))
        .map(|(a, b)| i64::from(u32::from(*b)) - i64::from(u32::from(*a)))
        .collect();
    let row = steps.first().is_some_and(|first| (-1..=1).contains(first) && steps.iter().all(|s| s == first));
    if row { Err(ShortCodeProblem::Simple) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_the_identity_card_and_no_row() {
        for secret in ["12357", "123956", "9021378456", "٠١٢٣٤٥"] {
            assert_eq!(check(secret), Err(ShortCodeProblem::MaybeSecret), "{secret}");
        }
        for simple in ["0000", "1234", "9876", "abcd", "zzzzzz"] {
            assert_eq!(check(simple), Err(ShortCodeProblem::Simple), "{simple}");
        }
        for length in ["", "abc", &"xy".repeat(11)] {
            assert_eq!(check(length), Err(ShortCodeProblem::Length), "{length}");
        }
        for fine in ["2580", "elbe", "k7m2", "1357246"] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
    }
}
