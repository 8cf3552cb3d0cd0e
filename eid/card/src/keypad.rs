//! PACE on a reader's own keypad (PC/SC part 10, amendment 1.1; BSI TR-03119, annex D): what is sent to the reader and
//! what comes back. The secret is typed on the reader and never enters this program; there is no field for it here.

use crate::TransportError;

/// Control code by which a reader is asked for its features (PC/SC part 10, 2.2).
pub const ASK_FEATURES: u32 = 3400;
const EXECUTE_PACE: u8 = 0x20;
const VERIFY_PIN_DIRECT: u8 = 0x06;

const CAPABILITIES: u8 = 1;
const ESTABLISH: u8 = 2;
const DESTROY: u8 = 3;

/// What the visitor types on the reader (BSI TR-03110-3, B.14.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Secret {
    /// The six digits on the card's front.
    Can = 2,
    /// The holder's PIN.
    Pin = 3,
    /// The ten digits from the letter.
    Puk = 4,
}

/// What a reader can do by itself, as it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Features {
    /// Control code for PACE in the reader.
    pub execute_pace: Option<u32>,
    /// It has a keypad of the classic kind.
    pub verify_pin: Option<u32>,
}

impl Features {
    /// Reads the reader's list: tag, length 4, control code with the most significant byte first. Others are left out.
    pub fn parse(list: &[u8]) -> Self {
        let mut features = Self::default();
        for entry in list.chunks_exact(6) {
            if let [tag, 4, code @ ..] = entry {
                let code = code.try_into().ok().map(u32::from_be_bytes);
                match *tag {
                    EXECUTE_PACE => features.execute_pace = code,
                    VERIFY_PIN_DIRECT => features.verify_pin = code,
                    _ => {}
                }
            }
        }
        features
    }

    /// Whether the visitor can type on the reader.
    pub fn has_keypad(self) -> bool {
        self.execute_pace.is_some() || self.verify_pin.is_some()
    }
}

/// Asks what kinds of PACE the reader knows.
pub fn ask_capabilities() -> Vec<u8> {
    request(CAPABILITIES, &[])
}

/// Tells the reader to ask for `secret` on its keypad and to open a channel with it.
///
/// `chat` are the rights asked for (empty for PIN management); `description` names who asks, shown by the reader.
/// `None` when a part is longer than the reader's protocol can say.
pub fn establish(secret: Secret, chat: &[u8], description: &[u8]) -> Option<Vec<u8>> {
    let mut data = vec![secret as u8, u8::try_from(chat.len()).ok()?];
    data.extend_from_slice(chat);
    // Length of a secret sent along: none, ever.
    data.push(0);
    data.extend_from_slice(&u16::try_from(description.len()).ok()?.to_le_bytes());
    data.extend_from_slice(description);
    u16::try_from(data.len()).ok()?;
    Some(request(ESTABLISH, &data))
}

/// Closes the channel.
pub fn destroy() -> Vec<u8> {
    request(DESTROY, &[])
}

fn request(function: u8, data: &[u8]) -> Vec<u8> {
    // Callers keep below 65,536.
    let [low, high, ..] = data.len().to_le_bytes();
    [&[function, low, high], data].concat()
}

/// The channel as the reader describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// The card's status word on MSE:Set AT: what it says about the PIN.
    pub status: u16,
    /// EF.CardAccess as the reader read it.
    pub card_access: Vec<u8>,
    /// Certification authority the card trusts now.
    pub authority: Vec<u8>,
    /// And the one before.
    pub authority_before: Vec<u8>,
    /// The chip's name in this channel: compressed ephemeral key.
    pub id_icc: Vec<u8>,
}

/// Why the reader opened no channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeypadError {
    /// Typed wrongly: the card counts it.
    #[error("what was typed on the reader is wrong")]
    WrongSecret,
    /// The visitor pressed the red key.
    #[error("stopped on the reader's keypad")]
    Cancelled,
    /// Nobody typed.
    #[error("nothing was typed on the reader in time")]
    TypedTooSlowly,
    /// The card refused a step, with this status word.
    #[error("the card refused (status {0:04X})")]
    Refused(u16),
    /// The reader names an error of its own (BSI TR-03119, D.1.2).
    #[error("the card reader reports error {0:08X}")]
    Reader(u32),
    /// The reader or the card failed on the way.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Reads the reader's answer to [`establish`].
pub fn channel(answer: &[u8]) -> Result<Channel, KeypadError> {
    let nonsense = KeypadError::Transport(TransportError::Nonsense);
    let mut rest = answer;
    let result =
        take(&mut rest, 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes).ok_or(nonsense)?;
    named(result)?;
    let length = take_u16_le(&mut rest).ok_or(nonsense)?;
    let data = take(&mut rest, length).ok_or(nonsense)?;
    output(data).ok_or(nonsense)
}

