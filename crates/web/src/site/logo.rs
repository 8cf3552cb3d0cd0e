//! A city's logo, checked at the start for being a picture that browsers can show, and nothing else.

use axum::body::Bytes;
use kernel::text;

use super::{
    city::CityError,
    files::CityFiles,
    look::{Asset, version},
};
use crate::http::rendered::Rendered;

/// Largest logo in bytes: it is part of each first visit.
const MOST_LOGO: usize = 200 * 1024;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Without it browsers show no SVG that a page links as a picture.
const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Reads and checks it.
pub(super) fn load(files: &dyn CityFiles, name: &str) -> Result<Asset, CityError> {
    let wrong = |reason: &str| CityError::Broken { file: name.to_owned(), reason: reason.to_owned() };
    if name.contains(['/', '\\']) {
        return Err(wrong("the logo must be a file in the city's folder itself"));
    }
    let read = files.bytes(name).map_err(|e| wrong(&format!("the logo cannot be read: {e}")))?;
    let bytes = read.ok_or_else(|| CityError::Missing(name.to_owned()))?;
    if bytes.len() > MOST_LOGO {
        return Err(wrong(&format!("the logo has {} bytes, {MOST_LOGO} are possible", bytes.len())));
    }
    let version = version(&bytes);
    let picture = |kind| Rendered::from_parts(kind, Bytes::from(bytes.to_vec()), None, None);
    if let Some(chunks) = bytes.strip_prefix(PNG) {
        if !whole_png(chunks) {
            return Err(wrong("the logo is damaged or cut off; export it again"));
        }
        return Ok(Asset { version, body: picture("image/png") });
    }
    let svg = std::str::from_utf8(&bytes).map_err(|_| wrong("the logo is neither an SVG nor a PNG"))?;
    match active_part(svg) {
        _ if !text::fold(svg).contains("<svg") => Err(wrong("the logo is neither an SVG nor a PNG")),
        Some(part) => {
            Err(wrong(&format!("the logo may hold no code, and it has {part:?}; export it as a plain SVG")))
        }
        None => {
            whole_svg(svg).map_err(|reason| wrong(&reason))?;
            Ok(Asset { version, body: picture("image/svg+xml") })
        }
    }
}

/// Whether a picture can be shown, as far as its form says.
fn whole_svg(svg: &str) -> Result<(), String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let read = roxmltree::Document::parse_with_options(svg.trim_start_matches('\u{feff}'), options);
    let document = read.map_err(|e| format!("the logo is damaged or cut off ({e}); export it again"))?;
    if document.root_element().has_tag_name((SVG_NAMESPACE, "svg")) {
        return Ok(());
    }
    Err(format!(
        "the logo's outermost element must be <svg xmlns=\"{SVG_NAMESPACE}\">, or browsers do not show it"
    ))
}

/// Whether the chunks (PNG, third edition, 5.3) go on without a gap from the header to the end, with a size and content.
fn whole_png(chunks: &[u8]) -> bool {
    let (mut rest, mut first, mut content) = (chunks, true, false);
    while let Some((&[l1, l2, l3, l4, k1, k2, k3, k4], after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([l1, l2, l3, l4]) as usize;
        let kind = [k1, k2, k3, k4];
        let Some((data, after)) = after.split_at_checked(length) else { return false };
        let Some((_, after)) = after.split_first_chunk::<4>() else { return false };
        let header = kind == *b"IHDR" && length == 13;
        let size =
            data.first_chunk::<8>().is_some_and(|s| s.chunks_exact(4).all(|n| n.iter().any(|b| *b > 0)));
        if first && !(header && size) {
            return false;
        }
        if kind == *b"IEND" {
            return content;
        }
        content |= kind == *b"IDAT" && length > 0;
        (rest, first) = (after, false);
    }
    false
}

/// What could run or load something. Rather too strict than clever: a drawing program can always export without it.
fn active_part(svg: &str) -> Option<String> {
    const PARTS: [&str; 9] = [
        "<script",
        ":script",
        "<foreignobject",
        ":foreignobject",
        "<iframe",
        "<!entity",
        "<handler",
        "script:",
        "&#",
    ];
    let small = svg.to_ascii_lowercase();
    let part = PARTS.into_iter().find(|p| small.contains(p)).map(str::to_owned);
    part.or_else(|| handler(&small))
}

/// An attribute like `onload=`.
fn handler(svg: &str) -> Option<String> {
    let before = svg.split('=').map(str::trim_end);
    let names = before.filter_map(|b| b.rsplit(|c: char| c.is_whitespace() || "\"'/".contains(c)).next());
    names.into_iter().find(|n| n.len() > 2 && n.starts_with("on")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chunk without its checksum's truth, which no browser needs.
    fn chunk(kind: &str, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], kind.as_bytes(), data, &[0; 4]].concat()
    }

    #[test]
    fn a_png_must_be_whole() {
        let header = chunk("IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, 8, 6, 0, 0, 0]);
        let (data, end) = (chunk("IDAT", b"xyz"), chunk("IEND", b""));
        let png = [&header[..], &data, &end].concat();
        assert!(whole_png(&png));
        for length in 0..png.len() {
            assert!(!whole_png(&png[..length]), "cut off after {length} bytes");
        }
        let flat = chunk("IHDR", &[0, 0, 0, 8, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
        for bad in
            [[&header[..], &end].concat(), [&data[..], &end].concat(), [&flat[..], &data, &end].concat()]
        {
            assert!(!whole_png(&bad));
        }
    }

    #[test]
    fn an_svg_must_be_whole() {
        let svg = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\">\
                   <svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
        assert_eq!(whole_svg(svg), Ok(()));
        assert_eq!(whole_svg(&format!("\u{feff}{svg}")), Ok(()));
        let reason = |svg: &str| whole_svg(svg).unwrap_err();
        for length in [5, 40, 120, svg.len() - 1] {
            assert!(reason(&svg[..length]).contains("damaged or cut off"), "{length}");
        }
        assert!(reason("<svg><path/></svg>").contains("outermost element"));
        assert!(
            reason("<html xmlns=\"http://www.w3.org/1999/xhtml\"><svg/></html>")
                .contains("outermost element")
        );
    }

    #[test]
    fn code_in_a_logo_is_found() {
        let fine = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\" class=\"one\" fill='#000'/></svg>";
        assert_eq!(active_part(fine), None);
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg onload=\"x\"/>",
            "<svg><a\nonClick = 'x'/></svg>",
            "<svg/onload=x>",
            "<s:SCRIPT/>",
            "<a href=\"javascript:x\"/>",
            "<a href=\"&#106;avascript:x\"/>",
            "<!DOCTYPE svg [<!ENTITY x \"y\">]>",
            "<svg><foreignObject/></svg>",
        ] {
            assert!(active_part(bad).is_some(), "{bad}");
        }
    }
}
