//! The protocol as its users see it.

mod card_security;
mod certificates;
mod chain;
mod chat;
mod description;
mod libeac;
mod peer;
mod support;
mod tlv;
