//! The protocol as its users see it.

mod authentication;
mod card_security;
mod certificates;
mod chain;
mod chat;
mod description;
mod example;
mod libeac;
mod peer;
mod support;
mod tlv;
