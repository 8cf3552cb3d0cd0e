use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date};
use kernel::Lang;
use serde::Serialize;
use uuid::Uuid;

/// A page of this site as a path: `/termine/mercado-2025`. Never a query, which may hold what somebody searched for.
///
/// 1 to 200 bytes of `a`–`z`, `A`–`Z`, `0`–`9`, `/`, `-`, `_` and `.`; begins with one slash, holds no `..` and no `//`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PageAddress(String);

/// The text is no page of a site like ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a page on this site")]
pub struct PageAddressError;

/// A report of a barrier, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its id.
    pub id: Uuid,
    /// When it came in.
    pub reported_at: Timestamp,
    /// The day in Hamburg by which it should be answered.
    pub due: Date,
    /// The page it is about, if the person said so.
    pub page: Option<PageAddress>,
    /// The language of the form, in which an answer is expected.
    pub lang: Lang,
    /// What the barrier is, in the person's words.
    pub words: String,
    /// How to reach the person, if they want an answer.
    pub contact: Option<String>,
    /// When somebody marked it as done.
    pub closed_at: Option<Timestamp>,
}

impl Report {
    /// Still to be answered.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
}

impl PageAddress {
    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PageAddress {
    type Err = PageAddressError;

    fn from_str(s: &str) -> Result<Self, PageAddressError> {
        let letters = s.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
        let shape = s.starts_with('/') && !s.contains("//") && !s.contains("..") && s.len() <= 200;
        if letters && shape { Ok(Self(s.to_owned())) } else { Err(PageAddressError) }
    }
}

impl fmt::Display for PageAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_paths_of_this_site_only() {
        for good in ["/", "/termine", "/en/termine/mercado-2025", "/termine.atom"] {
            assert_eq!(good.parse::<PageAddress>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "termine",
            "//evil.example",
            "/a//b",
            "/../x",
            "https://x",
            "/x?q=1",
            "/x#y",
            "/ä",
            "/a b",
            "/\\x",
        ] {
            assert_eq!(bad.parse::<PageAddress>(), Err(PageAddressError), "{bad}");
        }
        assert!(format!("/{}", "x".repeat(200)).parse::<PageAddress>().is_err());
    }
}
