//! `lotse card list`, and the one card that is to be checked.

#[cfg(feature = "station")]
mod real {
    use std::fmt::Write as _;

    use card::{
        check::Problem,
        reader::{Reader, ReaderCard, Readers},
    };
    use serde_json::json;

    pub(crate) fn list(json: bool) -> anyhow::Result<()> {
        let readers = Readers::open()?.list()?;
        let text = if json { readers.iter().map(as_json).collect() } else { in_words(&readers) };
        super::super::print(&text)
    }

    fn as_json(reader: &Reader) -> String {
        json!({"name": reader.name, "card": reader.card, "keypad": reader.keypad}).to_string() + "\n"
    }

    fn in_words(readers: &[Reader]) -> String {
        if readers.is_empty() {
            return "no card reader\n".to_owned();
        }
        readers.iter().fold(String::new(), |mut text, reader| {
            let card = if reader.card { "card" } else { "empty" };
            let keypad = match reader.keypad {
                Some(true) => ", with keypad",
                Some(false) => ", without keypad",
                None => "",
            };
            let _ = writeln!(text, "{card:<6} {}{keypad}", reader.name);
            text
        })
    }

    /// The card on the reader that is named, or on the only one that holds a card.
    pub(crate) fn connect(wanted: Option<&str>) -> anyhow::Result<Result<ReaderCard, Problem>> {
        let readers = Readers::open()?;
        let found: Vec<_> =
            readers.list()?.into_iter().filter(|r| wanted.is_none_or(|w| r.name.starts_with(w))).collect();
        let with_card: Vec<_> = found.iter().filter(|r| r.card).collect();
        Ok(match (found.as_slice(), with_card.as_slice()) {
            ([], _) => Err(Problem::NoReader),
            (_, []) => Err(Problem::NoCard),
            (_, [one]) => readers.connect(&one.name).map_err(Problem::from),
            _ => Err(Problem::SeveralCards),
        })
    }
}

#[cfg(feature = "station")]
pub(super) use {
    super::watch::run as watch,
    real::{connect, list},
};

#[cfg(not(feature = "station"))]
mod without {
    const SAID: &str = "this lotse was built without card readers: build it with `./run --build` on a machine with libpcsclite-dev. Practice cards work: `lotse card check --practice CARD`";

    pub(crate) fn list(_json: bool) -> anyhow::Result<()> {
        anyhow::bail!(SAID)
    }

    pub(crate) fn connect(
        _wanted: Option<&str>,
    ) -> anyhow::Result<Result<Box<dyn card::CardTransport + Send>, card::check::Problem>> {
        anyhow::bail!(SAID)
    }

    #[allow(clippy::unused_async, reason = "the one with readers is")]
    pub(crate) async fn watch(_args: super::super::args::Check) -> anyhow::Result<()> {
        anyhow::bail!(SAID)
    }
}

#[cfg(not(feature = "station"))]
pub(super) use without::{connect, list, watch};
