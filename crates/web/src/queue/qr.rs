//! A QR code as an SVG in our own page: no picture, no style, no script.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around the code, as ISO/IEC 18004 wants.
const QUIET: i32 = 4;

/// The code as SVG; `label` says what it leads to. Nothing for a text that is too long.
pub(crate) fn svg(text: &str, label: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            // Writing into a text cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    let whole = size + 2 * QUIET;
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<svg class=\"l-qr\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {whole} {whole}\" \
         shape-rendering=\"crispEdges\"><path fill=\"currentColor\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_square_of_its_size() {
        let svg = svg("https://lotse.example/besuch/0123456789abcdef0123456789abcdef", "Auf \"mein\" Handy");
        assert!(svg.contains("aria-label=\"Auf &quot;mein&quot; Handy\""), "{svg:.200}");
        // 58 letters at level M need version 4: 33 modules, and 4 on each side.
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "{svg:.300}");
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        assert_eq!(svg(&"x".repeat(5_000), ""), "");
    }
}
