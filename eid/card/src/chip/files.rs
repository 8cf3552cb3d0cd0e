//! The files of the chip and who may read them (BSI TR-03110-3, A.1.2; TR-03110-4, 2.2; ISO 7816-4, 7 and 8.2).

use eac::tlv::object;

use super::holder::Holder;

/// Application identifier of the eID application (BSI TR-03110-4, 2.2).
pub const EID: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];
/// Of the travel document application (ICAO 9303-10).
pub const TRAVEL: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Master file.
pub(super) const MF: u16 = 0x3F00;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Everybody.
    Open,
    /// A terminal that proved who it is.
    Terminal,
    /// A terminal with the right for this data group, after chip authentication.
    DataGroup(u8),
}

/// An elementary file.
#[derive(Debug, Clone)]
pub(super) struct Elementary {
    pub id: u16,
    /// Short file identifier.
    pub short: u8,
    pub content: Vec<u8>,
    pub reading: Reading,
}

/// An application, or the master file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    #[default]
    Master,
    Eid,
}

/// All files.
#[derive(Debug, Clone)]
pub(super) struct Files {
    master: Vec<Elementary>,
    eid: Vec<Elementary>,
    travel_document: bool,
}

impl Files {
    /// `card_access` and `card_security` as BSI TR-03110-3, A.1.2 wants them.
    pub(super) fn new(
        holder: &Holder,
        travel_document: bool,
        card_access: Vec<u8>,
        card_security: Vec<u8>,
    ) -> Self {
        let open = |id, short, content| Elementary { id, short, content, reading: Reading::Open };
        let master = vec![
            open(0x2F00, 0x1E, directory(travel_document)),
            open(0x2F01, 0x01, lengths()),
            open(0x011C, 0x1C, card_access),
            Elementary { id: 0x011D, short: 0x1D, content: card_security, reading: Reading::Terminal },
        ];
        let group = |(number, content)| Elementary {
            id: 0x0100 | u16::from(number),
            short: number,
            content,
            reading: Reading::DataGroup(number),
        };
        Self { master, eid: holder.data_groups().into_iter().map(group).collect(), travel_document }
    }

    /// Whether the travel document's application is there.
    pub(super) fn travel_document(&self) -> bool {
        self.travel_document
    }

    fn of(&self, place: Place) -> &[Elementary] {
        match place {
            Place::Master => &self.master,
            Place::Eid => &self.eid,
        }
    }

    /// Index of a file by its identifier.
    pub(super) fn by_id(&self, place: Place, id: u16) -> Option<usize> {
        self.of(place).iter().position(|f| f.id == id)
    }

    /// Index of a file by its short identifier.
    pub(super) fn by_short(&self, place: Place, short: u8) -> Option<usize> {
        self.of(place).iter().position(|f| f.short == short)
    }

    pub(super) fn get(&self, place: Place, index: usize) -> Option<&Elementary> {
        self.of(place).get(index)
    }
}

/// EF.DIR (ISO 7816-4, 8.2.1.1): the applications by their identifiers.
fn directory(travel_document: bool) -> Vec<u8> {
    let entry = |aid: &[u8]| object(0x61, &object(0x4F, aid));
    let mut list = entry(&EID);
    if travel_document {
        list.extend(entry(&TRAVEL));
    }
    list
}

/// EF.ATR/INFO (ISO 7816-4, 12.7.1): commands and answers may be this long.
fn lengths() -> Vec<u8> {
    let limit = object(0x02, &super::MOST_BYTES.to_be_bytes());
    object(0x7F66, &[limit.clone(), limit].concat())
}
