//! Words that say nothing about the service asked for: function words and the verbs of asking, in German, English and
//! the languages that people ask in most besides.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::tokens;

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

/// Further English, Turkish, Polish, Russian, Ukrainian, Arabic, Persian, French and Spanish ones, as written. None that
/// is a word of German offices, too ("Not", "most").
const OTHERS: &str = "
    am been being by did do does doing has he her his into its just let like make myself now our she should since some
    than that them then they too was we were while who whom whose why would yes
    bana bir bu de diye gibi için ile istiyorum kadar mı mi nasıl ne nerede nereden olarak ve veya yapmak yapmalıyım
    aby ale bo chcę czy dla do gdzie jak jest jestem kiedy lub mam mi mnie mogę moja moje muszę można na nie od oraz po
    pod przez przy się są tego w z za ze żeby
    а без был была было вы где для до если есть за и из или их к как когда кто мне можно мой моя моё мою мы на надо не
    нет но нужно о об он она они от по при про с со так там то тут у хочу что чтобы это я
    або але в від де є й з зі і із їх коли куди мене мені можна мій моє про потрібно та те чи що щоб як який
    في على إلى عن هل ما ماذا كيف أين متى هو هي هذا هذه مع أو من و أن أنا أريد يمكن يمكنني كم لي لا
    از به در با برای چه چطور چگونه کجا من را که این آن است و یا می خواهم میخواهم
    comment dans du elle est et je la le leur ma mes mon nous où pour qui que quoi sur une vous
    como con cómo del dónde en la los mi mis por que qué quiero una y yo
";

static OTHER_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| OTHERS.split_whitespace().map(tokens::key).collect());

/// Whether a key is a stop word.
pub(crate) fn contains(key: &str) -> bool {
    STOP_WORDS.binary_search(&key).is_ok() || OTHER_KEYS.contains(key)
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

    #[test]
    fn words_of_other_languages_however_written() {
        for word in ["için", "NASIL", "как", "أريد", "chcę", "برای", "où"] {
            assert!(contains(&crate::tokens::key(word)), "{word}");
        }
        for word in ["Not", "Pass", "Kita", "para", "паспорт", "Sperrmüll", "Ort", "Weg", "Amt"] {
            assert!(!contains(&crate::tokens::key(word)), "{word}");
        }
    }
}
