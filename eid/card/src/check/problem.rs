//! Why a check found nothing, each with its name and plain words.

use super::Words;
use crate::TransportError;

/// A check without a result. None of these changed anything on the card, and no try of the PIN was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The service for card readers does not run.
    #[error("the service for card readers does not run")]
    NoService,
    /// No reader is plugged in.
    #[error("no card reader is plugged in")]
    NoReader,
    /// A reader, but no card on it.
    #[error("no card lies on the reader")]
    NoCard,
    /// Cards on more than one reader.
    #[error("there are cards on more than one reader: leave one, or name the reader")]
    SeveralCards,
    /// Another kind of card.
    #[error("this is no Online-Ausweis but {0}")]
    Other(OtherCard),
    /// The card answers, but not as any Online-Ausweis does.
    #[error("the card answers what no Online-Ausweis answers")]
    NotUnderstood,
    /// The card could not be asked.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Cards that are no Online-Ausweis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherCard {
    /// A passport or another country's ID card: a travel document, but no German online function.
    Passport,
    /// A card for paying.
    Bank,
    /// A German health card.
    Health,
    /// Some other chip.
    Unknown,
}

impl std::fmt::Display for OtherCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Passport => "a passport or another country's ID card",
            Self::Bank => "a bank card",
            Self::Health => "a health card",
            Self::Unknown => "another card",
        })
    }
}

impl Problem {
    /// A short name that does not change, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoService => "no_service",
            Self::NoReader => "no_reader",
            Self::NoCard => "no_card",
            Self::SeveralCards => "several_cards",
            Self::Other(OtherCard::Passport) => "passport",
            Self::Other(OtherCard::Bank) => "bank_card",
            Self::Other(OtherCard::Health) => "health_card",
            Self::Other(OtherCard::Unknown) => "other_card",
            Self::NotUnderstood => "not_understood",
            Self::Transport(error) => match error {
                TransportError::Removed => "removed",
                TransportError::Timeout => "too_slow",
                TransportError::ReaderGone => "reader_gone",
                TransportError::Nonsense => "nonsense",
                TransportError::Busy => "busy",
                TransportError::Mute => "mute",
            },
        }
    }

    /// What to tell whoever stands at the desk.
    pub fn words(self) -> Words {
        match self {
            Self::NoService => Words {
                de: "Der Dienst für Kartenleser läuft nicht. Starten Sie pcscd (Debian: apt-get install pcscd).",
                en: "The service for card readers does not run. Start pcscd (Debian: apt-get install pcscd).",
            },
            Self::NoReader => Words {
                de: "Es ist kein Kartenleser angesteckt. Stecken Sie ihn an.",
                en: "No card reader is plugged in. Plug it in.",
            },
            Self::NoCard => Words {
                de: "Auf dem Leser liegt keine Karte. Legen Sie sie flach darauf und lassen Sie sie liegen.",
                en: "No card lies on the reader. Lay it flat on it and leave it there.",
            },
            Self::SeveralCards => Words {
                de: "Es liegen Karten auf mehreren Lesern. Lassen Sie nur eine liegen.",
                en: "Cards lie on more than one reader. Leave only one there.",
            },
            Self::NotUnderstood => Words {
                de: "Die Karte antwortet, aber nicht wie ein Online-Ausweis. Nehmen Sie sie weg und legen Sie sie noch einmal hin.",
                en: "The card answers, but not as an Online-Ausweis does. Take it off and lay it down once more.",
            },
            Self::Other(card) => other(card),
            Self::Transport(error) => transport(error),
        }
    }
}

fn other(card: OtherCard) -> Words {
    match card {
        OtherCard::Passport => Words {
            de: "Das ist ein Reisepass oder der Ausweis eines anderen Landes. Er hat keine deutsche Online-Funktion. Nötig ist Personalausweis, eAT oder eID-Karte.",
            en: "This is a passport or another country's ID card. It has no German online function. A German ID card, eAT or eID card is needed.",
        },
        OtherCard::Bank => Words {
            de: "Das ist eine Bankkarte. Nötig ist Personalausweis, eAT oder eID-Karte.",
            en: "This is a bank card. An ID card, eAT or eID card is needed.",
        },
        OtherCard::Health => Words {
            de: "Das ist eine Gesundheitskarte. Nötig ist Personalausweis, eAT oder eID-Karte.",
            en: "This is a health card. An ID card, eAT or eID card is needed.",
        },
        OtherCard::Unknown => Words {
            de: "Diese Karte hat keine Online-Funktion. Nötig ist Personalausweis, eAT oder eID-Karte.",
            en: "This card has no online function. An ID card, eAT or eID card is needed.",
        },
    }
}

fn transport(error: TransportError) -> Words {
    match error {
        TransportError::Removed => Words {
            de: "Die Karte wurde zu früh weggenommen. An ihr hat sich nichts geändert. Legen Sie sie noch einmal hin.",
            en: "The card was taken off too early. Nothing on it has changed. Lay it down once more.",
        },
        TransportError::Timeout => Words {
            de: "Die Karte antwortet zu langsam. Legen Sie sie flach hin, ohne andere Karten daneben.",
            en: "The card answers too slowly. Lay it down flat, without other cards beside it.",
        },
        TransportError::ReaderGone => Words {
            de: "Der Kartenleser ist nicht mehr da. Stecken Sie ihn wieder an.",
            en: "The card reader is gone. Plug it in again.",
        },
        TransportError::Nonsense => Words {
            de: "Die Antwort der Karte ergibt keinen Sinn. Legen Sie nur eine Karte auf den Leser, oder nehmen Sie einen anderen Leser.",
            en: "The card's answer makes no sense. Put only one card on the reader, or take another reader.",
        },
        TransportError::Busy => Words {
            de: "Ein anderes Programm benutzt die Karte. Beenden Sie dort den Vorgang, zum Beispiel in der AusweisApp.",
            en: "Another program is using the card. Finish there first, in the AusweisApp for example.",
        },
        TransportError::Mute => Words {
            de: "Die Karte antwortet nicht. Legen Sie sie richtig herum hin. Bleibt sie stumm, ist der Chip wohl beschädigt.",
            en: "The card does not answer. Put it in the right way round. If it stays mute, its chip is probably damaged.",
        },
    }
}
