//! Authenticated auxiliary data: what a terminal wants compared with the card's data without reading it (BSI
//! TR-03110-3, section A.7.5): age, validity, community.

use crate::tlv::{Reader, TlvError, object};

/// id-AuxiliaryData (0.4.0.127.0.7.3.1.4), then the kind.
const PREFIX: [u8; 8] = [4, 0, 127, 0, 7, 3, 1, 4];
const OBJECT: u32 = 0x67;
const TEMPLATE: u32 = 0x73;
const OID: u32 = 0x06;
const DATA: u32 = 0x53;

/// Why bytes are no auxiliary data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("auxiliary data: {0}")]
pub struct AuxiliaryError(#[from] TlvError);

/// Auxiliary data as the terminal sent and signed it; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Auxiliary {
    bytes: Vec<u8>,
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Auxiliary {
    const BIRTH: u8 = 1;
    const EXPIRY: u8 = 2;
    const COMMUNITY: u8 = 3;

    /// Auxiliary data that asks: born on or before this day (YYYYMMDD)? still valid on this day (YYYYMMDD)? living in
    /// the community whose number begins so?
    pub fn new(born_by: Option<&[u8]>, valid_on: Option<&[u8]>, community: Option<&[u8]>) -> Self {
        let wanted = [(Self::BIRTH, born_by), (Self::EXPIRY, valid_on), (Self::COMMUNITY, community)];
        let entry = |(kind, value): (u8, Option<&[u8]>)| {
            value.map(|value| ([&PREFIX[..], &[kind]].concat(), value.to_vec()))
        };
        let entries: Vec<_> = wanted.into_iter().filter_map(entry).collect();
        let templates: Vec<u8> = entries
            .iter()
            .flat_map(|(oid, value)| object(TEMPLATE, &[object(OID, oid), object(DATA, value)].concat()))
            .collect();
        let bytes = if templates.is_empty() { templates } else { object(OBJECT, &templates) };
        Self { bytes, entries }
    }

    /// Reads the data object 67.
    pub fn parse(bytes: &[u8]) -> Result<Self, AuxiliaryError> {
        let mut outer = Reader::new(bytes);
        let all = outer.expect(OBJECT)?;
        outer.end()?;
        let (mut reader, mut entries) = (all.reader(), Vec::new());
        while !reader.is_empty() {
            let mut template = reader.expect(TEMPLATE)?.reader();
            let oid = template.expect(OID)?.value.to_vec();
            let value = template.expect(DATA)?.value.to_vec();
            template.end()?;
            entries.push((oid, value));
        }
        Ok(Self { bytes: bytes.to_vec(), entries })
    }

    /// The data object 67 as it was signed; empty for none.
    pub fn to_tlv(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// The day by which the holder should be born: digits YYYYMMDD.
    pub fn born_by(&self) -> Option<&[u8]> {
        self.value(Self::BIRTH)
    }

    /// The day on which the card should be valid: digits YYYYMMDD.
    pub fn valid_on(&self) -> Option<&[u8]> {
        self.value(Self::EXPIRY)
    }

    /// The beginning of the number of the community.
    pub fn community(&self) -> Option<&[u8]> {
        self.value(Self::COMMUNITY)
    }

    fn value(&self, kind: u8) -> Option<&[u8]> {
        let wanted = [&PREFIX[..], &[kind]].concat();
        self.entries.iter().find(|(oid, _)| *oid == wanted).map(|(_, value)| value.as_slice())
    }
}
