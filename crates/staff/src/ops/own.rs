use db::{DbError, Tx};
use kernel::Permission;
use serde_json::json;
use uuid::Uuid;

use super::Asked;
use crate::{
    error::{Problem, SignInError, StaffError},
    gate::{Gate, object},
    model::{Account, Label, PasskeyInfo, SessionInfo},
    rules::password,
    session::Session,
    store,
    store::account::Secrets,
    token::{Purpose, Token},
    totp::{CodeSecret, Fit, recovery_codes, recovery_hash},
};

/// A password and an app to be set up together: one without the other opens nothing.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The password.
    pub password: String,
    /// The secret that was shown for the app.
    pub secret: CodeSecret,
    /// The code the app shows for it.
    pub code: String,
}

impl Gate {
    /// Shows the second factor again by a code of the app; the session goes on under a new secret.
    pub async fn prove_code(&self, session: &Session, code: &str) -> Result<Token, SignInError> {
        let account = session.account();
        let subject = crate::token::hash("prove", account.id.as_bytes());
        let tries = store::ways::tries(self.db(), &subject).await?;
        if tries.is_some_and(|t| t.counting(self.now()) >= crate::rules::limits::NAME_TRIES) {
            return Err(SignInError::Refused);
        }
        let secrets = store::account::secrets(self.db(), account.id).await?;
        let (mut tx, actor) = (self.begin_try(&subject).await?, session.actor());
        if !self.use_code(&mut tx, &actor, (account.id, &secrets), code).await? {
            self.count_wrong(tx, &subject, &actor, object(account.id)).await?;
            return Err(SignInError::Refused);
        }
        store::ways::tries_forget(&mut tx, &subject).await?;
        self.renew(tx, session).await
    }

    /// Gives a session a new secret, its second factor just shown, unless it ended meanwhile.
    pub(super) async fn renew(&self, mut tx: Tx, session: &Session) -> Result<Token, SignInError> {
        let token = Token::fresh(self.rng());
        let (id, hash) = (session.info().id, token.hash(Purpose::Session));
        if !store::session::renew(&mut tx, id, &hash, self.now()).await? {
            tx.rollback().await?;
            return Err(SignInError::Refused);
        }
        self.audit(&mut tx, &session.actor(), "second-factor", format!("session:{id}"), json!({})).await?;
        self.commit(tx).await?;
        Ok(token)
    }

    /// Ends the session.
    pub async fn sign_out(&self, session: &Session) -> Result<(), DbError> {
        let id = session.info().id;
        let mut tx = self.db().begin().await?;
        if store::session::delete(&mut tx, id, session.account().id).await? {
            self.audit(&mut tx, &session.actor(), "sign-out", format!("session:{id}"), json!({})).await?;
        }
        self.commit(tx).await
    }

    /// One's own sessions, the last used first.
    pub async fn sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, DbError> {
        let now = self.now();
        let mut all = store::session::list(self.db(), session.account().id).await?;
        all.retain(|s| {
            crate::rules::session::lives(now, s.started_at, s.seen_at, s.device.is_some())
                || s.id == session.info().id
        });
        Ok(all)
    }

    /// Ends one of one's own sessions.
    pub async fn session_end(&self, session: &Session, id: Uuid) -> Result<(), StaffError> {
        let mut tx = self.db().begin().await?;
        if !store::session::delete(&mut tx, id, session.account().id).await? {
            return Err(StaffError::NotFound);
        }
        self.audit(&mut tx, &session.actor(), "session-end", format!("session:{id}"), json!({})).await?;
        Ok(self.commit(tx).await?)
    }

    /// One's own passkeys.
    pub async fn passkeys_of(&self, session: &Session) -> Result<Vec<PasskeyInfo>, DbError> {
        let all = store::passkey::list(self.db(), session.account().id).await?;
        Ok(all.into_iter().map(|(info, _)| info).collect())
    }

    /// Whether a password and an app are set up, and how many recovery codes are left.
    pub async fn password_of(&self, session: &Session) -> Result<Option<i64>, DbError> {
        let id = session.account().id;
        let secrets = store::account::secrets(self.db(), id).await?;
        let left = store::ways::recovery_left(self.db(), id).await?;
        Ok(secrets.password.map(|_| left))
    }

    /// Asks the browser for one more passkey.
    pub async fn passkey_ask_own(&self, session: &Session) -> Result<Asked, StaffError> {
        own_and_proven(session)?;
        self.passkey_ask_new(session.account()).await
    }

