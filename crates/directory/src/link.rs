use std::fmt;

/// An address that a page may link to.
///
/// `http` or `https`, a registered host name in ASCII, no user name, no port, no IP address, no quotes, blanks or
/// backslashes, at most 2000 bytes. Hosts that lead citizens astray are refused too: names inside a network
/// (`localhost`, `.internal`) and hosts where makers try things out (a label that is or begins with `stage`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    address: String,
    host: String,
}

impl Link {
    /// The link, or `None` when the text is no address to send citizens to.
    pub fn read(text: &str) -> Option<Self> {
        let host = host_of(text)?;
        is_public(&host).then(|| Self { address: text.to_owned(), host })
    }

    /// The address for `href`.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The host, lower case, without a leading `www.`.
    pub fn host(&self) -> &str {
        shown(&self.host)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

/// The host of an address that may be named on a page, whether or not it may be linked.
pub(crate) fn host_to_show(text: &str) -> Option<String> {
    host_of(text).map(|host| shown(&host).to_owned())
}

fn shown(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

fn host_of(text: &str) -> Option<String> {
    let unsafe_char = |c: char| c.is_control() || c.is_whitespace() || "\"'<>\\`{}|^".contains(c);
    if text.len() > 2000 || text.contains(unsafe_char) {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    is_name(&host).then_some(host)
}

/// Labels of letters, digits and hyphens; the last begins with a letter, so that no IP address passes.
fn is_name(host: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(label)
        && top.len() >= 2
        && top.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_public(host: &str) -> bool {
    const INSIDE: [&str; 8] =
        ["internal", "intern", "lan", "local", "localhost", "test", "invalid", "example"];
    let top = host.rsplit('.').next().unwrap_or_default();
    let trial = |l: &str| l.starts_with("stage") || l.starts_with("staging");
    !INSIDE.contains(&top) && !host.split('.').any(trial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_public_pages() {
        for (text, host) in [
            ("https://www.hamburg.de/service/info/1/n0/", "hamburg.de"),
            ("HTTP://Serviceportal.Hamburg.de?id=VERA&x=0", "serviceportal.hamburg.de"),
            ("https://www.feuerwehr.hamburg", "feuerwehr.hamburg"),
        ] {
            assert_eq!(Link::read(text).unwrap().host(), host);
        }
    }

    #[test]
    fn refuses_what_no_citizen_should_follow() {
        for text in [
            "",
            "hamburg.de",
            "javascript:alert(1)",
            "javascript://www.hamburg.de/%0aalert(1)",
            "ftp://hamburg.de/",
            "data:text/html,x",
            "https://nutzer:wort@hamburg.de/",
            "https://hamburg.de@boese.de/",
            "https://hamburg.de:8443/",
            "https://192.168.0.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://localhost/",
            "https://amt.intern/",
            "https://stage.schema.fim.fitko.net/x",
            "https://hamburg.de\\@boese.de/",
            "https://ham burg.de/",
            "https://hamburg.de/\"onclick=x",
            "https://hämburg.de/",
            "https://.de/",
            "https://-a.de/",
        ] {
            assert_eq!(Link::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_staging_host_is_named_but_not_linked() {
        assert_eq!(host_to_show("https://stage.fim.net/x").as_deref(), Some("stage.fim.net"));
    }
}
