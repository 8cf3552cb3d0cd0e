//! Single certificates: the standard's example, real ones, our own, and broken ones.

use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::{Body, Certificate, CvcError, Reference, Request};
use eac::description::{self, Description};
use eac::signature::{Hash, SigningKey, VerifyingKey, WrongSignature};
use jiff::civil::date;
use proptest::prelude::*;

use crate::support::{Dice, digits, example, hex, real};

#[test]
fn the_example_is_read_and_its_signatures_hold() {
    let cvca = Certificate::parse(&example("cvca-cert")).unwrap();
    let verifier = Certificate::parse(&example("dv-cert")).unwrap();
    let terminal = Certificate::parse(&example("ta-cert")).unwrap();
    assert_eq!(cvca.key().curve(), Some(Curve::BrainpoolP512r1));
    assert_eq!(cvca.chat().level(), Level::Cvca);
    assert_eq!(terminal.authority().to_string(), "DETESTDVDE019");
    assert_eq!(terminal.holder().to_string(), "DETESTATDE019");
    assert_eq!((terminal.effective(), terminal.expiration()), (date(2010, 9, 30), date(2010, 10, 30)));
    assert_eq!(terminal.chat().rights(), Rights::from([Right::CanAllowed, Right::Read(1)]));

    let root = cvca.key().verifying_key(None).unwrap();
    let second = verifier.key().verifying_key(cvca.key().curve()).unwrap();
    assert_eq!(cvca.verify(&root), Ok(()));
    assert_eq!(verifier.verify(&root), Ok(()));
    assert_eq!(terminal.verify(&second), Ok(()));
    assert_eq!(terminal.verify(&root), Err(WrongSignature));
    for (certificate, name) in [(cvca, "cvca-cert"), (verifier, "dv-cert"), (terminal, "ta-cert")] {
        assert_eq!(certificate.to_tlv(), example(name));
        assert_eq!(Certificate::parse_content(certificate.content()), Ok(certificate));
    }
}

#[test]
fn real_certificates_are_read_and_their_signatures_hold() {
    let authority = Certificate::parse(&real("authority")).unwrap();
    let root = authority.key().verifying_key(None).unwrap();
    assert_eq!((root.curve(), root.hash()), (Curve::BrainpoolP256r1, Hash::Sha256));
    for service in ["kba", "schufa"] {
        let verifier = Certificate::parse(&real(&format!("{service}-verifier"))).unwrap();
        let terminal = Certificate::parse(&real(&format!("{service}-terminal"))).unwrap();
        assert_eq!(verifier.verify(&root), Ok(()));
        assert_eq!(terminal.verify(&verifier.key().verifying_key(Some(root.curve())).unwrap()), Ok(()));
        let bytes = real(&format!("{service}-description"));
        let hash = description::hash(&bytes, terminal.key().hash());
        assert_eq!(terminal.description_hash(), Some(hash.as_slice()));
        let [sector, _] = terminal.extensions() else { panic!("two extensions") };
        assert_eq!(sector.oid(), hex("04007F000703010302"), "id-sector");
        assert_eq!(sector.data().first().map(|(tag, hash)| (*tag, hash.len())), Some((0x80, 32)));
        assert_eq!(Description::parse(&bytes).unwrap().to_der(), bytes);
    }
}

fn body<'a>(name: &'a Reference, key: &'a VerifyingKey, level: Level) -> Body<'a> {
    Body {
        authority: name,
        holder: name,
        key,
        chat: Chat::new(TerminalKind::Authentication, level, Rights::ALL),
        effective: date(2026, 2, 28),
        expiration: date(2028, 2, 29),
        extensions: Vec::new(),
    }
}

#[test]
fn certificates_are_made_on_every_curve_with_every_hash() {
    let name: Reference = "DECVCATEST00001".parse().unwrap();
    let curves = [Curve::P256, Curve::BrainpoolP256r1, Curve::BrainpoolP384r1, Curve::BrainpoolP512r1];
    for curve in curves {
        for hash in [Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            let key = SigningKey::generate(curve, hash, &mut Dice::new("make"));
            let made = body(&name, key.public(), Level::Cvca).sign(&key).unwrap();
            let read = Certificate::parse(&made.to_tlv()).unwrap();
            assert_eq!(read, made);
            assert_eq!(read.key().verifying_key(None).as_ref(), Ok(key.public()));
            assert_eq!(read.verify(key.public()), Ok(()));
            assert_eq!((read.effective(), read.expiration()), (date(2026, 2, 28), date(2028, 2, 29)));
            let again = SigningKey::from_bytes(curve, hash, key.expose_secret()).unwrap();
            assert_eq!(again.public(), key.public());
            assert_eq!(Curve::from_parameter_id(curve.parameter_id()), Some(curve));
        }
    }
}

