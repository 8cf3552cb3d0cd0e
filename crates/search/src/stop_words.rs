//! Words that say nothing about the service asked for: German and English function words and the verbs of asking.

/// As [`key`](crate::tokens::key) writes them, sorted.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "and", "any", "are",
    "as", "at", "auch", "auf", "aus", "beantrage", "beantragen", "bei", "beim", "bekomme", "bekommen",
    "benotige", "benotigen", "bin", "bitte", "brauch", "brauche", "brauchen", "but", "can", "da", "dann",
    "darf", "das", "dass", "dem", "den", "denn", "der", "des", "die", "dies", "diese", "diesem", "diesen",
    "dieser", "dieses", "do", "doch", "dort", "dos", "du", "durch", "ein", "eine", "einem", "einen",
    "einer", "eines", "er", "es", "etwas", "fehlt", "for", "from", "fur", "geht", "get", "gibt", "hab",
    "habe", "haben", "hallo", "hat", "hatte", "have", "hier", "how", "ich", "if", "ihr", "ihre", "ihren",
    "im", "in", "ins", "is", "ist", "it", "ja", "jetzt", "kann", "kein", "keine", "keinen", "konnen",
    "kriege", "kriegen", "man", "me", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit",
    "mochte", "muss", "mussen", "my", "nach", "need", "nicht", "noch", "nun", "nur", "ob", "oder", "of",
    "on", "or", "sehr", "sein", "seine", "sich", "sie", "sind", "so", "soll", "the", "there", "this",
    "to", "uber", "um", "und", "uns", "unser", "unsere", "vom", "von", "vor", "wann", "want", "war",
    "warum", "was", "welche", "welchen", "welcher", "welches", "wenn", "wer", "werden", "what", "when",
    "where", "which", "wie", "will", "wir", "wird", "with", "wo", "woher", "wohin", "wollen", "wurde",
    "you", "your", "zu", "zum", "zur",
];

/// Whether a key is a stop word.
pub(crate) fn contains(key: &str) -> bool {
    STOP_WORDS.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_and_in_key_form() {
        let mut sorted = STOP_WORDS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, STOP_WORDS);
        assert!(STOP_WORDS.iter().all(|word| crate::tokens::key(word) == *word));
    }
}
