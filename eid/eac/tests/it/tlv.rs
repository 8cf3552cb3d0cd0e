//! The reader of data objects says where it stumbles.

use eac::tlv::{Reader, TlvError, TlvErrorKind, object};
use proptest::prelude::*;

use crate::support::hex;

fn error(at: usize, kind: TlvErrorKind) -> TlvError {
    TlvError { at, kind }
}

#[test]
fn objects_inside_objects_keep_counting() {
    let bytes = hex("7F4C 0E 06 09 04007F000703010203 53 01 C3");
    let outer = Reader::new(&bytes).expect(0x7F4C).unwrap();
    let mut inner = outer.reader();
    let oid = inner.expect(0x06).unwrap();
    let rights = inner.expect(0x53).unwrap();
    assert_eq!((outer.at, outer.value_at, oid.at, rights.at, rights.value), (0, 3, 3, 14, [0xC3].as_slice()));
    assert_eq!(inner.end(), Ok(()));
    assert_eq!(outer.raw, bytes);
}

#[test]
fn errors_name_the_byte() {
    let bytes = hex("06 01 2A 53 02 C3");
    let mut reader = Reader::new(&bytes);
    assert_eq!(reader.expect(0x42), Err(error(0, TlvErrorKind::Unexpected { expected: 0x42, found: 0x06 })));
    assert!(reader.expect(0x06).is_ok(), "an object that is not the expected one stays where it is");
    assert_eq!(reader.optional(0x53), Ok(None), "half an object is none");
    assert_eq!(reader.any(), Err(error(3, TlvErrorKind::Truncated)));
    assert_eq!(reader.end(), Err(error(3, TlvErrorKind::Trailing)));
    assert_eq!(Reader::new(&[]).expect(0x42), Err(error(0, TlvErrorKind::Missing(0x42))));
    assert_eq!(
        error(3, TlvErrorKind::Unexpected { expected: 0x7F4E, found: 0x06 }).to_string(),
        "data object 06 instead of 7F4E at byte 3"
    );
}

#[test]
fn lengths_and_tags_that_are_not_known_are_refused() {
    for bytes in ["04 80", "04 84 00000001 00", "1F 81 81 01 00", "00 00"] {
        let error = Reader::new(&hex(bytes)).any().unwrap_err();
        assert_eq!(error.kind, TlvErrorKind::Malformed, "{bytes}");
    }
    for bytes in ["", "1F", "1F 81", "04", "04 81", "04 82 01"] {
        let error = Reader::new(&hex(bytes)).any().unwrap_err();
        assert_eq!(error.kind, TlvErrorKind::Truncated, "{bytes}");
    }
}

#[test]
fn lengths_longer_than_need_be_are_read() {
    assert_eq!(Reader::new(&hex("04 82 0001 2A")).any().unwrap().value, [0x2A]);
}

proptest! {
    #[test]
    fn what_is_written_is_read(tag in prop::sample::select(vec![0x06_u32, 0x53, 0x5F29, 0x7F21, 0x7F_8101]),
                               value in prop::collection::vec(any::<u8>(), 0..300)) {
        let bytes = object(tag, &value);
        let mut reader = Reader::new(&bytes);
        let read = reader.expect(tag).unwrap();
        prop_assert_eq!(read.value, value.as_slice());
        prop_assert!(reader.is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut reader = Reader::new(&bytes);
        while let Ok(object) = reader.any() {
            prop_assert_eq!(&bytes[object.value_at..object.value_at + object.value.len()], object.value);
        }
    }
}
