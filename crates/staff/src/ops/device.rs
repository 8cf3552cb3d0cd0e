use db::DbError;
use kernel::{Actor, Permission, Slug, StopScope};
use serde_json::json;
use uuid::Uuid;

use super::open::{Opened, Opening};
use crate::{
    error::{Problem, SignInError, StaffError},
    gate::{Gate, Visit, object, oneself},
    model::{Account, Device, Label, Way},
    rules::short_code,
    session::Session,
    store,
    token::{Purpose, Token},
};

impl Gate {
    /// Makes the browser that asks a shared tablet of a stop; its secret is known only here.
    pub async fn device_enrol(
        &self,
        actor: &Actor,
        stop: Slug,
        label: &Label,
    ) -> Result<(Device, Token), StaffError> {
        actor.require_at(Permission::DeviceManage, &stop)?;
        let (id, token, enrolled_at) = (self.id(), Token::fresh(self.rng()), self.now());
        let device = Device { id, stop, label: label.to_string(), enrolled_at, revoked_at: None };
        let by = match actor {
            Actor::Staff(staff) => staff.account.to_string(),
            other => other.to_string(),
        };
        let mut tx = self.db().begin().await?;
        store::device::insert(&mut tx, &device, &token.hash(Purpose::Device), &by).await?;
        let detail = json!({"stop": device.stop.as_str()});
        self.audit(&mut tx, actor, "device-enrol", format!("device:{id}"), detail).await?;
        self.commit(tx).await?;
        Ok((device, token))
    }

    /// The tablets the actor may manage.
    pub async fn devices(&self, actor: &Actor) -> Result<Vec<Device>, StaffError> {
        actor.require_somewhere(Permission::DeviceManage)?;
        let own: StopScope = actor.stops_for(Permission::DeviceManage);
        let mut all = store::device::list(self.db()).await?;
        all.retain(|device| own.holds(&device.stop));
        Ok(all)
    }

    /// Takes a tablet out of use: its session ends at once, its short codes are gone.
    pub async fn device_revoke(&self, actor: &Actor, id: Uuid) -> Result<(), StaffError> {
        actor.require_somewhere(Permission::DeviceManage)?;
        let mut tx = self.db().begin().await?;
        let device = store::device::find(&mut tx, id).await?.ok_or(StaffError::NotFound)?;
        // A tablet of a stop one may not manage is one there is not.
        actor.require_at(Permission::DeviceManage, &device.stop).map_err(|_| StaffError::NotFound)?;
        store::session::clear_device(&mut tx, id).await?;
        if store::device::revoke(&mut tx, id, self.now()).await? {
            self.audit(&mut tx, actor, "device-revoke", format!("device:{id}"), json!({})).await?;
        }
        Ok(self.commit(tx).await?)
    }

    /// The shared tablet that asks, and who may switch to it by short code.
    pub async fn device_people(&self, visit: &Visit) -> Result<Option<(Device, Vec<Account>)>, DbError> {
        let Some(device) = self.tablet(visit).await? else { return Ok(None) };
        let people = store::device::people(self.db(), device.id).await?;
        Ok(Some((device, people)))
    }

    /// Sets one's short code for the tablet one is signed in on; needs passkey or password at this sign-in.
    pub async fn short_code_set(&self, session: &Session, code: &str) -> Result<(), StaffError> {
        let (account, info) = (session.account(), session.info());
        let device = info.device.filter(|_| info.way != Way::ShortCode).ok_or(StaffError::NeedsFullSignIn)?;
        short_code::check(code).map_err(Problem::ShortCode)?;
        let hash = self.0.hasher.hash(code, self.rng()).await?;
        let mut tx = self.db().begin().await?;
        store::device::code_put(&mut tx, device, account.id, &hash).await?;
        let detail = json!({"device": device});
        self.audit(&mut tx, &session.actor(), "short-code-set", object(account.id), detail).await?;
        Ok(self.commit(tx).await?)
    }

    /// Switches to somebody by short code, on the tablet it was set on. After a few wrong tries the code is void.
    pub async fn sign_in_short_code(
        &self,
        account: Uuid,
        code: &str,
        visit: &Visit,
    ) -> Result<Opened, SignInError> {
        let device = self.tablet(visit).await?.ok_or(SignInError::NoDevice)?;
        let stored = store::device::code_find(self.db(), device.id, account).await?;
        let hash = stored.filter(|(_, wrong)| *wrong < short_code::TRIES).map(|(hash, _)| hash);
        let fits = self.0.hasher.fits(code, hash).await?;
        let mut tx = self.db().begin().await?;
        // Others may have tried meanwhile, or the code was taken away: only what still holds opens.
        let fits = fits && store::device::code_holds(&mut tx, device.id, account).await?;
        let found = store::account::find(&mut tx, account).await?;
        let Some(person) = found.filter(|a| a.locked_at.is_none()) else { return Err(SignInError::Refused) };
        if fits {
            store::device::code_right(&mut tx, device.id, account).await?;
            let opening = Opening { account: &person, way: Way::ShortCode, device: Some(device), visit };
            let opened = self.open(&mut tx, opening).await?;
            self.commit(tx).await?;
            return Ok(opened);
        }
        if store::device::code_wrong(&mut tx, device.id, account).await? >= short_code::TRIES {
            store::device::code_delete(&mut tx, device.id, account).await?;
            let actor = oneself(&person, Some(device.id));
            self.audit(&mut tx, &actor, "short-code-void", object(account), json!({})).await?;
        }
        tx.commit().await?;
        Err(SignInError::Refused)
    }
}
