//! `lotse admin`: accounts and the audit log, from the command line of the server.

use std::{fmt::Write as _, io::Write as _, sync::Arc};

use anyhow::{Context as _, bail};
use db::{Db, Head};
use kernel::{Actor, OsRng, StopScope, SystemClock, berlin};
use staff::{Cost, Draft, Gate, Invited, Letter, Listed, Site};
use web::PublicUrl;

use crate::{args::Database, config};

pub(crate) mod args;
mod letter;
use args::{Admin, AdminCommand, CreateUser, Reset, VerifyAudit};
use letter::Way;

/// Runs one of the commands.
pub(crate) async fn run(args: Admin) -> anyhow::Result<()> {
    let text = match args.command {
        AdminCommand::CreateUser(args) => create_user(args).await?,
        AdminCommand::Reset(args) => reset(args).await?,
        AdminCommand::Users { database } => users(&database).await?,
        AdminCommand::VerifyAudit(args) => verify_audit(args).await?,
    };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

async fn create_user(args: CreateUser) -> anyhow::Result<String> {
    let CreateUser { login, name, roles, stops, all_stops, letter, site } = args;
    let way = Way::read(letter, &site)?;
    let stops = if all_stops { StopScope::All } else { StopScope::only(stops) };
    let draft = Draft { name, handle: login, roles: roles.into_iter().collect(), stops };
    let db = config::open(&site.database).await?;
    let gate = gate(&db);
    let invited = way.with(async |letter| gate.invite(&Actor::Operator, draft, letter).await).await;
    finish(db, way, invited.map_err(anyhow::Error::from)).await
}

async fn reset(args: Reset) -> anyhow::Result<String> {
    let Reset { login, letter, site } = args;
    let way = Way::read(letter, &site)?;
    let db = config::open(&site.database).await?;
    let gate = gate(&db);
    let invited = async {
        let found = gate.account_named(&Actor::Operator, &login).await;
        let account = found.with_context(|| format!("{login} (`lotse admin users` lists the accounts)"))?;
        let reset = async |letter: Option<&Letter<'_>>| {
            gate.account_reset(&Actor::Operator, account.id, letter).await
        };
        Ok::<_, anyhow::Error>(way.with(reset).await?)
    };
    let invited = invited.await;
    finish(db, way, invited).await
}

/// The link first, whatever comes of the mail: it is known only here.
async fn finish(db: Db, way: Way, invited: anyhow::Result<Invited>) -> anyhow::Result<String> {
    let said = async {
        let invited = invited?;
        std::io::stdout().write_all(told(&invited, &way.site).as_bytes())?;
        way.send(&db, &invited).await
    };
    let said = said.await;
    db.close().await;
    said
}

async fn users(database: &Database) -> anyhow::Result<String> {
    let db = config::look_into(database).await?;
    let all = gate(&db).accounts(&Actor::Operator).await;
    db.close().await;
    let mut out = String::new();
    for Listed { account, ready, invited_until } in all? {
        let state = match (account.locked_at, invited_until) {
            _ if account.practice => "practice".to_owned(),
            (Some(at), _) => format!("locked since {}", berlin(at).date()),
            (None, Some(until)) => format!("invited until {}", berlin(until).strftime("%Y-%m-%d %H:%M")),
            (None, None) if ready => "ready".to_owned(),
            (None, None) => "not set up".to_owned(),
        };
        let _ = writeln!(
            out,
            "{}  {}  {}  [{}]  {state}",
            account.handle, account.name, account.roles, account.stops
        );
    }
    if out.is_empty() {
        out.push_str("no accounts; `lotse admin create-user` makes the first\n");
    }
    Ok(out)
}

async fn verify_audit(args: VerifyAudit) -> anyhow::Result<String> {
    let db = config::look_into(&args.database).await?;
    let verified = db.audit_verify(args.expect.as_ref()).await;
    db.close().await;
    let verified = verified?;
    if !verified.faults.is_empty() {
        let list: Vec<_> = verified.faults.iter().map(|fault| format!("  {fault}")).collect();
        bail!("the audit log is not as it was written:\n{}", list.join("\n"));
    }
    let head = verified.head.as_ref().map_or_else(|| "none".to_owned(), Head::to_string);
    Ok(format!("{} rows, all as they were written\nlast row, to be noted elsewhere: {head}\n", verified.rows))
}

fn told(invited: &Invited, site: &PublicUrl) -> String {
    let until = berlin(invited.until).strftime("%Y-%m-%d %H:%M");
    format!(
        "{}\nholds once, until {until}; the name for signing in is not part of it: {}\n",
        site.join(&format!("/einladung/{}", invited.token)),
        invited.account.handle
    )
}

/// Nobody signs in here, so neither a public address nor practice accounts are needed.
fn gate(db: &Db) -> Gate {
    let site = Site { public_url: None, name: "Lotse".to_owned(), practice: false, cost: Cost::SERVING };
    Gate::new(db.clone(), Arc::new(SystemClock), Arc::new(OsRng), &site)
}
