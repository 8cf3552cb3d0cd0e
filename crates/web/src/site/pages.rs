//! The pages of one snapshot, each rendered at its first request and then kept.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::http::rendered::Rendered;

/// Rendered pages by their full path. Only pages that exist are kept, so the number is bounded by what is published.
#[derive(Debug, Default)]
pub(crate) struct Pages(RwLock<HashMap<String, Arc<Rendered>>>);

impl Pages {
    /// The kept page, or a new one. Two requests at once may both render; one result is kept.
    pub(crate) fn get_or_render<E>(
        &self,
        path: &str,
        render: impl FnOnce() -> Result<Rendered, E>,
    ) -> Result<Arc<Rendered>, E> {
        if let Some(page) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Ok(Arc::clone(page));
        }
        let page = Arc::new(render()?);
        let mut pages = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(pages.entry(path.to_owned()).or_insert(page)))
    }

    /// How many pages are kept.
    pub(crate) fn len(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}
