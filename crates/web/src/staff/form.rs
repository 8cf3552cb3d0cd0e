//! The fields of a form as they came in.

use axum::{
    body::to_bytes,
    extract::Request,
    http::{StatusCode, header},
};
use percent_encoding::percent_decode;

use crate::http::limits::MAX_BODY;

/// Fields by name, in the order of the form; a name may stand several times.
#[derive(Debug, Default, Clone)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form's body (`application/x-www-form-urlencoded`, as browsers send it without files).
    pub(crate) async fn read(request: Request) -> Result<Self, StatusCode> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let body =
            to_bytes(request.into_body(), MAX_BODY).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Ok(Self::parse(&body))
    }

    /// Reads the question part of an address.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        let text = |part: &[u8]| {
            let spaced: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
            percent_decode(&spaced).decode_utf8_lossy().into_owned()
        };
        let pairs = encoded.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let mut halves = pair.splitn(2, |b| *b == b'=');
                    (text(halves.next().unwrap_or_default()), text(halves.next().unwrap_or_default()))
                })
                .collect(),
        )
    }

    /// The first value of a name; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Each name with its value, in the order of the form.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_send() {
        let fields = Fields::parse(b"role=guide&role=clerk&name=G%C3%BCl+%C3%9Cbung&empty=&flag");
        assert_eq!(fields.all("role").collect::<Vec<_>>(), ["guide", "clerk"]);
        assert_eq!((fields.get("name"), fields.get("empty"), fields.get("none")), ("Gül Übung", "", ""));
        assert_eq!(Fields::parse(b"").get("x"), "");
        assert_eq!(Fields::parse(b"%ff=%zz&=").get("\u{fffd}"), "%zz");
    }
}
