//! What the command line asks for.

use crate::Failure;

pub(crate) struct Options {
    pub(crate) corpus: String,
    queries: Option<String>,
    pub(crate) encoder: Option<String>,
    pub(crate) documents: Option<usize>,
    pub(crate) folds: usize,
    pub(crate) lay_words: bool,
    pub(crate) show: bool,
    /// One of our ways only, as JSON; how the program calls itself.
    pub(crate) mode: Option<String>,
}

impl Options {
    pub(crate) fn read() -> Result<Self, Failure> {
        let mut arguments = std::env::args().skip(1);
        let mut options = Self {
            corpus: String::new(),
            queries: None,
            encoder: None,
            documents: None,
            folds: 5,
            lay_words: true,
            show: false,
            mode: None,
        };
        while let Some(flag) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{flag} needs a value"));
            match flag.as_str() {
                "--corpus" => options.corpus = value()?,
                "--queries" => options.queries = Some(value()?),
                "--encoder" => options.encoder = Some(value()?),
                "--documents" => options.documents = Some(value()?.parse()?),
                "--folds" => options.folds = value()?.parse()?,
                "--mode" => options.mode = Some(value()?),
                "--no-lay-words" => options.lay_words = false,
                "--show" => options.show = true,
                // `cargo bench` adds it.
                "--bench" => {}
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        if options.corpus.is_empty() {
            return Err("expected --corpus FILE and --queries FILE".into());
        }
        Ok(options)
    }

    pub(crate) fn queries(&self) -> Result<&str, Failure> {
        Ok(self.queries.as_deref().ok_or("expected --queries FILE")?)
    }
}