/// BSI TR-03119, D.1.2.
fn named(result: u32) -> Result<(), KeypadError> {
    let [high, low, status @ ..] = result.to_be_bytes();
    let status = u16::from_be_bytes(status);
    match (high, low) {
        (0, 0) if status == 0 => Ok(()),
        // The fourth step of PACE, answered with a warning: the secret is wrong.
        (0xF0, 0x06) if status >> 8 == 0x63 => Err(KeypadError::WrongSecret),
        (0xF0, 0x00..=0x06) => Err(KeypadError::Refused(status)),
        (0xF0, 0x10) if status == 1 => Err(KeypadError::Transport(TransportError::Removed)),
        (0xF0, 0x10) if status == 2 => Err(KeypadError::Transport(TransportError::Removed)),
        (0xF0, 0x20) if status == 1 => Err(KeypadError::Cancelled),
        (0xF0, 0x20) if status == 2 => Err(KeypadError::TypedTooSlowly),
        _ => Err(KeypadError::Reader(result)),
    }
}

fn output(mut data: &[u8]) -> Option<Channel> {
    let mut channel =
        Channel { status: u16::from_be_bytes(take(&mut data, 2)?.try_into().ok()?), ..Channel::default() };
    let length = take_u16_le(&mut data)?;
    channel.card_access = take(&mut data, length)?.to_vec();
    // Without terminal authentication afterwards the rest may be missing.
    if data.is_empty() {
        return Some(channel);
    }
    let length = usize::from(*take(&mut data, 1)?.first()?);
    channel.authority = take(&mut data, length)?.to_vec();
    let length = usize::from(*take(&mut data, 1)?.first()?);
    channel.authority_before = take(&mut data, length)?.to_vec();
    let length = take_u16_le(&mut data)?;
    channel.id_icc = take(&mut data, length)?.to_vec();
    data.is_empty().then_some(channel)
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn take_u16_le(rest: &mut &[u8]) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(take(rest, 2)?.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_found_among_others() {
        let list = [0x12, 4, 0x42, 0x33, 0, 0x12, 0x20, 4, 0x42, 0x33, 0, 0x20, 0x06, 4, 0, 0, 0, 1, 0xFF];
        let found = Features::parse(&list);
        assert_eq!(found, Features { execute_pace: Some(0x4233_0020), verify_pin: Some(1) });
        assert!(found.has_keypad() && !Features::parse(&[]).has_keypad());
        assert_eq!(Features::parse(&[0x20, 3, 0, 0, 0, 0]), Features::default());
    }

    #[test]
    fn no_secret_is_ever_sent() {
        let request = establish(Secret::Pin, &[0xAA, 0xBB], &[1]).unwrap();
        assert_eq!(request, [2, 8, 0, 3, 2, 0xAA, 0xBB, 0, 1, 0, 1]);
        assert_eq!(establish(Secret::Can, &[], &[]).unwrap(), [2, 5, 0, 2, 0, 0, 0, 0]);
        assert_eq!(establish(Secret::Puk, &[0; 256], &[]), None);
        assert_eq!((ask_capabilities(), destroy()), (vec![1, 0, 0], vec![3, 0, 0]));
    }

    fn answer(result: u32, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap().to_le_bytes();
        [&result.to_le_bytes()[..], &length, data].concat()
    }

    #[test]
    fn a_channel_is_read() {
        let short = channel(&answer(0, &[0x63, 0xC2, 2, 0, 0x31, 0x00])).unwrap();
        assert_eq!((short.status, short.card_access), (0x63C2, vec![0x31, 0x00]));
        let long = channel(&answer(0, &[0x90, 0, 0, 0, 2, b'D', b'E', 0, 1, 0, 7])).unwrap();
        assert_eq!((long.status, long.authority, long.id_icc), (0x9000, b"DE".to_vec(), vec![7]));
    }

    #[test]
    fn errors_have_names() {
        let said = |result| channel(&answer(result, &[])).unwrap_err();
        assert_eq!(said(0xE000_0006), KeypadError::Reader(0xE000_0006), "the card's token is wrong");
        assert_eq!(said(0xF006_63C1), KeypadError::WrongSecret);
        assert_eq!(said(0xF002_6A80), KeypadError::Refused(0x6A80));
        assert_eq!(said(0xF010_0002), TransportError::Removed.into());
        assert_eq!(said(0xF020_0001), KeypadError::Cancelled);
        assert_eq!(said(0xF020_0002), KeypadError::TypedTooSlowly);
        assert_eq!(said(0xD000_0001), KeypadError::Reader(0xD000_0001));
        for cut in [&[][..], &[0; 5], &answer(0, &[0x90])[..], &answer(0, &[0x90, 0, 9, 0])] {
            assert_eq!(channel(cut), Err(TransportError::Nonsense.into()));
        }
    }
}
