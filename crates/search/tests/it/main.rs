//! The crate from outside: promises that hold for any text, and what people actually ask.

mod any_text;
mod encoder;
mod encoder_files;
mod people;
