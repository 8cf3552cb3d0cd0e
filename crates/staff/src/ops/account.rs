use db::{MailState, Tx};
use kernel::{Actor, Permission, Role, Roles, StopScope};
use serde_json::json;
use uuid::Uuid;

use super::{Invited, Letter};
use crate::{
    error::{Problem, StaffError},
    gate::{Gate, object},
    model::{Account, Handle, Listed},
    rules::people,
    store,
    store::account::Secrets,
};

impl Gate {
    /// Who serves, as far as the actor may see: a lead those of the own stops.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Listed>, StaffError> {
        actor.require_somewhere(Permission::StaffSee)?;
        let own = actor.stops_for(Permission::StaffSee);
        let mut all = store::account::list(self.db()).await?;
        if own != StopScope::All {
            all.retain(|l| people::overlap(&own, &l.account.stops));
        }
        Ok(all)
    }

    /// Letters with invitations that the mail server has not taken so far, as far as the actor may see whom they are for.
    pub async fn letters_waiting(&self, actor: &Actor) -> Result<Vec<(Uuid, MailState)>, StaffError> {
        let seen = self.accounts(actor).await?;
        let waiting = self.db().mail_states("account:").await?;
        let of = |state: MailState| {
            let account = seen.iter().find(|l| object(l.account.id) == state.about)?;
            Some((account.account.id, state))
        };
        Ok(waiting.into_iter().filter_map(of).collect())
    }

    /// One account; for somebody who may not see it there is none such.
    pub async fn listed(&self, actor: &Actor, id: Uuid) -> Result<Listed, StaffError> {
        let all = self.accounts(actor).await?;
        all.into_iter().find(|l| l.account.id == id).ok_or(StaffError::NotFound)
    }

    /// The account of a name, for the command line.
    pub async fn account_named(&self, actor: &Actor, handle: &Handle) -> Result<Account, StaffError> {
        actor.require(Permission::StaffManage)?;
        store::account::by_handle(self.db(), handle).await?.ok_or(StaffError::NotFound)
    }

    /// Gives other roles and stops. All sessions end, so that everybody goes on under a new one with the new rights.
    pub async fn account_change(
        &self,
        actor: &Actor,
        id: Uuid,
        roles: Roles,
        stops: &StopScope,
    ) -> Result<(), StaffError> {
        let (mut tx, account) = self.managed(actor, id).await?;
        if roles.is_empty() {
            return Err(Problem::NoRole.into());
        }
        if account.roles.has(Role::Admin) && !roles.has(Role::Admin) {
            somebody_is_left(&mut tx, &account).await?;
        }
        store::account::rights(&mut tx, id, roles, stops).await?;
        store::session::clear(&mut tx, id, None).await?;
        let detail = json!({
            "roles": [account.roles.to_string(), roles.to_string()],
            "stops": [account.stops.to_string(), stops.to_string()],
        });
        self.audit(&mut tx, actor, "account-rights", object(id), detail).await?;
        Ok(self.commit(tx).await?)
    }

    /// Locks an account: nobody can sign in with it, and its sessions end at once.
    pub async fn account_lock(&self, actor: &Actor, id: Uuid) -> Result<(), StaffError> {
        let (mut tx, account) = self.managed(actor, id).await?;
        somebody_is_left(&mut tx, &account).await?;
        store::account::lock(&mut tx, id, Some(self.now())).await?;
        store::session::clear(&mut tx, id, None).await?;
        store::ways::invitation_clear(&mut tx, id).await?;
        tx.mail_cancel(&object(id)).await?;
        self.audit(&mut tx, actor, "account-lock", object(id), json!({})).await?;
        Ok(self.commit(tx).await?)
    }

    /// Lets somebody sign in again.
    pub async fn account_unlock(&self, actor: &Actor, id: Uuid) -> Result<(), StaffError> {
        let (mut tx, _) = self.managed(actor, id).await?;
        store::account::lock(&mut tx, id, None).await?;
        self.audit(&mut tx, actor, "account-unlock", object(id), json!({})).await?;
        Ok(self.commit(tx).await?)
    }

    /// Recovery: takes every way to sign in away and invites anew. So nobody comes in without a second factor, not even
    /// with an admin's help.
    pub async fn account_reset(
        &self,
        actor: &Actor,
        id: Uuid,
        letter: Option<&Letter<'_>>,
    ) -> Result<Invited, StaffError> {
        let (mut tx, account) = self.managed(actor, id).await?;
        if account.practice {
            return Err(StaffError::NotFound);
        }
        if account.locked_at.is_some() {
            return Err(StaffError::Locked);
        }
        // An admin who was reset cannot manage accounts until set up again; the operator at the server can.
        if *actor != Actor::Operator {
            somebody_is_left(&mut tx, &account).await?;
        }
        self.take_ways(&mut tx, id).await?;
        self.audit(&mut tx, actor, "account-reset", object(id), json!({})).await?;
        let invited = self.invitation(&mut tx, account, letter).await?;
        self.commit(tx).await?;
        Ok(invited)
    }

    /// Deletes an account. What it did stays in the audit log under its id, without a name.
    pub async fn account_delete(&self, actor: &Actor, id: Uuid) -> Result<(), StaffError> {
        let (mut tx, account) = self.managed(actor, id).await?;
        somebody_is_left(&mut tx, &account).await?;
        self.take_ways(&mut tx, id).await?;
        store::account::delete(&mut tx, id).await?;
        self.audit(&mut tx, actor, "account-delete", object(id), json!({})).await?;
        Ok(self.commit(tx).await?)
    }

    /// Takes an invitation back that nobody used, together with its account.
    pub async fn invitation_withdraw(&self, actor: &Actor, id: Uuid) -> Result<(), StaffError> {
        actor.require_somewhere(Permission::StaffInvite)?;
        let listed = self.listed(actor, id).await?;
        people::may_give(actor, listed.account.roles, &listed.account.stops)?;
        if listed.ready || listed.account.practice {
            return Err(StaffError::SetUp);
        }
        let mut tx = self.db().begin().await?;
        self.take_ways(&mut tx, id).await?;
        store::account::delete(&mut tx, id).await?;
        self.audit(&mut tx, actor, "account-withdraw", object(id), json!({})).await?;
        Ok(self.commit(tx).await?)
    }

    /// Begins a change of somebody else's account.
    async fn managed(&self, actor: &Actor, id: Uuid) -> Result<(Tx, Account), StaffError> {
        actor.require(Permission::StaffManage)?;
        if matches!(actor, Actor::Staff(staff) if staff.account == id) {
            return Err(StaffError::Own);
        }
        let mut tx = self.db().begin().await?;
        let account = store::account::find(&mut tx, id).await?.ok_or(StaffError::NotFound)?;
        Ok((tx, account))
    }

    async fn take_ways(&self, tx: &mut Tx, id: Uuid) -> Result<(), StaffError> {
        store::session::clear(tx, id, None).await?;
        store::passkey::clear(tx, id).await?;
        store::ways::recovery_put(tx, id, &[]).await?;
        store::ways::invitation_clear(tx, id).await?;
        tx.mail_cancel(&object(id)).await?;
        store::device::codes_clear(tx, id).await?;
        Ok(store::account::secrets_put(tx, id, &Secrets::default()).await?)
    }
}

/// Somebody who can sign in must be left to manage accounts.
async fn somebody_is_left(tx: &mut Tx, account: &Account) -> Result<(), StaffError> {
    let admin = account.roles.has(Role::Admin) && account.locked_at.is_none() && !account.practice;
    if admin && !store::account::other_admins(tx, account.id).await? {
        return Err(StaffError::LastAdmin);
    }
    Ok(())
}
