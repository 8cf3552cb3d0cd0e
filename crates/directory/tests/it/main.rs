//! The directory through its public doors.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod contract;
mod exchange;
mod pages;
mod rules;
