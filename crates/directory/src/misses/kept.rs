//! What of a question may be counted.

use kernel::text;

/// Shorter words say nothing, longer ones are no words.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=30;
/// Words of one question.
const WORDS_MAX: usize = 5;
/// After these comes a name.
#[rustfmt::skip]
const BEFORE_NAMES: [&str; 18] = [
    "herr", "herrn", "frau", "familie", "fam", "dr", "prof", "name", "namens", "heisse", "heisst", "bin", "mr", "mrs",
    "ms", "bay", "bayan", "pan",
];
/// Words that end so name a street, and with a number a home.
const STREETS: [&str; 6] = ["strasse", "str", "weg", "allee", "platz", "gasse"];

/// The words of a question to count, folded, each once; `unknown` are those the search does not know.
///
/// Dropped are: anything with a digit, mail and web addresses whole, the word after a form of address ("Frau …"), two
/// capitalised words side by side that are no German words, names of streets, and single letters. What is left may
/// still be a name; that is why [`Misses`](super::Misses) holds rare words back.
pub fn words_to_count(question: &str, unknown: &[&str]) -> Vec<String> {
    let runs: Vec<&str> = question.split_whitespace().collect();
    let mut kept = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| runs.get(at)).copied();
        let after = runs.get(at + 1).copied();
        let between_names = [before, after].into_iter().flatten().any(is_name_like);
        if may_name_somebody(run, before) || (is_name_like(run) && between_names) {
            continue;
        }
        kept.extend(words(run).filter(|word| unknown.contains(word)).map(text::fold).filter(|w| is_plain(w)));
    }
    let mut seen = std::collections::HashSet::new();
    kept.retain(|word| seen.insert(word.clone()));
    kept.truncate(WORDS_MAX);
    kept
}

fn words(run: &str) -> impl Iterator<Item = &str> {
    run.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn may_name_somebody(run: &str, before: Option<&str>) -> bool {
    let is_address = run.contains('@') || run.contains("://") || run.to_lowercase().starts_with("www.");
    let named = |before: &str| {
        words(before).last().is_some_and(|word| BEFORE_NAMES.contains(&text::fold(word).as_str()))
    };
    is_address || run.contains(char::is_numeric) || before.is_some_and(named)
}

/// Capitalised, and no German word: "Ayşe", but not "Fahrrad".
fn is_name_like(run: &str) -> bool {
    words(run).next().is_some_and(|word| {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        capital && letters.all(char::is_lowercase) && !search::is_german_word(word)
    })
}

fn is_plain(folded: &str) -> bool {
    LETTERS.contains(&folded.chars().count())
        && folded.chars().all(char::is_alphabetic)
        && !STREETS.iter().any(|street| folded.ends_with(street))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As if the search knew no word at all.
    fn kept(question: &str) -> Vec<String> {
        words_to_count(question, &words(question).collect::<Vec<_>>())
    }

    #[test]
    fn single_words_stay_folded_and_once() {
        assert_eq!(kept("Wo ist die Töpferei? TÖPFEREI!"), ["ist", "die", "toepferei"]);
        assert_eq!(kept("باسبور köpek"), ["باسبور", "koepek"]);
        assert_eq!(words_to_count("Töpferei am Hund", &["Töpferei"]), ["toepferei"]);
        assert_eq!(kept("aa1 bb bbb ccc ddd eee fff ggg").len(), 5);
    }

    #[test]
    fn what_may_name_somebody_goes() {
        for question in [
            "max.muster@example.org",
            "max@example",
            "https://example.org/max",
            "www.example.org",
            "040-4711",
            "22765",
            "B12X",
            "Frau Yilmazoglu",
            "Herrn Jansohn",
            "Name: Jansohn",
            "Aysche Yilmazoglu",
            "Beispielstraße",
            "Beispielstr.",
            "x",
        ] {
            let left = kept(question);
            let only = ["frau", "herrn", "name"];
            assert!(left.iter().all(|word| only.contains(&word.as_str())), "{question}: {left:?}");
        }
        assert_eq!(
            kept("Fahrrad Ypsilonding"),
            ["fahrrad", "ypsilonding"],
            "one unknown noun is no full name"
        );
    }

    proptest! {
        #[test]
        fn only_letters_are_ever_kept(question in ".{0,200}") {
            let left = kept(&question);
            prop_assert!(left.len() <= WORDS_MAX);
            prop_assert!(left.iter().all(|word| word.chars().all(char::is_alphabetic)));
        }
    }
}
