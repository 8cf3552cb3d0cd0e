//! The card crate from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod authority;
mod bad_input;
mod clerk;
mod holder;
mod place;
mod service;
mod table;
mod watch;
mod wrong_turns;
