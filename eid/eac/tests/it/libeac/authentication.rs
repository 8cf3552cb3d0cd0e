//! The whole way with libeac: PACE, terminal authentication, chip authentication, and the last channel.

use eac::apdu::{Command, Response};
use eac::ca::{self, Answer};
use eac::card_access::{ChipKey, SecurityInfos};
use eac::card_security::CardSecurity;
use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::chain::Trust;
use eac::keys::Cipher;
use eac::messaging::{ChipChannel, TerminalChannel};
use eac::pace::Parameters;
use eac::pki::{Pki, Terminal};
use eac::signature::SigningKey;
use eac::ta::{self, Auxiliary, wire};
use eac::tlv::{Reader as Objects, object};
use x509_cert::der::Encode;

use super::card::{Card, Reader};
use super::peer::Peer;
use super::{CARD, TODAY, pace_as_chip, pace_as_terminal, peer, pin, without_zeros};
use crate::support::{Dice, hex};

struct World {
    parameters: Parameters,
    pki: Pki,
    terminal: Terminal,
    chip: ca::Chip,
    dice: Dice,
}

fn world(parameters: Parameters) -> World {
    let mut dice = Dice::new("libeac");
    let pki = Pki::new("DE", TODAY, &mut dice).unwrap();
    let rights = Rights::from([Right::Read(4), Right::PinManagement]);
    let terminal = pki.terminal("TERM", rights, None, &mut dice).unwrap();
    let chip = ca::Chip::generate(parameters.curve, &mut dice).unwrap();
    World { parameters, pki, terminal, chip, dice }
}

impl World {
    /// What the chip's maker signed.
    fn card_security(&self) -> Vec<u8> {
        let keys = vec![self.chip.public(None)];
        let infos =
            SecurityInfos { keys, ..SecurityInfos::eid_card(self.parameters.cipher, self.parameters.curve) };
        self.pki.signer.sign(&infos.to_der()).unwrap()
    }
}

/// A key as OpenSSL reads it: PKCS #8 with the name of brainpoolP256r1.
fn pkcs8(key: &SigningKey) -> Vec<u8> {
    let algorithm = hex("30 14 06072A8648CE3D0201 06092B2403030208010107");
    let secret = object(0x30, &[object(0x02, &[1]), object(0x04, key.expose_secret())].concat());
    object(0x30, &[object(0x02, &[0]), algorithm, object(0x04, &secret)].concat())
}

/// A card of libeac's steps: what each command of terminal and chip authentication asks of it.
struct Application {
    card: Card,
    id_chip: Vec<u8>,
    settled: Option<wire::SetAt>,
}

impl Application {
    fn answer(&mut self, command: &Command) -> Response {
        let settled = self.settled.clone();
        let (compressed, auxiliary) =
            settled.map(|at| (at.compressed, at.auxiliary.to_tlv())).unwrap_or_default();
        let peer = self.card.peer();
        let result = match (command.instruction, command.p1) {
            (0x22, 0x81) if command.p2 == 0xB6 => Ok(Vec::new()),
            (0x22, 0x81) => {
                self.settled = Some(wire::SetAt::parse(&command.data).unwrap());
                Ok(Vec::new())
            }
            (0x22, 0x41) => Ok(Vec::new()),
            (0x2A, _) => peer.try_ask("ta-certificate", &[&object(0x7F21, &command.data)]),
            (0x84, _) => peer.try_ask("ta-challenge", &[]),
            (0x82, _) => peer.try_ask("ta-verify", &[&compressed, &self.id_chip, &auxiliary, &command.data]),
            (0x86, _) => authenticate(peer, &compressed, &command.data),
            other => panic!("no command of these protocols: {other:?}"),
        };
        result.map_or_else(|_| Response::status(0x6300), |values| Response::data(values.concat()))
    }
}

fn authenticate(peer: &mut Peer, compressed: &[u8], data: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let public = Objects::new(data).expect(0x7C).unwrap().reader().expect(0x80).unwrap().value;
    peer.try_ask("ca-check", &[without_zeros(compressed), public])?;
    peer.try_ask("ca-agree", &[public])?;
    let values = peer.try_ask("ca-derive", &[public])?;
    let [nonce, token] = &values[..] else { panic!("two values") };
    Ok(vec![object(0x7C, &[object(0x81, nonce), object(0x82, token)].concat())])
}

/// Our terminal with a card of libeac's; up to the first refusal.
fn our_terminal(world: &mut World, auxiliary: Auxiliary, spoil: fn(&mut Command)) -> Result<(), u16> {
    let mut peer = peer(CARD);
    peer.ask("ta-chip", &[&world.pki.cvca.certificate.to_tlv()]);
    peer.ask("ta-skip-time", &[]);
    peer.ask("ca-chip", &[world.chip.expose_secret(), &world.chip.public(None).point]);
    let opened = pace_as_terminal(&mut peer, CARD, &pin()).unwrap();
    let mut channel = TerminalChannel::new(opened.keys);
    let card = Card::new(peer, "pace");
    let mut application = Application { card, id_chip: opened.id_chip.clone(), settled: None };
    let mut send = |mut command: Command| {
        spoil(&mut command);
        let secure = channel.protect(&command).unwrap();
        let inside = application.card.open(&secure);
        let answer = application.answer(&inside);
        let answer = channel.open(&application.card.protect(&answer)).unwrap();
        if answer.is_ok() { Ok(answer.data) } else { Err(answer.status) }
    };

    for command in wire::present(&world.terminal.chain) {
        send(command)?;
    }
    let key = &world.terminal.key;
    let terminal = ta::Terminal::new(CARD.curve, &opened.id_chip, auxiliary, &mut world.dice).unwrap();
    let [set_at, get_challenge] = terminal.commands(key, world.terminal.chain[1].holder());
    send(set_at)?;
    let challenge = send(get_challenge)?;
    let (agreed, signature) = terminal.sign(key, &challenge).unwrap();
    send(wire::external_authenticate(signature))?;
    send(ca::wire::set_at(CARD.cipher, None))?;
    let answer = send(ca::wire::general_authenticate(agreed.public()))?;
    let secured = CardSecurity::parse(&world.card_security()).unwrap();
    let proven = secured.verify(std::slice::from_ref(&world.pki.csca), TODAY).unwrap();
    let [public] = <[ChipKey; 1]>::try_from(SecurityInfos::parse(proven.content()).unwrap().keys).unwrap();
    let keys = agreed.finish(&public, CARD.cipher, &Answer::parse(&answer).unwrap()).unwrap();

    let (mut channel, mut card) = (TerminalChannel::new(keys), application.card.switch("ca"));
    let command = Command::new(0, 0xB0, 0x84, 0).expecting(256);
    assert_eq!(card.open(&channel.protect(&command).unwrap()), command);
    Ok(())
}

