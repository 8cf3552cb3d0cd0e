//! What this room shows to the outside.
#![allow(clippy::unwrap_used)]

mod permissions;
