//! Secure messaging (BSI TR-03110-3, annex F; ISO 7816-4, section 10): encrypt, then authenticate, with a counter that
//! both sides raise before every command and every response. A block that comes twice has the wrong counter.
//!
//! One error ends a channel: it is wiped, and everything after it fails.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::apdu::{Command, Response, SECURE};
use crate::keys::{BLOCK, SessionKeys};
use crate::tlv::{Reader, TlvError, object};

/// Why a protected message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessagingError {
    /// The data objects are broken.
    #[error("secure messaging: {0}")]
    Tlv(#[from] TlvError),
    /// Forged, changed on the way, out of order, or repeated.
    #[error("secure messaging: the message was changed, repeated, or comes from somebody else")]
    WrongMac,
    /// Authentic, but not well padded, or without what must be there.
    #[error("secure messaging: the message is not well formed")]
    Malformed,
    /// The card answers without protection: it has left the channel.
    #[error("secure messaging: the card has left the channel (status {0:04X})")]
    Unprotected(u16),
    /// The channel had an error before.
    #[error("secure messaging: the channel is closed")]
    Closed,
}

mod tag {
    pub(super) const CRYPTOGRAM: u32 = 0x87;
    /// For commands with odd instruction: without padding indicator.
    pub(super) const CRYPTOGRAM_ODD: u32 = 0x85;
    pub(super) const EXPECTED: u32 = 0x97;
    pub(super) const STATUS: u32 = 0x99;
    pub(super) const MAC: u32 = 0x8E;
}

/// Keys and counter, the same on both sides.
struct Session {
    keys: Option<SessionKeys>,
    counter: u128,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({:?})", self.keys)
    }
}

impl Session {
    fn new(keys: SessionKeys) -> Self {
        Self { keys: Some(keys), counter: 0 }
    }

    /// Raises the counter; gives the keys while the channel is good.
    fn step(&mut self) -> Result<(&SessionKeys, [u8; BLOCK]), MessagingError> {
        let Some(next) = self.counter.checked_add(1) else {
            // A counter that begins anew would let old messages come again.
            self.keys = None;
            return Err(MessagingError::Closed);
        };
        self.counter = next;
        let keys = self.keys.as_ref().ok_or(MessagingError::Closed)?;
        Ok((keys, self.counter.to_be_bytes()))
    }

    /// An error closes the channel.
    fn guard<T>(&mut self, result: Result<T, MessagingError>) -> Result<T, MessagingError> {
        if result.is_err() {
            self.keys = None;
        }
        result
    }
}

/// The initial vector: the counter, encrypted as one block (section F.2.1).
fn vector(keys: &SessionKeys, counter: [u8; BLOCK]) -> [u8; BLOCK] {
    let mut block = counter;
    keys.cipher.encrypt(&keys.encryption, [0; BLOCK], &mut block);
    block
}

/// Padding method 2 (ISO 7816-4, section 10.2.3.1).
fn padded(data: &[u8]) -> Vec<u8> {
    let length = (data.len() + 1).next_multiple_of(BLOCK);
    // All at once: a vector that grows would leave the data behind where it lay before.
    let mut padded = Vec::with_capacity(length);
    padded.extend_from_slice(data);
    padded.push(0x80);
    padded.resize(length, 0);
    padded
}

fn unpadded(data: &[u8]) -> Result<&[u8], MessagingError> {
    let end = data.iter().rposition(|octet| *octet != 0).ok_or(MessagingError::Malformed)?;
    match data.split_at_checked(end) {
        Some((data, [0x80, ..])) => Ok(data),
        _ => Err(MessagingError::Malformed),
    }
}

fn encrypted(keys: &SessionKeys, counter: [u8; BLOCK], data: &[u8]) -> Vec<u8> {
    let mut blocks = padded(data);
    keys.cipher.encrypt(&keys.encryption, vector(keys, counter), &mut blocks);
    blocks
}

