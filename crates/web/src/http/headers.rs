//! Security headers on every answer (OWASP ASVS 5.0, 3.4).

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::App;

/// No inline code or style, no other origin, no frames.
pub(crate) const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALL_OFF: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
    screen-wake-lock=(), usb=()";
const ALL_OFF_BUT_POSITION: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), \
    geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(), usb=()";
const ALL_OFF_BUT_SCREEN: &str = "accelerometer=(), autoplay=(self), camera=(), display-capture=(), fullscreen=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(self), usb=()";

const ALL_OFF_BUT_PASSKEYS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(self), publickey-credentials-create=(self), screen-wake-lock=(), usb=()";

/// Marks an answer on whose page passkeys are made or used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OffersPasskey;

/// Marks an answer whose page offers "use my position".
#[derive(Debug, Clone, Copy)]
pub(crate) struct OffersPosition;

/// Marks a screen of the stand, which sounds at a call and stays on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen;

/// Adds the headers. Outermost layer, so that error answers carry them too.
pub(crate) async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let marks = response.extensions();
    let policy = if marks.get::<OffersPosition>().is_some() {
        ALL_OFF_BUT_POSITION
    } else if marks.get::<Screen>().is_some() {
        ALL_OFF_BUT_SCREEN
    } else if marks.get::<OffersPasskey>().is_some() {
        ALL_OFF_BUT_PASSKEYS
    } else {
        ALL_OFF
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CSP);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Beside `frame-ancestors`, for what does not read that.
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), policy);
    if app.settings().public_url.is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if app.settings().demo {
        set(HeaderName::from_static("x-robots-tag"), "noindex");
    }
    // The open API and the feeds may be read from everywhere; pages and files only by ourselves.
    let open = headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    let resource = if open { "cross-origin" } else { "same-origin" };
    headers
        .insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static(resource));
    response
}
