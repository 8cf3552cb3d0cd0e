//! One file per command.

pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod openapi;
pub(crate) mod serve;