fn decrypted(keys: &SessionKeys, counter: [u8; BLOCK], blocks: &[u8]) -> Result<Vec<u8>, MessagingError> {
    if blocks.is_empty() || !blocks.len().is_multiple_of(BLOCK) {
        return Err(MessagingError::Malformed);
    }
    let mut blocks = Zeroizing::new(blocks.to_vec());
    keys.cipher.decrypt(&keys.encryption, vector(keys, counter), &mut blocks);
    unpadded(&blocks).map(<[u8]>::to_vec)
}

fn check_mac(keys: &SessionKeys, parts: &[&[u8]], mac: &[u8]) -> Result<(), MessagingError> {
    let own = keys.cipher.mac(&keys.authentication, parts);
    if bool::from(own.as_slice().ct_eq(mac)) { Ok(()) } else { Err(MessagingError::WrongMac) }
}

fn header(command: &Command) -> Vec<u8> {
    padded(&[command.class, command.instruction, command.p1, command.p2])
}

/// The padded objects that the MAC covers; nothing when there are none (section F.2.2).
fn covered(objects: &[u8]) -> Vec<u8> {
    if objects.is_empty() { Vec::new() } else { padded(objects) }
}

/// The terminal's end of a channel.
#[derive(Debug)]
pub struct TerminalChannel(Session);

impl TerminalChannel {
    /// A channel with fresh keys; its counter is zero.
    pub fn new(keys: SessionKeys) -> Self {
        Self(Session::new(keys))
    }

    /// Protects a command (section F.2.2). Protection makes the answer longer: who wants more than 223 octets of data
    /// asks for more than 256, so that lengths become extended ones (appendix B).
    pub fn protect(&mut self, command: &Command) -> Result<Command, MessagingError> {
        let (keys, counter) = self.0.step()?;
        let mut secure = Command { class: command.class | SECURE, data: Vec::new(), ..command.clone() };
        let mut objects = Vec::new();
        if !command.data.is_empty() {
            let blocks = encrypted(keys, counter, &command.data);
            objects = if command.instruction & 1 == 0 {
                object(tag::CRYPTOGRAM, &[&[1], &blocks[..]].concat())
            } else {
                object(tag::CRYPTOGRAM_ODD, &blocks)
            };
        }
        if let Some(expected) = command.expected {
            let [.., high, low] = expected.to_be_bytes();
            let long = expected > 256 || command.data.len() > 255;
            let bytes = [high, low];
            objects.extend(object(
                tag::EXPECTED,
                if long { &bytes } else { bytes.get(1..).unwrap_or_default() },
            ));
        }
        let mac = keys.cipher.mac(&keys.authentication, &[&counter, &header(&secure), &covered(&objects)]);
        objects.extend(object(tag::MAC, &mac));
        let long = objects.len() > 255 || command.expected.is_some_and(|ne| ne > 256);
        secure.expected = Some(if long { 65_536 } else { 256 });
        secure.data = objects;
        Ok(secure)
    }

    /// Opens the response to the command before (section F.2.3). The status word that counts is the protected one.
    pub fn open(&mut self, response: &Response) -> Result<Response, MessagingError> {
        let opened = self.0.step().and_then(|(keys, counter)| open_response(keys, counter, response));
        self.0.guard(opened)
    }
}

fn open_response(
    keys: &SessionKeys,
    counter: [u8; BLOCK],
    response: &Response,
) -> Result<Response, MessagingError> {
    if response.data.is_empty() {
        return Err(MessagingError::Unprotected(response.status));
    }
    let mut reader = Reader::new(&response.data);
    let even = reader.optional(tag::CRYPTOGRAM)?;
    let odd = reader.optional(tag::CRYPTOGRAM_ODD)?;
    let status = reader.expect(tag::STATUS)?;
    let end = reader.at();
    let mac = reader.expect(tag::MAC)?;
    reader.end()?;
    let objects = response.data.get(..end).unwrap_or_default();
    check_mac(keys, &[&counter, &covered(objects)], mac.value)?;
    let status = <[u8; 2]>::try_from(status.value).map_err(|_| MessagingError::Malformed)?;
    let data = cryptogram(keys, counter, even.map(|o| o.value), odd.map(|o| o.value))?;
    Ok(Response { data, status: u16::from_be_bytes(status) })
}

