//! The terminal's side (BSI TR-03110-2, section 3.3.1).

use elliptic_curve::rand_core::CryptoRng;

use super::{Auxiliary, message, wire};
use crate::apdu::Command;
use crate::ca;
use crate::chat::Level;
use crate::curve::Curve;
use crate::cvc::{Certificate, Reference};
use crate::signature::{SigningKey, WrongKey};

/// The certificates a card needs, in its order: from one of the trust points it named down to the terminal. None if
/// there is no way. Link certificates may lie among them.
pub fn path<'a>(certificates: &'a [Certificate], trusted: &[Reference]) -> Option<Vec<&'a Certificate>> {
    let mut highest = certificates.iter().find(|one| one.chat().level() == Level::Terminal)?;
    let mut path = vec![highest];
    while !trusted.contains(highest.authority()) {
        highest = certificates.iter().find(|one| one.holder() == highest.authority())?;
        if path.contains(&highest) {
            return None;
        }
        path.push(highest);
    }
    path.reverse();
    Some(path)
}

/// A terminal that begins: it has chosen the key of the chip authentication that follows.
pub struct Terminal {
    key: ca::Terminal,
    id_chip: Vec<u8>,
    auxiliary: Auxiliary,
}

impl Terminal {
    /// Begins on the curve of the chip's key, with the chip's name from PACE.
    pub fn new(
        curve: Curve,
        id_chip: &[u8],
        auxiliary: Auxiliary,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, WrongKey> {
        Ok(Self { key: ca::Terminal::new(curve, rng)?, id_chip: id_chip.to_vec(), auxiliary })
    }

    /// The two commands that ask for a challenge (TR-03110-3, section B.3).
    pub fn commands(&self, signer: &SigningKey, holder: &Reference) -> [Command; 2] {
        let compressed = self.key.compressed();
        let set_at = wire::SetAt {
            protocol: signer.public().hash().oid().to_vec(),
            holder: holder.clone(),
            compressed,
            auxiliary: self.auxiliary.clone(),
        };
        [set_at.command(), wire::get_challenge()]
    }

    /// Signs the chip's challenge; gives the key for chip authentication and the signature.
    pub fn sign(self, signer: &SigningKey, challenge: &[u8]) -> Result<(ca::Terminal, Vec<u8>), WrongKey> {
        let (compressed, auxiliary) = (self.key.compressed(), self.auxiliary.to_tlv());
        let signature = signer.sign(&message(&self.id_chip, challenge, &compressed, &auxiliary))?;
        Ok((self.key, signature))
    }
}
