//! `lotse card practice`.

use std::fmt::Write as _;

use anyhow::{Context as _, anyhow};
use card::{
    CardTransport, InProcess, Slot,
    check::{Finding, Problem, check as check_card},
    chip::{Digits, Memory},
    practice::{self, Clerk, Origin, PracticeCard, Service, TerminalError, Verdict, practice_cards},
};
use jiff::civil::Date;
use kernel::{Clock as _, OsRng, Rng as _, SystemClock, berlin};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use super::{
    args::{Folder, PracticeCommand, SetPin},
    random::SystemRandom,
};

pub(super) async fn run(command: PracticeCommand) -> anyhow::Result<()> {
    match command {
        PracticeCommand::List { json, folder } => list(&open(&folder)?, json),
        PracticeCommand::Insert { name, reader, folder } => {
            insert(&find(&name)?, &reader, &open(&folder)?).await
        }
        PracticeCommand::Reset { name, folder } => reset(name.as_deref(), &open(&folder)?),
        PracticeCommand::Activate(SetPin { name, new_pin, folder }) => {
            let today = berlin(SystemClock.now()).date();
            find(&name)?.may_be_switched_on(open(&folder)?.origin().made, today)?;
            as_clerk(&name, &folder, |clerk, card, chip| clerk.activate(card, chip, &new_pin, SystemRandom))?;
            super::print(&format!("{name}: switched on, PIN is now {}\n", new_pin.as_str()))
        }
        PracticeCommand::NewPin(SetPin { name, new_pin, folder }) => {
            as_clerk(&name, &folder, |clerk, card, chip| clerk.set_pin(card, chip, &new_pin, SystemRandom))?;
            super::print(&format!("{name}: PIN is now {}\n", new_pin.as_str()))
        }
        PracticeCommand::Identify { name, pin, json, folder } => identify(&name, pin, json, &folder),
        PracticeCommand::Deactivate { name, folder } => {
            as_clerk(&name, &folder, |clerk, card, chip| clerk.deactivate(card, chip, SystemRandom))?;
            super::print(&format!("{name}: switched off\n"))
        }
    }
}

fn open(args: &Folder) -> anyhow::Result<practice::Folder> {
    let mut seed = [0; 32];
    OsRng.fill(&mut seed);
    Ok(practice::Folder::open(&args.path, Origin { seed, made: berlin(SystemClock.now()).date() })?)
}

fn find(name: &str) -> anyhow::Result<PracticeCard> {
    let found = practice_cards().into_iter().find(|card| card.name == name);
    found.ok_or_else(|| practice::FolderError::Unknown(name.to_owned()).into())
}

/// Checks a practice card as it lies in the folder.
pub(super) fn check(name: &str, folder: &Folder) -> anyhow::Result<Result<Finding, Problem>> {
    let chip = practice::chip(&find(name)?, &open(folder)?, SystemRandom)?;
    Ok(check_card(&mut InProcess(chip)))
}

/// The clerk's terminal takes the card out of the folder, as if it lay on the authority's device.
fn as_clerk(
    name: &str,
    folder: &Folder,
    work: impl FnOnce(&Clerk, &PracticeCard, &mut dyn CardTransport) -> Result<(), TerminalError>,
) -> anyhow::Result<()> {
    let (card, folder) = (find(name)?, open(folder)?);
    let mut chip = InProcess(practice::chip(&card, &folder, SystemRandom)?);
    Ok(work(&Clerk::of(&folder)?, &card, &mut chip)?)
}

