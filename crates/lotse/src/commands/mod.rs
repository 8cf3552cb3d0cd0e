//! One file per command.

pub(crate) mod barriers;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod openapi;
pub(crate) mod purge;
pub(crate) mod serve;
