//! One file per command.

pub(crate) mod admin;
pub(crate) mod backup;
pub(crate) mod barriers;
pub(crate) mod bench_queue;
pub(crate) mod card;
pub(crate) mod copy;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod openapi;
pub(crate) mod purge;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod serve;
