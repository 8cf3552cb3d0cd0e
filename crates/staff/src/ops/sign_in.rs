use db::{DbError, Tx};
use kernel::Actor;
use serde_json::json;
use uuid::Uuid;

use super::open::{Opened, Opening};
use crate::{
    error::SignInError,
    gate::{Gate, Visit, object, oneself},
    model::{Handle, Way},
    rules::limits,
    store,
    store::account::Secrets,
    token::hash,
    totp::{Fit, recovery_hash},
};

impl Gate {
    /// Signs in by password and a code of the app, or a recovery code.
    ///
    /// Whatever is wrong, the answer is the same and takes the same time; after [`limits::NAME_TRIES`] wrong tries for one
    /// name nothing is looked at for a quarter of an hour. Passkeys go on meanwhile.
    pub async fn sign_in_password(
        &self,
        name: &str,
        password: &str,
        code: &str,
        visit: &Visit,
    ) -> Result<Opened, SignInError> {
        let subject = hash("name", name.trim().to_ascii_lowercase().as_bytes());
        self.may_try(&subject, visit).await?;
        let account = match name.parse::<Handle>() {
            Ok(handle) => store::account::by_handle(self.db(), &handle).await?,
            Err(_) => None,
        };
        let secrets = match &account {
            Some(account) => store::account::secrets(self.db(), account.id).await?,
            None => Secrets::default(),
        };
        let fits = self.0.hasher.fits(password, secrets.password.clone()).await?;
        let device = self.tablet(visit).await?;
        let mut tx = self.begin_try(&subject).await?;
        let known = account.as_ref().filter(|a| fits && a.locked_at.is_none() && !a.practice);
        if let Some(account) = known
            && self
                .use_code(
                    &mut tx,
                    &oneself(account, device.as_ref().map(|d| d.id)),
                    (account.id, &secrets),
                    code,
                )
                .await?
        {
            store::ways::tries_forget(&mut tx, &subject).await?;
            let opening = Opening { account, way: Way::Password, device, visit };
            let opened = self.open(&mut tx, opening).await?;
            self.commit(tx).await?;
            return Ok(opened);
        }
        if let Some(address) = &visit.address {
            self.0.addresses.wrong(address, self.now());
        }
        let about = account.map_or_else(|| "account:unknown".to_owned(), |account| object(account.id));
        self.count_wrong(tx, &subject, &Actor::Visitor, about).await?;
        Err(SignInError::Refused)
    }

    async fn may_try(&self, subject: &str, visit: &Visit) -> Result<(), SignInError> {
        let now = self.now();
        let tries = store::ways::tries(self.db(), subject).await?;
        let by_name = tries.is_none_or(|t| t.counting(now) < limits::NAME_TRIES);
        let by_address = visit.address.as_deref().is_none_or(|a| self.0.addresses.may_try(a, now));
        if by_name && by_address { Ok(()) } else { Err(SignInError::Refused) }
    }

    /// Begins the change that a try ends in. Many may have looked before any of them was counted; of those only as many
    /// go on as one after another could.
    pub(super) async fn begin_try(&self, subject: &str) -> Result<Tx, SignInError> {
        let mut tx = self.db().begin().await?;
        if store::ways::counting(&mut tx, subject, self.now()).await? < limits::NAME_TRIES {
            return Ok(tx);
        }
        tx.rollback().await?;
        Err(SignInError::Refused)
    }

    /// Uses a code of the app, or a recovery code, up. Each works once.
    pub(super) async fn use_code(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, secrets): (Uuid, &Secrets),
        code: &str,
    ) -> Result<bool, DbError> {
        let Some(totp) = &secrets.totp else { return Ok(false) };
        if let Fit::Step(step) = totp.fit(code, self.now()) {
            return store::account::step_use(tx, account, totp, step).await;
        }
        let used = store::ways::recovery_take(tx, account, &recovery_hash(code)).await?;
        if used {
            self.audit(tx, actor, "recovery-code-use", object(account), json!({})).await?;
        }
        Ok(used)
    }

    /// Counts a wrong try; the one that begins a pause is written down, so that a flood does not fill the log.
    pub(super) async fn count_wrong(
        &self,
        mut tx: Tx,
        subject: &str,
        by: &Actor,
        about: String,
    ) -> Result<(), DbError> {
        let wrong = store::ways::wrong(&mut tx, subject, self.now()).await?;
        if wrong == limits::NAME_TRIES {
            self.audit(&mut tx, by, "sign-in-pause", about, json!({"wrong": wrong})).await?;
        }
        tx.commit().await
    }
}
