//! The chip's side (BSI TR-03110-2, section 3.3.1). The terminal decides on the order of its commands; whatever comes
//! too early is refused, and a challenge is good for one attempt.

use elliptic_curve::rand_core::CryptoRng;

use super::{Auxiliary, message, wire};
use crate::chat::Chat;
use crate::cvc::chain::{Chain, ChainError, Link, Trust};
use crate::cvc::{Certificate, CvcError, Reference};
use crate::signature::WrongSignature;

/// Why the chip refuses the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaError {
    /// A key that the chip does not know was named.
    #[error("terminal authentication: the chip knows no key of this name")]
    UnknownKey,
    /// The certificate cannot be read.
    #[error("terminal authentication: {0}")]
    Certificate(#[from] CvcError),
    /// The certificate is not accepted.
    #[error("terminal authentication: {0}")]
    Chain(#[from] ChainError),
    /// A command came before the one that must come first.
    #[error("terminal authentication: a step is missing before this one")]
    Order,
    /// The terminal asked for no rights in PACE, or as another kind of terminal than its certificate says.
    #[error("terminal authentication: in PACE the terminal asked as somebody else")]
    Role,
    /// The terminal wants to sign in another way than its certificate says.
    #[error("terminal authentication: the signature algorithm is not the certificate's")]
    Algorithm,
    /// The signature is wrong.
    #[error("terminal authentication: {0}")]
    Signature(#[from] WrongSignature),
}

impl TaError {
    /// The status word of a chip (BSI TR-03110-3, section B.3).
    pub const fn status(self) -> u16 {
        match self {
            Self::UnknownKey | Self::Chain(ChainError::UnknownIssuer) => 0x6A88,
            Self::Certificate(_) | Self::Algorithm => 0x6A80,
            Self::Order => 0x6985,
            Self::Role => 0x6982,
            Self::Chain(_) | Self::Signature(_) => 0x6300,
        }
    }
}

/// What MSE:Set AT settled.
struct Begun {
    terminal: Link,
    compressed: Vec<u8>,
    auxiliary: Auxiliary,
}

/// The chip during terminal authentication.
pub struct Chip {
    chain: Chain,
    name: Vec<u8>,
    confined: Option<Chat>,
    issuer: Option<Reference>,
    begun: Option<Begun>,
    challenge: Option<[u8; 8]>,
}

impl Chip {
    /// With what the chip trusts, its name in PACE, and the rights that the holder allowed in PACE.
    pub fn new(trust: Trust, name: &[u8], confined: Option<Chat>) -> Self {
        let chain = Chain::new(trust);
        Self { chain, name: name.to_vec(), confined, issuer: None, begun: None, challenge: None }
    }

    /// MSE:Set DST (TR-03110-3, section B.3): selects the key that verifies the next certificate.
    pub fn select_issuer(&mut self, name: &[u8]) -> Result<(), TaError> {
        self.issuer = None;
        let name = Reference::from_bytes(name).map_err(|_| TaError::UnknownKey)?;
        if !self.chain.knows(&name) {
            return Err(TaError::UnknownKey);
        }
        self.issuer = Some(name);
        Ok(())
    }

    /// PSO:Verify Certificate (section B.3). The selected key is used up, whatever the outcome.
    pub fn verify_certificate(&mut self, content: &[u8]) -> Result<(), TaError> {
        let issuer = self.issuer.take().ok_or(TaError::Order)?;
        let certificate = Certificate::parse_content(content)?;
        Ok(self.chain.import(&issuer, &certificate)?)
    }

    /// MSE:Set AT (section B.3): selects the terminal's key, and fixes the key of chip authentication.
    pub fn begin(&mut self, settled: &wire::SetAt) -> Result<(), TaError> {
        self.begun = None;
        let terminal = self.chain.terminal().ok_or(TaError::Order)?;
        if *terminal.holder() != settled.holder {
            return Err(TaError::UnknownKey);
        }
        if terminal.key().hash().oid() != settled.protocol {
            return Err(TaError::Algorithm);
        }
        if self.confined.is_none_or(|asked| asked.kind() != terminal.chat().kind()) {
            return Err(TaError::Role);
        }
        self.begun = Some(Begun {
            terminal: terminal.clone(),
            compressed: settled.compressed.clone(),
            auxiliary: settled.auxiliary.clone(),
        });
        Ok(())
    }

    /// GET CHALLENGE (section B.3).
    pub fn challenge(&mut self, rng: &mut impl CryptoRng) -> [u8; 8] {
        let mut challenge = [0; 8];
        rng.fill_bytes(&mut challenge);
        self.challenge = Some(challenge);
        challenge
    }

    /// EXTERNAL AUTHENTICATE (section B.3). The challenge is used up, whatever the outcome.
    pub fn authenticate(&mut self, signature: &[u8]) -> Result<Authenticated, TaError> {
        let challenge = self.challenge.take().ok_or(TaError::Order)?;
        let Begun { terminal, compressed, auxiliary } = self.begun.take().ok_or(TaError::Order)?;
        let (aux, asked) = (auxiliary.to_tlv(), self.confined.ok_or(TaError::Role)?);
        terminal.key().verify(&message(&self.name, &challenge, &compressed, &aux), signature)?;
        let chat = terminal.chat().confined(asked.rights());
        let trust = self.chain.clone().into_trust();
        Ok(Authenticated { terminal, chat, compressed, auxiliary, trust })
    }
}

/// A terminal that has proven who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// Its key and what its certificate says.
    pub terminal: Link,
    /// What it may do: its certificate's rights, those of all above it, and what the holder allowed (effective
    /// authorisation, TR-03110-3, section 2).
    pub chat: Chat,
    /// The key that chip authentication must use, compressed.
    pub compressed: Vec<u8>,
    /// The auxiliary data that the terminal signed.
    pub auxiliary: Auxiliary,
    /// What the chip trusts from now on. It keeps this once chip authentication has succeeded too.
    pub trust: Trust,
}
