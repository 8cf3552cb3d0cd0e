//! The values inside PACE, which nobody outside sees: of the BSI's worked example and of ICAO 9303-11, appendix G.1. What
//! goes over the wire is checked in the tests of the whole.

use std::convert::Infallible;

use elliptic_curve::rand_core::{TryCryptoRng, TryRng};

use super::{ChipPace, Parameters, Secret, TerminalPace, group::Ephemeral};
use crate::curve::Curve;
use crate::keys::{Cipher, SessionKeys};

const PARAMETERS: Parameters = Parameters { cipher: Cipher::Aes128, curve: Curve::BrainpoolP256r1 };

/// The example's numbers, in the order in which they are drawn.
struct Drawn(Vec<Vec<u8>>);

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unimplemented!("octets are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unimplemented!("octets are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0.remove(0));
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

/// One of the examples.
struct Example(&'static str, Secret);

impl Example {
    /// A value, without the zero in front that some numbers have.
    fn value(&self, name: &str) -> Vec<u8> {
        let mut lines = self.0.lines().filter_map(|line| line.split_once(' '));
        let (_, digits) = lines.find(|(key, _)| *key == name).unwrap();
        let digits = digits.strip_prefix("00").unwrap_or(digits);
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    fn drawn(&self, names: &[&str]) -> Drawn {
        Drawn(names.iter().map(|name| self.value(name)).collect())
    }
}

fn examples() -> [Example; 2] {
    [
        Example(include_str!("../../tests/data/worked-example-ecdh.txt"), Secret::from_digits("123456")),
        Example(
            include_str!("../../tests/data/icao-9303-11-g1.txt"),
            Secret::from_mrz("T22000129364081251010318"),
        ),
    ]
}

#[test]
fn the_password_and_the_nonce() {
    let [_, icao] = examples();
    assert_eq!(*PARAMETERS.cipher.password_key(&icao.1.0), icao.value("password-key"));
    for example in examples() {
        let (chip, encrypted) = ChipPace::new(PARAMETERS, &example.1).nonce(&mut example.drawn(&["nonce"]));
        assert_eq!((&*chip.nonce, &encrypted), (&example.value("nonce"), &example.value("nonce-enc")));
        let mut drawn = example.drawn(&["map-pcd-priv-key"]);
        let (terminal, _) = TerminalPace::new(PARAMETERS, &example.1).nonce(&encrypted, &mut drawn).unwrap();
        assert_eq!(*terminal.nonce, example.value("nonce"));
    }
}

#[test]
fn the_mapping() {
    for example in examples() {
        for (own, other) in [("map-pcd", "map-picc"), ("map-picc", "map-pcd")] {
            let mut drawn = example.drawn(&[&format!("{own}-priv-key")]);
            let key = Ephemeral::generate(PARAMETERS.curve, None, &mut drawn).unwrap();
            assert_eq!(key.point, example.value(&format!("{own}-pub-key")));
            let other = example.value(&format!("{other}-pub-key"));
            if !example.0.contains("ICAO") {
                assert_eq!(*key.agree(&other).unwrap(), example.value("map-shared-secret-h"));
            }
            assert_eq!(*key.map(&example.value("nonce"), &other).unwrap(), example.value("map-generator"));
        }
    }
}

#[test]
fn the_agreement() {
    for example in examples() {
        for (own, other) in [("pcd", "picc"), ("picc", "pcd")] {
            let mut drawn = example.drawn(&[&format!("{own}-priv-key")]);
            let base = example.value("map-generator");
            let key = Ephemeral::generate(PARAMETERS.curve, Some(&base), &mut drawn).unwrap();
            assert_eq!(key.point, example.value(&format!("{own}-pub-key")));
            let shared = key.agree(&example.value(&format!("{other}-pub-key"))).unwrap();
            let shared = PARAMETERS.curve.compressed(&shared);
            assert_eq!(shared, example.value("shared-secret-k"));
            let keys = SessionKeys::derive(PARAMETERS.cipher, &shared, &[]);
            assert_eq!(*keys.encryption, example.value("k-enc"));
            assert_eq!(*keys.authentication, example.value("k-mac"));
        }
    }
}
