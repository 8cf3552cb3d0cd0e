//! What the site knows: the city's own files, and the published state of tour and directory.

pub(crate) mod city;
pub(crate) mod colour;
pub(crate) mod files;
mod holidays;
pub(crate) mod land;
mod logo;
pub(crate) mod look;
pub(crate) mod offers;
pub(crate) mod pages;
pub(crate) mod profile;
pub(crate) mod snapshot;
pub(crate) mod texts;
