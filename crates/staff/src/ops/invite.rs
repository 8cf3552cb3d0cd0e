use db::{DbError, Mail, Tx};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Lang, MailAddress, Permission, Roles, StopScope};
use serde_json::json;

use super::{Asked, NewPassword, Opened, open::Opening};
use crate::{
    error::{Problem, StaffError},
    gate::{Gate, Visit, object, oneself},
    model::{Account, Handle, Label, PersonName, Way},
    rules::{limits, people},
    store,
    token::{Purpose, Token},
};

/// How long an invitation holds.
pub const INVITATION_HOURS: i64 = 48;

/// Somebody to be invited.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The person's name.
    pub name: PersonName,
    /// The name for signing in; to be told apart from the link, which does not hold it.
    pub handle: Handle,
    /// What they will be.
    pub roles: Roles,
    /// Their own stops.
    pub stops: StopScope,
}

/// A mail that brings an invitation, in words of the page that invites. The address is not kept once it is sent.
pub struct Letter<'a> {
    /// To whom.
    pub to: MailAddress,
    /// The language of its words.
    pub lang: Lang,
    /// Subject and text, once the link is known. They do not hold the name for signing in.
    pub words: &'a (dyn Fn(&Invited) -> (String, String) + Sync),
}

/// An invitation was made. Its secret is known only here.
#[derive(Debug, Clone)]
pub struct Invited {
    /// For whom.
    pub account: Account,
    /// The secret for the link.
    pub token: Token,
    /// Until when it holds.
    pub until: Timestamp,
}

impl Gate {
    /// Makes an account and an invitation to set it up, and puts the letter on its way. Leads invite guides and clerks to
    /// their own stops.
    pub async fn invite(
        &self,
        actor: &Actor,
        draft: Draft,
        letter: Option<&Letter<'_>>,
    ) -> Result<Invited, StaffError> {
        people::may_give(actor, draft.roles, &draft.stops)?;
        if draft.roles.is_empty() {
            return Err(Problem::NoRole.into());
        }
        let Draft { name, handle, roles, stops } = draft;
        let account = Account { id: self.id(), handle, name, roles, stops, practice: false, locked_at: None };
        let mut tx = self.db().begin().await?;
        match store::account::insert(&mut tx, &account, self.now()).await {
            Err(DbError::Unique { .. }) => return Err(Problem::HandleTaken.into()),
            done => done?,
        }
        let detail = json!({"roles": roles.to_string(), "stops": account.stops.to_string()});
        self.audit(&mut tx, actor, "account-invite", object(account.id), detail).await?;
        let invited = self.invitation(&mut tx, account, letter).await?;
        self.commit(tx).await?;
        Ok(invited)
    }

    /// Makes a new link for somebody who did not use the first; that one does not hold any more.
    pub async fn invite_again(
        &self,
        actor: &Actor,
        id: uuid::Uuid,
        letter: Option<&Letter<'_>>,
    ) -> Result<Invited, StaffError> {
        actor.require_somewhere(Permission::StaffInvite)?;
        let listed = self.listed(actor, id).await?;
        people::may_give(actor, listed.account.roles, &listed.account.stops)?;
        if listed.ready || listed.account.practice {
            return Err(StaffError::SetUp);
        }
        if listed.account.locked_at.is_some() {
            return Err(StaffError::Locked);
        }
        let mut tx = self.db().begin().await?;
        self.audit(&mut tx, actor, "account-invite", object(id), json!({"again": true})).await?;
        let invited = self.invitation(&mut tx, listed.account, letter).await?;
        self.commit(tx).await?;
        Ok(invited)
    }

    pub(super) async fn invitation(
        &self,
        tx: &mut Tx,
        account: Account,
        letter: Option<&Letter<'_>>,
    ) -> Result<Invited, DbError> {
        let (now, token) = (self.now(), Token::fresh(self.rng()));
        let until = now.saturating_add(SignedDuration::from_hours(INVITATION_HOURS)).unwrap_or(now);
        let hash = token.hash(Purpose::Invitation);
        store::ways::invitation_put(tx, account.id, &hash, now, until).await?;
        let about = object(account.id);
        // A letter with the link before would lead nowhere.
        tx.mail_cancel(&about).await?;
        let invited = Invited { account, token, until };
        if let Some(Letter { to, lang, words }) = letter {
            let (subject, body) = words(&invited);
            let mail =
                Mail { id: self.id(), about, lang: *lang, to: to.clone(), subject, body, made_at: now };
            tx.mail_put(&mail).await?;
        }
        Ok(invited)
    }

