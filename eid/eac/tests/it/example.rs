//! The BSI's "Worked Example for Extended Access Control", version 1.02, the variant on elliptic curves: every value of
//! terminal and chip authentication. PACE's stand in its own tests.

use eac::ca::{self, Answer};
use eac::card_access::SecurityInfos;
use eac::card_security::CardSecurity;
use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::Certificate;
use eac::cvc::chain::{ChainError, Trust};
use eac::keys::{Cipher, SessionKeys};
use eac::signature::{Hash, SigningKey};
use eac::ta::{self, Auxiliary, wire};
use eac::tlv::{Reader, object};
use jiff::civil::{Date, date};

use crate::support::{Fixed, example, hex};

const CURVE: Curve = Curve::BrainpoolP256r1;
const DAY: Date = date(2010, 10, 1);

/// The example's trust point. Its own certificate is an inspection system's although all below it are authentication
/// terminals', which no card may accept: here it gets their kind. Nobody verifies a trust point's signature.
fn trust() -> Trust {
    let chat = Chat::new(TerminalKind::Authentication, Level::Cvca, Rights::ALL);
    let certificate = Reader::new(&example("cvca-cert")).expect(0x7F21).unwrap().value.to_vec();
    let mut content = Reader::new(&certificate);
    let (body, signature) = (content.any().unwrap(), content.any().unwrap());
    let (mut fields, mut changed) = (body.reader(), Vec::new());
    while let Ok(field) = fields.any() {
        changed.extend(if field.tag == 0x7F4C { chat.to_tlv() } else { field.raw.to_vec() });
    }
    let content = [object(0x7F4E, &changed), signature.raw.to_vec()].concat();
    Trust::new(&Certificate::parse_content(&content).unwrap(), DAY).unwrap()
}

/// The chip's name in PACE: its key's x coordinate.
fn name() -> Vec<u8> {
    CURVE.compressed(&example("picc-pub-key"))
}

/// The terminal's secret number at the end of its PKCS #8 structure.
fn terminal_key() -> SigningKey {
    let bytes = example("ta-pcd-key");
    SigningKey::from_bytes(Curve::BrainpoolP512r1, Hash::Sha512, &bytes[bytes.len() - 64..]).unwrap()
}

fn chip() -> ta::Chip {
    let asked = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::ALL);
    let mut chip = ta::Chip::new(trust(), &name(), Some(asked));
    for certificate in ["dv-cert", "ta-cert"] {
        let certificate = Certificate::parse(&example(certificate)).unwrap();
        chip.select_issuer(certificate.authority().as_bytes()).unwrap();
        chip.verify_certificate(certificate.content()).unwrap();
    }
    chip
}

/// The terminal with the example's key for chip authentication.
fn terminal() -> ta::Terminal {
    let secret = example("ca-pcd-priv-key").split_off(1);
    ta::Terminal::new(CURVE, &name(), Auxiliary::default(), &mut Fixed(secret)).unwrap()
}

#[test]
fn terminal_authentication() {
    let key = terminal_key();
    let certificate = Certificate::parse(&example("ta-cert")).unwrap();
    assert_eq!(key.public().point(), certificate.key().point());
    let mut chip = chip();
    let [set_at, _] = terminal().commands(&key, certificate.holder());
    let set_at = wire::SetAt::parse(&set_at.data).unwrap();
    assert_eq!(set_at.compressed, CURVE.compressed(&example("ca-pcd-pub-key")));
    assert_eq!(set_at.protocol, hex("04007F00070202020205"), "id-TA-ECDSA-SHA-512");

    chip.begin(&set_at).unwrap();
    assert_eq!(chip.challenge(&mut Fixed(example("ta-nonce"))).as_slice(), example("ta-nonce"));
    let authenticated = chip.authenticate(&example("ta-pcd-signature")).unwrap();
    assert_eq!(authenticated.chat.rights(), Rights::from([Right::CanAllowed, Right::Read(1)]));

    chip.begin(&set_at).unwrap();
    chip.challenge(&mut Fixed(example("ta-nonce")));
    let (agreed, signature) = terminal().sign(&key, &example("ta-nonce")).unwrap();
    assert_eq!(agreed.public(), example("ca-pcd-pub-key"));
    assert!(
        chip.authenticate(&signature).is_ok(),
        "ours is another signature of the same key over the same bytes"
    );
}

#[test]
fn a_card_keeps_to_one_kind_of_terminal() {
    let trust = Trust::new(&Certificate::parse(&example("cvca-cert")).unwrap(), DAY).unwrap();
    let verifier = Certificate::parse(&example("dv-cert")).unwrap();
    let mut chip = ta::Chip::new(trust, &name(), None);
    chip.select_issuer(verifier.authority().as_bytes()).unwrap();
    assert_eq!(chip.verify_certificate(verifier.content()), Err(ta::TaError::Chain(ChainError::Kind)));
}

#[test]
fn chip_authentication() {
    let secured = CardSecurity::parse(&example("ef-cardsecurity")).unwrap();
    let infos = SecurityInfos::parse(secured.unproven_content()).unwrap();
    let [public] = &infos.keys[..] else { panic!("one key") };
    let card = ca::Chip::from_bytes(CURVE, &example("ca-picc-priv-key")).unwrap();
    assert_eq!(card.public(public.key), *public);
    assert_eq!(public.point, example("ca-picc-pub-key"));

    let compressed = CURVE.compressed(&example("ca-pcd-pub-key"));
    let mut nonce = Fixed(example("ca-nonce"));
    let (answer, keys) =
        card.authenticate(Cipher::Aes128, &compressed, &example("ca-pcd-pub-key"), &mut nonce).unwrap();
    let expected = Answer {
        nonce: example("ca-nonce").try_into().unwrap(),
        token: example("ca-picc-token").try_into().unwrap(),
    };
    assert_eq!(answer, expected);

    let (agreed, _) = terminal().sign(&terminal_key(), &example("ta-nonce")).unwrap();
    let own = agreed.finish(public, Cipher::Aes128, &expected).unwrap();
    let derived = SessionKeys::derive(Cipher::Aes128, &example("ca-shared-secret-k"), &example("ca-nonce"));
    let probe = b"any message";
    assert_eq!(own.token(probe), keys.token(probe));
    assert_eq!(own.token(probe), derived.token(probe), "the same shared secret");
}
