//! Certificate descriptions.

use eac::description::{Description, DescriptionError, Terms};
use proptest::prelude::*;

use crate::support::{hex, real};

fn full(terms: Terms) -> Description {
    Description {
        issuer: "Übungs-Behörde".into(),
        issuer_url: Some("https://a_b.example/".into()),
        subject: "Stand am Markt".into(),
        subject_url: Some("https://stand.example/".into()),
        terms,
        redirect_url: Some("https://zurück.example/".into()),
        communication_certificates: vec![vec![1; 32], vec![2; 32]],
    }
}

#[test]
fn a_real_one_is_read() {
    let read = Description::parse(&real("kba-description")).unwrap();
    assert_eq!((read.issuer.as_str(), read.subject.as_str()), ("D-Trust GmbH", "Kraftfahrt-Bundesamt"));
    assert_eq!(read.subject_url.as_deref(), Some("https://www.kba-online.de/vzronline"));
    assert_eq!(read.communication_certificates.len(), 2);
    let Terms::Plain(terms) = read.terms else { panic!("plain text") };
    assert!(terms.contains("Geschäftszweck"));
}

#[test]
fn every_kind_of_terms_survives() {
    for terms in [Terms::Plain("Übung".into()), Terms::Html("<p>x</p>".into()), Terms::Pdf(vec![0xFF, 0])] {
        let made = full(terms);
        assert_eq!(Description::parse(&made.to_der()), Ok(made));
    }
    let bare = Description {
        issuer_url: None,
        subject_url: None,
        redirect_url: None,
        communication_certificates: Vec::new(),
        ..full(Terms::Plain(String::new()))
    };
    assert_eq!(Description::parse(&bare.to_der()), Ok(bare));
}

#[test]
fn implicit_tags_are_read_only_when_asked_for() {
    let implicit = hex(
        "30 29 06 0A 04007F00070301030101 81 01 41 83 01 42 85 01 43 A7 12 04 10 00112233445566778899AABBCCDDEEFF",
    );
    let read = Description::parse_implicitly_tagged(&implicit).unwrap();
    assert_eq!(
        (read.issuer.as_str(), read.subject.as_str(), read.terms),
        ("A", "B", Terms::Plain("C".into()))
    );
    assert_eq!(read.communication_certificates.len(), 1);
    assert_eq!(
        Description::parse(&implicit).unwrap_err().to_string(),
        "certificate description: data object 81 instead of A1 at byte 14"
    );
}

#[test]
fn broken_ones_are_refused_where_they_are_broken() {
    let unknown = hex("30 13 06 02 2A03 A1 03 0C 01 41 A3 03 0C 01 42 A5 03 0C 01 43");
    assert_eq!(Description::parse(&unknown[..]), Err(DescriptionError::Terms { at: 2 }));
    let number_as_text = hex("30 09 06 02 2A03 A1 03 02 01 01");
    assert_eq!(Description::parse(&number_as_text), Err(DescriptionError::Text { at: 8 }));
    let no_utf8 = hex("30 09 06 02 2A03 A1 03 0C 01 FF");
    assert!(matches!(Description::parse(&no_utf8), Err(DescriptionError::Text { at: 8 })));
}

proptest! {
    #[test]
    fn any_change_is_read_or_refused(at in any::<prop::sample::Index>(), octet in any::<u8>()) {
        let mut bytes = real("kba-description");
        let at = at.index(bytes.len());
        bytes[at] = octet;
        if let Ok(read) = Description::parse(&bytes) {
            prop_assert_eq!(Description::parse(&read.to_der()).unwrap().to_der(), read.to_der());
        }
        let _ = Description::parse_implicitly_tagged(&bytes);
    }
}
