use crate::{Db, DbError, Statement, Tx};

pub(crate) static SETTING_READ: Statement =
    Statement::new("setting_read", "SELECT value FROM setting WHERE name = $1");
pub(crate) static SETTING_PUT: Statement = Statement::new(
    "setting_put",
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
);

impl Db {
    /// A remark the program keeps about this database, such as what filled it.
    pub async fn setting_get(&self, name: &str) -> Result<Option<String>, DbError> {
        let rows = self.fetch(&SETTING_READ, &[name.into()]).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }
}

impl Tx {
    /// Keeps a remark.
    pub async fn setting_put(&mut self, name: &str, value: &str) -> Result<(), DbError> {
        self.execute(&SETTING_PUT, &[name.into(), value.into()]).await.map(|_| ())
    }
}
