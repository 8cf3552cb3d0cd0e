//! Who asks: the peer of the connection, or, behind the city's own proxies, the address they vouch for.
//!
//! Addresses are used to slow down floods and, shortened, in the access log. They are never stored.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use axum::http::{HeaderMap, header};

/// The address of whoever asks. The serving loop adds it to each request's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// What counts as one client: an IPv4 address, or the IPv6 network one household or phone gets (/64).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Prefix {
    V4(u32),
    V6(u64),
}

impl ClientAddress {
    /// The prefix by which requests are counted.
    pub(crate) fn prefix(self) -> Prefix {
        match self.0.to_canonical() {
            IpAddr::V4(ip) => Prefix::V4(ip.to_bits()),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                let high = [a, b, c, d].iter().fold(0, |high, s| (high << 16) | u64::from(*s));
                Prefix::V6(high)
            }
        }
    }

    /// Whether the request comes from this machine: its operator, or a proxy that is not named as trusted.
    pub(crate) fn is_this_machine(self) -> bool {
        self.0.to_canonical().is_loopback()
    }
}

/// The address shortened so that it names no single line: IPv4 to 24 bits, IPv6 to 48.
impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.to_canonical() {
            IpAddr::V4(ip) => Ipv4Addr::from_bits(ip.to_bits() & (u32::MAX << 8)).fmt(f),
            IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 80)).fmt(f),
        }
    }
}

/// A range of addresses, such as `10.0.0.0/8`; a bare address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Why a text is no [`Network`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an address range must look like 127.0.0.1, 10.0.0.0/8 or fd00::/8, not like {0:?}")]
pub struct NetworkError(String);

impl Network {
    /// Whether the address lies in the range. IPv4 addresses in IPv6 form (`::ffff:…`) count as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (a.to_bits() ^ b.to_bits()).leading_zeros() >= u32::from(self.bits)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (a.to_bits() ^ b.to_bits()).leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(s: &str) -> Result<Self, NetworkError> {
        let bad = || NetworkError(s.chars().take(60).collect());
        let (address, bits) = s.trim().split_once('/').map_or((s.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| bad())?;
        if bits <= most { Ok(Self { address, bits }) } else { Err(bad()) }
    }
}

/// The client behind a peer: the rightmost address of the chain that is no trusted proxy.
///
/// Only what a trusted proxy wrote is believed, so a peer outside the list is itself the client, whatever it claims.
/// `X-Forwarded-For` wins over `Forwarded` (RFC 7239): the usual proxies write the former and pass the latter through.
pub(crate) fn resolve(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> ClientAddress {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|n| n.contains(ip));
    let mut client = peer.to_canonical();
    let chain = if is_trusted(client) { chain(headers) } else { Vec::new() };
    for hop in chain.into_iter().rev() {
        // A hop that cannot be read ends what we know: nothing left of it was vouched for.
        let Some(hop) = hop else { break };
        client = hop.to_canonical();
        if !is_trusted(client) {
            break;
        }
    }
    ClientAddress(client)
}

/// The hops as written, from the client to the nearest proxy.
fn chain(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let list = |name: &header::HeaderName| {
        let values: Vec<_> = headers.get_all(name).iter().map(|v| v.to_str().unwrap_or_default()).collect();
        values.join(",")
    };
    let forwarded_for = header::HeaderName::from_static("x-forwarded-for");
    if headers.contains_key(&forwarded_for) {
        list(&forwarded_for).split(',').map(hop).collect()
    } else if headers.contains_key(header::FORWARDED) {
        list(&header::FORWARDED).split(',').map(|element| hop(forwarded_node(element))).collect()
    } else {
        Vec::new()
    }
}

/// The value of `for=` in one element of `Forwarded`; empty when there is none.
fn forwarded_node(element: &str) -> &str {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    named.next().map_or("", |(_, value)| value)
}

