//! `lotse bench queue`: how fast numbers are drawn and people are called, beside what the disk itself can do.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use db::Db;

use crate::args::BenchQueue;

mod client;
mod inside;
mod served;

/// How many draw or call at once.
const CLIENTS: u8 = 16;
/// The desks that are planned at a stop.
const DESKS: u8 = 6;
/// People on the day that is read again: each is drawn, called and finished, three events.
const REPLAYED: usize = 1_000;

/// Measures and prints. The databases are new files that are deleted at the end.
pub(crate) async fn run(args: BenchQueue) -> anyhow::Result<()> {
    crate::open_files::raise();
    let folder = args.folder.unwrap_or_else(|| ".".into());
    let time = Duration::from_secs(args.seconds.into());
    let (commits, inside) = on_new_database(&folder, "inside", async |db| {
        anyhow::Ok((commits(db, time).await?, inside::measure(db, time).await?))
    })
    .await?;
    let served = on_new_database(&folder, "served", async |db| served::measure(db, time).await).await?;
    let mut out = std::io::stdout();
    let mut line =
        |what: String, rate: f64| writeln!(out, "{what:<52}{rate:8.0} per second ({:.1} x)", rate / commits);
    line("durable commits of this disk, one row each:".to_owned(), commits)?;
    line(format!("numbers drawn by {CLIENTS} at once:"), inside.drawn)?;
    line(format!("people called by {CLIENTS} at once:"), inside.called)?;
    line(format!("numbers drawn over {CLIENTS} HTTP connections:"), served.drawn)?;
    line(format!("people called over {CLIENTS} HTTP connections:"), served.called)?;
    let replay = inside.replay.as_secs_f64() * 1e3;
    writeln!(out, "{:<52}{replay:8.1} ms", format!("a day of {} events read again:", 3 * REPLAYED))?;
    Ok(())
}

async fn on_new_database<T>(
    folder: &Path,
    name: &str,
    work: impl AsyncFnOnce(&Db) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let file = folder.join(format!("lotse-bench-{}-{name}.db", std::process::id()));
    let db = Db::open(&format!("sqlite://{}", file.display()).parse()?).await?;
    let done = work(&db).await;
    db.close().await;
    remove(&file);
    done
}

/// One small row in a transaction of its own, one after another.
async fn commits(db: &Db, time: Duration) -> anyhow::Result<f64> {
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < time {
        let mut tx = db.begin().await?;
        tx.setting_put("bench", &count.to_string()).await?;
        tx.commit().await?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// The file and SQLite's two beside it.
fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(PathBuf::from(format!("{}{end}", file.display())));
    }
}
