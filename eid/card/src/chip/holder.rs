//! The holder's data as the eID application's data groups (BSI TR-03110-4, 2.2; encodings: TR-03127, annex C).

use eac::tlv::object;
use jiff::civil::Date;

/// What stands on the card and in its chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// `ID` (ID card), `AR` (residence permit) or `UB` (eID card).
    pub document_type: &'static str,
    /// Last valid day.
    pub expires: Date,
    /// Given names.
    pub given_names: String,
    /// Family name.
    pub family_name: String,
    /// Birthday.
    pub born: Date,
    /// Place of birth.
    pub birthplace: String,
    /// ISO 3166-1 code of three letters, `D` for Germany.
    pub nationality: &'static str,
    /// Street and number.
    pub street: String,
    /// Town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
    /// Official municipality key with leading `0276`, as fourteen digits.
    pub community: [u8; 7],
}

impl Holder {
    /// The data groups with their numbers.
    pub(super) fn data_groups(&self) -> Vec<(u8, Vec<u8>)> {
        let group = |number: u8, content: Vec<u8>| (number, object(0x60 + u32::from(number), &content));
        vec![
            group(1, printable(self.document_type)),
            group(2, printable("D")),
            group(3, day(self.expires)),
            group(4, utf8(&self.given_names)),
            group(5, utf8(&self.family_name)),
            group(8, day(self.born)),
            group(9, object(0xA1, &utf8(&self.birthplace))),
            group(10, printable(self.nationality)),
            group(17, self.place_of_residence()),
            group(18, object(0x04, &self.community)),
        ]
    }

    fn place_of_residence(&self) -> Vec<u8> {
        let fields = [
            object(0xAA, &utf8(&self.street)),
            object(0xAB, &utf8(&self.town)),
            object(0xAD, &printable("D")),
            object(0xAE, &printable(&self.postcode)),
        ];
        object(0x30, &fields.concat())
    }
}

fn utf8(text: &str) -> Vec<u8> {
    object(0x0C, text.as_bytes())
}

fn printable(text: &str) -> Vec<u8> {
    object(0x13, text.as_bytes())
}

/// A day as a numeric string of ASN.1, `YYYYMMDD`.
fn day(day: Date) -> Vec<u8> {
    object(0x12, format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()).as_bytes())
}
