//! Forms of German verbs that stemming leaves apart: `angemeldet` and `anzumelden` are `anmelden`.

/// Particles that stand before the verb, and apart from it in a sentence.
pub(crate) const PARTICLES: [&str; 12] =
    ["ab", "an", "auf", "aus", "bei", "ein", "her", "mit", "nach", "um", "vor", "zu"];

/// Other forms a key may have; whether they exist is for the caller to see.
pub(crate) fn others(key: &str) -> impl Iterator<Item = String> {
    let split = PARTICLES.iter().filter_map(|particle| Some((*particle, key.strip_prefix(particle)?)));
    let apart: Vec<String> = split
        .chain([("", key)])
        .flat_map(|(particle, rest)| roots(rest).map(move |root| format!("{particle}{root}")))
        .collect();
    apart.into_iter()
}

/// The infinitive in a participle (`gemeldet`) or after `zu` (`zumelden`).
fn roots(rest: &str) -> impl Iterator<Item = String> {
    let participle = rest.strip_prefix("ge").and_then(|inner| {
        let root = inner.strip_suffix("et").or_else(|| inner.strip_suffix('t'))?;
        (root.len() >= 3).then(|| format!("{root}en"))
    });
    let with_zu = rest.strip_prefix("zu").filter(|verb| verb.len() >= 5 && verb.ends_with("en"));
    participle.into_iter().chain(with_zu.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_infinitive() {
        let has = |key: &str, form: &str| others(key).any(|other| other == form);
        assert!(has("angemeldet", "anmelden"));
        assert!(has("geheiratet", "heiraten"));
        assert!(has("anzumelden", "anmelden"));
        assert!(has("umgetauscht", "umtauschen"));
        assert_eq!(others("hund").count(), 0);
    }
}
