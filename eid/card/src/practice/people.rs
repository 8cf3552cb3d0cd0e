//! The made-up people and their cards, read from `people.toml`.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::chip::Digits;

const PEOPLE: &str = include_str!("people.toml");
/// Everybody's family name, so that no printout and no screen is mistaken for a real person's.
pub const FAMILY_NAME: &str = "ÜBUNGSKARTE";

/// A practice card as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeCard {
    /// What it is called on the command line.
    pub name: String,
    /// Rows of the case table that can be trained with it.
    pub cases: Vec<u8>,
    /// What it is, for a list.
    pub title: Title,
    /// The kind of document.
    pub document: Document,
    /// The person's given names.
    pub given_names: String,
    /// The person's age in years on the day the card is made.
    pub age: i16,
    /// Days until the card expires, from that day.
    pub valid_days: i32,
    /// Whether the online function is on.
    pub eid: bool,
    /// The PIN on the chip.
    pub pin: FirstPin,
    /// The six digits on the front.
    pub can: Digits,
    /// The ten digits of the letter.
    pub puk: Digits,
    /// Tries left for the PIN.
    pub tries: u8,
    /// How often the PUK still unblocks.
    pub puk_uses: u8,
    /// Reported lost: services know it, the chip does not.
    #[serde(default)]
    pub locked: bool,
}

/// German and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

/// Kinds of documents with an online function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// Personalausweis.
    IdCard,
    /// Elektronischer Aufenthaltstitel.
    ResidencePermit,
    /// eID-Karte for citizens of the EU and the EEA.
    EidCard,
}

/// The PIN a card is handed out with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FirstPin {
    /// Whose it is.
    pub kind: PinKind,
    /// Five digits for a transport PIN, else six.
    pub digits: Digits,
}

/// Whose PIN it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinKind {
    /// Five digits from the letter, to be replaced.
    Transport,
    /// Six digits of the holder's choice.
    Own,
}

/// Why the authority does not switch a card's online function on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSwitchedOn {
    /// Younger than 16 (§ 18(1) of the ID card act).
    #[error("the holder is under 16: the online function is not switched on before")]
    TooYoung,
    /// The last valid day has passed.
    #[error("the card has expired: the holder needs a new one")]
    Expired,
}

impl PracticeCard {
    /// Whether the clerk may switch the online function on today. The chip cannot know; it is printed on the card.
    pub fn may_be_switched_on(&self, made: Date, today: Date) -> Result<(), NotSwitchedOn> {
        if self.born(made).saturating_add(16.years()) > today {
            Err(NotSwitchedOn::TooYoung)
        } else if self.expires(made) < today {
            Err(NotSwitchedOn::Expired)
        } else {
            Ok(())
        }
    }

    /// The holder's birthday when the card is made `today`.
    pub fn born(&self, today: Date) -> Date {
        // Not today: the age shall hold for the whole time a card lies around.
        today.saturating_sub(self.age.years()).saturating_sub(100.days())
    }

    /// The last day on which the card is valid.
    pub fn expires(&self, today: Date) -> Date {
        today.saturating_add(self.valid_days.days())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    cards: Vec<PracticeCard>,
}

/// All practice cards, in the order of the list.
pub fn practice_cards() -> Vec<PracticeCard> {
    // The file is part of the program, and a test reads it.
    toml::from_str::<People>(PEOPLE).map(|people| people.cards).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_file_can_be_read_and_its_people_are_marked() {
        let people: People = toml::from_str(PEOPLE).unwrap();
        assert_eq!(people.cards.len(), 13);
        for card in &people.cards {
            let expected = if card.pin.kind == PinKind::Transport { 5 } else { 6 };
            assert_eq!(card.pin.digits.len(), expected, "{}", card.name);
            assert_eq!((card.can.len(), card.puk.len()), (6, 10), "{}", card.name);
            assert!(card.tries <= 3 && card.puk_uses <= 10 && !card.cases.is_empty(), "{}", card.name);
            assert!(card.eid || card.pin.kind == PinKind::Transport, "{}", card.name);
        }
    }

    #[test]
    fn ages_and_days_count_from_the_day_a_card_is_made() {
        let cards = practice_cards();
        let young = cards.iter().find(|c| c.name == "under-16").unwrap();
        assert_eq!(young.born(date(2026, 12, 1)), date(2012, 8, 23));
        let expired = cards.iter().find(|c| c.name == "expired").unwrap();
        assert_eq!(expired.expires(date(2026, 3, 1)), date(2026, 1, 15));
    }

    #[test]
    fn who_is_too_young_or_has_an_expired_card_gets_no_online_function() {
        let (cards, made) = (practice_cards(), date(2026, 12, 1));
        for card in &cards {
            let expected = match card.name.as_str() {
                "under-16" => Err(NotSwitchedOn::TooYoung),
                "expired" => Err(NotSwitchedOn::Expired),
                _ => Ok(()),
            };
            assert_eq!(card.may_be_switched_on(made, made), expected, "{}", card.name);
        }
        let young = cards.iter().find(|c| c.name == "under-16").unwrap();
        assert_eq!(young.may_be_switched_on(made, date(2028, 8, 22)), Err(NotSwitchedOn::TooYoung));
        assert_eq!(young.may_be_switched_on(made, date(2028, 8, 23)), Ok(()), "the 16th birthday");
    }
}