    /// Adds a passkey to one's own account.
    pub async fn passkey_add(
        &self,
        session: &Session,
        (ticket, answer): (&Token, &str),
        label: &Label,
    ) -> Result<(), StaffError> {
        own_and_proven(session)?;
        let account = session.account();
        let passkey = self.passkey_new(account.id, ticket, answer).await?;
        let mut tx = self.db().begin().await?;
        self.passkey_keep(&mut tx, &session.actor(), account.id, (&passkey, label)).await?;
        Ok(self.commit(tx).await?)
    }

    /// Removes one of one's own passkeys, unless it is the only way to sign in. Other sessions end.
    pub async fn passkey_remove(&self, session: &Session, id: Uuid) -> Result<(), StaffError> {
        own_and_proven(session)?;
        let account = session.account().id;
        let password = store::account::secrets(self.db(), account).await?.password.is_some();
        let mut tx = self.db().begin().await?;
        if !store::passkey::delete(&mut tx, id, account).await? {
            return Err(StaffError::NotFound);
        }
        if !password && store::passkey::number(&mut tx, account).await? == 0 {
            return Err(StaffError::LastWay);
        }
        store::session::clear(&mut tx, account, Some(session.info().id)).await?;
        let detail = json!({"passkey": id});
        self.audit(&mut tx, &session.actor(), "passkey-remove", object(account), detail).await?;
        Ok(self.commit(tx).await?)
    }

    /// Sets or replaces one's own password and app; answers with new recovery codes. Other sessions end.
    pub async fn password_set(
        &self,
        session: &Session,
        new: &NewPassword,
    ) -> Result<Vec<String>, StaffError> {
        own_and_proven(session)?;
        let account = session.account();
        let secrets = self.new_secrets(account, new).await?;
        let mut tx = self.db().begin().await?;
        let codes = self.keep_secrets(&mut tx, account, &secrets).await?;
        store::session::clear(&mut tx, account.id, Some(session.info().id)).await?;
        self.audit(&mut tx, &session.actor(), "password-set", object(account.id), json!({})).await?;
        self.commit(tx).await?;
        Ok(codes)
    }

    /// Makes new recovery codes in place of all earlier ones.
    pub async fn recovery_renew(&self, session: &Session) -> Result<Vec<String>, StaffError> {
        own_and_proven(session)?;
        let account = session.account().id;
        if store::account::secrets(self.db(), account).await?.password.is_none() {
            return Err(StaffError::NotFound);
        }
        let mut tx = self.db().begin().await?;
        let codes = self.new_codes(&mut tx, account).await?;
        self.audit(&mut tx, &session.actor(), "recovery-renew", object(account), json!({})).await?;
        self.commit(tx).await?;
        Ok(codes)
    }

    /// Checks a password and an app that are to be set up.
    pub(super) async fn new_secrets(
        &self,
        account: &Account,
        new: &NewPassword,
    ) -> Result<Secrets, StaffError> {
        let about = [account.handle.as_str(), account.name.as_str()];
        password::check(&new.password, &about).map_err(Problem::Password)?;
        let step = match new.secret.fit(&new.code, self.now()) {
            Fit::Step(step) => step,
            Fit::Off(seconds) => return Err(Problem::ClockOff(seconds).into()),
            Fit::No => return Err(Problem::Code.into()),
        };
        let password = self.0.hasher.hash(&new.password, self.rng()).await?;
        Ok(Secrets { password: Some(password), totp: Some(new.secret.clone()), step })
    }

    pub(super) async fn keep_secrets(
        &self,
        tx: &mut Tx,
        account: &Account,
        secrets: &Secrets,
    ) -> Result<Vec<String>, DbError> {
        store::account::secrets_put(tx, account.id, secrets).await?;
        self.new_codes(tx, account.id).await
    }

    async fn new_codes(&self, tx: &mut Tx, account: Uuid) -> Result<Vec<String>, DbError> {
        let codes = recovery_codes(self.rng());
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(code)).collect();
        store::ways::recovery_put(tx, account, &hashes).await?;
        Ok(codes)
    }
}

/// Ways to sign in are changed only by whoever has shown the second factor a short while ago, and never in practice.
fn own_and_proven(session: &Session) -> Result<(), StaffError> {
    if session.account().practice {
        return Err(StaffError::NotFound);
    }
    Ok(session.actor().require(Permission::StaffOwn)?)
}
