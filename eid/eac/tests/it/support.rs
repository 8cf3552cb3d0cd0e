//! Bytes from hex, the standard's values, and randomness that repeats itself.

use std::convert::Infallible;
use std::fmt::Write;

use elliptic_curve::rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// Bytes from hex digits; blanks and line ends do not count.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A value of a data file: lines of a name and hex digits.
fn value(file: &str, name: &str) -> Vec<u8> {
    let line = file.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    hex(line.unwrap_or_else(|| panic!("no value {name}")))
}

/// A value of the BSI's worked example, the variant on elliptic curves.
pub(crate) fn example(name: &str) -> Vec<u8> {
    value(include_str!("../data/worked-example-ecdh.txt"), name)
}

/// A value of ICAO's example of PACE.
pub(crate) fn icao(name: &str) -> Vec<u8> {
    value(include_str!("../data/icao-9303-11-g1.txt"), name)
}

/// EF.CardAccess of a card.
pub(crate) fn card_access(name: &str) -> Vec<u8> {
    value(include_str!("../data/card-access.txt"), name)
}

/// A value of certificates that were once used in Germany.
pub(crate) fn real(name: &str) -> Vec<u8> {
    value(include_str!("../data/real-certificates.txt"), name)
}

/// Random-looking bytes, the same in each run: what they are does not matter, only that they differ.
pub(crate) struct Dice(Sha256, u64);

impl Dice {
    pub(crate) fn new(seed: &str) -> Self {
        Self(Sha256::new_with_prefix(seed), 0)
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(32) {
            self.1 += 1;
            let block = self.0.clone().chain_update(self.1.to_le_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Dice {}

/// Exactly these bytes, each time: for examples whose random numbers are known.
pub(crate) struct Fixed(pub(crate) Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unimplemented!("examples draw bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unimplemented!("examples draw bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

/// Hex digits of bytes.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, octet| {
        write!(text, "{octet:02X}").unwrap();
        text
    })
}
