//! A started app with a clock that stands still, asked without a network. For tests only, hence it panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod answer;
mod app;
mod sample;
mod setup;
mod wait;

pub use answer::Answer;
pub use app::TestApp;
pub use db::Engine;
pub use sample::{NOW, local, stop, text, venue};
pub use setup::Setup;
pub use wait::eventually;
