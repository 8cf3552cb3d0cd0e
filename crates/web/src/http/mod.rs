//! What every answer of the server has in common: headers, encodings, conditional requests, errors, limits.

pub(crate) mod client;
pub(crate) mod error_page;
pub(crate) mod headers;
mod lanes;
pub(crate) mod lang;
pub(crate) mod limits;
pub(crate) mod observe;
pub(crate) mod origin;
mod patient;
pub(crate) mod ready;
pub(crate) mod rendered;
pub(crate) mod serve;
pub(crate) mod throttle;
pub(crate) mod turns;
