//! A virtual card in Debian's virtual card reader (vsmartcard's vpcd, below pcscd), which any program then sees.
//!
//! The card is the client. Each message is its length as two bytes, most significant first, and the bytes. A message of
//! one byte is an order of the reader (off, on, reset, tell the ATR); every other one is a command for the card.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream, ToSocketAddrs},
    time::Duration,
};

use crate::{CardTransport, TransportError};

/// A card made of software.
pub trait VirtualCard {
    /// Answer to reset (ISO 7816-3), by which a reader greets the card.
    fn atr(&self) -> Vec<u8>;
    /// The power went off or the reader resets the card: all that is not written for good is forgotten.
    fn reset(&mut self);
    /// Works a command off. The answer ends with two status bytes.
    fn process(&mut self, command: &[u8]) -> Vec<u8>;
}

impl<C: VirtualCard + ?Sized> VirtualCard for &mut C {
    fn atr(&self) -> Vec<u8> {
        (**self).atr()
    }

    fn reset(&mut self) {
        (**self).reset();
    }

    fn process(&mut self, command: &[u8]) -> Vec<u8> {
        (**self).process(command)
    }
}

/// A virtual card in this process, without any reader.
#[derive(Debug)]
pub struct InProcess<C>(pub C);

impl<C: VirtualCard> CardTransport for InProcess<C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        Ok(self.0.process(command))
    }
}

/// The card's place in a virtual reader. Dropping it takes the card out.
#[derive(Debug)]
pub struct Slot(TcpStream);

impl Slot {
    /// Puts a card into the reader that listens at `reader` (`host:port`).
    ///
    /// # Errors
    ///
    /// Nobody listens there.
    pub fn connect(reader: &str) -> io::Result<Self> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the address has no meaning");
        for address in reader.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, Duration::from_secs(5)) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(Self(stream));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// A handle that takes the card out from another thread.
    pub fn ejector(&self) -> io::Result<Ejector> {
        self.0.try_clone().map(Ejector)
    }

    /// Works off what the reader asks, until the card is taken out or the reader goes away.
    ///
    /// # Errors
    ///
    /// The connection broke in the middle of a message.
    pub fn serve(&mut self, card: &mut dyn VirtualCard) -> io::Result<()> {
        match serve(&mut self.0, card) {
            // How a socket says that the other side, or an ejector, closed it while a message was under way.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) =>
            {
                card.reset();
                Ok(())
            }
            ended => ended,
        }
    }
}

/// Takes a virtual card out of its reader.
#[derive(Debug)]
pub struct Ejector(TcpStream);

impl Ejector {
    /// Takes the card out; the slot's `serve` returns.
    pub fn eject(&self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

const POWER_OFF: u8 = 0;
const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const ASK_ATR: u8 = 4;

fn serve(stream: &mut (impl Read + Write), card: &mut dyn VirtualCard) -> io::Result<()> {
    while let Some(message) = read_message(stream)? {
        match *message {
            [POWER_OFF | POWER_ON | RESET] => card.reset(),
            [ASK_ATR] => write_message(stream, &card.atr())?,
            // Unknown orders and empty messages have no answer.
            [] | [_] => {}
            [..] => write_message(stream, &card.process(&message))?,
        }
    }
    card.reset();
    Ok(())
}

/// `None` when the connection ended between two messages.
fn read_message(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 2];
    if !read_or_end(stream, &mut length)? {
        return Ok(None);
    }
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message)?;
    Ok(Some(message))
}

fn read_or_end(stream: &mut impl Read, buffer: &mut [u8; 2]) -> io::Result<bool> {
    let [first, second] = buffer;
    loop {
        match stream.read(std::slice::from_mut(first)) {
            Ok(0) => return Ok(false),
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    stream.read_exact(std::slice::from_mut(second))?;
    Ok(true)
}

fn write_message(stream: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(|_| {
        io::Error::new(io::ErrorKind::InvalidData, "an answer longer than the reader's protocol can say")
    })?;
    let mut framed = length.to_be_bytes().to_vec();
    framed.extend_from_slice(message);
    stream.write_all(&framed)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// What the reader sends, and what it gets back.
    struct Line(VecDeque<u8>, Vec<u8>);

    impl Read for Line {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            self.0.read(buf)
        }
    }

    impl Write for Line {
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
            self.1.write(buf)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Answers with the command and counts resets.
    #[derive(Default)]
    struct Echo(u32);

    impl VirtualCard for Echo {
        fn atr(&self) -> Vec<u8> {
            vec![0x3B, 0x80]
        }

        fn reset(&mut self) {
            self.0 += 1;
        }

        fn process(&mut self, command: &[u8]) -> Vec<u8> {
            [command, &[0x90, 0x00]].concat()
        }
    }

    fn talk(sent: &[u8]) -> (io::Result<()>, Vec<u8>, u32) {
        let mut line = Line(sent.to_vec().into(), Vec::new());
        let mut card = Echo::default();
        let end = serve(&mut line, &mut card);
        (end, line.1, card.0)
    }

    #[test]
    fn orders_and_commands() {
        let (end, answers, resets) =
            talk(b"\0\x01\x01\0\x01\x04\0\x04\x00\xA4\x00\x0C\0\x01\x02\0\x01\x00\0\x01\x09\0\0");
        assert!(end.is_ok());
        assert_eq!(answers, b"\0\x02\x3B\x80\0\x06\x00\xA4\x00\x0C\x90\x00");
        assert_eq!(resets, 4, "on, reset, off, and taken out");
    }

    #[test]
    fn a_line_cut_in_a_message_is_an_error_and_between_two_is_the_end() {
        assert!(talk(b"\0").0.is_err());
        assert!(talk(b"\0\x04\x00").0.is_err());
        assert!(talk(b"").0.is_ok());
    }
}
