use db::Db;
use kernel::{Actor, Clock, Permission, Rng, Role, Roles, StopScope, uuid_v7};
use serde_json::json;

use super::{Opened, open::Opening};
use crate::{
    error::{SignInError, StaffError},
    gate::{Gate, Visit, object},
    model::{Account, Way},
    session::Session,
    store,
    token::Token,
};

/// The setting that says that example data filled this database, and since when there are practice accounts in it.
pub const PRACTICE_SETTING: &str = "practice-accounts";

/// Names of people who do not exist, one per role.
const PEOPLE: [(Role, &str); 7] = [
    (Role::Guide, "Gül Übung"),
    (Role::Clerk, "Carlo Übung"),
    (Role::Lead, "Lena Übung"),
    (Role::Editor, "Edda Übung"),
    (Role::Planner, "Paul Übung"),
    (Role::Admin, "Adam Übung"),
    (Role::Auditor, "Rita Übung"),
];

/// Makes an account for each role, to try everything out by a click. Called only where example data are filled into an
/// empty database, in which these accounts are then known.
pub async fn practice_accounts(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> Result<(), StaffError> {
    actor.require(Permission::StaffManage)?;
    let at = clock.now();
    let mut tx = db.begin().await?;
    for (role, name) in PEOPLE {
        let account = Account {
            id: uuid_v7(at, rng),
            handle: format!("uebung-{role}").parse().map_err(|_| StaffError::NotFound)?,
            name: name.parse().map_err(|_| StaffError::NotFound)?,
            roles: Roles::from(role),
            stops: StopScope::All,
            practice: true,
            locked_at: None,
        };
        store::account::insert(&mut tx, &account, at).await?;
        let entry = db::AuditEntry {
            id: uuid_v7(at, rng),
            at,
            actor: actor.to_string(),
            action: "account-practice".to_owned(),
            object: object(account.id),
            detail: json!({"roles": role.name()}).to_string(),
        };
        tx.audit(&entry).await?;
    }
    tx.setting_put(PRACTICE_SETTING, &at.to_string()).await?;
    Ok(tx.commit().await?)
}

impl Gate {
    /// Signs in with the practice account of a role: only on a server started with example data, and only in a database
    /// that they filled.
    pub async fn sign_in_practice(&self, role: Role, visit: &Visit) -> Result<Opened, SignInError> {
        if !self.0.practice || self.db().setting_get(PRACTICE_SETTING).await?.is_none() {
            return Err(SignInError::NoPractice);
        }
        let handle = format!("uebung-{role}").parse().map_err(|_| SignInError::NoPractice)?;
        let account = store::account::by_handle(self.db(), &handle).await?;
        let account = account.filter(|a| a.practice && a.locked_at.is_none());
        let account = account.ok_or(SignInError::NoPractice)?;
        let device = self.tablet(visit).await?;
        let mut tx = self.db().begin().await?;
        let opening = Opening { account: &account, way: Way::Practice, device, visit };
        let opened = self.open(&mut tx, opening).await?;
        self.commit(tx).await?;
        Ok(opened)
    }

    /// Where others show their second factor, a practice account needs only a click.
    pub async fn prove_practice(&self, session: &Session) -> Result<Token, SignInError> {
        if !self.0.practice || session.info().way != Way::Practice {
            return Err(SignInError::NoPractice);
        }
        self.renew(self.db().begin().await?, session).await
    }
}
