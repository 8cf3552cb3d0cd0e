//! What `lotse card` can be told.

use std::path::PathBuf;

use card::chip::Digits;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Card {
    #[command(subcommand)]
    pub command: CardCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CardCommand {
    /// Say what state a card's online function is in. Needs no PIN and costs no try.
    Check(Check),
    /// List the card readers of this machine.
    List {
        /// As JSON, one reader a line.
        #[arg(long)]
        json: bool,
    },
    /// Cards of made-up people for training.
    Practice(Practice),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The reader, by its name or the beginning of it; left out when only one holds a card.
    #[arg(long, value_name = "NAME", conflicts_with = "practice")]
    pub reader: Option<String>,
    /// Check a practice card of the folder, without any reader.
    #[arg(long, value_name = "CARD")]
    pub practice: Option<String>,
    /// Wait for a card, check it, and wait until it is taken off.
    #[arg(long, conflicts_with = "practice")]
    pub wait: bool,
    /// With --wait: how long to wait for a card, and then for its removal.
    #[arg(long, value_name = "SECONDS", requires = "wait", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
    /// Check card after card until Ctrl-C; with --json one line for each.
    #[arg(long, conflicts_with_all = ["practice", "wait"])]
    pub follow: bool,
    /// The language of the words.
    #[arg(long, value_enum, default_value_t = Language::De)]
    pub lang: Language,
    /// As JSON, with the words in both languages.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    /// German.
    De,
    /// English.
    En,
}

#[derive(Debug, Args)]
pub(crate) struct Practice {
    #[command(subcommand)]
    pub command: PracticeCommand,
}

#[derive(Debug, Args)]
pub(crate) struct Folder {
    /// Where practice cards lie between two uses.
    #[arg(
        long = "folder",
        env = "LOTSE_PRACTICE_CARDS",
        value_name = "FOLDER",
        default_value = "practice-cards"
    )]
    pub path: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PracticeCommand {
    /// List all practice cards with their state, PIN, CAN and PUK.
    List {
        /// As JSON, one list.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Put a card into a virtual reader and leave it there until Ctrl-C.
    Insert {
        /// The card, as the list names it.
        name: String,
        /// Where the virtual reader (vpcd) listens.
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:35963")]
        reader: String,
        #[command(flatten)]
        folder: Folder,
    },
    /// Make a card as it was handed out, or all of them.
    Reset {
        /// The card; all when left out.
        name: Option<String>,
        #[command(flatten)]
        folder: Folder,
    },
    /// As the authority's clerk: switch the online function on and let the holder set a new PIN.
    Activate(SetPin),
    /// As the authority's clerk: let the holder set a new PIN, because the old one is lost or blocked.
    NewPin(SetPin),
    /// As the holder: identify at a practice service, which accepts the card or says why not.
    Identify {
        /// The card, as the list names it.
        name: String,
        /// The PIN that the holder types; left out, the right one.
        #[arg(long, value_name = "DIGITS")]
        pin: Option<Digits>,
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// As the authority's clerk: switch the online function off.
    Deactivate {
        /// The card, as the list names it.
        name: String,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SetPin {
    /// The card, as the list names it.
    pub name: String,
    /// The new PIN of the practice card, six digits.
    #[arg(long, value_name = "DIGITS", value_parser = six_digits)]
    pub new_pin: Digits,
    #[command(flatten)]
    pub folder: Folder,
}

/// Only the letter's PIN has five.
fn six_digits(text: &str) -> Result<Digits, &'static str> {
    text.parse().ok().filter(|digits: &Digits| digits.len() == 6).ok_or("a new PIN has six digits")
}
