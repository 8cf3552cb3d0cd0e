//! What the check says: to the guide, to the visitor, and what it cannot know. German first, English too.

use serde::Serialize;

use super::{Finding, Kind, State};

/// One text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Words {
    /// German.
    pub de: &'static str,
    /// English.
    pub en: &'static str,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> Words {
        match self {
            Self::IdCardOrResidencePermit => Words {
                de: "Personalausweis oder Aufenthaltstitel (eAT)",
                en: "ID card or residence permit (eAT)",
            },
            Self::EidCard => Words {
                de: "wohl eine eID-Karte für Bürgerinnen und Bürger der EU",
                en: "probably an eID card for citizens of the EU",
            },
            Self::OnlineId => Words { de: "Online-Ausweis", en: "Online-Ausweis" },
            Self::Phone => {
                Words { de: "Online-Ausweis in einem Smartphone", en: "Online-Ausweis in a smartphone" }
            }
        }
    }
}

impl Finding {
    /// For the guide: what it is and what is done.
    pub fn for_guide(&self) -> Words {
        match self.state {
            State::Off => Words {
                de: "Ausgeschaltet. Einschalten kann nur die Behörde mit ihrem Gerät, ab 16 Jahren; dabei setzt die Person eine neue PIN. Beim eAT: Ausländerbehörde.",
                en: "Switched off. Only the authority can switch it on with its device, from the age of 16; the holder sets a new PIN there. For an eAT: the foreigners' authority.",
            },
            State::Usable { initial: true, .. } => Words {
                de: "Eingeschaltet. Die Karte sagt selbst: Es gilt noch die erste PIN. Die Person setzt in der AusweisApp eine eigene.",
                en: "Switched on. The card itself says: the first PIN still holds. The holder sets an own one in the AusweisApp.",
            },
            State::Usable { tries: 2, .. } => Words {
                de: "Eingeschaltet, noch 2 Versuche: Die PIN wurde einmal falsch eingegeben. Fragen Sie, ob die Person ihre PIN kennt oder den PIN-Brief hat, bevor sie tippt.",
                en: "Switched on, 2 tries left: a wrong PIN was typed once. Ask whether the holder knows the PIN or has the PIN letter before typing it.",
            },
            State::Usable { .. } => Words {
                de: "Eingeschaltet, PIN nicht gesperrt. Fragen Sie: eigene sechsstellige PIN? Oder noch die fünfstellige aus dem PIN-Brief? Dann setzt die Person in der AusweisApp eine eigene. Beides nicht da: neue PIN bei der Behörde (eAT: Ausländerbehörde).",
                en: "Switched on, PIN not blocked. Ask: an own PIN of six digits? Or still the five digits of the PIN letter? Then the holder sets an own one in the AusweisApp. Neither: a new PIN at the authority (eAT: foreigners' authority).",
            },
            State::Suspended => Words {
                de: "Eingeschaltet, noch 1 Versuch: Die PIN war zweimal falsch. Die AusweisApp fragt zuerst nach den sechs Ziffern vorn auf der Karte (CAN). Nur weitermachen, wenn die Person die PIN sicher kennt; sonst neue PIN bei der Behörde (eAT: Ausländerbehörde).",
                en: "Switched on, 1 try left: the PIN was wrong twice. The AusweisApp asks for the six digits on the card's front (CAN) first. Go on only if the holder is sure of the PIN; otherwise a new PIN at the authority (eAT: foreigners' authority).",
            },
            State::Blocked => Words {
                de: "Eingeschaltet, aber die PIN ist gesperrt: Sie war dreimal falsch. Mit der PUK aus dem PIN-Brief entsperrt die AusweisApp; danach gilt die alte PIN. Ohne PUK oder ohne PIN: neue PIN bei der Behörde (eAT: Ausländerbehörde).",
                en: "Switched on, but the PIN is blocked: it was wrong three times. With the PUK of the PIN letter the AusweisApp unblocks it; the old PIN holds then. Without PUK or PIN: a new PIN at the authority (eAT: foreigners' authority).",
            },
        }
    }

    /// For the visitor: what it means and what comes next.
    pub fn for_visitor(&self) -> Words {
        match self.state {
            State::Off => Words {
                de: "Die Online-Funktion Ihrer Karte ist ausgeschaltet. Nur die Behörde kann sie einschalten. Sie brauchen dafür Ihre Karte und müssen 16 oder älter sein.",
                en: "The online function of your card is switched off. Only the authority can switch it on. You need your card for it and must be 16 or older.",
            },
            State::Usable { initial: true, .. } => Words {
                de: "Die Online-Funktion ist eingeschaltet. Sie müssen noch eine eigene PIN setzen.",
                en: "The online function is switched on. You still have to set a PIN of your own.",
            },
            State::Usable { .. } => Words {
                de: "Die Online-Funktion Ihrer Karte ist eingeschaltet, und Ihre PIN ist nicht gesperrt.",
                en: "The online function of your card is switched on, and your PIN is not blocked.",
            },
            State::Suspended => Words {
                de: "Die Online-Funktion ist eingeschaltet. Ihre PIN wurde zweimal falsch eingegeben. Sie haben noch einen Versuch.",
                en: "The online function is switched on. Your PIN was typed wrongly twice. You have one more try.",
            },
            State::Blocked => Words {
                de: "Die Online-Funktion ist eingeschaltet, aber Ihre PIN ist gesperrt. Mit der PUK aus Ihrem PIN-Brief können Sie sie entsperren.",
                en: "The online function is switched on, but your PIN is blocked. With the PUK in your PIN letter you can unblock it.",
            },
        }
    }

    /// What no check without a secret can know about this card.
    pub fn cannot_know(&self) -> Vec<Words> {
        let mut unknown = Vec::new();
        if matches!(self.state, State::Usable { initial: false, .. } | State::Suspended | State::Blocked) {
            unknown.push(Words {
                de: "ob die PIN noch die fünfstellige aus dem Brief ist oder schon eine eigene",
                en: "whether the PIN is still the five digits of the letter or already an own one",
            });
        }
        if self.state == State::Blocked {
            unknown.push(Words {
                de: "ob die PUK noch geht (sie gilt zehnmal)",
                en: "whether the PUK still works (it does ten times)",
            });
        }
        unknown.push(Words {
            de: "ob die Karte abgelaufen ist (steht darauf) und wie alt die Person ist",
            en: "whether the card has expired (it is printed on it) and how old the holder is",
        });
        unknown.push(Words {
            de: "ob die Karte nach einem Verlust gesperrt wurde (das meldet erst der Dienst, bei dem man sich ausweist)",
            en: "whether the card was locked after a loss (only the service one identifies to reports it)",
        });
        unknown
    }
}
