//! Forms of German verbs that stemming leaves apart: `angemeldet` and `anzumelden` are `anmelden`.

/// Particles that stand before the verb, and apart from it in a sentence.
pub(crate) const PARTICLES: [&str; 12] =
    ["ab", "an", "auf", "aus", "bei", "ein", "her", "mit", "nach", "um", "vor", "zu"];

/// Participles that no rule makes, as [`key`](crate::tokens::key) writes them.
#[rustfmt::skip]
const STRONG: [(&str, &str); 76] = [
    ("begonnen", "beginnen"), ("empfohlen", "empfehlen"), ("gebeten", "bitten"), ("gebissen", "beissen"),
    ("gebogen", "biegen"), ("geboren", "gebaren"), ("geboten", "bieten"), ("gebracht", "bringen"),
    ("gebrannt", "brennen"), ("gebrochen", "brechen"), ("gebunden", "binden"), ("gedacht", "denken"),
    ("gedrungen", "dringen"), ("geflogen", "fliegen"), ("geflohen", "fliehen"), ("geflossen", "fliessen"),
    ("gefroren", "frieren"), ("gefunden", "finden"), ("gegangen", "gehen"), ("gegossen", "giessen"),
    ("gegriffen", "greifen"), ("gehoben", "heben"), ("geholfen", "helfen"), ("gekannt", "kennen"),
    ("geliehen", "leihen"), ("gelitten", "leiden"), ("gelogen", "lugen"), ("gemieden", "meiden"),
    ("genannt", "nennen"), ("genommen", "nehmen"), ("gepfiffen", "pfeifen"), ("gerannt", "rennen"),
    ("gerissen", "reissen"), ("geritten", "reiten"), ("gerochen", "riechen"), ("gerungen", "ringen"),
    ("gesandt", "senden"), ("geschieden", "scheiden"), ("geschienen", "scheinen"),
    ("geschlichen", "schleichen"), ("geschlossen", "schliessen"), ("geschmissen", "schmeissen"),
    ("geschnitten", "schneiden"), ("geschoben", "schieben"), ("geschossen", "schiessen"),
    ("geschrieben", "schreiben"), ("geschritten", "schreiten"), ("geschwiegen", "schweigen"),
    ("geschwommen", "schwimmen"), ("gesessen", "sitzen"), ("gesprochen", "sprechen"),
    ("gesprungen", "springen"), ("gestanden", "stehen"), ("gestiegen", "steigen"), ("gestochen", "stechen"),
    ("gestohlen", "stehlen"), ("gestorben", "sterben"), ("gestrichen", "streichen"), ("gestritten", "streiten"),
    ("getan", "tun"), ("getrieben", "treiben"), ("getroffen", "treffen"), ("getrunken", "trinken"),
    ("gewiesen", "weisen"), ("gewogen", "wiegen"), ("gewonnen", "gewinnen"), ("geworben", "werben"),
    ("geworfen", "werfen"), ("gewusst", "wissen"), ("gezogen", "ziehen"), ("gezwungen", "zwingen"),
    ("verdorben", "verderben"), ("vergangen", "vergehen"), ("verloren", "verlieren"),
    ("verschwunden", "verschwinden"), ("verziehen", "verzeihen"),
];

/// Other forms a key may have; whether they exist is for the caller to see.
pub(crate) fn others(key: &str) -> impl Iterator<Item = String> {
    let split = PARTICLES.iter().filter_map(|particle| Some((*particle, key.strip_prefix(particle)?)));
    let apart: Vec<String> = split
        .chain([("", key)])
        .flat_map(|(particle, rest)| roots(rest).map(move |root| format!("{particle}{root}")))
        .collect();
    apart.into_iter()
}

/// The infinitive of a present form: "zieht" and "ziehst" are "ziehen".
pub(crate) fn present(key: &str) -> Option<String> {
    let root = key.strip_suffix("st").or_else(|| key.strip_suffix('t'))?;
    (root.len() >= 3).then(|| format!("{}en", root.strip_suffix('e').unwrap_or(root)))
}

/// The infinitive in a participle (`gemeldet`, `gefahren`, `gezogen`) or after `zu` (`zumelden`).
fn roots(rest: &str) -> impl Iterator<Item = String> {
    let weak = rest.strip_prefix("ge").and_then(|inner| {
        let root = inner.strip_suffix("et").or_else(|| inner.strip_suffix('t'))?;
        (root.len() >= 3).then(|| format!("{root}en"))
    });
    let infinitive = |verb: &&str| verb.len() >= 5 && verb.ends_with("en");
    let unchanged = rest.strip_prefix("ge").filter(infinitive);
    let strong = STRONG.iter().find(|(participle, _)| *participle == rest).map(|(_, infinitive)| *infinitive);
    let with_zu = rest.strip_prefix("zu").filter(infinitive);
    weak.into_iter().chain([unchanged, strong, with_zu].into_iter().flatten().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participles_are_keys() {
        let keys = STRONG.iter().flat_map(|(participle, infinitive)| [participle, infinitive]);
        assert!(keys.into_iter().all(|key| crate::tokens::key(key) == *key));
    }

    #[test]
    fn finds_the_infinitive() {
        let has = |key: &str, form: &str| others(key).any(|other| other == form);
        assert!(has("angemeldet", "anmelden"));
        assert!(has("geheiratet", "heiraten"));
        assert!(has("anzumelden", "anmelden"));
        assert!(has("umgetauscht", "umtauschen"));
        assert!(has("abgeschoben", "abschieben"));
        assert!(has("eingezogen", "einziehen"));
        assert!(has("abgefahren", "abfahren"));
        assert_eq!(others("hund").count(), 0);
        assert_eq!(present("zieht").as_deref(), Some("ziehen"));
        assert_eq!(present("meldet").as_deref(), Some("melden"));
        assert_eq!(present("rat"), None);
    }
}
