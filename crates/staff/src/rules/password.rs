use zxcvbn::{Score, zxcvbn};

/// Fewest characters (OWASP ASVS 5.0, 6.2.1 asks for 8 and recommends 15; 12 stands between).
pub const FEWEST: usize = 12;
/// Most characters. Longer ones would only cost time.
pub const MOST: usize = 200;

/// Words that whoever guesses here tries first.
const OURS: [&str; 8] = [
    "lotse",
    "lotsin",
    "hamburg",
    "ausweis",
    "onlineausweis",
    "digitallotse",
    "buergeramt",
    "hamburgservice",
];

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than [`FEWEST`] characters.
    Short,
    /// More than [`MOST`] characters.
    Long,
    /// It is on the list of common passwords, or made of such, of a row of keys, a date, or one's own name.
    Common,
}

/// Refuses what is short or easily guessed. The list of common passwords and names comes with the `zxcvbn` crate
/// (30,000 entries); it also sees what is put together from them.
pub fn check(password: &str, about: &[&str]) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < FEWEST {
        return Err(PasswordProblem::Short);
    }
    if length > MOST {
        return Err(PasswordProblem::Long);
    }
    let parts = about.iter().flat_map(|s| s.split(|c: char| !c.is_alphanumeric())).filter(|w| w.len() > 2);
    let words: Vec<&str> = parts.chain(about.iter().copied()).chain(OURS).collect();
    let guessable = zxcvbn(password, &words).score() < Score::Three || beside(password, &words) < FEWEST / 2;
    if guessable { Err(PasswordProblem::Common) } else { Ok(()) }
}

/// How many characters are left beside these words.
fn beside(password: &str, words: &[&str]) -> usize {
    let rest =
        words.iter().fold(password.to_lowercase(), |rest, word| rest.replace(&word.to_lowercase(), ""));
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_short_common_or_ones_own() {
        assert_eq!(check("kurz", &[]), Err(PasswordProblem::Short));
        assert_eq!(check(&"ab".repeat(101), &[]), Err(PasswordProblem::Long));
        for common in [
            "password1234",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "123456789012",
            "iloveyou1234",
            "Passwort2026",
            "Hamburg2026!",
            "lotselotselotse",
        ] {
            assert_eq!(check(common, &[]), Err(PasswordProblem::Common), "{common}");
        }
        assert_eq!(check("Anna.Beispiel1", &["a.beispiel", "Anna Beispiel"]), Err(PasswordProblem::Common));
    }

    #[test]
    fn takes_long_sentences_and_every_letter() {
        for fine in ["grüne Elbe trägt Kähne", "k8#Vq!zT0w&mLp", "корова ест траву у моста"]
        {
            assert_eq!(check(fine, &["a.beispiel"]), Ok(()), "{fine}");
        }
    }
}
