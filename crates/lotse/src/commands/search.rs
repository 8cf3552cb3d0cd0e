//! `lotse search`, and the job that writes what a running server counted.

use std::{fmt::Write as _, io::Write as _, time::Duration};

use db::Db;
use directory::{Miss, forget_miss, list_misses, write_misses};
use kernel::{Actor, OsRng, SystemClock};
use web::App;

use crate::{
    args::{Misses, Search, SearchCommand},
    config,
};

/// How often a running server writes. Longer than any visit, so that the time of a write tells of nobody.
const PAUSE: Duration = Duration::from_mins(10);

/// Does what the command line asks.
pub(crate) async fn run(args: Search) -> anyhow::Result<()> {
    let SearchCommand::Misses(args) = args.command;
    let db = match args.forget {
        Some(_) => config::open(&args.database).await?,
        None => config::look_into(&args.database).await?,
    };
    let text = misses(&db, &args).await;
    db.close().await;
    Ok(std::io::stdout().write_all(text?.as_bytes())?)
}

/// Writes again and again for as long as the server runs. A database that is away is asked again next time.
pub(crate) async fn write_regularly(app: App) {
    loop {
        tokio::time::sleep(PAUSE).await;
        write(&app).await;
    }
}

/// Writes what was counted so far.
pub(crate) async fn write(app: &App) {
    match write_misses(app.db(), &Actor::Operator, &SystemClock, app.misses()).await {
        Ok(0) => {}
        Ok(words) => tracing::info!(words, "wrote how often words were searched for in vain"),
        Err(error) => tracing::warn!(%error, "words that were searched for in vain could not be written"),
    }
}

async fn misses(db: &Db, args: &Misses) -> anyhow::Result<String> {
    if let Some(word) = &args.forget {
        let there = forget_miss(db, &Actor::Operator, &SystemClock, &OsRng, word).await?;
        return Ok(if there { "deleted\n" } else { "was not there\n" }.to_owned());
    }
    let mut found = list_misses(db, &Actor::Operator).await?;
    found.truncate(args.limit);
    if args.json { as_json(&found) } else { Ok(in_words(&found)) }
}

fn as_json(misses: &[Miss]) -> anyhow::Result<String> {
    let lines = misses.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

fn in_words(misses: &[Miss]) -> String {
    if misses.is_empty() {
        return "no words that enough people searched for in vain\n".to_owned();
    }
    let mut out = "people  nothing  unsure  word\n".to_owned();
    for Miss { word, nothing, unsure, first_month, last_month } in misses {
        let people = nothing + unsure;
        let _ = writeln!(out, "{people:6}  {nothing:7}  {unsure:6}  {word}  ({first_month} to {last_month})");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_words_with_their_counts() {
        let (first_month, last_month) = ("2026-01".to_owned(), "2026-03".to_owned());
        let misses = [Miss { word: "codierung".to_owned(), nothing: 4, unsure: 3, first_month, last_month }];
        let words =
            "people  nothing  unsure  word\n     7        4       3  codierung  (2026-01 to 2026-03)\n";
        assert_eq!(in_words(&misses), words);
        assert_eq!(in_words(&[]), "no words that enough people searched for in vain\n");
        let json =
            r#"{"word":"codierung","nothing":4,"unsure":3,"first_month":"2026-01","last_month":"2026-03"}"#;
        assert_eq!(as_json(&misses).unwrap(), format!("{json}\n"));
    }
}
