use crate::{
    AuditEntry, DatabaseUrl, Db, DbError, OpenError,
    content::{self, Content, Walk},
    migrate, schema,
};

/// Why one database could not be copied into another. Nothing was stored then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the two cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Reading failed.
    #[error("reading {database}: {cause}")]
    Read {
        /// Where.
        database: String,
        /// Why.
        #[source]
        cause: DbError,
    },
    /// Writing failed.
    #[error("nothing was stored in {database}: {cause}")]
    Write {
        /// Where.
        database: String,
        /// Why.
        #[source]
        cause: DbError,
    },
    /// There is something in the target.
    #[error(
        "{database} holds data already (table {table}, {rows} rows): name an empty database; nothing was changed"
    )]
    Filled {
        /// Where.
        database: String,
        /// In which table.
        table: String,
        /// How many rows.
        rows: u64,
    },
    /// The tables differ although both have the same steps.
    #[error("{database} has other tables than the source: name a new database; nothing was changed")]
    OtherTables {
        /// Where.
        database: String,
    },
    /// What was read back is not what was written.
    #[error("table {table} reads differently in {database} than in the source: nothing was stored")]
    Differs {
        /// Where.
        database: String,
        /// Which table.
        table: String,
    },
}

/// Copies all that a city stored into an empty database, of whichever engine: as of one moment, all or nothing, and read
/// back before it counts. The target's record of what was done ends with `entry`. Answers with what each table held.
///
/// Servers on either database go on meanwhile; those on the target show the copy within a second.
pub async fn copy(
    from: &DatabaseUrl,
    to: &DatabaseUrl,
    entry: &AuditEntry,
) -> Result<Vec<Content>, CopyError> {
    let (source, found) = Db::open_as_is(from).await?;
    let known = migrate::known();
    if found < known {
        return Err(OpenError::Older { database: from.to_string(), found, known }.into());
    }
    let target = Db::open(to).await?;
    let copied = transfer(&source, &target, Some(entry)).await;
    source.close().await;
    target.close().await;
    copied
}

/// Fills one open database from another with the same steps, and notes it there if `entry` says so.
pub(crate) async fn transfer(
    source: &Db,
    target: &Db,
    entry: Option<&AuditEntry>,
) -> Result<Vec<Content>, CopyError> {
    let read = |cause| CopyError::Read { database: source.url().to_string(), cause };
    let write = |cause| CopyError::Write { database: target.url().to_string(), cause };
    let database = || target.url().to_string();
    let mut from = source.read().await.map_err(read)?;
    let mut to = target.begin().await.map_err(write)?;
    let tables = schema::tables(from.running()).await.map_err(read)?;
    if schema::tables(to.running()).await.map_err(write)? != tables {
        return Err(CopyError::OtherTables { database: database() });
    }
    for table in &tables {
        let Content { table, rows, .. } = content::measure(to.running(), table).await.map_err(write)?;
        if rows > 0 {
            return Err(CopyError::Filled { database: database(), table, rows });
        }
    }
    let mut contents = Vec::new();
    for table in &tables {
        let mut walk = Walk::new(table);
        while let Some(batch) = walk.next(from.running()).await.map_err(read)? {
            content::store(to.running(), table, batch).await.map_err(write)?;
        }
        contents.push(walk.done());
    }
    for (table, wanted) in tables.iter().zip(&contents) {
        if content::measure(to.running(), table).await.map_err(write)? != *wanted {
            return Err(CopyError::Differs { database: database(), table: table.name.clone() });
        }
    }
    if let Some(entry) = entry {
        to.audit(entry).await.map_err(write)?;
    }
    to.publish().await.map_err(write)?;
    to.commit().await.map_err(write)?;
    Ok(contents)
}