#[test]
fn secrets_do_not_print() {
    let key = SigningKey::generate(Curve::P256, Hash::Sha256, &mut Dice::new("print"));
    let text = format!("{key:?}");
    let secret = digits(key.expose_secret());
    assert!(
        text.contains("REDACTED")
            && !text.to_uppercase().contains(&secret)
            && !text.contains(&format!("{:?}", key.expose_secret()))
    );
    assert!(SigningKey::from_bytes(Curve::P256, Hash::Sha256, &[0; 32]).is_err());
    assert!(SigningKey::from_bytes(Curve::P256, Hash::Sha256, &[1; 31]).is_err());
}

#[test]
fn a_changed_byte_breaks_the_signature() {
    let name: Reference = "DECVCATEST00001".parse().unwrap();
    let key = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, &mut Dice::new("change"));
    let made = body(&name, key.public(), Level::Terminal).sign(&key).unwrap();
    let bytes = made.to_tlv();
    for at in [bytes.len() - 1, bytes.len() - 70, bytes.len() - 80] {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1;
        let verified = Certificate::parse(&wrong).map(|wrong| wrong.verify(key.public()));
        assert_ne!(verified, Ok(Ok(())), "byte {at}");
    }
    assert_eq!(made.key().verifying_key(None), Err(CvcError::NoDomain));
    let short = VerifyingKey::new(Curve::BrainpoolP256r1, Hash::Sha256, &key.public().point()[..64]);
    assert!(short.is_err());
    assert_eq!(key.public().verify(&[b"message"], &[]), Err(WrongSignature));
    assert_eq!(key.public().verify(&[b"message"], &[0; 64]), Err(WrongSignature));
}

/// Replaces the only place where some bytes stand.
fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let (old, new) = (hex(old), hex(new));
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    [&bytes[..at], &new, &bytes[at + old.len()..]].concat()
}

#[test]
fn each_field_is_refused_where_it_is_wrong() {
    let bytes = example("ta-cert");
    let wrong = |old: &str, new: &str| Certificate::parse(&replaced(&bytes, old, new)).unwrap_err();
    assert_eq!(wrong("5F290100", "5F290101"), CvcError::Profile { at: 9 });
    assert_eq!(wrong("420D4445", "420D6445"), CvcError::Reference { at: 13 });
    assert_eq!(wrong("020202020586", "020202020686"), CvcError::Algorithm { at: 32 });
    assert_eq!(
        wrong("5F2506010000090300", "5F2506010000090302").to_string(),
        "certificate: no date at byte 213"
    );
    assert_eq!(wrong("5F24060100010003005F37", "5F240601000A0003005F37"), CvcError::Date { at: 222 });
    assert!(matches!(wrong("7F4C12", "7F4D12"), CvcError::Tlv(_)));
    assert!(matches!(wrong("5305000000", "5205000000"), CvcError::Chat(_)));
    let request = Request::parse(&real("request")).unwrap_err();
    assert_eq!(
        request.to_string(),
        "request: certificate: unknown domain parameters at byte 30",
        "brainpoolP224r1"
    );
}

#[test]
fn a_point_beside_its_curve_is_refused() {
    let bytes = replaced(&example("ta-cert"), "86818104 33", "86818104 34");
    let read = Certificate::parse(&bytes).unwrap();
    assert_eq!(read.key().verifying_key(Some(Curve::BrainpoolP512r1)), Err(CvcError::Point));
}

#[test]
fn references_have_their_form() {
    assert!("DETESTATDE019".parse::<Reference>().is_ok());
    for wrong in ["", "DE00001", "deTEST00001", "DE1234567890ABCDE", "DETÄST00001"] {
        assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
    }
    let latin = Reference::from_bytes(b"DET\xC4ST00001").unwrap();
    assert_eq!(
        (format!("{latin:?}"), latin.as_bytes()),
        ("DETÄST00001".into(), b"DET\xC4ST00001".as_slice())
    );
    assert!(Reference::from_bytes(b"DETEST\x0000001").is_err());
}

#[test]
fn requests_prove_their_key() {
    let key = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, &mut Dice::new("request"));
    let name: Reference = "DETERM00001".parse().unwrap();
    let made = Request::make(&name, &key).unwrap();
    let read = Request::parse(made.to_tlv()).unwrap();
    assert_eq!((read.holder(), read.key().curve()), (&name, Some(Curve::BrainpoolP256r1)));
    let mut wrong = made.to_tlv().to_vec();
    *wrong.last_mut().unwrap() ^= 1;
    assert_eq!(Request::parse(&wrong).unwrap_err().to_string(), "request: the signature is wrong");
}

proptest! {
    #[test]
    fn any_change_is_read_or_refused(at in any::<prop::sample::Index>(), octet in any::<u8>()) {
        let mut bytes = example("cvca-cert");
        let at = at.index(bytes.len());
        bytes[at] = octet;
        if let Ok(read) = Certificate::parse(&bytes) {
            prop_assert_eq!(read.to_tlv().len(), bytes.len());
            let _ = read.key().verifying_key(None);
        }
        let _ = Request::parse(&bytes);
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Certificate::parse(&bytes).is_err());
        prop_assert!(Certificate::parse_content(&bytes).is_err());
    }
}
