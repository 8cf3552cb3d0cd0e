//! The card crate from outside.

mod bad_input;
mod clerk;
mod holder;
mod place;
mod table;