fn cryptogram(
    keys: &SessionKeys,
    counter: [u8; BLOCK],
    even: Option<&[u8]>,
    odd: Option<&[u8]>,
) -> Result<Vec<u8>, MessagingError> {
    match (even, odd) {
        (None, None) => Ok(Vec::new()),
        (Some([1, blocks @ ..]), None) | (None, Some(blocks)) => decrypted(keys, counter, blocks),
        _ => Err(MessagingError::Malformed),
    }
}

/// The chip's end of a channel.
#[derive(Debug)]
pub struct ChipChannel(Session);

impl ChipChannel {
    /// A channel with fresh keys; its counter is zero.
    pub fn new(keys: SessionKeys) -> Self {
        Self(Session::new(keys))
    }

    /// Opens a command (section F.2.2).
    pub fn open(&mut self, command: &Command) -> Result<Command, MessagingError> {
        let opened = self.0.step().and_then(|(keys, counter)| open_command(keys, counter, command));
        self.0.guard(opened)
    }

    /// Protects the response to it (section F.2.3).
    pub fn protect(&mut self, response: &Response) -> Result<Response, MessagingError> {
        let (keys, counter) = self.0.step()?;
        let mut objects = Vec::new();
        if !response.data.is_empty() {
            let blocks = encrypted(keys, counter, &response.data);
            objects = object(tag::CRYPTOGRAM, &[&[1], &blocks[..]].concat());
        }
        objects.extend(object(tag::STATUS, &response.status.to_be_bytes()));
        let mac = keys.cipher.mac(&keys.authentication, &[&counter, &covered(&objects)]);
        objects.extend(object(tag::MAC, &mac));
        Ok(Response { data: objects, status: response.status })
    }
}

fn open_command(
    keys: &SessionKeys,
    counter: [u8; BLOCK],
    command: &Command,
) -> Result<Command, MessagingError> {
    let mut reader = Reader::new(&command.data);
    let even = reader.optional(tag::CRYPTOGRAM)?;
    let odd = reader.optional(tag::CRYPTOGRAM_ODD)?;
    let expected = reader.optional(tag::EXPECTED)?;
    let end = reader.at();
    let mac = reader.expect(tag::MAC)?;
    reader.end()?;
    let objects = command.data.get(..end).unwrap_or_default();
    check_mac(keys, &[&counter, &header(command), &covered(objects)], mac.value)?;
    let expected = match expected.map(|o| o.value) {
        None => None,
        Some([0]) => Some(256),
        Some([short]) => Some(usize::from(*short)),
        Some([0, 0]) => Some(65_536),
        Some([high, low]) => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        Some(_) => return Err(MessagingError::Malformed),
    };
    let data = cryptogram(keys, counter, even.map(|o| o.value), odd.map(|o| o.value))?;
    Ok(Command { class: command.class & !SECURE, data, expected, ..command.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Cipher;

    #[test]
    fn a_counter_at_its_end_closes_the_channel() {
        let keys = SessionKeys::derive(Cipher::Aes128, b"shared", &[]);
        let mut terminal = TerminalChannel(Session { counter: u128::MAX - 1, keys: Some(keys) });
        let ask = Command::new(0, 0x84, 0, 0).expecting(8);
        assert!(terminal.protect(&ask).is_ok(), "the last number");
        assert_eq!(terminal.open(&Response::data(vec![0x99, 0])), Err(MessagingError::Closed));
        assert_eq!(terminal.protect(&ask), Err(MessagingError::Closed));
        assert!(terminal.0.keys.is_none());
    }

    #[test]
    fn padding_never_moves_what_it_pads() {
        for length in 0..50 {
            let padded = padded(&vec![7; length]);
            assert_eq!((padded.len(), padded.capacity()), (length / BLOCK * BLOCK + BLOCK, padded.len()));
        }
    }
}
