//! `lotse import`.

use std::{
    collections::BTreeSet,
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use db::{DatabaseUrl, Db, OpenError};
use directory::exchange::Parsed;
use kernel::{Actor, OsRng, SystemClock};
use tour::TourFile;

use crate::{
    args::{Import, Kind},
    city, config, demo,
};

/// Reads all files first; only when every line of each is good, all of it is stored in one transaction.
pub(crate) async fn run(args: Import) -> anyhow::Result<()> {
    let file = config::File::read(&args.database)?;
    let folder = args.city.as_ref().or(file.city.as_ref()).map(PathBuf::as_path);
    let url = config::database_url(&args.database, &file)?;
    if args.dry_run {
        refuse_older(&url).await?;
    }
    let db = Db::open(&url).await?;
    let done = match args.kind {
        Kind::Tour => tour(&db, folder, &args).await,
        Kind::Services => services(&db, &args).await,
    };
    db.close().await;
    writeln!(std::io::stdout(), "{}", done?)?;
    Ok(())
}

/// Opening an older database brings its schema up to date, which older servers on it do not survive: no work for a try.
async fn refuse_older(url: &DatabaseUrl) -> Result<(), OpenError> {
    match Db::open_read_only(url).await {
        Ok(db) => db.close().await,
        Err(older @ OpenError::Older { .. }) => return Err(older),
        // The real opening says it better, or makes a database where there is none.
        Err(_) => {}
    }
    Ok(())
}

async fn tour(db: &Db, folder: Option<&Path>, args: &Import) -> anyhow::Result<String> {
    let mut known = demo::known(&city::load(folder)?);
    known.venues = Some(tour::load(db).await?.venues.into_keys().collect());
    let mut all = TourFile::default();
    for path in &args.files {
        let reader = File::open(path).with_context(|| unreadable(path))?;
        let read = tour::exchange::parse(reader, &known).map_err(|e| refused(path, &e))?;
        known.venues.get_or_insert_default().extend(read.venues.iter().map(|(_, v)| v.id.clone()));
        all.venues.extend(read.venues);
        all.stops.extend(read.stops);
    }
    let report = tour::import(db, &Actor::Operator, &SystemClock, &OsRng, &all, args.dry_run).await;
    report.map(|r| r.to_string()).map_err(|e| anyhow!("nothing was changed:\n{e}"))
}

async fn services(db: &Db, args: &Import) -> anyhow::Result<String> {
    let mut all = Parsed::default();
    let mut seen = BTreeSet::new();
    for path in &args.files {
        let read = directory::exchange::read(path).map_err(|e| refused(path, &e))?;
        for remark in &read.warnings {
            writeln!(std::io::stderr(), "{}, line {}: {}", path.display(), remark.line, remark.text)?;
        }
        let mut ids = read.services.iter().map(|s| &s.id).chain(&read.withdrawn);
        if let Some(id) = ids.find(|id| !seen.insert((*id).clone())) {
            return Err(refused(path, &format!("the service {id} stands in an earlier file already")));
        }
        all.services.extend(read.services);
        all.withdrawn.extend(read.withdrawn);
        all.lines += read.lines;
    }
    let report = directory::import(db, &Actor::Operator, &SystemClock, &OsRng, all, args.dry_run).await?;
    let kept = if args.dry_run { " (dry run: nothing was kept)" } else { "" };
    Ok(format!(
        "{} created, {} changed, {} withdrawn, {} unchanged{kept}",
        report.created, report.changed, report.withdrawn, report.unchanged
    ))
}

fn unreadable(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

fn refused(path: &Path, why: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow!("{} was refused, nothing was changed:\n{why}", path.display())
}
