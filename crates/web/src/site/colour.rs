//! A colour in sRGB and its contrast to another (WCAG 2.2, "contrast ratio").

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// Red, green, blue. Written as `#rrggbb` or `#rgb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// What text needs against its ground (1.4.3).
    pub const READABLE: f64 = 4.5;

    /// From 1 (the same) to 21 (black and white).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |v: u8| {
            let c = f64::from(v) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()?;
        match digits.as_slice() {
            [red, green, blue] => Some(Self(red * 17, green * 17, blue * 17)),
            [r1, r0, g1, g0, b1, b0] => Some(Self(r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0)),
            _ => None,
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!("a colour looks like #005b5b or #05b, not like {text:?}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_as_the_standard_says() {
        let (black, white, grey) = (Colour(0, 0, 0), Colour(255, 255, 255), Colour(0x76, 0x76, 0x76));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(grey) - 4.54).abs() < 0.01);
        assert!((grey.contrast(grey) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn reads_hex_only() {
        assert_eq!(Colour::parse("#0AF"), Some(Colour(0, 0xaa, 0xff)));
        for bad in ["", "#", "#12", "#12345", "#1234567", "005b5b", "#ääää", "#00g000", "rgb(0,0,0)"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }
}
