use db::Tx;
use jiff::SignedDuration;
use kernel::Actor;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use super::open::{Opened, Opening};
use crate::{
    error::{SignInError, StaffError},
    gate::{Gate, Visit, object, oneself},
    model::{Account, Label, PasskeyInfo, Way},
    passkeys::{self, PasskeyFault, Question},
    session::Session,
    store,
    token::{Purpose, Token},
};

/// How long a question may be answered: longer than browsers ask.
const ANSWER: SignedDuration = SignedDuration::from_mins(6);
const SIGN_IN: &str = "sign-in";
const NEW: &str = "new";

/// A question for the browser.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Comes back with the answer, once.
    pub ticket: Token,
    /// For `navigator.credentials`, as JSON with `publicKey` in it.
    pub options: String,
}

/// What is remembered while a passkey is made: for whom.
#[derive(Serialize, Deserialize)]
struct NewState {
    account: Uuid,
    state: String,
}

impl Gate {
    /// Asks the browser for any passkey of this site; nobody needs to type a name.
    pub async fn passkey_ask(&self) -> Result<Asked, SignInError> {
        let question = self.passkeys()?.ask()?;
        let mut tx = self.db().begin().await?;
        let asked = self.remember(&mut tx, SIGN_IN, question).await?;
        tx.commit().await?;
        Ok(asked)
    }

    /// Signs in by the answer to [`passkey_ask`](Self::passkey_ask). An answer serves once.
    pub async fn sign_in_passkey(
        &self,
        ticket: &Token,
        answer: &str,
        visit: &Visit,
    ) -> Result<Opened, SignInError> {
        let device = self.tablet(visit).await?;
        let (mut tx, account) = self.passkey_account(ticket, answer).await?;
        if account.locked_at.is_some() || account.practice {
            tx.rollback().await?;
            return Err(SignInError::Refused);
        }
        let opening = Opening { account: &account, way: Way::Passkey, device, visit };
        let opened = self.open(&mut tx, opening).await?;
        self.commit(tx).await?;
        Ok(opened)
    }

    /// Shows the second factor again by passkey; the session goes on under a new secret.
    pub async fn prove_passkey(
        &self,
        session: &Session,
        ticket: &Token,
        answer: &str,
    ) -> Result<Token, SignInError> {
        let (tx, account) = self.passkey_account(ticket, answer).await?;
        if account.id != session.account().id {
            tx.rollback().await?;
            return Err(PasskeyFault::Foreign.into());
        }
        self.renew(tx, session).await
    }

    /// Asks to make a passkey for an account.
    pub(super) async fn passkey_ask_new(&self, account: &Account) -> Result<Asked, StaffError> {
        let has = store::passkey::list(self.db(), account.id).await?;
        let has: Vec<_> = has.into_iter().map(|(_, passkey)| passkey).collect();
        let question = self.passkeys()?.ask_new(account.id, &account.handle, &account.name, &has)?;
        let state = passkeys::stored(&NewState { account: account.id, state: question.state })?;
        let mut tx = self.db().begin().await?;
        let asked = self.remember(&mut tx, NEW, Question { options: question.options, state }).await?;
        tx.commit().await?;
        Ok(asked)
    }

    /// The passkey that answers [`passkey_ask_new`](Self::passkey_ask_new) for this account.
    pub(super) async fn passkey_new(
        &self,
        account: Uuid,
        ticket: &Token,
        answer: &str,
    ) -> Result<Passkey, StaffError> {
        let state = self.take(ticket, NEW).await?.ok_or(PasskeyFault::Question)?;
        let state: NewState = serde_json::from_str(&state).map_err(|_| PasskeyFault::Question)?;
        if state.account != account {
            return Err(PasskeyFault::Foreign.into());
        }
        Ok(self.passkeys()?.take_new(&state.state, answer)?)
    }

    /// Keeps a new passkey.
    pub(super) async fn passkey_keep(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: Uuid,
        (passkey, label): (&Passkey, &Label),
    ) -> Result<(), StaffError> {
        let (id, made_at) = (self.id(), self.now());
        let info = PasskeyInfo { id, label: label.to_string(), made_at, used_at: None };
        match store::passkey::insert(tx, &info, account, passkey).await {
            // The same credential, here or with somebody else.
            Err(db::DbError::Unique { .. }) => return Err(PasskeyFault::Foreign.into()),
            done => done?,
        }
        Ok(self.audit(tx, actor, "passkey-add", object(account), json!({"passkey": id})).await?)
    }

    /// Whose passkey gave this answer, and the transaction in which that was so: what follows from it belongs in there, or
    /// else a passkey removed in between would still open. The question is used up whatever comes of it.
    async fn passkey_account(&self, ticket: &Token, answer: &str) -> Result<(Tx, Account), SignInError> {
        let state = self.take(ticket, SIGN_IN).await?.ok_or(PasskeyFault::Question)?;
        let claim = self.passkeys()?.claim(answer)?;
        let mut tx = self.db().begin().await?;
        let account = store::account::find(&mut tx, claim.account).await?.ok_or(PasskeyFault::Foreign)?;
        let stored = store::passkey::by_credential(&mut tx, &claim.credential, account.id).await?;
        let mut passkey = stored.ok_or(PasskeyFault::Foreign)?;
        match self.passkeys()?.check(&state, &claim, &mut passkey) {
            Ok(_changed) => {
                store::passkey::used(&mut tx, &claim.credential, &passkey, self.now()).await?;
                Ok((tx, account))
            }
            Err(fault) => {
                if fault == PasskeyFault::Copied {
                    let actor = oneself(&account, None);
                    self.audit(&mut tx, &actor, "passkey-copied", object(account.id), json!({})).await?;
                    tx.commit().await?;
                }
                Err(fault.into())
            }
        }
    }

    async fn remember(&self, tx: &mut Tx, purpose: &str, question: Question) -> Result<Asked, db::DbError> {
        let (now, ticket) = (self.now(), Token::fresh(self.rng()));
        store::passkey::challenge_purge(tx, now).await?;
        let hash = ticket.hash(Purpose::Challenge);
        let until = now.saturating_add(ANSWER).unwrap_or(now);
        store::passkey::challenge_insert(tx, &hash, purpose, &question.state, until).await?;
        Ok(Asked { ticket, options: question.options })
    }

    async fn take(&self, ticket: &Token, purpose: &str) -> Result<Option<String>, db::DbError> {
        let mut tx = self.db().begin().await?;
        let hash = ticket.hash(Purpose::Challenge);
        let state = store::passkey::challenge_take(&mut tx, &hash, purpose, self.now()).await?;
        tx.commit().await?;
        Ok(state)
    }
}