#[test]
fn our_terminal_and_a_card_of_libeac() {
    let auxiliary = Auxiliary::new(Some(b"20081126"), Some(b"20261126"), None);
    assert_eq!(our_terminal(&mut world(CARD), auxiliary, |_| {}), Ok(()));
    assert_eq!(our_terminal(&mut world(CARD), Auxiliary::default(), |_| {}), Ok(()));
}

#[test]
fn what_is_changed_on_the_way_is_refused_by_libeac() {
    let run = |spoil: fn(&mut Command)| our_terminal(&mut world(CARD), Auxiliary::default(), spoil);
    assert_eq!(run(|command| change(command, 0x2A)), Err(0x6300), "certificate");
    assert_eq!(run(|command| change(command, 0x82)), Err(0x6300), "signature");
    assert_eq!(run(|command| change(command, 0x86)), Err(0x6300), "key of chip authentication");
}

fn change(command: &mut Command, instruction: u8) {
    if command.instruction == instruction {
        *command.data.last_mut().unwrap() ^= 1;
    }
}

#[test]
fn a_terminal_of_libeac_and_our_chip() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        their_terminal(Parameters { cipher, ..CARD });
    }
    for curve in [Curve::P256, Curve::BrainpoolP384r1, Curve::BrainpoolP512r1] {
        their_terminal(Parameters { curve, ..CARD });
    }
}

fn their_terminal(parameters: Parameters) {
    let mut world = world(parameters);
    let mut peer = peer(parameters);
    let certificate = &world.terminal.chain[1];
    peer.ask("ta-terminal", &[&pkcs8(&world.terminal.key), &certificate.to_tlv()]);
    let opened = pace_as_chip(&mut peer, parameters, &pin()).unwrap();
    let asked = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::ALL);
    let trust = Trust::new(&world.pki.cvca.certificate, TODAY).unwrap();
    let mut chip = ta::Chip::new(trust, &opened.id_chip, Some(asked));
    for one in &world.terminal.chain {
        chip.select_issuer(one.authority().as_bytes()).unwrap();
        chip.verify_certificate(one.content()).unwrap();
    }

    let auxiliary = Auxiliary::new(None, Some(b"20261126"), None);
    let protocol = world.terminal.key.public().hash().oid().to_vec();
    let mut compressed = peer.value("ta-key", &[]);
    while compressed.len() < parameters.curve.octets() {
        compressed.insert(0, 0);
    }
    let holder = certificate.holder().clone();
    let settled =
        wire::SetAt { protocol, holder, compressed: compressed.clone(), auxiliary: auxiliary.clone() };
    chip.begin(&settled).unwrap();
    let challenge = chip.challenge(&mut world.dice);
    peer.ask("ta-set-challenge", &[&challenge]);
    let signature = peer.value("ta-sign", &[&compressed, &opened.id_chip, &auxiliary.to_tlv()]);
    let authenticated = chip.authenticate(&signature).unwrap();
    assert_eq!(authenticated.chat.rights(), Rights::from([Right::Read(4), Right::PinManagement]));

    let secured = world.card_security();
    let public = peer.value("cardsecurity", &[&secured]);
    assert_eq!(public, world.chip.public(None).point, "libeac reads the key out of EF.CardSecurity");
    let point = peer.value("ca-key", &[]);
    let (answer, keys) = world
        .chip
        .authenticate(parameters.cipher, &authenticated.compressed, &point, &mut world.dice)
        .unwrap();
    peer.ask("ca-agree", &[&public]);
    peer.ask("ca-verify", &[&answer.nonce, &answer.token]);
    let (mut chip, mut reader) = (ChipChannel::new(keys), Reader::new(peer, "ca"));
    let command = Command::new(0, 0xB0, 0x84, 0).expecting(256);
    assert_eq!(chip.open(&reader.protect(&command)).unwrap(), command);
}

#[test]
fn openssl_believes_our_card_security_only_under_its_authority() {
    let world = world(CARD);
    let secured = world.card_security();
    let verify = |authority: &Pki, file: &[u8]| {
        let mut peer = peer(CARD);
        peer.ask("csca", &[&authority.csca.to_der().unwrap()]);
        peer.try_ask("cardsecurity-verify", &[file]).map(|_| ())
    };
    assert_eq!(verify(&world.pki, &secured), Ok(()));
    let other = Pki::new("DE", TODAY, &mut Dice::new("other")).unwrap();
    assert!(verify(&other, &secured).is_err());
    let mut changed = secured;
    let at = changed.windows(4).position(|window| window == [0x04, 0x00, 0x7F, 0x00]).unwrap();
    changed[at + 200] ^= 1;
    assert!(verify(&world.pki, &changed).is_err());
}
