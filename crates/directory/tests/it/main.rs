//! The directory through its public doors.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod contract;
mod exchange;
mod misses;
mod must_hit;
mod pages;
mod questions;
mod rules;
