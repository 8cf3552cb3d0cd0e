use crate::{DbError, Statement, tx::Running};

/// A table with what the city stored, as the engine itself describes it. So none can be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The columns of the primary key, in its order.
    pub key: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// The types a table may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Real,
}

/// What the city stored: neither bookkeeping (a name with `_` in front) nor the counter of publishings, which belongs to
/// one database and what watches it.
static COLUMNS_SQLITE: Statement = Statement::new(
    "column_list",
    "SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
     WHERE t.type = 'table' AND substr(t.name, 1, 1) <> '_' AND substr(t.name, 1, 7) <> 'sqlite_'
       AND t.name <> 'published_version'
     ORDER BY t.name, c.cid",
);
static COLUMNS_POSTGRES: Statement = Statement::new(
    "column_list",
    r#"SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL),
              coalesce(array_position(i.indkey::smallint[], a.attnum) + 1, 0)
       FROM pg_class t
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
       WHERE t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND t.relkind = 'r'
         AND left(t.relname, 1) <> '_' AND t.relname <> 'published_version'
       ORDER BY t.relname COLLATE "C", a.attnum"#,
);
/// Which table points to which.
static POINTERS_SQLITE: Statement = Statement::new(
    "pointer_list",
    r#"SELECT DISTINCT t.name, f."table" FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f
       WHERE t.type = 'table'"#,
);
static POINTERS_POSTGRES: Statement = Statement::new(
    "pointer_list",
    "SELECT DISTINCT f.relname::text, t.relname::text
     FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
     WHERE c.contype = 'f' AND c.connamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())",
);

/// All tables, each after those it points to.
pub(crate) async fn tables(running: &mut Running) -> Result<Vec<Table>, DbError> {
    let (columns, pointers) = match running {
        Running::Sqlite(_) => (&COLUMNS_SQLITE, &POINTERS_SQLITE),
        Running::Postgres(_) => (&COLUMNS_POSTGRES, &POINTERS_POSTGRES),
    };
    let mut tables: Vec<Building> = Vec::new();
    for row in running.fetch(columns, &[]).await? {
        let (table, name, kind, key) = (row.text(0)?, row.text(1)?, row.text(2)?, row.int(3)?);
        let column = Column { kind: Kind::of(&table, &name, &kind)?, name };
        match tables.last_mut() {
            Some(last) if last.name == table => last.columns.push((column, key)),
            _ => tables.push(Building { name: table, columns: vec![(column, key)] }),
        }
    }
    let mut points = Vec::new();
    for row in running.fetch(pointers, &[]).await? {
        points.push((row.text(0)?, row.text(1)?));
    }
    order(tables.into_iter().map(Building::done).collect::<Result<_, _>>()?, &points)
}

struct Building {
    name: String,
    columns: Vec<(Column, i64)>,
}

impl Building {
    fn done(self) -> Result<Table, DbError> {
        let mut key: Vec<_> = self.columns.iter().enumerate().filter(|(_, (_, at))| *at > 0).collect();
        key.sort_by_key(|(_, (_, at))| *at);
        let key: Vec<usize> = key.into_iter().map(|(n, _)| n).collect();
        if key.is_empty() {
            return Err(unfit(format!("table {} has no primary key", self.name)));
        }
        Ok(Table { name: self.name, columns: self.columns.into_iter().map(|(c, _)| c).collect(), key })
    }
}

impl Kind {
    fn of(table: &str, column: &str, engine_type: &str) -> Result<Self, DbError> {
        match engine_type {
            "INTEGER" | "bigint" => Ok(Self::Int),
            "TEXT" | "text" => Ok(Self::Text),
            "REAL" | "double precision" => Ok(Self::Real),
            other => Err(unfit(format!("{table}.{column} has the type {other}"))),
        }
    }
}

/// Puts each table after those it points to. A circle, also of one table, cannot be filled row by row.
fn order(mut left: Vec<Table>, points: &[(String, String)]) -> Result<Vec<Table>, DbError> {
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let waits =
            |t: &Table| points.iter().any(|(from, to)| *from == t.name && left.iter().any(|l| l.name == *to));
        let Some(next) = left.iter().position(|t| !waits(t)) else {
            return Err(unfit(format!(
                "tables point to each other in a circle, {:?} among them",
                left.first().map(|t| &t.name)
            )));
        };
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}

fn unfit(reason: String) -> DbError {
    DbError::Decode { statement: "schema", reason }
}
