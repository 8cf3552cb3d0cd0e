//! What stands in the data groups of the eID application (BSI TR-03110-4, section 2.2.2): each file is one data object
//! whose tag names the group, around one value.

use std::fmt;

use crate::tlv::{Object, Reader, TlvError, TlvErrorKind, object};

const UTF8: u32 = 0x0C;
const NUMERIC: u32 = 0x12;
const PRINTABLE: u32 = 0x13;
const OCTETS: u32 = 0x04;
const SEQUENCE: u32 = 0x30;
/// A place in one line, and a place that is not known.
const FREE_TEXT: u32 = 0xA1;
const NO_PLACE: u32 = 0xA2;
/// A place in parts: street, town, region, country, postcode.
const PARTS: [u32; 5] = [0xAA, 0xAB, 0xAC, 0xAD, 0xAE];

/// The tag of a data group's file: 61 for the first.
const fn tag(number: u8) -> u32 {
    0x60 + number as u32
}

/// A value. It says who somebody is, so it prints without.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Names, codes of countries and documents, sex, titles.
    Text(String),
    /// A day.
    Day(Day),
    /// A place in one line.
    Place(String),
    /// Why there is no place.
    NoPlace(String),
    /// An address.
    Address(Address),
    /// The official municipality key.
    Octets(Vec<u8>),
    /// What we do not know: all of it as it stands.
    Other(Vec<u8>),
}

/// A day of which less than all may be known (BSI TR-03110-4, section 2.2.2; ICAO 9303-3, section 4.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31; none without a month.
    pub day: Option<u8>,
}

/// An address in parts; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Town.
    pub town: String,
    /// State or region.
    pub region: String,
    /// ISO 3166-1 code of three letters, `D` for Germany.
    pub country: String,
    /// Postcode.
    pub postcode: String,
}

impl Value {
    /// Reads a data group's file. Bytes behind it do not count.
    ///
    /// # Errors
    ///
    /// Another group's file, or a broken one; the error names the byte.
    pub fn parse(number: u8, bytes: &[u8]) -> Result<Self, TlvError> {
        let group = Reader::new(bytes).expect(tag(number))?;
        let mut reader = group.reader();
        let field = reader.any()?;
        reader.end()?;
        let inner = || field.reader().any().and_then(text);
        Ok(match field.tag {
            UTF8 | PRINTABLE => Self::Text(text(field)?),
            NUMERIC => Self::Day(Day::parse(field)?),
            FREE_TEXT => Self::Place(inner()?),
            NO_PLACE => Self::NoPlace(inner()?),
            SEQUENCE => Self::Address(Address::parse(field)?),
            OCTETS => Self::Octets(field.value.to_vec()),
            _ => Self::Other(field.raw.to_vec()),
        })
    }

    /// Writes a data group's file.
    pub fn to_tlv(&self, number: u8) -> Vec<u8> {
        let place = |tag, text: &str| object(tag, &object(UTF8, text.as_bytes()));
        let content = match self {
            // Codes are of capital letters; names may hold everything.
            Self::Text(text) if matches!(number, 1 | 2 | 10 | 11) => object(PRINTABLE, text.as_bytes()),
            Self::Text(text) => object(UTF8, text.as_bytes()),
            Self::Day(day) => object(NUMERIC, day.to_string().as_bytes()),
            Self::Place(text) => place(FREE_TEXT, text),
            Self::NoPlace(text) => place(NO_PLACE, text),
            Self::Address(address) => address.to_tlv(),
            Self::Octets(octets) => object(OCTETS, octets),
            Self::Other(raw) => raw.clone(),
        };
        object(tag(number), &content)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(REDACTED)")
    }
}

const fn malformed(field: Object<'_>) -> TlvError {
    TlvError { at: field.at, kind: TlvErrorKind::Malformed }
}

/// Text in one of the two alphabets; both are UTF-8.
fn text(field: Object<'_>) -> Result<String, TlvError> {
    if !matches!(field.tag, UTF8 | PRINTABLE) {
        return Err(malformed(field));
    }
    str::from_utf8(field.value).map(str::to_owned).map_err(|_| malformed(field))
}

impl Day {
    /// Eight digits: year, month, day; blanks for what is not known.
    fn parse(field: Object<'_>) -> Result<Self, TlvError> {
        let wrong = malformed(field);
        let digits = str::from_utf8(field.value).map_err(|_| wrong)?;
        let part = |range| digits.get(range).map(|part: &str| part.parse().ok()).ok_or(wrong);
        let (month, day) =
            (part(4..6)?.filter(|n| (1..=12).contains(n)), part(6..8)?.filter(|n| (1..=31).contains(n)));
        match digits.get(..4).and_then(|year| year.parse().ok()) {
            Some(year) if digits.len() == 8 => Ok(Self { year, month, day: month.and(day) }),
            _ => Err(wrong),
        }
    }
}

/// As it is written in the chip.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day] {
            match part {
                Some(number) => write!(f, "{number:02}")?,
                None => f.write_str("  ")?,
            }
        }
        Ok(())
    }
}

impl Address {
    fn parse(sequence: Object<'_>) -> Result<Self, TlvError> {
        let mut reader = sequence.reader();
        let mut part = |tag| match reader.optional(tag)? {
            Some(part) => part.reader().any().and_then(text),
            None => Ok(String::new()),
        };
        let [street, town, region, country, postcode] = PARTS.map(&mut part);
        reader.end()?;
        Ok(Self { street: street?, town: town?, region: region?, country: country?, postcode: postcode? })
    }

    fn to_tlv(&self) -> Vec<u8> {
        let alphabets = [UTF8, UTF8, UTF8, PRINTABLE, PRINTABLE];
        let texts = [&self.street, &self.town, &self.region, &self.country, &self.postcode];
        let parts = PARTS.into_iter().zip(alphabets).zip(texts).filter(|(_, text)| !text.is_empty());
        let parts = parts.map(|((tag, alphabet), text)| object(tag, &object(alphabet, text.as_bytes())));
        object(SEQUENCE, &parts.collect::<Vec<_>>().concat())
    }
}
