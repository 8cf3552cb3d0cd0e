//! Terminal and chip authentication and restricted identification in the chip (BSI TR-03110-3, B.3, B.2 and B.4).

use eac::{
    apdu::Response,
    ca,
    card_access::chip_authentication_oid,
    cvc::chain::Link,
    keys::Cipher,
    rand_core::CryptoRng,
    ri,
    signature::Hash,
    ta::{self, TaError},
};

use super::{
    app::Chip,
    channel::{Channel, may_come_with},
    sw,
};

/// The number of the chip's key in EF.CardSecurity.
pub const CHIP_KEY: u8 = 0x41;
/// The number of the key of its names.
pub const NAME_KEY: u8 = 0x01;
/// The hash of its names.
pub const NAME_HASH: Hash = Hash::Sha256;

impl<R: CryptoRng> Chip<R> {
    /// The authorities whose terminals the chip believes, the newest first.
    pub(super) fn authorities(&self) -> Vec<Vec<u8>> {
        self.trust.references().map(|name| name.as_bytes().to_vec()).collect()
    }

    fn terminal(&mut self) -> Result<&mut ta::Chip, u16> {
        let channel = self.session.channel.as_mut().ok_or(sw::SECURITY_STATUS)?;
        channel.terminal.as_mut().ok_or(sw::SECURITY_STATUS)
    }

    /// MSE:Set DST.
    pub(super) fn terminal_issuer(&mut self, data: &[u8]) -> Result<(), u16> {
        let name = ta::wire::parse_set_dst(data).map_err(|_| sw::WRONG_DATA)?;
        self.terminal()?.select_issuer(name).map_err(TaError::status)
    }

    /// PSO:Verify Certificate.
    pub(super) fn terminal_certificate(&mut self, data: &[u8]) -> Result<(), u16> {
        self.terminal()?.verify_certificate(data).map_err(TaError::status)
    }

    /// MSE:Set AT for terminal authentication.
    pub(super) fn terminal_begin(&mut self, data: &[u8]) -> Result<(), u16> {
        let settled = ta::wire::SetAt::parse(data).map_err(|_| sw::WRONG_DATA)?;
        self.terminal()?.begin(&settled).map_err(TaError::status)
    }

    /// GET CHALLENGE.
    pub(super) fn terminal_challenge(&mut self) -> Response {
        let Self { session, rng, .. } = self;
        match session.channel.as_mut().and_then(|channel| channel.terminal.as_mut()) {
            Some(terminal) => Response::data(terminal.challenge(rng).to_vec()),
            None => Response::status(sw::SECURITY_STATUS),
        }
    }

    /// EXTERNAL AUTHENTICATE.
    pub(super) fn terminal_authenticate(&mut self, signature: &[u8]) -> Result<(), u16> {
        let proven = self.terminal()?.authenticate(signature);
        let channel = self.session.channel.as_mut().ok_or(sw::SECURITY_STATUS)?;
        // Whoever tries again is nobody until the new attempt succeeds.
        (channel.proven, channel.next_cipher) = (None, None);
        let proven = proven.map_err(TaError::status)?;
        if !may_come_with(channel.password, proven.chat) {
            return Err(sw::SECURITY_STATUS);
        }
        channel.proven = Some(proven);
        Ok(())
    }

    /// MSE:Set AT for chip authentication, or for restricted identification.
    pub(super) fn chip_set(&mut self, data: &[u8]) -> Result<(), u16> {
        let (protocol, key) = ca::wire::parse_set_at(data).map_err(|_| sw::WRONG_DATA)?;
        if protocol == ri::protocol(NAME_HASH) {
            return self.name_set(key);
        }
        let cipher = Cipher::Aes128;
        if protocol != chip_authentication_oid(cipher) {
            return Err(sw::WRONG_DATA);
        }
        if key.is_some_and(|number| number != CHIP_KEY) {
            return Err(sw::REFERENCE_NOT_FOUND);
        }
        let channel = self.session.channel.as_mut().ok_or(sw::SECURITY_STATUS)?;
        if channel.proven.is_none() {
            return Err(sw::SECURITY_STATUS);
        }
        (channel.next_cipher, channel.next_name) = (Some(cipher), false);
        Ok(())
    }

    fn name_set(&mut self, key: Option<u8>) -> Result<(), u16> {
        if key.is_some_and(|number| number != NAME_KEY) {
            return Err(sw::REFERENCE_NOT_FOUND);
        }
        let channel = self.session.channel.as_mut().filter(|channel| channel.chip_authenticated);
        let channel = channel.ok_or(sw::SECURITY_STATUS)?;
        (channel.next_cipher, channel.next_name) = (None, true);
        Ok(())
    }

    /// GENERAL AUTHENTICATE for restricted identification, when it is due.
    pub(super) fn name_step(&mut self, data: &[u8]) -> Option<Response> {
        let channel = self.session.channel.as_mut().filter(|channel| channel.next_name)?;
        channel.next_name = false;
        let terminal = channel.proven.as_ref()?.terminal.clone();
        let name = self.name(&terminal, data);
        Some(name.map_or_else(Response::status, |name| Response::data(ri::answer(&name))))
    }

    /// The chip's name in the terminal's own sector, and in no other one.
    fn name(&self, terminal: &Link, data: &[u8]) -> Result<Vec<u8>, u16> {
        let content = ri::parse_general_authenticate(data).map_err(|_| sw::WRONG_DATA)?;
        let sector = ri::Sector::parse(content).map_err(|_| sw::WRONG_DATA)?;
        let certified = terminal.sector_hash().ok_or(sw::SECURITY_STATUS)?;
        if sector.hash() != NAME_HASH || sector.fingerprint(terminal.key().hash()) != certified {
            return Err(sw::WRONG_DATA);
        }
        self.identity.name_in(&sector).map_err(|_| sw::WRONG_DATA)
    }

    /// GENERAL AUTHENTICATE for chip authentication, when it is due.
    pub(super) fn chip_step(&mut self, data: &[u8]) -> Option<Response> {
        let channel = self.session.channel.as_mut()?;
        let cipher = channel.next_cipher.take()?;
        let (proven, password) = (channel.proven.clone()?, channel.password);
        let Ok(public) = ca::wire::parse_general_authenticate(data) else {
            return Some(Response::status(sw::WRONG_DATA));
        };
        Some(match self.key.authenticate(cipher, &proven.compressed, public, &mut self.rng) {
            Ok((answer, keys)) => {
                // Only now the chip believes the terminal for good: the date, and a new trust point.
                self.trust = proven.trust.clone();
                self.session.next = Some(Channel::from_chip_authentication(keys, password, proven));
                Response::data(answer.to_tlv())
            }
            Err(error) => Response::status(error.status()),
        })
    }
}
