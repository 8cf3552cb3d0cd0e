use sqlx::migrate::{MigrateError, Migrator};

use crate::{OpenError, engine::Pools};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the schema to the newest step. Refuses a database that a newer program wrote.
///
/// Two processes may do this at once: PostgreSQL takes an advisory lock. SQLite has none, so the loser of the race
/// finds the table there already and tries again, by then with nothing left to do.
pub(crate) async fn run(pools: &Pools) -> Result<(), OpenError> {
    let (migrator, done) = match pools {
        Pools::Sqlite { write, .. } => {
            let mut done = SQLITE.run(write).await;
            for _ in 0..5 {
                if !lost_a_race(&done) {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                done = SQLITE.run(write).await;
            }
            (&SQLITE, done)
        }
        Pools::Postgres(pool) => (&POSTGRES, POSTGRES.run(pool).await),
    };
    done.map_err(|error| match error {
        MigrateError::VersionMissing(found) => OpenError::Newer { found, known: newest(migrator) },
        other => OpenError::Migrate(other),
    })
}

fn lost_a_race(done: &Result<(), MigrateError>) -> bool {
    matches!(done, Err(MigrateError::ExecuteMigration(..) | MigrateError::Execute(_)))
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|m| m.version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_steps() {
        let steps = |m: &Migrator| m.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>();
        assert_eq!(steps(&SQLITE), steps(&POSTGRES));
    }
}
