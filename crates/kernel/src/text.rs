//! Folding and sorting of German and DIN 91379 text. Pure; used for search keys and stored sort keys.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Normalises to NFC and drops control characters but line feeds; what every stored text goes through.
pub fn clean(s: &str) -> String {
    s.chars().filter(|c| !c.is_control() || *c == '\n').nfc().collect::<String>().trim().to_owned()
}

/// Lower case, without marks, with `ä→ae`, `ö→oe`, `ü→ue`, `ß→ss`; for comparing what people type.
pub fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.nfc().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            c => out.extend(std::iter::once(c).nfd().filter(|m| !is_combining_mark(*m))),
        }
    }
    out
}

/// Sort key after DIN 5007-1: umlauts sort as their base letter, `ß` as `ss`; digits and punctuation keep their place.
///
/// Two texts that differ only in marks fall back to the text itself, so the order is total.
pub fn sort_key(s: &str) -> String {
    let mut key: String = s
        .nfc()
        .flat_map(char::to_lowercase)
        .flat_map(|c| if c == 'ß' { "ss".chars().collect::<Vec<_>>() } else { vec![c] })
        .nfd()
        .filter(|c| !is_combining_mark(*c) && (c.is_alphanumeric() || *c == ' '))
        .collect();
    key.push('\u{1}');
    key.extend(s.nfc());
    key
}

/// Numbers of these lengths may be a transport PIN, a PIN, or a PUK (§ 2 `PAuswV`), and nobody may give us one.
const SECRET_LENGTHS: [usize; 3] = [5, 6, 10];

/// Whether a run of digits has the length of a PIN or a PUK. Phone numbers look alike.
pub fn may_hold_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_numeric()).any(|run| SECRET_LENGTHS.contains(&run.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_people_type_alike() {
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Müller"), "mueller");
        assert_eq!(fold("José"), "jose");
        assert_eq!(fold("İstanbul"), "istanbul");
    }

    #[test]
    fn sorts_after_din_5007_1() {
        let mut v = ["Zulassung", "Öl", "Ofen", "Ärger", "Arbeit", "Straße", "Strasse", "Strand"];
        v.sort_by_key(|s| sort_key(s));
        assert_eq!(v, ["Arbeit", "Ärger", "Ofen", "Öl", "Strand", "Strasse", "Straße", "Zulassung"]);
    }

    #[test]
    fn numbers_as_long_as_a_pin_are_noticed() {
        for secret in ["12345", "PIN:123456.", "a1234567890b", "٤٤٤٤٤"] {
            assert!(may_hold_secret(secret), "{secret}");
        }
        for other in ["", "1234", "1234567", "Platz 3 um 14:30", "12.345"] {
            assert!(!may_hold_secret(other), "{other}");
        }
    }

    #[test]
    fn cleans_control_bytes_and_composes() {
        assert_eq!(clean(" a\u{0}\u{308}\r\n"), "ä");
    }
}
