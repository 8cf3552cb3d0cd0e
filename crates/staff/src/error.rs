use db::DbError;
use kernel::{Fault, FaultKind, Forbidden};

use crate::{
    hasher::Busy,
    passkeys::PasskeyFault,
    rules::{password::PasswordProblem, short_code::ShortCodeProblem},
};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name, password or code is wrong, the account is locked, or there were too many tries: one answer for all.
    #[error("name, password or code is not right, or there were too many tries")]
    Refused,
    /// Too many at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The passkey's answer is not taken.
    #[error(transparent)]
    Passkey(#[from] PasskeyFault),
    /// This browser is no shared tablet, or no longer one.
    #[error("this is no tablet of a stop (any more)")]
    NoDevice,
    /// Practice accounts work only with example data.
    #[error("practice accounts work only with example data (--demo)")]
    NoPractice,
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Something to put right in what was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Another account has this name for signing in.
    #[error("another account has this name for signing in; choose another")]
    HandleTaken,
    /// No role was chosen.
    #[error("choose at least one role")]
    NoRole,
    /// The password.
    #[error("the password cannot be used: {0:?}")]
    Password(PasswordProblem),
    /// The short code.
    #[error("the short code cannot be used: {0:?}")]
    ShortCode(ShortCodeProblem),
    /// The code of the app fits another time: this many seconds away, negative when the app's clock is slow.
    #[error("the clock of the app is {0} seconds off")]
    ClockOff(i64),
    /// The code of the app does not fit, or was used already.
    #[error("the code of the app does not fit, or was used already")]
    Code,
}

/// Why a change of accounts was not done. Nothing was stored then.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Not allowed.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such thing, or the actor may not know of it.
    #[error("there is no such account, passkey, session or tablet")]
    NotFound,
    /// What was entered cannot be used.
    #[error(transparent)]
    Invalid(Problem),
    /// The last one who manages accounts cannot be locked, deleted, or lose the role.
    #[error("nobody would be left who manages accounts; make somebody else admin first")]
    LastAdmin,
    /// Nobody locks, deletes or resets their own account, nor changes their own rights.
    #[error("nobody changes their own rights; ask another admin")]
    Own,
    /// The last way to sign in cannot be taken away.
    #[error("this is the only way to sign in; add another first")]
    LastWay,
    /// The invitation was used, has expired, was taken back, or the name does not belong to it.
    #[error("this invitation does not hold (any more), or the name does not belong to it")]
    Invitation,
    /// The account is set up already; only a reset makes a new invitation.
    #[error("this account is set up already; reset it instead")]
    SetUp,
    /// The account is locked, so no link to set it up would hold.
    #[error("this account is locked, so a new link would not hold; unlock it first")]
    Locked,
    /// More rows of the record are selected than one file takes.
    #[error("more than {} rows are selected; select fewer days", crate::ops::EXPORT_MOST)]
    TooMany,
    /// A short code is set on a shared tablet, after signing in there with passkey or password.
    #[error("sign in on the tablet with passkey or password first")]
    NeedsFullSignIn,
    /// The passkey's answer is not taken.
    #[error(transparent)]
    Passkey(#[from] PasskeyFault),
    /// Too many at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Problem> for StaffError {
    fn from(problem: Problem) -> Self {
        Self::Invalid(problem)
    }
}

impl From<StaffError> for Fault {
    fn from(error: StaffError) -> Self {
        let kind = match &error {
            StaffError::Forbidden(_) => FaultKind::Forbidden,
            StaffError::NotFound | StaffError::Invitation => FaultKind::NotFound,
            StaffError::Invalid(_)
            | StaffError::Own
            | StaffError::LastWay
            | StaffError::NeedsFullSignIn
            | StaffError::TooMany
            | StaffError::Passkey(_) => FaultKind::Invalid,
            StaffError::LastAdmin | StaffError::SetUp | StaffError::Locked => FaultKind::Conflict,
            StaffError::Busy(_) | StaffError::Db(DbError::Unavailable(_) | DbError::Busy { .. }) => {
                FaultKind::Unavailable
            }
            StaffError::Db(_) => FaultKind::Internal,
        };
        Self::new(kind, error.to_string()).because(error)
    }
}

impl From<SignInError> for Fault {
    fn from(error: SignInError) -> Self {
        let kind = match &error {
            SignInError::Refused
            | SignInError::Passkey(_)
            | SignInError::NoDevice
            | SignInError::NoPractice => FaultKind::Forbidden,
            SignInError::Busy(_) | SignInError::Db(DbError::Unavailable(_) | DbError::Busy { .. }) => {
                FaultKind::Unavailable
            }
            SignInError::Db(_) => FaultKind::Internal,
        };
        Self::new(kind, error.to_string()).because(error)
    }
}
