//! Restricted identification: both halves find the same name, and a sector's key is read as strictly as it is written.

use eac::card_access::{RestrictedProtocol, SecurityInfos};
use eac::curve::Curve;
use eac::ri::{self, RiError, Secret, Sector};
use eac::signature::{Hash, WrongKey};
use eac::tlv::object;
use proptest::prelude::*;

use crate::support::{Dice, hex};

const CURVES: [Curve; 4] =
    [Curve::P256, Curve::BrainpoolP256r1, Curve::BrainpoolP384r1, Curve::BrainpoolP512r1];

fn secret(curve: Curve, seed: &str) -> Secret {
    Secret::generate(curve, &mut Dice::new(seed)).unwrap()
}

#[test]
fn chip_and_sector_find_the_same_name() {
    for (curve, hash) in CURVES.into_iter().zip([Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512]) {
        let (chip, other_chip) = (secret(curve, "chip"), secret(curve, "other chip"));
        let (sector, other_sector) = (secret(curve, "sector"), secret(curve, "other sector"));
        let name = chip.name_in(&Sector::new(hash, &sector)).unwrap();
        assert_eq!(sector.name_of(hash, chip.public()).unwrap(), name);
        assert_eq!(name.len(), hash.digest(&[]).len());
        assert_ne!(sector.name_of(hash, other_chip.public()).unwrap(), name);
        assert_ne!(chip.name_in(&Sector::new(hash, &other_sector)).unwrap(), name, "another sector");
    }
    let (chip, sector) = (secret(Curve::P256, "chip"), secret(Curve::BrainpoolP256r1, "sector"));
    assert_eq!(chip.name_in(&Sector::new(Hash::Sha256, &sector)), Err(RiError::Key), "another curve");
    assert_eq!(chip.name_of(Hash::Sha256, sector.public()), Err(RiError::Key));
}

/// What GENERAL AUTHENTICATE carries for a sector.
fn content(sector: &Sector) -> Vec<u8> {
    ri::parse_general_authenticate(&ri::general_authenticate(sector).data).unwrap().to_vec()
}

#[test]
fn commands_are_read_as_they_are_written() {
    let sector = Sector::new(Hash::Sha256, &secret(Curve::BrainpoolP256r1, "sector"));
    assert_eq!(Sector::parse(&content(&sector)).unwrap(), sector);
    let set = ri::set_at(Hash::Sha256, 1);
    let protocol = hex("04007F00070202050203");
    assert_eq!(eac::ca::wire::parse_set_at(&set.data), Ok((protocol.as_slice(), Some(1))));
    assert_eq!(
        (ri::hash_of(&protocol), ri::hash_of(&hex("04007F00070202050201"))),
        (Some(Hash::Sha256), None)
    );
    assert_eq!(ri::parse_answer(&ri::answer(&[1, 2])), Ok([1, 2].as_slice()));
    assert!(ri::parse_answer(&[&ri::answer(&[1])[..], &[0x81, 0]].concat()).is_err());
    assert!(ri::parse_answer(&object(0x7C, &hex("81 00 83 00"))).is_err());
    // The certificate's hash is over the key's whole data object (section C.3.2.1).
    let whole = Hash::Sha256.digest(&[&object(0x7F49, &content(&sector))]);
    assert_eq!(sector.fingerprint(Hash::Sha256), whole);
}

#[test]
fn keys_that_are_none_are_refused() {
    let good = content(&Sector::new(Hash::Sha256, &secret(Curve::BrainpoolP256r1, "sector")));
    let changed = |at: usize, octet: u8| {
        let mut wrong = good.clone();
        wrong[at] ^= octet;
        Sector::parse(&wrong)
    };
    assert_eq!(changed(11, 0x40), Err(RiError::Key), "another protocol");
    assert_eq!(changed(20, 1), Err(RiError::Key), "another prime");
    assert_eq!(changed(good.len() - 10, 1), Err(RiError::Key), "no point of the curve");
    assert!(matches!(Sector::parse(&good[..good.len() - 3]), Err(RiError::Tlv(_))), "no cofactor");
    assert!(matches!(Sector::parse(&[&good[..], &[0x53, 0]].concat()), Err(RiError::Tlv(_))));
    assert!(Secret::from_bytes(Curve::P256, &[0; 32]).is_err_and(|error| error == WrongKey));
    assert!(Secret::from_bytes(Curve::P256, &[7; 31]).is_err());
    let known = Secret::from_bytes(Curve::P256, &[7; 32]).unwrap();
    assert_eq!((known.public().len(), format!("{known:?}").as_str()), (65, "Secret(P256, REDACTED)"));
}

#[test]
fn a_card_says_that_it_has_names() {
    let restricted = [(1, false), (2, true)]
        .map(|(key, authorised_only)| RestrictedProtocol { hash: Hash::Sha256, key, authorised_only })
        .to_vec();
    let infos = SecurityInfos { restricted, ..SecurityInfos::default() };
    let der = infos.to_der();
    assert_eq!(SecurityInfos::parse(&der), Ok(infos));
    // A version that we do not know.
    let at = der.windows(3).position(|window| window == [0x02, 0x01, 0x01]).unwrap();
    let mut other = der;
    other[at + 2] = 2;
    assert_eq!(SecurityInfos::parse(&other).unwrap().restricted.len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_are_a_key_or_refused(at in any::<prop::sample::Index>(), octet: u8, cut in any::<prop::sample::Index>()) {
        let mut bytes = content(&Sector::new(Hash::Sha256, &secret(Curve::BrainpoolP256r1, "sector")));
        let at = at.index(bytes.len());
        bytes[at] = octet;
        let _ = Sector::parse(&bytes);
        let _ = Sector::parse(&bytes[..cut.index(bytes.len())]);
        let _ = ri::parse_general_authenticate(&bytes);
        let _ = ri::parse_answer(&object(0x7C, &bytes));
    }
}
