//! Data groups, as files and back.

use eac::data_group::{Address, Day, Value};
use eac::tlv::object;
use proptest::prelude::*;

use crate::support::{digits, hex};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn every_kind_of_value() {
    let day = |year, month, day| Value::Day(Day { year, month, day });
    let address = Address {
        street: "ÜBUNGSWEG 1".to_owned(),
        town: "HAMBURG".to_owned(),
        country: "D".to_owned(),
        postcode: "20095".to_owned(),
        ..Address::default()
    };
    let groups = [
        (1, text("ID"), "6104 13024944"),
        (4, text("ÄNNE"), "6407 0C05C3844E4E45"),
        (3, day(2031, Some(1), Some(31)), "630A 12083230333130313331"),
        (8, day(1964, Some(8), None), "680A 12083139363430382020"),
        (8, day(1964, None, None), "680A 12083139363420202020"),
        (9, Value::Place("BONN".to_owned()), "6908 A1060C04424F4E4E"),
        (17, Value::NoPlace("X".to_owned()), "7105 A2030C0158"),
        (
            17,
            Value::Address(address),
            "712B 3029 AA0E0C0CC39C4255 4E4753574547 2031 AB090C0748414D42555247 AD03130144 AE0713053230303935",
        ),
        (18, Value::Octets(hex("02760200000000")), "7209 040702760200000000"),
        (12, Value::Other(hex("3100")), "6C02 3100"),
    ];
    for (number, value, bytes) in groups {
        assert_eq!(digits(&value.to_tlv(number)), digits(&hex(bytes)), "{number}");
        assert!(Value::parse(number, &hex(bytes)) == Ok(value), "{number}");
    }
}

#[test]
fn what_is_no_value_is_refused() {
    let refused = |number, bytes: &str| Value::parse(number, &hex(bytes)).unwrap_err().to_string();
    assert_eq!(refused(1, "6204 13024944"), "data object 62 instead of 61 at byte 0");
    assert_eq!(refused(1, "6106 13024944 0500"), "bytes after the end at byte 6");
    let malformed = "a data object whose tag or length is not well written at byte";
    // No UTF-8; a day of seven digits, of letters; a number where a name belongs.
    assert_eq!(refused(4, "6403 0C01FF"), format!("{malformed} 2"));
    assert_eq!(refused(3, "6309 120732303331303133"), format!("{malformed} 2"));
    assert_eq!(refused(3, "630B 1209323033313031333131"), format!("{malformed} 2"));
    assert_eq!(refused(3, "630A 12084142434430313331"), format!("{malformed} 2"));
    assert_eq!(refused(3, "6303 1201FF"), format!("{malformed} 2"));
    assert_eq!(refused(9, "6905 A103020101"), format!("{malformed} 4"));
    assert_eq!(refused(17, "7107 3005 AA03020101"), format!("{malformed} 6"));
    assert_eq!(refused(17, "7104 3002 0500"), "bytes after the end at byte 4");
}

#[test]
fn nobody_is_printed() {
    assert_eq!(format!("{:?}", text("MUSTERMANN")), "Value(REDACTED)");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(number in 1_u8..=22, bytes in prop::collection::vec(any::<u8>(), 0..60), tagged: bool) {
        let bytes = if tagged { object(0x60 + u32::from(number), &bytes) } else { bytes };
        if let Ok(value) = Value::parse(number, &bytes) {
            prop_assert!(Value::parse(number, &value.to_tlv(number)).is_ok_and(|again| again == value));
        }
    }
}
