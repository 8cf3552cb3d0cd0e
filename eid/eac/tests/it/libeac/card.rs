//! libeac has no commands of its own: here its steps are put into a card, and a reader, that speak secure messaging.
//! Encryption, message authentication and every check are libeac's; this file only takes data objects apart.

use eac::apdu::{Command, Response};
use eac::tlv::{self, object};

use super::peer::Peer;

/// What both ends do: a counter, and libeac's cipher under it.
struct Channel {
    peer: Peer,
    counter: u32,
}

impl Channel {
    fn new(mut peer: Peer, name: &str) -> Self {
        peer.ask(&format!("channel {name}"), &[]);
        Self { peer, counter: 0 }
    }

    fn step(&mut self) {
        self.counter += 1;
        self.peer.ask(&format!("ssc {}", self.counter), &[]);
    }

    /// 87 with padding indicator; nothing for nothing.
    fn cryptogram(&mut self, data: &[u8]) -> Vec<u8> {
        if data.is_empty() {
            return Vec::new();
        }
        let blocks = self.peer.value("encrypt", &[data]);
        object(0x87, &[&[1], &blocks[..]].concat())
    }

    /// Checks the last object, the MAC over header and all objects before it; gives these.
    fn check(&mut self, header: &[u8], data: &[u8]) -> Vec<(u32, Vec<u8>)> {
        let mut reader = tlv::Reader::new(data);
        let (mut objects, mut covered) = (Vec::new(), Vec::new());
        while let Ok(one) = reader.any() {
            if one.tag == 0x8E {
                assert_eq!(self.mac(header, &covered), one.value, "libeac finds another MAC");
            } else {
                covered.extend(one.raw);
                objects.push((one.tag, one.value.to_vec()));
            }
        }
        objects
    }

    fn mac(&mut self, header: &[u8], objects: &[u8]) -> Vec<u8> {
        // The header fills a block of its own unless nothing follows.
        let mut input = header.to_vec();
        if !header.is_empty() && !objects.is_empty() {
            input.push(0x80);
            input.resize(16, 0);
        }
        input.extend(objects);
        self.peer.value("mac", &[&input])
    }

    fn plain(&mut self, objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let found = objects.iter().find(|(tag, _)| *tag == 0x87);
        found.map(|(_, value)| self.peer.value("decrypt", &[&value[1..]])).unwrap_or_default()
    }
}

fn header(command: &Command) -> [u8; 4] {
    [command.class | 0x0C, command.instruction, command.p1, command.p2]
}

/// The chip's end.
pub(super) struct Card(Channel);

impl Card {
    pub(super) fn new(peer: Peer, channel: &str) -> Self {
        Self(Channel::new(peer, channel))
    }

    /// libeac itself, for the steps beside secure messaging.
    pub(super) fn peer(&mut self) -> &mut Peer {
        &mut self.0.peer
    }

    /// The same libeac with its next channel.
    pub(super) fn switch(self, channel: &str) -> Self {
        Self::new(self.0.peer, channel)
    }

    pub(super) fn open(&mut self, secure: &Command) -> Command {
        self.0.step();
        let objects = self.0.check(&header(secure), &secure.data);
        let expected = objects.iter().find(|(tag, _)| *tag == 0x97).map(|(_, value)| match value[..] {
            [0] => 256,
            [0, 0] => 65_536,
            _ => value.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)),
        });
        Command { class: secure.class & !0x0C, data: self.0.plain(&objects), expected, ..secure.clone() }
    }

    pub(super) fn protect(&mut self, answer: &Response) -> Response {
        self.0.step();
        let mut data = self.0.cryptogram(&answer.data);
        data.extend(object(0x99, &answer.status.to_be_bytes()));
        let mac = self.0.mac(&[], &data);
        data.extend(object(0x8E, &mac));
        Response { data, status: answer.status }
    }
}

/// The terminal's end.
pub(super) struct Reader(Channel);

impl Reader {
    pub(super) fn new(peer: Peer, channel: &str) -> Self {
        Self(Channel::new(peer, channel))
    }

    pub(super) fn protect(&mut self, command: &Command) -> Command {
        self.0.step();
        let mut data = self.0.cryptogram(&command.data);
        let long = command.data.len() > 255 || command.expected.is_some_and(|most| most > 256);
        if let Some(most) = command.expected {
            let [.., high, low] = most.to_be_bytes();
            let octets = [high, low];
            data.extend(object(0x97, if long { &octets } else { &octets[1..] }));
        }
        let mac = self.0.mac(&header(command), &data);
        data.extend(object(0x8E, &mac));
        Command { class: command.class | 0x0C, data, expected: Some(256), ..command.clone() }
    }

    pub(super) fn open(&mut self, answer: &Response) -> Response {
        self.0.step();
        let objects = self.0.check(&[], &answer.data);
        let status =
            objects.iter().find(|(tag, _)| *tag == 0x99).map(|(_, value)| [value[0], value[1]]).unwrap();
        Response { data: self.0.plain(&objects), status: u16::from_be_bytes(status) }
    }
}
