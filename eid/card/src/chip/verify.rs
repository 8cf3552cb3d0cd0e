//! VERIFY of auxiliary data (BSI TR-03110-3, A.7.5 and B.14): the chip compares what the terminal signed with its own
//! data and says only yes or no: old enough, still valid, living there.

use eac::{apdu::Response, chat::Right, rand_core::CryptoRng, ta::Authenticated, tlv::Reader};
use jiff::civil::Date;

use super::{app::Chip, channel::Channel, sw};

/// id-AuxiliaryData (0.4.0.127.0.7.3.1.4).
const AUXILIARY: [u8; 8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x04];

/// What the chip compares with.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub born: Date,
    pub expires: Date,
    pub community: [u8; 7],
}

impl<R: CryptoRng> Chip<R> {
    /// Which comparison is wanted, by its object identifier.
    pub(super) fn verify(&self, data: &[u8]) -> Response {
        Response::status(
            self.compare(data).map_or_else(|status| status, |yes| if yes { sw::OK } else { sw::WRONG }),
        )
    }

    fn compare(&self, data: &[u8]) -> Result<bool, u16> {
        let mut reader = Reader::new(data);
        let kind = reader.expect(0x06).map_err(|_| sw::WRONG_DATA)?.value;
        reader.end().map_err(|_| sw::WRONG_DATA)?;
        let channel =
            self.session.channel.as_ref().filter(|c| c.chip_authenticated).ok_or(sw::SECURITY_STATUS)?;
        let proven = channel.proven.as_ref().ok_or(sw::SECURITY_STATUS)?;
        self.facts.compare(kind, channel, proven)
    }
}

impl Facts {
    fn compare(&self, kind: &[u8], channel: &Channel, proven: &Authenticated) -> Result<bool, u16> {
        let asked = &proven.auxiliary;
        match kind.strip_prefix(&AUXILIARY) {
            Some([1]) if channel.has(Right::VerifyAge) => Ok(self.born <= day(asked.born_by())?),
            Some([2]) => Ok(self.expires >= day(asked.valid_on())?),
            Some([3]) if channel.has(Right::VerifyCommunity) => {
                Ok(self.community.starts_with(asked.community().ok_or(sw::REFERENCE_NOT_FOUND)?))
            }
            Some([1 | 3]) => Err(sw::SECURITY_STATUS),
            _ => Err(sw::REFERENCE_NOT_FOUND),
        }
    }
}

/// Digits YYYYMMDD, which the terminal must have signed before.
fn day(digits: Option<&[u8]>) -> Result<Date, u16> {
    let text = std::str::from_utf8(digits.ok_or(sw::REFERENCE_NOT_FOUND)?).map_err(|_| sw::WRONG_DATA)?;
    Date::strptime("%Y%m%d", text).map_err(|_| sw::WRONG_DATA)
}
