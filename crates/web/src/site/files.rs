//! Where a city's files come from: a folder beside the program or one built into it, and what stands in for files that a
//! small city leaves out.

use std::{
    borrow::Cow,
    io::{self, ErrorKind},
    path::Path,
};

use include_dir::{Dir, include_dir};

use super::city::CityError;

/// General words for a city that writes none of its own; holds nothing of any one city.
static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data/default");

/// Where a city's files are read from.
pub trait CityFiles {
    /// The file's content, or `None` when there is none of this name.
    fn bytes(&self, name: &str) -> io::Result<Option<Cow<'_, [u8]>>>;

    /// The file's text, or `None` when there is none. A file that cannot be read, or is not UTF-8, is an error: taking
    /// it for missing would publish general words in place of the city's.
    fn text(&self, name: &str) -> Result<Option<Cow<'_, str>>, CityError> {
        let broken = |reason: String| CityError::Broken { file: name.to_owned(), reason };
        let read = self.bytes(name).map_err(|e| broken(format!("cannot be read: {e}")))?;
        let Some(bytes) = read else { return Ok(None) };
        let not_utf8 = |at: usize| broken(format!("is not UTF-8 text (byte {at})"));
        match bytes {
            Cow::Borrowed(b) => {
                std::str::from_utf8(b).map(|t| Some(t.into())).map_err(|e| not_utf8(e.valid_up_to()))
            }
            Cow::Owned(b) => String::from_utf8(b)
                .map(|t| Some(t.into()))
                .map_err(|e| not_utf8(e.utf8_error().valid_up_to())),
        }
    }

    /// The file's text, or the built-in general one.
    fn text_or_default(&self, name: &str) -> Result<Cow<'_, str>, CityError> {
        let given = self.text(name)?;
        let general = || DEFAULT.get_file(name).and_then(|f| f.contents_utf8()).map(Cow::Borrowed);
        given.or_else(general).ok_or_else(|| CityError::Missing(name.to_owned()))
    }
}

/// The folder of a city on disk.
#[derive(Debug)]
pub struct CityFolder<'a>(pub &'a Path);

impl CityFiles for CityFolder<'_> {
    fn bytes(&self, name: &str) -> io::Result<Option<Cow<'_, [u8]>>> {
        match std::fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Some(Cow::Owned(bytes))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }
}

impl CityFiles for Dir<'static> {
    fn bytes(&self, name: &str) -> io::Result<Option<Cow<'_, [u8]>>> {
        Ok(self.get_file(name).map(|f| Cow::Borrowed(f.contents())))
    }
}
