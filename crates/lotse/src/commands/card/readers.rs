//! `lotse card list`, and the one card that is to be checked.

#[cfg(feature = "station")]
mod real {
    use std::fmt::Write as _;

    use card::{
        check::Problem,
        reader::{Reader, ReaderCard, ReaderError, Readers},
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
        match connect_one(wanted) {
            Err(ReaderError::NoService) => Ok(Err(Problem::NoService)),
            tried => Ok(tried?),
        }
    }

    fn connect_one(wanted: Option<&str>) -> Result<Result<ReaderCard, Problem>, ReaderError> {
        let readers = Readers::open()?;
        let mut found = readers.occupied()?;
        found.retain(|(name, _)| wanted.is_none_or(|wanted| name.starts_with(wanted)));
        let with_card: Vec<_> = found.iter().filter(|(_, card)| *card).collect();
        Ok(match (found.as_slice(), with_card.as_slice()) {
            ([], _) => Err(Problem::NoReader),
            (_, []) => Err(Problem::NoCard),
            (_, [(name, _)]) => readers.connect(name).map_err(Problem::from),
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
