//! The two cookies of this site, both only after signing in: the session, and the shared tablet.

use axum::http::{HeaderMap, HeaderValue, header};
use staff::Token;

/// The secret of a session.
pub(crate) const SESSION: &str = "__Host-lotse-session";
/// The secret of a shared tablet.
pub(crate) const DEVICE: &str = "__Host-lotse-device";

/// A tablet stays one for as long as browsers allow.
const YEAR: u32 = 400 * 24 * 60 * 60;

/// The secret in a cookie. Where a browser sends several of one name, somebody planted one: then none counts.
pub(crate) fn read(request: &HeaderMap, name: &str) -> Option<Token> {
    let lines = request.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(n, _)| *n == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => value.parse().ok(),
        _ => None,
    }
}

/// The session's cookie; it ends with the browser, and by itself with us.
pub(crate) fn session(token: &Token) -> HeaderValue {
    cookie(SESSION, &token.to_string(), None)
}

/// The tablet's cookie.
pub(crate) fn device(token: &Token) -> HeaderValue {
    cookie(DEVICE, &token.to_string(), Some(YEAR))
}

/// Takes a cookie away.
pub(crate) fn gone(name: &str) -> HeaderValue {
    cookie(name, "", Some(0))
}

fn cookie(name: &str, value: &str, age: Option<u32>) -> HeaderValue {
    let age = age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    // Lax: whoever follows a link from a mail is still signed in. Forms from elsewhere are refused by their token.
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_second_cookie_makes_both_worthless() {
        let token = "ab".repeat(32);
        let with = |cookies: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(cookies).unwrap());
            read(&headers, SESSION).map(|t| t.to_string())
        };
        assert_eq!(with(&format!("a=1; {SESSION}={token}; b")), Some(token.clone()));
        assert_eq!(with(&format!("{SESSION}={token}; {SESSION}={token}")), None);
        assert_eq!(with(&format!("{SESSION}=nonsense")), None);
        assert_eq!(with(&format!("x{SESSION}={token}")), None);
    }

    #[test]
    fn cookies_are_bound_to_this_host_and_hidden_from_scripts() {
        let said = session(&"ab".repeat(32).parse().unwrap());
        let said = said.to_str().unwrap();
        assert!(said.starts_with("__Host-lotse-session=abab"));
        assert!(said.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"));
    }
}
