//! Asks the card: which applications, which protocols, which state of the PIN.

use eac::{
    apdu::{Command, Response},
    card_access::SecurityInfos,
    tlv::{Reader, object},
};

use super::{Finding, Kind, OtherCard, Problem, State};
use crate::{
    CardTransport, TransportError,
    chip::{EID, TRAVEL},
};

/// A card whose file is longer than this answers nonsense.
const LONGEST_FILE: usize = 4096;
const EF_DIR: u8 = 0x1E;
const EF_CARD_ACCESS: u8 = 0x1C;

/// Says in what state a card's online function is. Reads two open files and asks for the state of the PIN with
/// MSE:Set AT, which every program sends before it asks for a PIN and which costs no try (BSI TR-03110-3, B.14.1).
///
/// # Errors
///
/// [`Problem`]: another kind of card, a card taken away, an answer that makes no sense.
pub fn check(card: &mut dyn CardTransport) -> Result<Finding, Problem> {
    // Some cards begin elsewhere; those that know no master file say so, and the files decide.
    ask(card, &select(0x00, &[0x3F, 0x00]))?;
    let directory = read_file(card, EF_DIR)?;
    let access = read_file(card, EF_CARD_ACCESS)?;
    let applications = directory.as_deref().map(applications).transpose()?;
    match (&access, &applications) {
        (Some(_), Some(listed)) if listed.iter().any(|aid| *aid == EID) => {}
        (Some(_), None) if has_application(card, &EID)? => {}
        // It says that it is one, but not what it offers.
        (None, Some(listed)) if listed.iter().any(|aid| *aid == EID) => return Err(Problem::NotUnderstood),
        _ => return Err(Problem::Other(other(card)?)),
    }
    let infos = SecurityInfos::parse(&access.unwrap_or_default()).map_err(|_| Problem::NotUnderstood)?;
    let kind = match applications {
        _ if infos.mobile.is_some() => Kind::Phone,
        None => Kind::OnlineId,
        Some(listed) if listed.iter().any(|aid| *aid == TRAVEL) => Kind::IdCardOrResidencePermit,
        Some(_) => Kind::EidCard,
    };
    // Whichever way of PACE it knows for the PIN: a refused question costs no try either.
    for (protocol, parameter) in infos.all_pace {
        let answer = ask(card, &state_of_pin(&protocol, parameter))?;
        if let Some(state) = State::of_status(answer.status) {
            return Ok(Finding { kind, state });
        }
    }
    Err(Problem::NotUnderstood)
}

/// MSE:Set AT for PACE with the PIN. No PACE follows.
fn state_of_pin(protocol: &[u8], parameter: Option<u8>) -> Command {
    let mut data = [object(0x80, protocol), object(0x83, &[eac::pace::Password::Pin as u8])].concat();
    data.extend(parameter.map(|number| object(0x84, &[number])).unwrap_or_default());
    Command::new(0, 0x22, 0xC1, 0xA4).with(data)
}

fn select(p1: u8, id: &[u8]) -> Command {
    Command::new(0, 0xA4, p1, 0x0C).with(id.to_vec())
}

fn ask(card: &mut dyn CardTransport, command: &Command) -> Result<Response, TransportError> {
    let answer = card.transmit(&command.to_bytes())?;
    Response::parse(&answer).map_err(|_| TransportError::Nonsense)
}

/// A whole open file by its short identifier; `None` when the card has none.
fn read_file(card: &mut dyn CardTransport, short: u8) -> Result<Option<Vec<u8>>, Problem> {
    let mut content = Vec::new();
    while content.len() < LONGEST_FILE {
        let (p1, p2) = match u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes() {
            [0, 0] => (0x80 | short, 0),
            [high, low] => (high, low),
        };
        let mut answer = ask(card, &Command::new(0, 0xB0, p1, p2).expecting(256))?;
        // The card names the length it wants; asking again changes nothing.
        if let [0x6C, length] = answer.status.to_be_bytes() {
            answer = ask(card, &Command::new(0, 0xB0, p1, p2).expecting(length.into()))?;
        }
        match answer.status {
            0x9000 if answer.data.is_empty() => return Ok(Some(content)),
            0x9000 => content.extend(answer.data),
            0x6282 => {
                content.extend(answer.data);
                return Ok(Some(content));
            }
            _ if content.is_empty() => return Ok(None),
            // Behind the end, which cards say in different words.
            status if matches!(status >> 8, 0x62 | 0x67 | 0x6A | 0x6B) => return Ok(Some(content)),
            _ => return Err(Problem::NotUnderstood),
        }
    }
    Err(Problem::NotUnderstood)
}

/// The applications that EF.DIR lists (ISO 7816-4, 8.2.1.1). There are cards whose file is longer than what stands in it.
fn applications(directory: &[u8]) -> Result<Vec<Vec<u8>>, Problem> {
    let only_filled = |rest: &[u8]| rest.iter().all(|octet| matches!(octet, 0x00 | 0xFF));
    let mut entries = Reader::new(directory);
    let mut found = Vec::new();
    while !directory.get(entries.at()..).is_none_or(only_filled) {
        let entry = entries.any().map_err(|_| Problem::NotUnderstood)?;
        if entry.tag == 0x61
            && let Ok(aid) = entry.reader().expect(0x4F)
        {
            found.push(aid.value.to_vec());
        }
    }
    Ok(found)
}

fn has_application(card: &mut dyn CardTransport, aid: &[u8]) -> Result<bool, Problem> {
    let status = ask(card, &select(0x04, aid))?.status;
    // 61xx: there, and has something to say about itself.
    Ok(status == 0x9000 || status >> 8 == 0x61)
}

/// What else it may be.
fn other(card: &mut dyn CardTransport) -> Result<OtherCard, Problem> {
    /// The payment system's directory for chips and for contactless ones (EMV book 1, 12.2.2).
    const PAYMENT: [&[u8]; 2] = [b"1PAY.SYS.DDF01", b"2PAY.SYS.DDF01"];
    /// Elektronische Gesundheitskarte (gematik).
    const HEALTH: &[u8] = &[0xD2, 0x76, 0x00, 0x00, 0x01, 0x02];
    // A passport may want PACE before it lets its application be selected, but then it says so.
    let travel = ask(card, &select(0x04, &TRAVEL))?.status;
    if travel == 0x9000 || travel >> 8 == 0x61 || travel == 0x6982 || travel == 0x6985 {
        return Ok(OtherCard::Passport);
    }
    for name in PAYMENT {
        if has_application(card, name)? {
            return Ok(OtherCard::Bank);
        }
    }
    Ok(if has_application(card, HEALTH)? { OtherCard::Health } else { OtherCard::Unknown })
}
