//! Passkeys (Web Authentication, level 3), user verification always required.

use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::{
    model::{Handle, PersonName},
    token::hex,
};

/// Why the answer of an authenticator is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyFault {
    /// The question was answered already, is too old, or was never asked.
    #[error("this question was answered already or is too old; please start again")]
    Question,
    /// The passkey belongs to nobody here, or to somebody else.
    #[error("this passkey is not known here")]
    Foreign,
    /// The passkey's counter went back: there may be a copy of it.
    #[error("this passkey may have been copied; remove it and add a new one")]
    Copied,
    /// The answer does not fit: another site, a wrong signature, nobody proved who they are.
    #[error("the answer of the passkey does not fit")]
    Wrong,
    /// Passkeys do not work at this address.
    #[error(
        "passkeys need the public address of this site to be set (--public-url), with a name, not numbers"
    )]
    NoSite,
}

/// The site for which passkeys are made.
pub(crate) struct Passkeys(Webauthn);

/// A question for the browser, as JSON, and what we must remember until it is answered.
pub(crate) struct Question {
    pub options: String,
    pub state: String,
}

impl Passkeys {
    /// None where passkeys cannot work: without a public address, or at one made of numbers.
    pub(crate) fn new(public_url: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let domain = origin.domain()?.to_owned();
        let builder = WebauthnBuilder::new(&domain, &origin).ok()?.rp_name(name);
        builder.build().ok().map(Self)
    }

    /// Asks to make a passkey that the browser can find by itself, so that nobody types a name at sign-in.
    pub(crate) fn ask_new(
        &self,
        account: Uuid,
        handle: &Handle,
        name: &PersonName,
        has: &[Passkey],
    ) -> Result<Question, PasskeyFault> {
        let has = has.iter().map(|p| p.cred_id().clone()).collect();
        let asked = self.0.start_passkey_registration(account, handle.as_str(), name.as_str(), Some(has));
        let (options, state) = asked.map_err(|e| fault(&e))?;
        let mut options = serde_json::to_value(options).map_err(|_| PasskeyFault::Wrong)?;
        if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection["residentKey"] = "required".into();
            selection["requireResidentKey"] = true.into();
        }
        Ok(Question { options: options.to_string(), state: stored(&state)? })
    }

    /// The new passkey.
    pub(crate) fn take_new(&self, state: &str, answer: &str) -> Result<Passkey, PasskeyFault> {
        let state: PasskeyRegistration = read(state).ok_or(PasskeyFault::Question)?;
        let answer: RegisterPublicKeyCredential = read(answer).ok_or(PasskeyFault::Wrong)?;
        self.0.finish_passkey_registration(&answer, &state).map_err(|e| fault(&e))
    }

    /// Asks for any passkey of this site.
    pub(crate) fn ask(&self) -> Result<Question, PasskeyFault> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(|e| fault(&e))?;
        let options = serde_json::to_string(&options).map_err(|_| PasskeyFault::Wrong)?;
        Ok(Question { options, state: stored(&state)? })
    }

    /// Whose passkey an answer claims to be from: the account, and the credential's name.
    pub(crate) fn claim(&self, answer: &str) -> Result<Claim, PasskeyFault> {
        let answer: PublicKeyCredential = read(answer).ok_or(PasskeyFault::Wrong)?;
        let (account, id) = self.0.identify_discoverable_authentication(&answer).map_err(|e| fault(&e))?;
        let credential = hex(id);
        Ok(Claim { account, credential, answer })
    }

    /// Checks an answer against the stored passkey; answers whether the stored one changed (its counter) and must be
    /// stored again.
    pub(crate) fn check(
        &self,
        state: &str,
        claim: &Claim,
        passkey: &mut Passkey,
    ) -> Result<bool, PasskeyFault> {
        let state: DiscoverableAuthentication = read(state).ok_or(PasskeyFault::Question)?;
        let key = DiscoverableKey::from(&*passkey);
        let result = self.0.finish_discoverable_authentication_v2(&claim.answer, state, &key);
        let result = result.map_err(|e| fault(&e))?;
        if !result.user_verified() {
            return Err(PasskeyFault::Wrong);
        }
        passkey.update_credential(&result).ok_or(PasskeyFault::Foreign)
    }
}

pub(crate) struct Claim {
    pub account: Uuid,
    pub credential: String,
    answer: PublicKeyCredential,
}

/// The name under which a passkey's credential is stored.
pub(crate) fn credential(passkey: &Passkey) -> String {
    hex(passkey.cred_id())
}

pub(crate) fn stored<T: serde::Serialize>(value: &T) -> Result<String, PasskeyFault> {
    serde_json::to_string(value).map_err(|_| PasskeyFault::Wrong)
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn fault(error: &WebauthnError) -> PasskeyFault {
    match error {
        WebauthnError::CredentialPossibleCompromise => PasskeyFault::Copied,
        _ => PasskeyFault::Wrong,
    }
}
