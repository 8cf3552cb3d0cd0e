//! What a terminal may do: single rights, and sets of them (BSI TR-03110-4, section 2.2.3.2, tables of relative
//! authorisation). The two highest bits, which say whose certificate it is, live in [`super::Level`].

use std::fmt;
use std::ops::BitAnd;

/// One right of an authentication terminal (BSI TR-03110-4, section 2.2.3.2). Data groups outside the table name no
/// right: `Read(1..=22)`, `Write(17..=22)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Ask whether the holder is older than a given age.
    VerifyAge,
    /// Ask whether the holder lives in a given community.
    VerifyCommunity,
    /// Ask for the holder's pseudonym at this service.
    RestrictedIdentification,
    /// Be a privileged terminal: read EF.ChipSecurity.
    Privileged,
    /// Use the CAN instead of the PIN.
    CanAllowed,
    /// Set, activate and deactivate the PIN.
    PinManagement,
    /// Install a certificate for signatures.
    InstallCertificate,
    /// Install a qualified certificate for signatures.
    InstallQualifiedCertificate,
    /// Read a data group.
    Read(u8),
    /// Sign with a pseudonym.
    PseudonymousSignature,
    /// Write a data group.
    Write(u8),
}

impl Right {
    /// The rights that are no data group, lowest bit first.
    const SPECIAL: [(Self, u8); 9] = [
        (Self::VerifyAge, 0),
        (Self::VerifyCommunity, 1),
        (Self::RestrictedIdentification, 2),
        (Self::Privileged, 3),
        (Self::CanAllowed, 4),
        (Self::PinManagement, 5),
        (Self::InstallCertificate, 6),
        (Self::InstallQualifiedCertificate, 7),
        (Self::PseudonymousSignature, 30),
    ];

    /// Its bit in the relative authorisation, none for a data group outside the table.
    pub fn bit(self) -> Option<u8> {
        match self {
            Self::Read(group @ 1..=22) => Some(7 + group),
            Self::Write(group @ 17..=22) => Some(54 - group),
            _ => Self::SPECIAL.iter().find(|(right, _)| *right == self).map(|(_, bit)| *bit),
        }
    }

    /// The right a bit stands for, none for a reserved bit.
    pub fn from_bit(bit: u8) -> Option<Self> {
        match bit {
            8..=29 => Some(Self::Read(bit - 7)),
            32..=37 => Some(Self::Write(54 - bit)),
            _ => Self::SPECIAL.iter().find(|(_, own)| *own == bit).map(|(right, _)| *right),
        }
    }
}

/// A set of rights: the relative authorisation of a certificate or a CHAT without the two bits of the level.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u64);

impl Rights {
    /// No right.
    pub const NONE: Self = Self(0);
    /// Every bit of an authentication terminal, reserved ones too.
    pub const ALL: Self = Self((1 << 38) - 1);

    /// A set from its bits; anything above the 38 bits of an authentication terminal is dropped.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The bits, lowest right first.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether a right is among them.
    pub fn has(self, right: Right) -> bool {
        right.bit().is_some_and(|bit| self.0 >> bit & 1 == 1)
    }

    /// Whether all of `other` are among them.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The named rights, lowest bit first.
    pub fn iter(self) -> impl Iterator<Item = Right> {
        (0..38).filter(move |bit| self.0 >> bit & 1 == 1).filter_map(Right::from_bit)
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        Self(rights.into_iter().filter_map(Right::bit).fold(0, |bits, bit| bits | 1 << bit))
    }
}

impl<const N: usize> From<[Right; N]> for Rights {
    fn from(rights: [Right; N]) -> Self {
        rights.into_iter().collect()
    }
}

impl BitAnd for Rights {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
