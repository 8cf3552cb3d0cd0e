use std::{error::Error as _, fmt, str::FromStr};

use lettre::transport::smtp::Error;

/// Why a mail server did not take a mail. Holds nothing of the mail: servers like to repeat the address in their answer,
/// so of an answer only its code is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailProblem {
    /// Nobody answers there.
    Unreachable(String),
    /// The server's certificate is not trusted, or made for another name.
    Certificate(String),
    /// The server offers no TLS where the address asks for it.
    NoTls,
    /// The server wants another name or password, or another way to sign in.
    SignIn(String),
    /// The server will not take this mail, now or later. The code of its answer.
    Refused(u16),
    /// The server will not take this mail now. The code of its answer.
    Later(u16),
    /// It did not say in time what it does.
    Slow,
    /// It was waiting for too long.
    TooLate,
    /// The mail cannot be written down, or the server speaks something else.
    Broken(String),
}

impl MailProblem {
    /// One word, as the queue keeps it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Certificate(_) => "certificate",
            Self::NoTls => "no-tls",
            Self::SignIn(_) => "sign-in",
            Self::Refused(_) => "refused",
            Self::Later(_) => "later",
            Self::Slow => "slow",
            Self::TooLate => "too-late",
            Self::Broken(_) => "broken",
        }
    }

    /// What there is to say of it where only its word is known.
    pub fn in_short(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "the mail server cannot be reached",
            Self::Certificate(_) => "the mail server's certificate is not trusted",
            Self::NoTls => "the mail server offers no STARTTLS",
            Self::SignIn(_) => "the mail server does not let us in",
            Self::Refused(_) => "the mail server refuses the address",
            Self::Later(_) => "the mail server does not take it now",
            Self::Slow => "the mail server does not answer in time",
            Self::TooLate => "it waited for too long",
            Self::Broken(_) => "it cannot be sent",
        }
    }

    /// Whether trying again cannot help.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::TooLate | Self::Broken(_))
    }

    pub(crate) fn of(error: &Error) -> Self {
        let cause = || error.source().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status() {
            let code: u16 = code.into();
            return match code {
                // RFC 4954, section 6, and RFC 3207.
                454 | 530 | 534 | 535 | 538 => Self::SignIn(code.to_string()),
                400..500 => Self::Later(code),
                _ => Self::Refused(code),
            };
        }
        let cause = cause();
        match () {
            () if cause.contains("certificate") => Self::Certificate(cause),
            () if error.is_timeout() => Self::Slow,
            () if cause.contains("STARTTLS") => Self::NoTls,
            () if cause.contains("authentication") => Self::SignIn(cause),
            () if error.is_client() || error.is_response() => Self::Broken(cause),
            () => Self::Unreachable(cause),
        }
    }
}

impl fmt::Display for MailProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(cause) => write!(f, "the mail server cannot be reached: {cause}"),
            Self::Certificate(cause) => write!(
                f,
                "the mail server's certificate is not trusted ({cause}): name the server as its certificate does, \
                 or the file of your own authority with ?ca=FILE"
            ),
            Self::NoTls => f.write_str(
                "the mail server offers no STARTTLS: use smtps:// if it speaks TLS from the start, or ?tls=none \
                 on a network of your own",
            ),
            Self::SignIn(cause) => {
                write!(f, "the mail server does not let us in ({cause}): look at user and password")
            }
            Self::Refused(code) => write!(f, "the mail server refuses the mail (code {code})"),
            Self::Later(code) => write!(f, "the mail server does not take the mail now (code {code})"),
            Self::Slow => f.write_str("the mail server does not answer in time"),
            Self::TooLate => f.write_str("the mail waited for too long"),
            Self::Broken(cause) => write!(f, "the mail cannot be sent: {cause}"),
        }
    }
}

impl std::error::Error for MailProblem {}

/// From the word in the queue; what else there was to say is lost.
impl FromStr for MailProblem {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word {
            "unreachable" => Self::Unreachable(String::new()),
            "certificate" => Self::Certificate(String::new()),
            "no-tls" => Self::NoTls,
            "sign-in" => Self::SignIn(String::new()),
            "refused" => Self::Refused(0),
            "later" => Self::Later(0),
            "slow" => Self::Slow,
            "too-late" => Self::TooLate,
            _ => Self::Broken(String::new()),
        })
    }
}