/// The holder and a service. Whatever it says, the question is answered.
fn identify(name: &str, pin: Option<Digits>, json: bool, folder: &Folder) -> anyhow::Result<()> {
    let (card, folder) = (find(name)?, open(folder)?);
    let chip = practice::chip(&card, &folder, SystemRandom)?;
    let pin = pin.unwrap_or_else(|| chip.memory().pin.clone());
    let today = berlin(SystemClock.now()).date();
    let verdict = Service::of(&folder)?.identify(&mut InProcess(chip), &pin, today, SystemRandom)?;
    let said = match verdict {
        Verdict::Accepted => "the practice service accepts the card",
        Verdict::Expired => "the practice service refuses the card: it has expired",
        Verdict::Locked => {
            "the practice service refuses the card: it was reported lost, and is locked until its holder has it unlocked"
        }
    };
    super::print(&if json {
        json!({"name": name, "verdict": verdict}).to_string() + "\n"
    } else {
        format!("{name}: {said}\n")
    })
}

fn list(folder: &practice::Folder, json: bool) -> anyhow::Result<()> {
    let mut text = String::new();
    let mut values = Vec::new();
    for card in practice_cards() {
        let memory = folder.look(&card)?;
        if json {
            values.push(as_json(&card, &memory, folder.origin().made));
        } else {
            in_words(&mut text, &card, &memory, folder.origin().made);
        }
    }
    if json {
        text = serde_json::to_string(&values)? + "\n";
    } else {
        text += "\nÜbungskarten: erfundene Personen, keine echten Ausweise. / Practice cards: made-up people, no real IDs.\n";
    }
    super::print(&text)
}

fn as_json(card: &PracticeCard, memory: &Memory, made: Date) -> serde_json::Value {
    json!({
        "name": card.name, "title": card.title, "cases": card.cases, "document": card.document,
        "expires": card.expires(made), "born": card.born(made),
        "eid": memory.active, "pin": memory.pin.as_str(), "tries": memory.tries,
        "can": card.can.as_str(), "puk": card.puk.as_str(), "puk_uses": memory.puk_uses, "locked": card.locked,
    })
}

fn in_words(text: &mut String, card: &PracticeCard, memory: &Memory, made: Date) {
    let eid = if memory.active { "on" } else { "off" };
    let locked = if card.locked { ", locked" } else { "" };
    let _ = writeln!(
        text,
        "{:<22} {}\n{:<22} {eid}, PIN {} ({} tries), CAN {}, PUK {} ({} uses){locked}",
        card.name,
        card.title.de,
        "",
        memory.pin.as_str(),
        memory.tries,
        card.can.as_str(),
        card.puk.as_str(),
        memory.puk_uses,
    );
    let _ =
        writeln!(text, "{:<22} printed: valid until {}, born {}", "", card.expires(made), card.born(made));
}

fn reset(name: Option<&str>, folder: &practice::Folder) -> anyhow::Result<()> {
    let cards = match name {
        Some(name) => vec![find(name)?],
        None => practice_cards(),
    };
    // One that lies in a reader does not keep the others from being reset.
    let mut refused = Vec::new();
    for card in cards {
        match folder.reset(&card) {
            Ok(()) => super::print(&format!("{}: as handed out\n", card.name))?,
            Err(error) => refused.push(error.to_string()),
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(anyhow!(refused.join("; "))) }
}

async fn insert(card: &PracticeCard, reader: &str, folder: &practice::Folder) -> anyhow::Result<()> {
    let mut chip = practice::chip(card, folder, SystemRandom)?;
    let mut slot = Slot::connect(reader).with_context(|| {
        format!(
            "no virtual reader at {reader}: start pcscd with vsmartcard-vpcd, or name another with --reader"
        )
    })?;
    let ejector = slot.ejector()?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    super::print(&format!("{} lies in the reader; Ctrl-C takes it out\n", card.name))?;
    let mut serving = tokio::task::spawn_blocking(move || slot.serve(&mut chip));
    let ended = tokio::select! {
        ended = &mut serving => ended?.map(|()| false),
        _ = interrupted.recv() => Ok(true),
        _ = terminated.recv() => Ok(true),
    };
    if ended? {
        ejector.eject();
        // Whatever the connection says now: the card is out.
        let _ = serving.await?;
        return Ok(());
    }
    Err(anyhow!("the virtual reader went away"))
}
