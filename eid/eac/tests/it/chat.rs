//! Rights of terminals.

use eac::chat::{Chat, ChatError, Level, Right, Rights, TerminalKind};
use proptest::prelude::*;

use crate::support::hex;

#[test]
fn an_authentication_terminal_is_read() {
    let bytes = hex("7F4C 12 06 09 04007F000703010202 53 05 2000000031");
    let chat = Chat::parse(&bytes).unwrap();
    assert_eq!((chat.kind(), chat.level()), (TerminalKind::Authentication, Level::Terminal));
    let rights: Vec<Right> = chat.rights().iter().collect();
    assert_eq!(rights, [Right::VerifyAge, Right::CanAllowed, Right::PinManagement, Right::Write(17)]);
    assert!(chat.has(Right::PinManagement) && !chat.has(Right::Read(1)));
    assert_eq!(chat.to_tlv(), bytes);
    assert_eq!(format!("{:?}", chat.rights()), "{VerifyAge, CanAllowed, PinManagement, Write(17)}");
}

/// Bits as the table of BSI TR-03110-4, section 2.2.3.2 has them.
#[test]
fn rights_have_the_bits_of_the_table() {
    let bits = |right: Right| right.bit();
    assert_eq!(bits(Right::VerifyCommunity), Some(1));
    assert_eq!(bits(Right::RestrictedIdentification), Some(2));
    assert_eq!(bits(Right::Privileged), Some(3));
    assert_eq!(bits(Right::InstallCertificate), Some(6));
    assert_eq!(bits(Right::InstallQualifiedCertificate), Some(7));
    assert_eq!((bits(Right::Read(1)), bits(Right::Read(22))), (Some(8), Some(29)));
    assert_eq!(bits(Right::PseudonymousSignature), Some(30));
    assert_eq!((bits(Right::Write(17)), bits(Right::Write(22))), (Some(37), Some(32)));
    for wrong in [Right::Read(0), Right::Read(23), Right::Write(16), Right::Write(23)] {
        assert_eq!(bits(wrong), None);
        assert!(!Rights::ALL.has(wrong));
    }
    assert_eq!(Right::from_bit(31), None, "reserved");
    for bit in (0..31).chain(32..38) {
        assert_eq!(Right::from_bit(bit).and_then(Right::bit), Some(bit));
    }
}

#[test]
fn other_kinds_have_one_octet_and_none_of_these_rights() {
    for kind in [TerminalKind::Inspection, TerminalKind::Signature] {
        let chat = Chat::new(kind, Level::DomesticVerifier, Rights::ALL);
        assert_eq!(chat.to_tlv().last(), Some(&0b1011_1111));
        assert_eq!(Chat::parse(&chat.to_tlv()), Ok(chat));
        assert!(!chat.has(Right::VerifyAge));
    }
}

#[test]
fn wrong_templates_are_refused_where_they_are_wrong() {
    let unknown = hex("7F4C 0E 06 09 04007F000703010204 53 01 C3");
    assert_eq!(Chat::parse(&unknown), Err(ChatError::Kind { at: 3 }));
    let short = hex("7F4C 0E 06 09 04007F000703010202 53 01 C3");
    assert_eq!(Chat::parse(&short), Err(ChatError::Length { at: 14, found: 1, expected: 5 }));
    assert!(matches!(Chat::parse(&hex("7F4C 00")), Err(ChatError::Tlv(_))));
}

proptest! {
    #[test]
    fn a_chain_only_takes_rights_away(own in 0_u64..1 << 38, above in 0_u64..1 << 38) {
        let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::from_bits(own));
        let left = chat.confined(Rights::from_bits(above)).rights();
        prop_assert!(Rights::from_bits(own).contains(left) && Rights::from_bits(above).contains(left));
        prop_assert_eq!(left.bits(), own & above);
    }

    #[test]
    fn templates_survive_writing(own in 0_u64..1 << 38, level in 0_usize..4) {
        let level = [Level::Terminal, Level::ForeignVerifier, Level::DomesticVerifier, Level::Cvca][level];
        let chat = Chat::new(TerminalKind::Authentication, level, Rights::from_bits(own));
        prop_assert_eq!(Chat::parse(&chat.to_tlv()), Ok(chat));
    }
}
