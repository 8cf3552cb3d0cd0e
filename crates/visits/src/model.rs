//! The words of a queue: numbers, topics, desks, wishes. Values that cannot be wrong once they exist.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

/// A text is no value of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {0}")]
pub struct NotA(pub &'static str);

/// Serialises through `Display` and `FromStr`.
macro_rules! as_text {
    ($($name:ident),+) => {
        $(impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
                text.parse().map_err(de::Error::custom)
            }
        })+
    };
}

as_text!(Number, Tongue);

/// What is printed and called: a letter for the group of topics, and a count from 1. `A12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The group.
    pub group: Group,
    /// The how-many-th of its group on this day; never given twice.
    pub count: u16,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.group.letter(), self.count)
    }
}

impl FromStr for Number {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        let wrong = NotA("a number such as A12");
        let mut rest = s.chars();
        let letter = rest.next().ok_or(wrong)?;
        let group = Group::ALL.into_iter().find(|g| g.letter() == letter).ok_or(wrong)?;
        let digits = rest.as_str();
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        let count = digits.parse().map_err(|_| wrong)?;
        if plain { Ok(Self { group, count }) } else { Err(wrong) }
    }
}

/// Topics that share a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Online services and apps.
    Services,
    /// The Online-Ausweis, as far as a guide may help.
    Card,
    /// What only the clerk may do.
    Clerk,
    /// All else.
    Other,
}

impl Group {
    /// All, in the order of their letters.
    pub const ALL: [Self; 4] = [Self::Services, Self::Card, Self::Clerk, Self::Other];

    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::Services => 'A',
            Self::Card => 'B',
            Self::Clerk => 'C',
            Self::Other => 'D',
        }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident, $what:literal: $($(#[$vdoc:meta])* $name:ident $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$vdoc])* #[serde(rename = $word)] $name,)+
        }

        impl $type {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word in data and forms.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }

        impl FromStr for $type {
            type Err = NotA;

            fn from_str(s: &str) -> Result<Self, NotA> {
                Self::ALL.iter().copied().find(|v| v.as_str() == s).ok_or(NotA($what))
            }
        }
    };
}

words! {
    /// What a visit is about. Whether a clerk is needed follows from it (§ 10(3) `PAuswV`).
    Topic, "a topic":
    /// Do something online.
    Service "service",
    /// Set up the AusweisApp.
    App "app",
    /// Is my Online-Ausweis ready?
    Check "check",
    /// Set one's own PIN, with the PIN letter.
    PinSet "pin-set",
    /// Switch the eID function on.
    Activate "activate",
    /// A new PIN without the PIN letter.
    PinReset "pin-reset",
    /// Something else.
    Other "other",
}

impl Topic {
    /// Which letter its numbers carry.
    pub const fn group(self) -> Group {
        match self {
            Self::Service | Self::App => Group::Services,
            Self::Check | Self::PinSet => Group::Card,
            Self::Activate | Self::PinReset => Group::Clerk,
            Self::Other => Group::Other,
        }
    }

    /// Only the clerk may do it.
    pub const fn needs_clerk(self) -> bool {
        matches!(self.group(), Group::Clerk)
    }
}

words! {
    /// How a visit at a desk ended.
    Outcome, "an outcome":
    /// Done.
    Done "done",
    /// Done in part; something is left to do at home.
    Part "part",
    /// It is done elsewhere, and the person knows where.
    Elsewhere "elsewhere",
    /// It could not be done.
    NotDone "not-done",
}

/// What somebody needs to wait and to hear the call. Nothing else is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Needs {
    /// Cannot stand or wait for long; is called earlier (docs/queue.md).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub soon: bool,
    /// Does not hear a call; is fetched.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hearing: bool,
    /// Does not see the display; the number is said aloud.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub seeing: bool,
}

/// A language somebody speaks, by its primary subtag (BCP 47): `tr`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tongue([u8; 3]);

impl Tongue {
    /// Every desk speaks it.
    pub const GERMAN: Self = Self(*b"de\0");
}

impl FromStr for Tongue {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        let wrong = NotA("a language tag of two or three letters");
        if !(2..=3).contains(&s.len()) || !s.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(wrong);
        }
        let mut tag = [0; 3];
        for (to, from) in tag.iter_mut().zip(s.bytes()) {
            *to = from;
        }
        Ok(Self(tag))
    }
}

impl fmt::Display for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().filter(|b| **b != 0).try_for_each(|b| write!(f, "{}", char::from(*b)))
    }
}

impl fmt::Debug for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A desk of a stand: 1 to 99. It belongs to the place, not to whoever sits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct DeskNo(u8);

impl DeskNo {
    /// Its number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for DeskNo {
    type Error = NotA;

    fn try_from(n: u8) -> Result<Self, NotA> {
        if (1..=99).contains(&n) { Ok(Self(n)) } else { Err(NotA("a desk from 1 to 99")) }
    }
}

impl From<DeskNo> for u8 {
    fn from(desk: DeskNo) -> Self {
        desk.0
    }
}

impl FromStr for DeskNo {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        s.parse::<u8>().map_err(|_| NotA("a desk from 1 to 99"))?.try_into()
    }
}

impl fmt::Display for DeskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a desk can do now. Every desk speaks German.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Skills {
    /// A guide sits there.
    pub guide: bool,
    /// A clerk with the certified terminal sits there.
    pub clerk: bool,
    /// Languages beside German.
    pub tongues: BTreeSet<Tongue>,
}

impl Skills {
    /// Whether the desk may do what is asked for.
    pub fn may(&self, clerk_needed: bool) -> bool {
        if clerk_needed { self.clerk } else { self.guide }
    }

    /// Whether the language is spoken there.
    pub fn speak(&self, tongue: Tongue) -> bool {
        tongue == Tongue::GERMAN || self.tongues.contains(&tongue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_through_text_one_way_only() {
        for good in ["A1", "B12", "C300", "D65535"] {
            assert_eq!(good.parse::<Number>().unwrap().to_string(), good);
        }
        for bad in ["", "A", "12", "A0", "A01", "A+1", "E1", "a1", "A65536", "A1 ", "Ä1"] {
            assert!(bad.parse::<Number>().is_err(), "{bad}");
        }
    }

    #[test]
    fn languages_and_desks_go_through_text() {
        for good in ["de", "tr", "ckb"] {
            assert_eq!(good.parse::<Tongue>().unwrap().to_string(), good);
        }
        for bad in ["", "d", "DE", "deut", "d1", "de-DE"] {
            assert!(bad.parse::<Tongue>().is_err(), "{bad}");
        }
        assert_eq!("3".parse::<DeskNo>().unwrap().get(), 3);
        assert!("0".parse::<DeskNo>().is_err() && "100".parse::<DeskNo>().is_err());
    }

    #[test]
    fn a_clerk_who_is_no_guide_takes_only_what_needs_a_clerk() {
        let clerk = Skills { clerk: true, ..Skills::default() };
        assert!(clerk.may(true) && !clerk.may(false));
        assert!(Topic::Activate.needs_clerk() && !Topic::PinSet.needs_clerk());
    }
}
