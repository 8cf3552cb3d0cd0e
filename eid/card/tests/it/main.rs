//! The card crate from outside.

mod bad_input;
mod holder;
mod place;
mod table;
