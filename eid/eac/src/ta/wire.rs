//! Terminal authentication in commands (BSI TR-03110-3, section B.3).

use super::{Auxiliary, AuxiliaryError};
use crate::apdu::Command;
use crate::cvc::{Certificate, Reference, WrongReference};
use crate::tlv::{Reader, TlvError, object};

/// MANAGE SECURITY ENVIRONMENT.
pub const MSE: u8 = 0x22;
/// P1 and P2 of MSE:Set DST.
pub const SET_DST: (u8, u8) = (0x81, 0xB6);
/// P1 and P2 of MSE:Set AT for terminal authentication.
pub const SET_AT: (u8, u8) = (0x81, 0xA4);
/// PERFORM SECURITY OPERATION.
pub const PSO: u8 = 0x2A;
/// P1 and P2 of PSO:Verify Certificate with a self-descriptive certificate.
pub const VERIFY_CERTIFICATE: (u8, u8) = (0x00, 0xBE);
/// GET CHALLENGE.
pub const GET_CHALLENGE: u8 = 0x84;
/// EXTERNAL AUTHENTICATE.
pub const EXTERNAL_AUTHENTICATE: u8 = 0x82;

const OID: u32 = 0x80;
const NAME: u32 = 0x83;
const AUXILIARY: u32 = 0x67;
const COMPRESSED: u32 = 0x91;

/// Why the data of a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// A data object is broken, missing or unknown.
    #[error("command data: {0}")]
    Tlv(#[from] TlvError),
    /// The name of a key has no such form.
    #[error("command data: {0}")]
    Name(#[from] WrongReference),
    /// The auxiliary data is broken.
    #[error("command data: {0}")]
    Auxiliary(#[from] AuxiliaryError),
}

/// MSE:Set DST (section B.3): names the key that verifies the next certificate.
pub fn set_dst(issuer: &Reference) -> Command {
    Command::new(0, MSE, SET_DST.0, SET_DST.1).with(object(NAME, issuer.as_bytes()))
}

/// Reads the data of MSE:Set DST: the name.
pub fn parse_set_dst(data: &[u8]) -> Result<&[u8], TlvError> {
    let mut reader = Reader::new(data);
    let name = reader.expect(NAME)?.value;
    reader.end()?;
    Ok(name)
}

/// PSO:Verify Certificate (section B.3).
pub fn verify_certificate(certificate: &Certificate) -> Command {
    let (p1, p2) = VERIFY_CERTIFICATE;
    Command::new(0, PSO, p1, p2).with(certificate.content().to_vec())
}

/// The commands that show a card certificates in its order: two for each.
pub fn present<'a>(certificates: impl IntoIterator<Item = &'a Certificate>) -> Vec<Command> {
    certificates.into_iter().flat_map(|one| [set_dst(one.authority()), verify_certificate(one)]).collect()
}

/// GET CHALLENGE (section B.3): eight octets.
pub fn get_challenge() -> Command {
    Command::new(0, GET_CHALLENGE, 0, 0).expecting(8)
}

/// EXTERNAL AUTHENTICATE (section B.3): the signature.
pub fn external_authenticate(signature: Vec<u8>) -> Command {
    Command::new(0, EXTERNAL_AUTHENTICATE, 0, 0).with(signature)
}

/// What MSE:Set AT says (section B.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAt {
    /// The value of the signature algorithm's identifier.
    pub protocol: Vec<u8>,
    /// The name of the terminal's key.
    pub holder: Reference,
    /// The key of the chip authentication that follows, compressed.
    pub compressed: Vec<u8>,
    /// Auxiliary data.
    pub auxiliary: Auxiliary,
}

impl SetAt {
    /// The command.
    pub fn command(&self) -> Command {
        let data = [
            object(OID, &self.protocol),
            object(NAME, self.holder.as_bytes()),
            self.auxiliary.to_tlv(),
            object(COMPRESSED, &self.compressed),
        ];
        Command::new(0, MSE, SET_AT.0, SET_AT.1).with(data.concat())
    }

    /// Reads the command's data. The standard fixes no order of the data objects.
    pub fn parse(data: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(data);
        let [protocol, holder, auxiliary, compressed] =
            reader.in_any_order([OID, NAME, AUXILIARY, COMPRESSED])?;
        Ok(Self {
            protocol: protocol.ok_or(reader.missing(OID))?.value.to_vec(),
            holder: Reference::from_bytes(holder.ok_or(reader.missing(NAME))?.value)?,
            compressed: compressed.ok_or(reader.missing(COMPRESSED))?.value.to_vec(),
            auxiliary: auxiliary.map(|field| Auxiliary::parse(field.raw)).transpose()?.unwrap_or_default(),
        })
    }
}
