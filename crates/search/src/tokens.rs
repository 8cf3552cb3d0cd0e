//! From text to terms: words, their comparable key, their stem. The same for documents and questions.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use crate::{endings, stop_words};

/// Longest question that is read, in characters; the rest is cut off.
pub(crate) const QUERY_CHARS: usize = 300;
/// Most words of a question that are used.
pub(crate) const QUERY_WORDS: usize = 24;
/// Longer words are no German words and not worth an entry.
const WORD_BYTES: usize = 120;

/// The words of a text as written: runs of letters, digits and combining marks. Single letters are left out, but
/// stay with a word they are hyphened to: "B-Schein" is no "Schein".
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(is_letter_or_digit(c) || c == '-' || is_mark(c)))
        .flat_map(|run| if is_lettered(run) { run.split('\0') } else { run.split('-') })
        .filter(|word| word.len() <= WORD_BYTES && (is_number(word) || word.chars().nth(1).is_some()))
}

/// `B-Schein`, `E-Scooter`.
fn is_lettered(run: &str) -> bool {
    let mut pieces = run.split('-');
    let is_letter = |piece: &str| piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic);
    pieces.next().is_some_and(is_letter)
        && pieces.next().is_some_and(|piece| piece.chars().nth(1).is_some())
        && pieces.next().is_none()
}

/// Like [`words`], without those that carry no meaning of their own.
pub(crate) fn content_words(text: &str) -> impl Iterator<Item = &str> {
    words(text).filter(|word| !stop_words::contains(&key(word)))
}

/// Folded, and umlauts as their plain letter however they were typed: `Führer`, `Fuehrer`, `Fuhrer` are one.
pub(crate) fn key(word: &str) -> String {
    let folded = if word.is_ascii() { word.to_ascii_lowercase() } else { kernel::text::fold(word) };
    let mut out = String::with_capacity(folded.len());
    let mut before = ' ';
    let mut chars = folded.chars().filter(|c| *c != '-').peekable();
    while let Some(c) = chars.next() {
        out.extend(one_arabic(c));
        // Not in "neue", "Bauer", "Quelle": there u and e are not an umlaut.
        let may_be_umlaut = matches!(c, 'a' | 'o') || (c == 'u' && !matches!(before, 'a' | 'e' | 'q'));
        if may_be_umlaut && chars.peek() == Some(&'e') {
            chars.next();
        }
        before = c;
    }
    strip_arabic_article(out)
}

/// The stem of a [`key`]; `Ummeldung`, `ummelden` and `Ummeldungen` share one.
pub(crate) fn stem(key: &str) -> String {
    if !key.is_ascii() || key.len() <= 3 {
        return endings::without(key).to_owned();
    }
    let stem = Stemmer::create(Algorithm::German).stem(key);
    // Snowball keeps -ung after short roots ("Meldung", "Heizung"), which parts noun and verb.
    match stem.strip_suffix("ung") {
        Some(root) if root.len() >= 4 => root.to_owned(),
        _ => stem.into_owned(),
    }
}

/// The first [`QUERY_CHARS`] characters.
pub(crate) fn cut(query: &str) -> &str {
    query.char_indices().nth(QUERY_CHARS).and_then(|(end, _)| query.get(..end)).unwrap_or(query)
}

/// Without what is not seen: the soft hyphens, marks of direction and joiners that come along when text is copied.
pub(crate) fn visible(query: &str) -> Cow<'_, str> {
    let unseen = |c: char| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'
                ..='\u{202e}' | '\u{2060}' | '\u{feff}'
        )
    };
    if query.contains(unseen) { query.replace(unseen, "").into() } else { query.into() }
}

/// All stems of a phrase in order, for comparing a question with a whole name or keyword.
pub(crate) fn phrase_key(text: &str) -> String {
    let joined = |words: &mut dyn Iterator<Item = &str>| {
        words.map(|word| stem(&key(word))).collect::<Vec<_>>().join(" ")
    };
    let content = joined(&mut content_words(text));
    if content.is_empty() { joined(&mut words(text)) } else { content }
}

/// Not the apostrophe that counts as a letter: `сімʼя` is written with others, too.
fn is_letter_or_digit(c: char) -> bool {
    c.is_alphanumeric() && c != '\u{2bc}'
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_numeric)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

/// Letters that Arabic, Persian and Urdu keyboards write differently, or that people exchange.
fn one_arabic(c: char) -> Option<char> {
    match c {
        'ى' | 'ی' => Some('ي'),
        'ک' => Some('ك'),
        'ة' | 'ۀ' | 'ہ' => Some('ه'),
        // Only stretches the word before it.
        'ـ' => None,
        c => Some(c),
    }
}

fn strip_arabic_article(key: String) -> String {
    match key.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 3 => rest.to_owned(),
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_are_one_however_typed() {
        for word in ["Führerschein", "Fuehrerschein", "FUHRERSCHEIN", "Fu\u{308}hrerschein"] {
            assert_eq!(key(word), "fuhrerschein");
        }
        assert_eq!(key("Straße"), "strasse");
    }

    #[test]
    fn e_after_another_vowel_stays() {
        assert_eq!(key("neue Steuer Bauer Quelle"), "neue steuer bauer quelle");
    }

    #[test]
    fn nouns_and_verbs_share_a_stem() {
        assert_eq!(stem(&key("Ummeldung")), stem(&key("ummelden")));
        assert_eq!(stem(&key("Meldung")), stem(&key("melden")));
        assert_eq!(stem(&key("Häuser")), stem(&key("Haus")));
    }

    #[test]
    fn words_leave_out_punctuation_and_single_letters() {
        assert_eq!(
            words("An- oder abmelden, § 5 (B-Schein)!").collect::<Vec<_>>(),
            ["An", "oder", "abmelden", "5", "B-Schein"]
        );
        assert_eq!(content_words("wie kann ich den Hund anmelden").collect::<Vec<_>>(), ["Hund", "anmelden"]);
        assert_eq!(words("\u{0}a\u{7}\n🐕 ").count(), 0);
    }

    #[test]
    fn cut_respects_characters() {
        assert_eq!(cut(&"ü".repeat(1000)).chars().count(), QUERY_CHARS);
        assert_eq!(cut("kurz"), "kurz");
    }
}
