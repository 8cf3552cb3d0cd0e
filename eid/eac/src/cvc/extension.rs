//! Certificate extensions (BSI TR-03110-3, section C.3): hashes of what is too large for a card to read.

use super::{CvcError, tag};
use crate::tlv::{Object, object};

/// id-description (0.4.0.127.0.7.3.1.3.1): the hash of the certificate description (section C.3.1).
const DESCRIPTION: &[u8] = &[4, 0, 127, 0, 7, 3, 1, 3, 1];
/// id-sector-ri (0.4.0.127.0.7.3.1.3.2): the hash of the key of a terminal's sector (section C.3.2.1).
const SECTOR: &[u8] = &[4, 0, 127, 0, 7, 3, 1, 3, 2];
/// The data objects of an extension have context-specific tags from here on.
const FIRST: u32 = 0x80;

/// One extension: what it is, and its data objects in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    oid: Vec<u8>,
    data: Vec<(u32, Vec<u8>)>,
}

impl Extension {
    /// The hash of a certificate description (section C.3.1).
    pub fn description(hash: Vec<u8>) -> Self {
        Self { oid: DESCRIPTION.to_vec(), data: vec![(FIRST, hash)] }
    }

    /// The hash of the key of a terminal's sector (section C.3.2.1).
    pub fn sector(hash: Vec<u8>) -> Self {
        Self { oid: SECTOR.to_vec(), data: vec![(FIRST, hash)] }
    }

    /// What it is: the value of its object identifier.
    pub fn oid(&self) -> &[u8] {
        &self.oid
    }

    /// Its data objects: tag and value.
    pub fn data(&self) -> &[(u32, Vec<u8>)] {
        &self.data
    }

    /// The hash of the description, when this is that extension.
    pub fn description_hash(&self) -> Option<&[u8]> {
        self.first(DESCRIPTION)
    }

    /// The hash of the sector's key, when this is that extension.
    pub fn sector_hash(&self) -> Option<&[u8]> {
        self.first(SECTOR)
    }

    fn first(&self, oid: &[u8]) -> Option<&[u8]> {
        let (tag, hash) = self.data.first()?;
        (self.oid == oid && *tag == FIRST).then_some(hash)
    }

    pub(super) fn read_all(list: Object<'_>) -> Result<Vec<Self>, CvcError> {
        let mut reader = list.reader();
        let mut extensions = Vec::new();
        while !reader.is_empty() {
            let mut template = reader.expect(tag::EXTENSION)?.reader();
            let oid = template.expect(tag::OID)?.value.to_vec();
            let mut data = Vec::new();
            while !template.is_empty() {
                let object = template.any()?;
                data.push((object.tag, object.value.to_vec()));
            }
            extensions.push(Self { oid, data });
        }
        Ok(extensions)
    }

    pub(super) fn to_tlv(&self) -> Vec<u8> {
        let data = self.data.iter().flat_map(|(tag, value)| object(*tag, value));
        object(tag::EXTENSION, &object(tag::OID, &self.oid).into_iter().chain(data).collect::<Vec<u8>>())
    }
}
