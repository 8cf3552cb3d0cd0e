//! EF.CardSecurity and passive authentication.

use std::sync::OnceLock;

use eac::card_security::{CardSecurity, CardSecurityError, DocumentSigner};
use eac::pki::Pki;
use eac::x509::X509Error;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use x509_cert::Certificate;

use crate::support::{Dice, example};

const TODAY: Date = date(2026, 11, 26);
const CONTENT: &[u8] = b"what the card says";

fn pki(seed: &str) -> Pki {
    Pki::new("DE", TODAY, &mut Dice::new(seed)).unwrap()
}

#[test]
fn what_the_signer_signed_is_believed() {
    let pki = pki("card");
    let bytes = pki.signer.sign(CONTENT).unwrap();
    let read = CardSecurity::parse(&bytes).unwrap();
    let proven = read.verify(std::slice::from_ref(&pki.csca), TODAY).unwrap();
    assert_eq!(proven.content(), CONTENT);
}

#[test]
fn a_file_may_be_longer_than_what_stands_in_it() {
    let pki = pki("card");
    let bytes = [&pki.signer.sign(CONTENT).unwrap()[..], &[0; 40]].concat();
    let read = CardSecurity::parse(&bytes).unwrap();
    assert!(read.verify(std::slice::from_ref(&pki.csca), TODAY).is_ok());
}

#[test]
fn the_example_is_read_but_its_rsa_signature_is_not_offered() {
    let read = CardSecurity::parse(&example("ef-cardsecurity")).unwrap();
    assert_eq!(&read.unproven_content()[..4], [0x31, 0x82, 0x01, 0x37]);
    let error = read.verify(&[], date(2010, 9, 1)).unwrap_err();
    assert!(matches!(error, CardSecurityError::Signer(X509Error::Algorithm(_))), "{error}");
}

#[test]
fn unknown_and_false_authorities_are_not_believed() {
    let (pki, other) = (pki("card"), pki("other"));
    let foreign = Pki::new("FR", TODAY, &mut Dice::new("f")).unwrap();
    let read = CardSecurity::parse(&pki.signer.sign(CONTENT).unwrap()).unwrap();
    let verify = |authorities: &[_]| read.verify(authorities, TODAY).map(|_| ());
    assert_eq!(verify(&[]), Err(CardSecurityError::UnknownAuthority));
    assert_eq!(verify(&[foreign.csca]), Err(CardSecurityError::UnknownAuthority));
    let same_name = CardSecurityError::Authority(X509Error::Signature);
    assert_eq!(verify(std::slice::from_ref(&other.csca)), Err(same_name));
    assert_eq!(verify(&[other.csca, pki.csca]), Ok(()), "one of several suffices");
}

#[test]
fn days_count() {
    let pki = pki("card");
    let read = CardSecurity::parse(&pki.signer.sign(CONTENT).unwrap()).unwrap();
    let verify = |day| read.verify(std::slice::from_ref(&pki.csca), day).map(|_| ());
    assert_eq!(verify(date(2037, 11, 26)), Ok(()));
    assert_eq!(verify(date(2037, 11, 27)), Err(CardSecurityError::Expired));
    assert_eq!(verify(date(2026, 11, 25)), Err(CardSecurityError::Expired));
}

#[test]
fn changed_content_and_stolen_certificates_are_found() {
    let pki = pki("card");
    let bytes = pki.signer.sign(CONTENT).unwrap();
    let at = bytes.windows(CONTENT.len()).position(|window| window == CONTENT).unwrap();
    let mut changed = bytes;
    changed[at] ^= 1;
    let read = CardSecurity::parse(&changed).unwrap();
    let error = read.verify(std::slice::from_ref(&pki.csca), TODAY).map(|_| ());
    assert_eq!(error, Err(CardSecurityError::Digest));
    let thief = DocumentSigner { key: pki.cvca.key.clone(), certificate: pki.signer.certificate.clone() };
    let read = CardSecurity::parse(&thief.sign(CONTENT).unwrap()).unwrap();
    let error = read.verify(std::slice::from_ref(&pki.csca), TODAY).map(|_| ());
    assert_eq!(error, Err(CardSecurityError::Signer(X509Error::Signature)));
}

#[test]
fn broken_files_are_refused_with_the_byte() {
    let bytes = pki("card").signer.sign(CONTENT).unwrap();
    let error = CardSecurity::parse(&bytes[..100]).unwrap_err();
    assert!(error.to_string().contains("100"), "{error}");
    assert!(CardSecurity::parse(&[]).is_err());
}

/// A file and its authority, made once for all cases.
fn made() -> &'static (Vec<u8>, Certificate) {
    static MADE: OnceLock<(Vec<u8>, Certificate)> = OnceLock::new();
    MADE.get_or_init(|| {
        let pki = pki("card");
        (pki.signer.sign(CONTENT).unwrap(), pki.csca)
    })
}

proptest! {
    #[test]
    fn any_change_is_found(at in any::<prop::sample::Index>(), octet in any::<u8>()) {
        let (bytes, authority) = made();
        let mut wrong = bytes.clone();
        let at = at.index(wrong.len());
        wrong[at] = octet;
        if let Ok(read) = CardSecurity::parse(&wrong)
            && let Ok(proven) = read.verify(std::slice::from_ref(authority), TODAY)
        {
            prop_assert_eq!(proven.content(), CONTENT);
        }
    }
}
