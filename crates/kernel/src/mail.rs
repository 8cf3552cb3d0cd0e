use std::{fmt, str::FromStr};

/// Longest address (RFC 5321, 4.5.3.1.3: a path of 256 octets holds two angle brackets).
const LONGEST: usize = 254;
/// Longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// An address for mail: `a.beispiel@example.org`.
///
/// ASCII only, the part before the `@` without quotes, the domain of at least two names. So it can stand in a header or a
/// command as it is: it holds no space, line break, comma or bracket. A domain with umlauts is written `xn--…`.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(String);

/// The text is no address for mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address like a.beispiel@example.org")]
pub struct MailAddressError;

impl MailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for MailAddress {
    type Err = MailAddressError;

    fn from_str(s: &str) -> Result<Self, MailAddressError> {
        let text = s.trim_matches(' ');
        let (local, domain) = text.rsplit_once('@').ok_or(MailAddressError)?;
        let atom = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        };
        let label = |part: &str| {
            matches!(part.len(), 1..=63)
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let fits = text.len() <= LONGEST && local.len() <= LONGEST_LOCAL;
        let ours = local.split('.').all(atom) && domain.contains('.') && domain.split('.').all(label);
        if fits && ours { Ok(Self(text.to_owned())) } else { Err(MailAddressError) }
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// So that no log line holds somebody's address by accident.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_plain_addresses_only() {
        for good in
            ["a.beispiel@example.org", "x+y@xn--kln-sna.example.org", " a@b.de ", "o'neil_1@amt.hamburg.de"]
        {
            assert_eq!(good.parse::<MailAddress>().unwrap().as_str(), good.trim());
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.de",
            "a@b",
            "a@@b.de",
            "a b@c.de",
            "a@b.de\r\nBcc: c@d.de",
            "a@b.de\nx",
            "a@b.de, c@d.de",
            "<a@b.de>",
            "\"a\"@b.de",
            "a..b@c.de",
            "ä@b.de",
            "a@köln.de",
            "a@-b.de",
            "a@b..de",
            "a@[127.0.0.1]",
            "a@b.de\0",
        ] {
            assert_eq!(bad.parse::<MailAddress>(), Err(MailAddressError), "{bad:?}");
        }
        assert!(format!("{}@b.de", "x".repeat(65)).parse::<MailAddress>().is_err());
        assert!(format!("a@{}.de", "x.".repeat(130)).parse::<MailAddress>().is_err());
    }

    #[test]
    fn does_not_slip_into_a_log() {
        let address: MailAddress = "a.beispiel@example.org".parse().unwrap();
        assert!(!format!("{address:?}").contains("beispiel"));
        assert_eq!(address.domain(), "example.org");
    }
}
