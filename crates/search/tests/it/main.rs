//! The crate from outside: promises that hold for any text, and what people actually ask.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests, too")]

mod any_text;
mod encoder;
mod encoder_files;
mod people;
