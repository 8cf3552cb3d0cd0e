//! The queue through its public door, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bad_input;
mod contention;
mod contract;
mod crash;
mod forgetting;
mod moved;
mod processes;
mod stand;
