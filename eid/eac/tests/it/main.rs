//! The protocol as its users see it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, too"
)]

mod apdu;
mod authentication;
mod card_access;
mod card_security;
mod certificates;
mod chain;
mod chat;
mod data_group;
mod description;
mod example;
mod libeac;
mod messaging;
mod pace;
mod pin;
mod ri;
mod support;
mod tlv;
