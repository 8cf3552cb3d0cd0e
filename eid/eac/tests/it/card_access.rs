//! What cards offer: files of real cards, our own, and broken ones.

use eac::card_access::{
    ChipKey, ChipProtocol, DomainInfo, MobileEid, PaceProtocol, SecurityInfos, chip_authentication_oid,
    pace_cipher, pace_oid,
};
use eac::curve::Curve;
use eac::keys::Cipher;
use eac::tlv::{TlvErrorKind, object};
use proptest::prelude::*;

use crate::support::{card_access, example, hex};

const AES: Cipher = Cipher::Aes128;
const CURVE: Curve = Curve::BrainpoolP256r1;

fn parse(name: &str) -> SecurityInfos {
    SecurityInfos::parse(&card_access(name)).unwrap()
}

const PACE: PaceProtocol = PaceProtocol { cipher: AES, curve: Ok(CURVE) };
const fn chip(key: u8) -> ChipProtocol {
    ChipProtocol { cipher: AES, version: 2, key: Some(key) }
}
const fn domain(key: u8) -> DomainInfo {
    DomainInfo { curve: Ok(CURVE), key: Some(key) }
}

#[test]
fn the_worked_example() {
    let infos = SecurityInfos::parse(&example("ef-cardaccess")).unwrap();
    assert_eq!((&infos.pace[..], &infos.terminal[..]), ([PACE].as_slice(), [2].as_slice()));
    assert_eq!((&infos.chip[..], &infos.chip_domains[..]), ([chip(1)].as_slice(), [domain(1)].as_slice()));
    assert_eq!(infos.card_info.as_deref(), Some("https://www.hjp-consulting.com/home"));
    let privileged = infos.privileged.unwrap();
    assert_eq!(
        (&privileged.chip[..], &privileged.chip_domains[..]),
        ([chip(2)].as_slice(), [domain(2)].as_slice())
    );
}

#[test]
fn cards_that_were_issued() {
    let card = parse("card-2010");
    assert_eq!(
        (&card.pace[..], &card.chip[..], card.mobile),
        ([PACE].as_slice(), [chip(0x41), chip(0x45)].as_slice(), None)
    );
    assert_eq!(card.card_info.as_deref(), Some("http://bsi.bund.de/cif/npa.xml"));
    // Its file goes on behind the set.
    assert_eq!(parse("test-card-2").pace, [PACE]);
    // Its parameters are written out, not numbered; its PACE is of version 1.
    let early = parse("test-card-1");
    assert_eq!(
        (&early.pace[..], &early.chip_domains[..], early.all_pace.len()),
        ([].as_slice(), [].as_slice(), 1)
    );
    // No PACE at all; terminal authentication of version 1; chip authentication with triple DES.
    let slovenian = parse("slovenian");
    assert_eq!((slovenian.pace.len(), &slovenian.terminal[..], slovenian.chip.len()), (0, [1].as_slice(), 0));
    // PACE with chip authentication mapping stands beside; chip authentication of version 3 too.
    let third = parse("third-generation");
    assert_eq!((&third.pace[..], third.all_pace.len()), ([PACE].as_slice(), 2));
    assert_eq!(third.all_pace.iter().filter_map(|(oid, _)| pace_cipher(oid)).count(), 1);
    assert_eq!(third.privileged.unwrap().chip, [chip(0x49)]);
}

#[test]
fn what_is_written_is_read() {
    let mut infos = SecurityInfos::eid_card(Cipher::Aes256, Curve::BrainpoolP384r1);
    assert_eq!(SecurityInfos::parse(&infos.to_der()).unwrap(), infos);
    infos.card_info = Some("https://example.org".to_owned());
    infos.pace_domains = vec![DomainInfo { curve: Err(200), key: Some(32) }];
    infos.keys = vec![ChipKey { curve: CURVE, point: example("ca-picc-pub-key"), key: Some(1) }];
    infos.privileged = Some(Box::new(SecurityInfos { chip: vec![chip(2)], ..SecurityInfos::default() }));
    for mobile in
        [None, Some(MobileEid::CertifiedElement), Some(MobileEid::EndorsedElement), Some(MobileEid::KeyStore)]
    {
        infos.mobile = mobile;
        assert_eq!(SecurityInfos::parse(&infos.to_der()).unwrap(), infos);
    }
    // A curve without a name of ours keeps its number.
    let foreign = SecurityInfos {
        pace: vec![PaceProtocol { cipher: AES, curve: Err(11) }],
        ..SecurityInfos::default()
    };
    assert_eq!(SecurityInfos::parse(&foreign.to_der()).unwrap().pace, foreign.pace);
}

#[test]
fn every_cipher_has_its_protocol() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        assert_eq!(pace_cipher(&pace_oid(cipher)), Some(cipher));
        assert_eq!(pace_cipher(&chip_authentication_oid(cipher)), None);
    }
    assert_eq!(pace_cipher(&[]), None);
}

#[test]
fn keys_that_are_none_are_left_out() {
    let mut point = example("ca-picc-pub-key");
    point[64] ^= 1;
    let infos =
        SecurityInfos { keys: vec![ChipKey { curve: CURVE, point, key: None }], ..SecurityInfos::default() };
    assert_eq!(SecurityInfos::parse(&infos.to_der()).unwrap().keys, []);
}

#[test]
fn a_set_in_a_set_in_a_set_is_not_followed() {
    let inner = SecurityInfos { privileged: Some(Box::default()), ..SecurityInfos::default() };
    let infos = SecurityInfos { privileged: Some(Box::new(inner)), ..SecurityInfos::default() };
    assert_eq!(SecurityInfos::parse(&infos.to_der()).unwrap().privileged, Some(Box::default()));
}

#[test]
fn errors_name_the_byte() {
    let refused = |bytes: &str| SecurityInfos::parse(&hex(bytes)).unwrap_err();
    assert_eq!(refused("30 00").at, 0);
    assert_eq!(
        refused("31 02 04 00"),
        eac::tlv::TlvError { at: 2, kind: TlvErrorKind::Unexpected { expected: 0x30, found: 0x04 } }
    );
    // A version of two octets.
    let version = "31 10 30 0E 06 08 04007F0007020202 02 02 0100";
    assert_eq!((refused(version).at, refused(version).kind), (14, TlvErrorKind::Malformed));
    assert_eq!(SecurityInfos::parse(&hex("31 00")), Ok(SecurityInfos::default()));
    // Identifiers of others, and a type of phone that is not known.
    let others = "31 11 30 0F 06 0A 04007F00070302030209 02 01 01";
    assert_eq!(SecurityInfos::parse(&hex(others)), Ok(SecurityInfos::default()));
}

proptest! {
    #[test]
    fn any_change_is_read_or_refused(name in 0_usize..5, at in any::<prop::sample::Index>(), octet: u8) {
        let name = ["test-card-1", "test-card-2", "card-2010", "slovenian", "third-generation"][name];
        let mut bytes = card_access(name);
        let at = at.index(bytes.len());
        bytes[at] = octet;
        if let Ok(infos) = SecurityInfos::parse(&bytes) {
            prop_assert!(SecurityInfos::parse(&infos.to_der()).is_ok());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let _ = SecurityInfos::parse(&bytes);
        let _ = SecurityInfos::parse(&object(0x31, &object(0x30, &bytes)));
    }
}
