//! A desk where cards come and go: whether a card is to be checked, or what is waited for. Pure: who looks at the readers
//! says what lies where, and does what comes out.

use crate::check::Words;

/// A reader as one look found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The name PC/SC gives it.
    pub reader: String,
    /// The card on it, by the number of cards that came and went there: another number is another laying down. It says
    /// nothing about the card itself.
    pub card: Option<u32>,
}

/// What has to happen before a card can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The service for card readers is to start.
    Service,
    /// A reader is to be plugged in.
    Reader,
    /// A card is to be laid down.
    Card,
    /// All cards but one are to be taken off.
    OneCard,
    /// The card was checked: it is to be taken off.
    Removal,
}

impl Waiting {
    /// What to tell whoever stands at the desk.
    pub fn words(self) -> Words {
        match self {
            Self::Service => Words {
                de: "Warte auf den Dienst für Kartenleser (pcscd).",
                en: "Waiting for the service for card readers (pcscd).",
            },
            Self::Reader => Words {
                de: "Warte auf einen Kartenleser. Stecken Sie ihn an.",
                en: "Waiting for a card reader. Plug it in.",
            },
            Self::Card => Words {
                de: "Warte auf eine Karte. Legen Sie sie flach auf den Leser und lassen Sie sie liegen.",
                en: "Waiting for a card. Lay it flat on the reader and leave it there.",
            },
            Self::OneCard => Words {
                de: "Es liegen Karten auf mehreren Lesern. Lassen Sie nur eine liegen.",
                en: "Cards lie on more than one reader. Leave only one there.",
            },
            Self::Removal => Words { de: "Nehmen Sie die Karte wieder weg.", en: "Take the card off again." },
        }
    }
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing but to look again.
    Wait(Waiting),
    /// Check the card on this reader; it counts as checked from now on, whatever comes out.
    Check(String),
}

/// Remembers which card was checked, so that each is checked once for each time it is laid down.
#[derive(Debug, Default)]
pub struct Watch {
    reader: Option<String>,
    checked: Option<Spot>,
}

impl Watch {
    /// Over all readers, or over those whose name begins so.
    pub fn new(reader: Option<String>) -> Self {
        Self { reader, checked: None }
    }

    /// Takes what a look found; none when the service for readers does not run.
    pub fn next(&mut self, seen: Option<&[Spot]>) -> Next {
        let Some(seen) = seen else {
            self.checked = None;
            return Next::Wait(Waiting::Service);
        };
        let wanted = |spot: &&Spot| self.reader.as_ref().is_none_or(|name| spot.reader.starts_with(name));
        let here: Vec<&Spot> = seen.iter().filter(wanted).collect();
        self.checked.take_if(|checked| !here.contains(&&*checked));
        let cards: Vec<&Spot> = here.iter().copied().filter(|spot| spot.card.is_some()).collect();
        match (here.as_slice(), cards.as_slice()) {
            ([], _) => Next::Wait(Waiting::Reader),
            (_, []) => Next::Wait(Waiting::Card),
            (_, [one]) if self.checked.as_ref() == Some(*one) => Next::Wait(Waiting::Removal),
            (_, [one]) => {
                self.checked = Some((*one).clone());
                Next::Check(one.reader.clone())
            }
            _ => Next::Wait(Waiting::OneCard),
        }
    }

    /// Whether the card that was checked last still lies there.
    pub fn lies(&self) -> bool {
        self.checked.is_some()
    }
}