/// An address with or without port, brackets and quotes. `unknown` and hidden names (`_x`) are none.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    if let Some(inner) = text.strip_prefix('[') {
        return inner.split_once(']')?.0.parse().ok();
    }
    text.parse().ok().or_else(|| text.rsplit_once(':')?.0.parse::<Ipv4Addr>().ok().map(IpAddr::V4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, headers: &[(&'static str, &str)], trusted: &[&str]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|n| n.parse().unwrap()).collect();
        resolve(peer.parse().unwrap(), &map, &trusted).0.to_string()
    }

    #[test]
    fn ranges_hold_their_addresses() {
        for (range, inside, outside) in [
            ("10.0.0.0/8", "10.255.1.2", "11.0.0.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.8/29", "::ffff:192.0.2.15", "192.0.2.16"),
            ("fd00::/8", "fdff::1", "fe80::1"),
            ("::1", "::1", "::2"),
            ("0.0.0.0/0", "203.0.113.1", "2001:db8::1"),
        ] {
            let network: Network = range.parse().unwrap();
            assert!(network.contains(inside.parse().unwrap()), "{range} {inside}");
            assert!(!network.contains(outside.parse().unwrap()), "{range} {outside}");
        }
        for bad in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "proxy.example",
            "1.2.3.4/8/8",
        ] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stranger_who_claims_to_be_somebody_is_himself() {
        let lies = [("x-forwarded-for", "198.51.100.9"), ("forwarded", "for=198.51.100.9")];
        assert_eq!(client("203.0.113.1", &lies, &[]), "203.0.113.1");
        assert_eq!(client("203.0.113.1", &lies, &["10.0.0.0/8"]), "203.0.113.1");
        assert_eq!(client("::ffff:203.0.113.1", &lies, &["::1"]), "203.0.113.1");
    }

    #[test]
    fn what_a_client_wrote_before_the_proxy_is_not_believed() {
        let proxies = ["10.0.0.0/8"];
        for (chain, expected) in [
            ("203.0.113.1", "203.0.113.1"),
            ("127.0.0.1, 203.0.113.1", "203.0.113.1"),
            ("10.9.9.9, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
            ("198.51.100.9, unknown, 10.0.0.2", "10.0.0.2"),
            ("203.0.113.1:4711", "203.0.113.1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("", "10.0.0.1"),
            ("203.0.113.1,", "10.0.0.1"),
            ("<script>", "10.0.0.1"),
        ] {
            assert_eq!(client("10.0.0.1", &[("x-forwarded-for", chain)], &proxies), expected, "{chain}");
        }
        let twice = [("x-forwarded-for", "198.51.100.9"), ("x-forwarded-for", "203.0.113.1")];
        assert_eq!(client("10.0.0.1", &twice, &proxies), "203.0.113.1");
    }

    #[test]
    fn the_standard_header_is_read_where_the_usual_one_is_missing() {
        let standard = ("forwarded", "for=198.51.100.9;proto=http, For=\"[2001:db8::7]:80\";by=_x");
        assert_eq!(client("10.0.0.1", &[standard], &["10.0.0.0/8"]), "2001:db8::7");
        let usual = ("x-forwarded-for", "203.0.113.1");
        assert_eq!(client("10.0.0.1", &[standard, usual], &["10.0.0.0/8"]), "203.0.113.1");
        for odd in ["for=_hidden", "for=unknown", "proto=https", ";;=", "for=\"[::\""] {
            assert_eq!(client("10.0.0.1", &[("forwarded", odd)], &["10.0.0.0/8"]), "10.0.0.1", "{odd}");
        }
    }

    #[test]
    fn shortened_addresses_name_no_line() {
        for (full, short) in [
            ("203.0.113.77", "203.0.113.0"),
            ("::ffff:203.0.113.77", "203.0.113.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ] {
            assert_eq!(ClientAddress(full.parse().unwrap()).to_string(), short);
        }
        let prefix = |ip: &str| ClientAddress(ip.parse().unwrap()).prefix();
        assert_eq!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::9"));
        assert_ne!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
        assert_ne!(prefix("203.0.113.1"), prefix("203.0.113.2"));
    }
}
