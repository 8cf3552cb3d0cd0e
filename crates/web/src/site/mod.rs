//! What the site knows: the city's own files, and the published state of tour and directory.

pub(crate) mod city;
pub(crate) mod land;
pub(crate) mod offers;
pub(crate) mod pages;
pub(crate) mod snapshot;
pub(crate) mod texts;
