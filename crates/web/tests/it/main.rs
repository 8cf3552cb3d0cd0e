//! The site as visitors, calendars and programs meet it: requests in, whole answers out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod api;
mod barrier;
mod caching;
mod change;
mod city;
mod counter;
mod data;
mod failure;
mod headers;
mod html;
mod injection;
mod limits;
mod misses;
mod odd_input;
mod pages;
mod queue;
mod ready;
mod routes;
mod schema;
mod staff;
mod stop_page;
mod time;