    /// Whether an invitation holds, without using it up.
    pub async fn invitation_holds(&self, token: &Token) -> Result<bool, DbError> {
        let hash = token.hash(Purpose::Invitation);
        let found = store::ways::invitation_find(self.db(), &hash, self.now()).await?;
        Ok(found.is_some_and(|account| account.locked_at.is_none()))
    }

    /// Whom an invitation is for, if the name belongs to it. After a few wrong names it does not hold any more.
    pub async fn invitation_for(&self, token: &Token, name: &str) -> Result<Account, StaffError> {
        let hash = token.hash(Purpose::Invitation);
        let found = store::ways::invitation_find(self.db(), &hash, self.now()).await?;
        let account = found.filter(|a| a.locked_at.is_none()).ok_or(StaffError::Invitation)?;
        if name.parse::<Handle>().is_ok_and(|handle| handle == account.handle) {
            return Ok(account);
        }
        let mut tx = self.db().begin().await?;
        if store::ways::invitation_wrong(&mut tx, &hash).await? >= limits::INVITATION_TRIES {
            store::ways::invitation_take(&mut tx, &hash).await?;
            let object = object(account.id);
            tx.mail_cancel(&object).await?;
            self.audit(&mut tx, &Actor::Visitor, "invitation-void", object, json!({})).await?;
        }
        tx.commit().await?;
        Err(StaffError::Invitation)
    }

    /// Asks the browser to make the first passkey of an invited account.
    pub async fn invitation_ask(&self, token: &Token, name: &str) -> Result<Asked, StaffError> {
        let account = self.invitation_for(token, name).await?;
        self.passkey_ask_new(&account).await
    }

    /// Sets an invited account up with a passkey and signs in. The invitation is used up.
    pub async fn accept_passkey(
        &self,
        token: &Token,
        name: &str,
        (ticket, answer): (&Token, &str),
        label: &Label,
        visit: &Visit,
    ) -> Result<Opened, StaffError> {
        let account = self.invitation_for(token, name).await?;
        let passkey = self.passkey_new(account.id, ticket, answer).await?;
        let device = self.tablet(visit).await?;
        let mut tx = self.db().begin().await?;
        self.use_invitation(&mut tx, token, &account).await?;
        let actor = oneself(&account, device.as_ref().map(|d| d.id));
        self.passkey_keep(&mut tx, &actor, account.id, (&passkey, label)).await?;
        let opening = Opening { account: &account, way: Way::Passkey, device, visit };
        let opened = self.open(&mut tx, opening).await?;
        self.commit(tx).await?;
        Ok(opened)
    }

    /// Sets an invited account up with a password and an app, and signs in; answers with the recovery codes, too.
    pub async fn accept_password(
        &self,
        token: &Token,
        name: &str,
        new: &NewPassword,
        visit: &Visit,
    ) -> Result<(Opened, Vec<String>), StaffError> {
        let account = self.invitation_for(token, name).await?;
        let secrets = self.new_secrets(&account, new).await?;
        let device = self.tablet(visit).await?;
        let mut tx = self.db().begin().await?;
        self.use_invitation(&mut tx, token, &account).await?;
        let codes = self.keep_secrets(&mut tx, &account, &secrets).await?;
        let actor = oneself(&account, device.as_ref().map(|d| d.id));
        self.audit(&mut tx, &actor, "password-set", object(account.id), json!({})).await?;
        let opening = Opening { account: &account, way: Way::Password, device, visit };
        let opened = self.open(&mut tx, opening).await?;
        self.commit(tx).await?;
        Ok((opened, codes))
    }

    /// Between looking and using somebody else may have used it.
    async fn use_invitation(&self, tx: &mut Tx, token: &Token, account: &Account) -> Result<(), StaffError> {
        tx.mail_cancel(&object(account.id)).await?;
        let used = store::ways::invitation_take(tx, &token.hash(Purpose::Invitation)).await?;
        if used { Ok(()) } else { Err(StaffError::Invitation) }
    }
}
