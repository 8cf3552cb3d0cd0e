//! Certificates of `cvc-create` are read by us, ours are printed by `cvc-print`.

use std::fs;
use std::path::Path;

use eac::chat::{Right, Rights};
use eac::curve::Curve;
use eac::cvc::Certificate;
use eac::cvc::chain::{Chain, Trust};
use eac::description::{self, Description, Terms};
use eac::pki::Pki;

use super::TODAY;
use super::peer::{print, tool};
use crate::support::Dice;

/// The authority, a verifier and a terminal with a description, made by `cvc-create` as its documentation shows.
fn created_by_libeac(folder: &Path, curve: &str, scheme: &str) {
    let run = |name: &str, arguments: &str| tool(folder, name, &arguments.split(' ').collect::<Vec<_>>());
    run("openssl", &format!("ecparam -out key.pem -name {curve} -genkey -param_enc explicit"));
    run("openssl", "pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out root.pkcs8");
    let common =
        format!("--issued=261101 --expires=271101 --scheme={scheme} --rid --read-dg4 --pin-management");
    let by = |signer: &str, key: &str| format!("--sign-with={key} --sign-as={signer}.cvcert");
    run("cvc-create", &format!("--role=cvca --type=at --chr=ZZATCVCA00001 --sign-with=root.pkcs8 {common}"));
    let root = by("ZZATCVCA00001", "root.pkcs8");
    run("cvc-create", &format!("--role=dv_domestic --chr=ZZATDVCA00001 {root} {common}"));
    fs::write(folder.join("terms.txt"), "Übung, nichts weiter.").unwrap();
    let verifier = by("ZZATDVCA00001", "ZZATDVCA00001.pkcs8");
    let words = "--cert-desc=terms.txt --issuer-name=Behörde --subject-name=Stand --subject-url=http://stand.example/";
    run("cvc-create", &format!("--role=terminal --chr=ZZATTERM00001 {verifier} {words} {common}"));
}

#[test]
fn certificates_of_cvc_create_are_accepted() {
    for (curve, scheme) in [
        ("brainpoolP256r1", "ECDSA_SHA_256"),
        ("prime256v1", "ECDSA_SHA_224"),
        ("brainpoolP384r1", "ECDSA_SHA_384"),
        ("brainpoolP512r1", "ECDSA_SHA_512"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        created_by_libeac(folder.path(), curve, scheme);
        let file = |name: &str| fs::read(folder.path().join(name)).unwrap();
        let read = |name: &str| Certificate::parse(&file(&format!("{name}.cvcert"))).unwrap();
        let root = read("ZZATCVCA00001");
        assert_eq!(root.verify(&root.key().verifying_key(None).unwrap()), Ok(()), "{curve}");
        let mut chain = Chain::new(Trust::new(&root, TODAY).unwrap());
        for certificate in [read("ZZATDVCA00001"), read("ZZATTERM00001")] {
            chain.import(certificate.authority(), &certificate).unwrap();
        }
        let rights = Rights::from([Right::RestrictedIdentification, Right::Read(4), Right::PinManagement]);
        assert_eq!(chain.terminal().unwrap().chat().rights(), rights);

        let (terminal, bytes) = (read("ZZATTERM00001"), file("ZZATTERM00001.desc"));
        let hash = description::hash(&bytes, terminal.key().hash());
        assert_eq!(terminal.description_hash(), Some(hash.as_slice()));
        assert!(Description::parse(&bytes).is_err(), "its tags are implicit, against the standard");
        let read = Description::parse_implicitly_tagged(&bytes).unwrap();
        assert_eq!((read.issuer.as_str(), read.subject.as_str()), ("Behörde", "Stand"));
        assert_eq!(read.terms, Terms::Plain("Übung, nichts weiter.".into()));
    }
}

#[test]
fn our_certificates_are_printed_and_verified_by_cvc_print() {
    let mut dice = Dice::new("print");
    let pki = Pki::new("DE", TODAY, &mut dice).unwrap();
    let words = Description {
        issuer: "Übungs-Behörde".into(),
        issuer_url: None,
        subject: "Stand am Markt".into(),
        subject_url: Some("https://stand.example/".into()),
        terms: Terms::Plain("nur zur Übung".into()),
        redirect_url: None,
        communication_certificates: vec![vec![7; 32]],
    };
    let rights = Rights::from([Right::PinManagement, Right::Write(17), Right::Read(4), Right::CanAllowed]);
    let terminal = pki.terminal("TERM", rights, Some(&words), &mut dice).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // It looks for issuers by their names.
    for certificate in terminal.chain.iter().chain([&pki.cvca.certificate]) {
        fs::write(folder.path().join(certificate.holder().to_string()), certificate.to_tlv()).unwrap();
    }
    fs::write(folder.path().join("words"), terminal.description.unwrap()).unwrap();
    let printed = print(folder.path(), &["-c", "DETERM00001", "-d", "words", "--cvc-dir=."]);
    for expected in [
        "CAR: DEDVTEST00001",
        "CHR: DETERM00001",
        "Authentication terminal",
        "PIN Management",
        "CAN allowed",
        "Read DG 4 (Given Names)",
        "Write DG 17 (Normal Place of Residence)",
        "Terminal certificate",
        "Effective Date: 2026-11-26",
        "Expiration Date: 2026-12-26",
        "Stand am Markt",
        "nur zur Übung",
        "certificate description matches certificate",
    ] {
        assert!(printed.contains(expected), "{expected} is missing in\n{printed}");
    }
    assert!(!printed.contains("Read DG 5"), "{printed}");
    let authority = print(folder.path(), &["-c", "DECVCATEST00001", "--cvc-dir=."]);
    assert!(authority.contains("CVCA certificate"), "{authority}");
    assert_eq!(pki.cvca.certificate.key().curve(), Some(Curve::BrainpoolP256r1));
}
