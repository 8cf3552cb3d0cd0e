//! Against libeac, a C implementation that is not ours: its tools and its library, each role against our other one.

mod authentication;
mod card;
mod openssl;
mod pace;
mod peer;
mod ri;
mod tools;

use eac::card_access::SecurityInfos;
use eac::curve::Curve;
use eac::keys::Cipher;
use eac::pace::{ChipPace, Opened, Parameters, Secret, TerminalPace};
use jiff::civil::{Date, date};

use crate::support::Dice;
use peer::Peer;

const TODAY: Date = date(2026, 11, 26);
const CARD: Parameters = Parameters { cipher: Cipher::Aes128, curve: Curve::BrainpoolP256r1 };

/// A fresh libeac that knows what the card offers, and the PIN.
fn peer(parameters: Parameters) -> Peer {
    let mut peer = Peer::start();
    let access = SecurityInfos::eid_card(parameters.cipher, parameters.curve).to_der();
    peer.ask("cardaccess", &[&access]);
    peer.ask("secret pin", &[b"123456"]);
    peer
}

fn pin() -> Secret {
    Secret::from_digits("123456")
}

/// PACE: our terminal, libeac's chip.
fn pace_as_terminal(peer: &mut Peer, parameters: Parameters, secret: &Secret) -> Result<Opened, String> {
    let dice = &mut Dice::new("terminal");
    let encrypted = peer.value("pace-nonce", &[]);
    let (terminal, own) = TerminalPace::new(parameters, secret).nonce(&encrypted, dice).unwrap();
    let other = peer.value("pace-map-key", &[]);
    peer.ask("pace-map", &[&own]);
    let (terminal, own) = terminal.map(&other, dice).unwrap();
    let other = peer.value("pace-key", &[]);
    peer.ask("pace-agree", &[&own]);
    let (terminal, token) = terminal.agree(&other).unwrap();
    peer.try_ask("pace-verify", &[&token])?;
    let token = peer.value("pace-token", &[&own]);
    let opened = terminal.finish(&token).map_err(|error| error.to_string())?;
    assert_eq!(without_zeros(&opened.id_chip), peer.value("id-picc", &[&other]));
    Ok(opened)
}

/// PACE: our chip, libeac's terminal.
fn pace_as_chip(peer: &mut Peer, parameters: Parameters, secret: &Secret) -> Result<Opened, String> {
    let dice = &mut Dice::new("chip");
    let (chip, encrypted) = ChipPace::new(parameters, secret).nonce(dice);
    peer.ask("pace-set-nonce", &[&encrypted]);
    let other = peer.value("pace-map-key", &[]);
    let (chip, own) = chip.map(&other, dice).unwrap();
    peer.ask("pace-map", &[&own]);
    let other = peer.value("pace-key", &[]);
    let (chip, own) = chip.agree(&other, dice).unwrap();
    peer.ask("pace-agree", &[&own]);
    let token = peer.value("pace-token", &[&own]);
    let (token, opened) = chip.finish(&token).map_err(|error| error.to_string())?;
    peer.try_ask("pace-verify", &[&token])?;
    assert_eq!(without_zeros(&opened.id_chip), peer.value("id-picc", &[&own]));
    Ok(opened)
}

/// libeac writes compressed keys without zeros in front; they are coordinates, whose length is the field's (BSI
/// TR-03110-3, section A.2.2.3). One key in 256 shows it.
fn without_zeros(compressed: &[u8]) -> &[u8] {
    let zeros = compressed.iter().take_while(|octet| **octet == 0).count();
    &compressed[zeros..]
}
