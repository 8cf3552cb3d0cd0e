//! Our icons by name, for icons that data choose. Templates that know theirs include the file.

use include_dir::{Dir, include_dir};

static ICONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../frontend/icons");

/// The SVG of an icon; nothing for a name that has no file, since icons only repeat what words say.
pub(crate) fn icon(name: &str) -> &'static str {
    ICONS.get_file(format!("{name}.svg")).and_then(|f| f.contents_utf8()).unwrap_or_default()
}
