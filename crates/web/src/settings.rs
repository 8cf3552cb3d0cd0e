//! What an operator decides about the site.

use std::{fmt, str::FromStr};

/// Where the site is reached from outside; stands in feeds, canonical links and calendar UIDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why a text is no [`PublicUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the public address must look like https://popup.example.org or http://localhost:8080, without a path: {0:?}"
)]
pub struct PublicUrlError(String);

/// Settings of one site.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the site is reached from outside.
    pub public_url: PublicUrl,
    /// Example data: a line on every page says so, and no search engine keeps it.
    pub demo: bool,
}

impl PublicUrl {
    /// An address on the site. `path` starts with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Whether visitors come by TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Host name without port, for calendar UIDs.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        // The last part of an IPv6 address ends in a bracket and is no port.
        rest.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(rest, |(host, _)| host)
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(s: &str) -> Result<Self, PublicUrlError> {
        let bad = || PublicUrlError(s.chars().take(100).collect());
        let trimmed = s.trim_end_matches('/');
        let uri: axum::http::Uri = trimmed.parse().map_err(|_| bad())?;
        let scheme_ok = matches!(uri.scheme_str(), Some("http" | "https"));
        let host_ok = uri.host().is_some_and(|h| !h.is_empty()) && !trimmed.contains('@');
        if scheme_ok && host_ok && matches!(uri.path(), "" | "/") && uri.query().is_none() {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(bad())
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_origins_only() {
        let url: PublicUrl = "https://popup.example.org/".parse().unwrap();
        assert_eq!(url.join("/termine"), "https://popup.example.org/termine");
        assert_eq!(url.host(), "popup.example.org");
        assert_eq!("http://localhost:8080".parse::<PublicUrl>().unwrap().host(), "localhost");
        for url in ["https://[2001:db8::1]", "https://[2001:db8::1]:8443"] {
            assert_eq!(url.parse::<PublicUrl>().unwrap().host(), "[2001:db8::1]", "{url}");
        }
        for bad in ["", "localhost", "ftp://x", "https://", "https://x/y", "https://u:p@x", "https://x?q"] {
            assert!(bad.parse::<PublicUrl>().is_err(), "{bad}");
        }
    }
}
