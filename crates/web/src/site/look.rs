//! A city's colours, and what its pages link for its looks. Colours are checked at the start for their contrast
//! (WCAG 2.2, 1.4.3).

use std::fmt::Write as _;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    city::{CityError, broken},
    colour::Colour,
    files::CityFiles,
    logo,
    profile::Profile,
};
use crate::http::rendered::{Effort, Rendered};

/// `[colours]` of `city.toml`; what is missing stays as it is.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Links and buttons on light ground.
    #[serde(default)]
    pub accent: Option<Colour>,
    /// Text on them.
    #[serde(default)]
    pub on_accent: Option<Colour>,
    /// Links and buttons on dark ground.
    #[serde(default)]
    pub accent_dark: Option<Colour>,
    /// Text on them.
    #[serde(default)]
    pub on_accent_dark: Option<Colour>,
    /// The stripe above the header; carries no text.
    #[serde(default)]
    pub brand: Option<Colour>,
}

/// What the pages link.
#[derive(Debug, Default)]
pub struct Look {
    pub(crate) styles: Option<Asset>,
    pub(crate) logo: Option<Asset>,
}

/// A file of the city, kept in memory.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Changes with the content; the query of its address.
    pub version: String,
    pub body: Rendered,
}

impl Look {
    /// Checks colours and logo, and makes what the pages link.
    pub(super) fn load(files: &dyn CityFiles, profile: &Profile) -> Result<Self, CityError> {
        profile.colours.check().map_err(broken("city.toml"))?;
        let logo = profile.logo.as_deref().map(|name| logo::load(files, name)).transpose()?;
        let styles = profile.colours.styles(logo.is_some());
        let css = |text: String| Asset {
            version: version(text.as_bytes()),
            body: Rendered::new("text/css; charset=utf-8", text, Effort::Kept),
        };
        Ok(Self { styles: (!styles.is_empty()).then(|| css(styles)), logo })
    }
}

impl Colours {
    /// The grounds of the pages, as `frontend/src/styles/_theme.scss` sets them.
    const LIGHT: [Colour; 2] = [Colour(0xff, 0xff, 0xff), Colour(0xf3, 0xf4, 0xf7)];
    const DARK: [Colour; 2] = [Colour(0x13, 0x15, 0x25), Colour(0x1d, 0x20, 0x34)];
    /// KERN's own colours, which hold where the city sets none.
    const ACCENT: Colour = Colour(0x20, 0x44, 0xaa);
    const ACCENT_DARK: Colour = Colour(0x97, 0xaf, 0xe1);
    const BLACK: Colour = Colour(0, 0, 0);

    fn check(&self) -> Result<(), String> {
        let accent = self.accent.unwrap_or(Self::ACCENT);
        let dark = self.accent_dark.unwrap_or(Self::ACCENT_DARK);
        readable("on_accent", self.on_accent.unwrap_or(Self::LIGHT[0]), "the accent", accent)?;
        readable("on_accent_dark", self.on_accent_dark.unwrap_or(Self::BLACK), "the dark accent", dark)?;
        for ground in Self::LIGHT {
            readable("accent", accent, "the light ground", ground)?;
        }
        for ground in Self::DARK {
            readable("accent_dark", dark, "the dark ground", ground)?;
        }
        Ok(())
    }

    fn styles(&self, logo: bool) -> String {
        let set = [
            ("accent", self.accent),
            ("on-accent", self.on_accent),
            ("accent-dark", self.accent_dark),
            ("on-accent-dark", self.on_accent_dark),
            ("brand", self.brand),
        ];
        let mut rules = String::new();
        for (name, colour) in set.iter().filter_map(|(n, c)| c.map(|c| (n, c))) {
            let _ = write!(rules, "--stadt-{name}:{colour};");
        }
        let mut styles = if rules.is_empty() { rules } else { format!(":root{{{rules}}}\n") };
        if logo {
            styles.push_str(".l-logo img{block-size:2.5rem;inline-size:auto;max-inline-size:10rem}\n");
        }
        styles
    }
}

fn readable(name: &str, text: Colour, what: &str, ground: Colour) -> Result<(), String> {
    let ratio = text.contrast(ground);
    if ratio >= Colour::READABLE {
        return Ok(());
    }
    // Rounded down, so that 4.499 does not read as enough.
    let shown = (ratio * 100.0).floor() / 100.0;
    Err(format!(
        "[colours] {name} {text} on {what} {ground} has a contrast of {shown:.2}:1 and needs {}:1 to be readable",
        Colour::READABLE
    ))
}

pub(super) fn version(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(toml: &str) -> Colours {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn readable_colours_become_styles() {
        let of = colours("accent = \"#005b5b\"\naccent_dark = \"#7fd\"\nbrand = \"#ffcc00\"");
        assert_eq!(of.check(), Ok(()));
        assert_eq!(
            of.styles(false),
            ":root{--stadt-accent:#005b5b;--stadt-accent-dark:#77ffdd;--stadt-brand:#ffcc00;}\n"
        );
        assert_eq!(Colours::default().check(), Ok(()));
        assert_eq!(Colours::default().styles(false), "");
    }

    #[test]
    fn the_error_names_the_measured_ratio() {
        let error = |toml: &str| colours(toml).check().unwrap_err();
        assert_eq!(
            error("accent = \"#777777\""),
            "[colours] on_accent #ffffff on the accent #777777 has a contrast of 4.47:1 and needs 4.5:1 to be readable"
        );
        assert!(
            error("accent = \"#ffcc00\"\non_accent = \"#000\"")
                .contains("accent #ffcc00 on the light ground #ffffff")
        );
        assert!(error("accent_dark = \"#005b5b\"\non_accent_dark = \"#fff\"").contains("on the dark ground"));
        assert!(error("on_accent_dark = \"#fff\"").contains("on the dark accent #97afe1"));
        assert!(toml::from_str::<Colours>("accent = \"red\"").unwrap_err().to_string().contains("#005b5b"));
    }
}
