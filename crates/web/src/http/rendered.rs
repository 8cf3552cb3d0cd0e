//! A body that was made once and is sent many times: compressed, with one strong entity tag per encoding (RFC 9110, 8.8.3).

use std::{fmt::Write as _, io::Write as _};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use sha2::{Digest, Sha256};

/// How much work to put into compressing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effort {
    /// For a body that is kept and sent often.
    Kept,
    /// For a body that is sent once.
    Once,
}

/// A body in all encodings we offer.
#[derive(Debug)]
pub(crate) struct Rendered {
    content_type: HeaderValue,
    cache: HeaderValue,
    identity: Variant,
    gzip: Option<Variant>,
    brotli: Option<Variant>,
}

#[derive(Debug)]
struct Variant {
    body: Bytes,
    tag: HeaderValue,
}

/// A content coding we offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

/// Bodies shorter than this fit into one packet anyway.
const WORTH_COMPRESSING: usize = 600;

impl Rendered {
    /// Compresses and tags a text body. Asks caches to revalidate each time.
    pub(crate) fn new(content_type: &'static str, body: String, effort: Effort) -> Self {
        Self::compressed(content_type, body, effort, Offer { gzip: true, brotli: true })
    }

    /// A body that is sent once: only the encoding that this request gets is made.
    pub(crate) fn once(content_type: &'static str, body: String, request: &HeaderMap) -> Self {
        let Offer { gzip, brotli } = Offer::of(request);
        Self::compressed(content_type, body, Effort::Once, Offer { gzip: gzip && !brotli, brotli })
    }

    fn compressed(content_type: &'static str, body: String, effort: Effort, offer: Offer) -> Self {
        let body = Bytes::from(body);
        let worth = body.len() >= WORTH_COMPRESSING;
        let gzip = (worth && offer.gzip).then(|| gzip(&body, effort)).flatten();
        let brotli = (worth && offer.brotli).then(|| brotli(&body, effort)).flatten();
        Self::from_parts(content_type, body, gzip, brotli)
    }

    /// The body that a request gets.
    pub(crate) fn body(&self, request: &HeaderMap) -> Bytes {
        self.pick(request).1.body.clone()
    }

    /// Takes a body that comes with its compressed forms.
    pub(crate) fn from_parts(
        content_type: &'static str,
        body: Bytes,
        gzip: Option<Bytes>,
        brotli: Option<Bytes>,
    ) -> Self {
        let hash = Sha256::digest(&body);
        let hash = hash.iter().take(12).fold(String::new(), |mut s, b| {
            let _ = write!(s, "{b:02x}");
            s
        });
        let variant =
            |body: Bytes, suffix: &str| Variant { body, tag: header_value(&format!("\"{hash}{suffix}\"")) };
        Self {
            content_type: HeaderValue::from_static(content_type),
            cache: HeaderValue::from_static("no-cache"),
            gzip: gzip.map(|b| variant(b, "-gz")),
            brotli: brotli.map(|b| variant(b, "-br")),
            identity: variant(body, ""),
        }
    }

    /// Replaces `Cache-Control: no-cache`.
    pub(crate) fn with_cache(mut self, cache: &'static str) -> Self {
        self.cache = HeaderValue::from_static(cache);
        self
    }

    /// Answers a request: the best encoding, or 304 when the client has it already.
    pub(crate) fn respond(&self, request: &HeaderMap) -> Response<Body> {
        let (coding, variant) = self.pick(request);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, variant.tag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if matches_any(request, &variant.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        if let Some(name) = coding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        *response.body_mut() = Body::from(variant.body.clone());
        response
    }

    fn pick(&self, request: &HeaderMap) -> (Coding, &Variant) {
        let Offer { gzip, brotli } = Offer::of(request);
        match (&self.brotli, &self.gzip) {
            (Some(v), _) if brotli => (Coding::Brotli, v),
            (_, Some(v)) if gzip => (Coding::Gzip, v),
            _ => (Coding::Identity, &self.identity),
        }
    }
}

impl Coding {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

fn header_value(s: &str) -> HeaderValue {
    HeaderValue::from_str(s).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The encodings a client takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offer {
    gzip: bool,
    brotli: bool,
}

impl Offer {
    /// How many there may be.
    pub(crate) const COUNT: usize = 4;

    pub(crate) fn of(request: &HeaderMap) -> Self {
        Self { gzip: accepts(request, "gzip"), brotli: accepts(request, "br") }
    }

    /// Below [`Self::COUNT`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.gzip) + 2 * usize::from(self.brotli)
    }
}

/// Whether `Accept-Encoding` names the coding with a weight above zero (RFC 9110, 12.5.3).
fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let listed = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    listed.flat_map(|v| v.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|p| {
            p.strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
        });
        named && !refused
    })
}

/// `If-None-Match` with weak comparison (RFC 9110, 13.1.2). A broken header matches nothing.
fn matches_any(request: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let given = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    given.flat_map(|v| v.split(',')).map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == tag)
}

fn gzip(body: &[u8], effort: Effort) -> Option<Bytes> {
    let level = match effort {
        Effort::Kept => 8,
        Effort::Once => 1,
    };
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    out.write_all(body).ok()?;
    out.finish().ok().map(Bytes::from)
}

fn brotli(body: &[u8], effort: Effort) -> Option<Bytes> {
    let quality = match effort {
        Effort::Kept => 9,
        Effort::Once => 3,
    };
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 18, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut std::io::Cursor::new(body), &mut out, &params).ok()?;
    Some(Bytes::from(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.clone(), HeaderValue::from_str(v).unwrap())).collect()
    }

    fn page() -> Rendered {
        Rendered::new("text/html", "Hallo Hamburg! ".repeat(100), Effort::Kept)
    }

    #[test]
    fn each_encoding_has_its_own_strong_tag() {
        let tags: Vec<_> = ["", "gzip", "br, gzip"]
            .iter()
            .map(|e| {
                page().respond(&request(&[(header::ACCEPT_ENCODING, e)])).headers()[header::ETAG].clone()
            })
            .collect();
        assert!(tags[0] != tags[1] && tags[1] != tags[2]);
        assert!(tags.iter().all(|t| t.to_str().unwrap().starts_with('"')));
    }

    #[test]
    fn a_refused_encoding_is_not_sent() {
        let r = page().respond(&request(&[(header::ACCEPT_ENCODING, "br;q=0, gzip;q=0.5")]));
        assert_eq!(r.headers()[header::CONTENT_ENCODING], "gzip");
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let tag = page().respond(&HeaderMap::new()).headers()[header::ETAG].to_str().unwrap().to_owned();
        for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let r = page().respond(&request(&[(header::IF_NONE_MATCH, &given)]));
            assert_eq!(r.status(), StatusCode::NOT_MODIFIED, "{given}");
        }
        for broken in ["\"", "W/", "\"abc", ",,,"] {
            let r = page().respond(&request(&[(header::IF_NONE_MATCH, broken)]));
            assert_eq!(r.status(), StatusCode::OK, "{broken}");
        }
    }
}
