//! The language of a page is in its address: German without prefix, others under `/{lang}/…`.

use axum::http::Uri;
use kernel::Lang;

/// Splits an address into its language and the path without prefix.
///
/// `/en/termine` is English `/termine`; an unknown prefix is part of a German path.
pub(crate) fn split(uri: &Uri) -> (Lang, &str) {
    for lang in Lang::ALL {
        let prefix = lang.prefix();
        if prefix.is_empty() {
            continue;
        }
        match uri.path().strip_prefix(prefix) {
            Some("") => return (lang, "/"),
            Some(rest) if rest.starts_with('/') => return (lang, rest),
            _ => {}
        }
    }
    (Lang::De, uri.path())
}

/// The address of a path in a language. `path` starts with a slash and has no prefix.
pub(crate) fn href(lang: Lang, path: &str) -> String {
    match (lang.prefix(), path) {
        (prefix, "/") if !prefix.is_empty() => prefix.to_owned(),
        (prefix, path) => format!("{prefix}{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_what_href_joins() {
        for lang in Lang::ALL {
            for path in ["/", "/termine", "/dienste/a-b"] {
                let uri: Uri = href(lang, path).parse().unwrap();
                assert_eq!(split(&uri), (lang, path));
            }
        }
        assert_eq!(split(&Uri::from_static("/enten")), (Lang::De, "/enten"));
        assert_eq!(split(&Uri::from_static("/fr/termine")), (Lang::De, "/fr/termine"));
    }
}
