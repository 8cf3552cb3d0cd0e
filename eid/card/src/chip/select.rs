//! SELECT and READ BINARY (ISO 7816-4, 11.2.2 and 11.3.3; BSI TR-03110-3, appendix B).

use eac::apdu::Response;

use super::{
    MOST_BYTES,
    files::{EID, Files, MF, Place, Reading, TRAVEL},
    sw,
};

/// Where the terminal is among the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Position {
    pub place: Place,
    /// Index of the current file there.
    pub file: Option<usize>,
}

impl Position {
    /// By identifier (P1 = 0, 2), by application (P1 = 4), without data in the answer (P2 = 0C).
    pub(super) fn select(&mut self, files: &Files, p1: u8, data: &[u8]) -> Response {
        match (p1, data) {
            (0x00, [] | [0x3F, 0x00]) => *self = Self::default(),
            (0x00 | 0x02, [high, low]) => {
                let id = u16::from_be_bytes([*high, *low]);
                match files.by_id(self.place, id) {
                    Some(index) => self.file = Some(index),
                    None if id == MF => *self = Self::default(),
                    None => return Response::status(sw::NOT_FOUND),
                }
            }
            (0x04, aid) if aid == EID => *self = Self { place: Place::Eid, file: None },
            // Where the travel document's application is listed, it is closed: these cards are for the online function.
            (0x04, aid) if aid == TRAVEL && files.travel_document() => {
                return Response::status(sw::SECURITY_STATUS);
            }
            (0x04, _) => return Response::status(sw::NOT_FOUND),
            (0x00 | 0x02, _) => return Response::status(sw::WRONG_DATA),
            _ => return Response::status(sw::WRONG_PARAMETERS),
        }
        Response::status(sw::OK)
    }

    /// At most `most` bytes; with bit 8 of P1 from a file by its short identifier, which becomes the current one.
    pub(super) fn read(
        &mut self,
        files: &Files,
        may_read: impl Fn(Reading) -> bool,
        (p1, p2): (u8, u8),
        most: usize,
    ) -> Response {
        let offset = if p1 & 0x80 == 0 {
            usize::from(u16::from_be_bytes([p1, p2]))
        } else if p1 & 0x60 != 0 {
            return Response::status(sw::WRONG_PARAMETERS);
        } else {
            match files.by_short(self.place, p1 & 0x1F) {
                Some(index) => self.file = Some(index),
                None => return Response::status(sw::NOT_FOUND),
            }
            usize::from(p2)
        };
        let Some(file) = self.file.and_then(|index| files.get(self.place, index)) else {
            return Response::status(sw::NO_CURRENT_FILE);
        };
        if !may_read(file.reading) {
            return Response::status(sw::SECURITY_STATUS);
        }
        match file.content.get(offset..) {
            None | Some([]) => Response::status(sw::WRONG_OFFSET),
            // 256 and 65,536 stand for "all there is".
            Some(rest) if rest.len() < most && !matches!(most, 256 | 65_536) => {
                Response { data: rest.to_vec(), status: sw::END_OF_FILE }
            }
            Some(rest) => Response::data(rest.iter().take(most.min(MOST_BYTES.into())).copied().collect()),
        }
    }
}
