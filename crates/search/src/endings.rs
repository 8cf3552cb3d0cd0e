//! Endings and what is written onto a word in Cyrillic and Arabic letters, so that `паспорта` and `паспорт`, `للإقامة`
//! and `إقامة` are one. Light, the same for all languages of a script, and the same for documents and questions.

/// What is left must still tell words apart.
const LEFT_MIN: usize = 3;
/// After one letter that may as well belong to the word.
const LEFT_AFTER_LETTER_MIN: usize = 4;

/// Of Russian and Ukrainian nouns and adjectives, as [`key`](crate::tokens::key) writes them (`й` as `и`), the long ones
/// first.
const CYRILLIC: [&str; 40] = [
    "иями", "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "иям", "иях", "ах", "ях", "ов", "ев",
    "ів", "еи", "ии", "іи", "ыи", "ои", "ая", "яя", "ое", "ее", "ую", "юю", "ые", "ие", "ым", "им", "ом",
    "ем", "ам", "ям", "ою", "ею", "ия", "ию", "ія",
];
const CYRILLIC_LETTERS: [char; 11] = ['а', 'я', 'о', 'е', 'ы', 'и', 'і', 'у', 'ю', 'ь', 'є'];
/// "and the", "with the", "for the", "the".
const ARABIC_BEFORE: [&str; 6] = ["وال", "بال", "كال", "فال", "لل", "ال"];
const ARABIC_LETTERS_BEFORE: [char; 3] = ['و', 'ب', 'ل'];
/// Of Arabic and Persian nouns.
const ARABIC_AFTER: [&str; 9] = ["هاي", "يه", "ها", "ات", "ون", "ين", "ان", "ه", "ي"];

/// A key in another script than ours without what is written onto it.
pub(crate) fn without(key: &str) -> &str {
    match key.chars().next() {
        Some('\u{400}'..='\u{52f}') => without_cyrillic(key),
        Some('\u{600}'..='\u{6ff}') => without_arabic(key),
        _ => key,
    }
}

/// Again and again: who cannot tell that `ом` belongs to `диплом` must take it from `диплома`, too.
fn without_cyrillic(mut key: &str) -> &str {
    loop {
        let ending = CYRILLIC.iter().find_map(|ending| left(key.strip_suffix(ending), LEFT_MIN));
        let shorter = ending.or_else(|| left(key.strip_suffix(CYRILLIC_LETTERS), LEFT_MIN));
        match shorter {
            Some(shorter) => key = shorter,
            None => return key,
        }
    }
}

fn without_arabic(key: &str) -> &str {
    let article = ARABIC_BEFORE.iter().find_map(|before| left(key.strip_prefix(before), LEFT_MIN));
    let letter = || left(key.strip_prefix(ARABIC_LETTERS_BEFORE), LEFT_AFTER_LETTER_MIN);
    let word = article.or_else(letter).unwrap_or(key);
    ARABIC_AFTER.iter().find_map(|after| left(word.strip_suffix(after), LEFT_MIN)).unwrap_or(word)
}

fn left(rest: Option<&str>, min: usize) -> Option<&str> {
    rest.filter(|rest| rest.chars().nth(min - 1).is_some())
}

#[cfg(test)]
mod tests {
    use crate::tokens::{key, stem};

    fn same(words: &[&str]) {
        let stems: Vec<String> = words.iter().map(|word| stem(&key(word))).collect();
        assert!(stems.iter().all(|stem| Some(stem) == stems.first()), "{words:?}: {stems:?}");
    }

    #[test]
    fn cases_are_one_word() {
        same(&["паспорт", "паспорта", "паспорту", "паспортом", "паспорты"]);
        same(&["квартира", "квартиру", "квартиры", "квартир"]);
        same(&["детский", "детского", "детском", "детская"]);
        same(&["гражданство", "гражданства"]);
        same(&["диплом", "диплома", "дипломом"]);
        same(&["школа", "школи", "школу", "школою"]);
        same(&["посвідчення", "посвідченням"]);
    }

    #[test]
    fn what_arabic_writes_onto_a_word_goes() {
        same(&["إقامة", "الإقامة", "للإقامة", "بالإقامة", "اقامه"]);
        same(&["مدرسة", "المدرسة", "مدرسه"]);
        same(&["شهادة", "شهادات", "الشهادات"]);
    }

    #[test]
    fn short_and_other_words_stay() {
        for word in ["дом", "сад", "عمل", "kedi", "狗证"] {
            assert_eq!(super::without(word), word);
        }
    }
}
