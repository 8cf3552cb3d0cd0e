use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
};
use serde_json::Value;

/// What the app answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as sent, compressed or not.
    pub body: Bytes,
}

impl Answer {
    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("a header is ASCII"))
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The body as text, after checking that the answer is 200.
    #[track_caller]
    pub fn ok(&self) -> &str {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self.text()
    }
}
