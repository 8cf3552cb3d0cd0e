//! The real program, started as a city starts it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod admin;
mod backup;
mod bad_files;
mod bench;
mod card;
mod demo;
mod exchange;
mod house;
mod killed;
mod operation;
mod password;
mod place;
mod postgres_tls;
mod replica;
mod serving;
mod slow_clients;
mod wrong_use;
