use crate::model::{Seen, Service, SourceKind};

/// A fact that sources may disagree about or that was noted before the page was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Url,
    OnlineUrl,
    OnlineAusweis,
    Fee,
    Documents,
    Prerequisites,
    ProcessingTime,
    Authority,
    Leika,
}

impl Field {
    const ALL: [Self; 10] = [
        Self::Name,
        Self::Url,
        Self::OnlineUrl,
        Self::OnlineAusweis,
        Self::Fee,
        Self::Documents,
        Self::Prerequisites,
        Self::ProcessingTime,
        Self::Authority,
        Self::Leika,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Url => "url",
            Self::OnlineUrl => "online_url",
            Self::OnlineAusweis => "online_ausweis",
            Self::Fee => "fee",
            Self::Documents => "documents",
            Self::Prerequisites => "prerequisites",
            Self::ProcessingTime => "processing_time",
            Self::Authority => "authority",
            Self::Leika => "leika",
        }
    }

    /// The field a remark begins with: `fee: …`.
    fn named_by(remark: &str) -> Option<Self> {
        let (head, _) = remark.split_once(':')?;
        Self::ALL.into_iter().find(|f| f.as_str() == head.trim())
    }
}

/// Whether the whole record is weak: not of an official source, or its page was only referred to.
///
/// A record that does not say where it comes from is the city's own.
pub(crate) fn is_weak(s: &Service) -> bool {
    matches!(s.source_kind, Some(SourceKind::ThirdParty | SourceKind::Copy)) || s.seen == Some(Seen::Ref)
}

/// Whether something in the record speaks against showing this field as a fact.
pub(crate) fn is_doubted(s: &Service, field: Field) -> bool {
    s.first_pass_fields.iter().any(|f| f == field.as_str())
        || s.conflict.as_deref().and_then(Field::named_by) == Some(field)
        || s.notes.iter().any(|n| Field::named_by(n) == Some(field))
}

/// Whether sources disagree about something that is not said to be one field: then no figure is safe.
pub(crate) fn figures_are_doubted(s: &Service) -> bool {
    s.conflict.as_deref().is_some_and(|c| Field::named_by(c).is_none())
}

/// Whether a text says that it is of another place or time (`16 Euro (Drittquelle)`) or was not fully seen.
pub(crate) fn is_second_hand(text: &str) -> bool {
    const ELSEWHERE: [&str; 3] = ["Presse", "Drittquelle", "Drittseite"];
    const ANOTHER_TIME: [&str; 3] = ["ältere", "spätere", "damals"];
    let in_brackets = text.split('(').skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
    text.contains("nicht sichtbar")
        || in_brackets.into_iter().any(|inside| {
            ELSEWHERE.iter().any(|w| inside.contains(w)) || ANOTHER_TIME.iter().any(|w| inside.starts_with(w))
        })
}

/// Whether a text names a sum of money.
pub(crate) fn names_a_sum(text: &str) -> bool {
    has_digit(text) && ["Euro", "EUR", "€", "Cent"].iter().any(|c| text.contains(c))
}

pub(crate) fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// The oldest year a date names in words or digits: `Gebührenliste ab 2022-01-01; Preis von 2018` → 2018.
///
/// Years before 1990 and after 2099 are read as other numbers.
pub(crate) fn oldest_year(stand: &str) -> Option<i16> {
    let numbers = stand.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4);
    numbers.filter_map(|n| n.parse().ok()).filter(|y| (1990..2100).contains(y)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_name_a_field_or_none() {
        assert_eq!(Field::named_by("online_ausweis: zwei Seiten"), Some(Field::OnlineAusweis));
        assert_eq!(Field::named_by("ältere Seiten nennen: acht Jahre"), None);
        assert_eq!(Field::named_by("fee"), None);
    }

    #[test]
    fn second_hand_is_what_a_text_says_of_itself() {
        for text in [
            "16 Euro (Drittquelle)",
            "20 Tage (2023, Presse)",
            "12 Euro (ältere Seiten)",
            "29 Euro (Stand 2017), 31 Euro (spätere Seite)",
            "gebührenpflichtig, Höhe nicht sichtbar",
        ] {
            assert!(is_second_hand(text), "{text}");
        }
        for text in ["für ältere Menschen", "Vollmacht durch Dritte", "9 Euro (Geldbörse), Presse frei"] {
            assert!(!is_second_hand(text), "{text}");
        }
    }

    #[test]
    fn the_oldest_year_counts() {
        for (stand, year) in [
            ("fachlich freigegeben 2025-02-25", Some(2025)),
            ("Gebührenliste ab 2022-01-01; Preis aus Presse 2018", Some(2018)),
            ("670,43 Euro im Monat ab 2024-07-01", Some(2024)),
            ("Dezember 2024", Some(2024)),
            ("neulich", None),
            ("5000", None),
        ] {
            assert_eq!(oldest_year(stand), year, "{stand}");
        }
    }
}
