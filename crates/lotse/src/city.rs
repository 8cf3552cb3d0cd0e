//! The city whose files are used: built in, or a folder.

use std::path::Path;

use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use web::{City, CityError, CityFiles, CityFolder};

static HAMBURG: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data/hamburg");

/// Reads the city's files from the folder, or those built in.
pub(crate) fn load(folder: Option<&Path>) -> anyhow::Result<City> {
    match folder {
        Some(folder) => {
            City::load(&CityFolder(folder)).with_context(|| format!("city folder {}", folder.display()))
        }
        None => City::load(&HAMBURG).context("the built-in city"),
    }
}

/// One of the city's data files, for filling an empty database.
pub(crate) fn file(folder: Option<&Path>, name: &str) -> Result<Option<String>, CityError> {
    match folder {
        Some(folder) => CityFolder(folder).text(name).map(|t| t.map(Into::into)),
        None => HAMBURG.text(name).map(|t| t.map(Into::into)),
    }
}
