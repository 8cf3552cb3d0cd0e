//! What the site knows: the city's own files, and the published state of tour and directory.

pub mod city;
pub mod offers;
pub(crate) mod pages;
pub mod snapshot;
pub mod texts;
