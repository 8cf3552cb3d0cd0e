use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use kernel::{MailAddress, MailAddressError};
use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;

/// How long the server may keep silent.
const SILENCE: Duration = Duration::from_secs(20);

/// Which mail server takes our mail.
///
/// `smtps://[USER@]HOST[:465]` speaks TLS from the start (RFC 8314), `smtp://[USER@]HOST[:587]` begins in clear and insists
/// on STARTTLS. Behind that may stand `?ca=FILE` (PEM; trusted beside the system's authorities) or, with `smtp://` and
/// without a user, `?tls=none` (port 25): for a relay on the same machine or network. A user is written with `%40` for `@`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    user: Option<String>,
    host: String,
    port: u16,
    mode: Mode,
    ca: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Wrapped,
    StartTls,
    None,
}

/// Why a text names no [`MailServer`], or it cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailServerError {
    /// Another form.
    #[error(
        "the mail server must look like smtps://USER@mail.example.org or smtp://USER@mail.example.org:587: {0:?}"
    )]
    Form(String),
    /// The password stands in the address, where it would be seen.
    #[error(
        "the password of the mail server does not belong in its address: name a file that holds it \
         (mail_password_file), or set LOTSE_MAIL_PASSWORD"
    )]
    PasswordInside,
    /// Something behind the `?`.
    #[error("the mail server's address has an unknown setting {0:?}: known are ca=FILE and tls=none")]
    Setting(String),
    /// A user without TLS.
    #[error(
        "the mail server's address asks for no TLS and names a user: the password would be sent in clear"
    )]
    ClearPassword,
    /// A user, but no password.
    #[error(
        "the mail server's address names a user, but there is no password: name a file that holds it \
         (mail_password_file), or set LOTSE_MAIL_PASSWORD"
    )]
    NoPassword,
    /// A password, but no user.
    #[error(
        "there is a password for the mail server, but its address names no user: smtps://USER@mail.example.org"
    )]
    NoUser,
    /// The file of certificates.
    #[error("the certificates of the mail server's authority cannot be used: {file}: {cause}")]
    Ca {
        /// Which.
        file: String,
        /// Why.
        cause: String,
    },
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
}

/// The password for the mail server. Shows itself nowhere.
#[derive(Clone)]
pub struct Password(String);

/// Whose name and address stand as the sender: `Digital-Stand <lotse@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub(crate) name: Option<String>,
    pub(crate) address: MailAddress,
}

/// Why a text is no [`Sender`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sender of mail must look like lotse@example.org or Digital-Stand <lotse@example.org>: {0:?}")]
pub struct SenderError(String);

/// What speaks with the server.
pub(crate) type Carrier = AsyncSmtpTransport<Tokio1Executor>;

impl MailServer {
    /// Gets ready to speak with the server, without doing so yet. `hello` is the name we give ourselves.
    pub(crate) fn carrier(
        &self,
        password: Option<Password>,
        hello: &str,
    ) -> Result<Carrier, MailServerError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host.as_str())
            .port(self.port)
            .tls(self.tls()?)
            .timeout(Some(SILENCE))
            .hello_name(ClientId::Domain(hello.to_owned()));
        let builder = match (&self.user, password) {
            (Some(user), Some(Password(word))) => builder.credentials(Credentials::new(user.clone(), word)),
            (Some(_), None) => return Err(MailServerError::NoPassword),
            (None, Some(_)) => return Err(MailServerError::NoUser),
            (None, None) => builder,
        };
        Ok(builder.build())
    }

    fn tls(&self) -> Result<Tls, MailServerError> {
        let mut parameters = TlsParameters::builder(self.host.clone());
        if let Some(file) = &self.ca {
            let unusable = |cause: String| MailServerError::Ca { file: file.display().to_string(), cause };
            let pem = std::fs::read(file).map_err(|e| unusable(e.to_string()))?;
            if !pem.windows(b"BEGIN CERTIFICATE".len()).any(|w| w == b"BEGIN CERTIFICATE") {
                return Err(unusable("it holds no certificate in PEM form".to_owned()));
            }
            let certificates = Certificate::from_pem(&pem).map_err(|e| unusable(e.to_string()))?;
            parameters = parameters.add_root_certificate(certificates);
        }
        let parameters = || parameters.build_rustls().map_err(|e| MailServerError::Tls(e.to_string()));
        Ok(match self.mode {
            Mode::Wrapped => Tls::Wrapper(parameters()?),
            Mode::StartTls => Tls::Required(parameters()?),
            Mode::None => Tls::None,
        })
    }
}

impl FromStr for MailServer {
    type Err = MailServerError;

    fn from_str(s: &str) -> Result<Self, MailServerError> {
        let form = || MailServerError::Form(without_secrets(s));
        let (scheme, rest) = s.split_once("://").ok_or_else(form)?;
        let mut mode = match scheme {
            "smtps" => Mode::Wrapped,
            "smtp" => Mode::StartTls,
            _ => return Err(form()),
        };
        let (place, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, place) = match place.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => return Err(MailServerError::PasswordInside),
            Some((user, place)) => (Some(decoded(user).ok_or_else(form)?), place),
            None => (None, place),
        };
        let mut ca = None;
        for setting in settings.split('&').filter(|s| !s.is_empty()) {
            match setting.split_once('=') {
                Some(("ca", file)) if !file.is_empty() => {
                    ca = Some(PathBuf::from(decoded(file).ok_or_else(form)?));
                }
                Some(("tls", "none")) if mode != Mode::Wrapped => mode = Mode::None,
                _ => return Err(MailServerError::Setting(setting.to_owned())),
            }
        }
        if mode == Mode::None && user.is_some() {
            return Err(MailServerError::ClearPassword);
        }
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port.parse().map_err(|_| form())?)),
            _ => (place, None),
        };
        let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
        if host.is_empty() || !plain || user.as_ref().is_some_and(String::is_empty) {
            return Err(form());
        }
        let port = port.unwrap_or(match mode {
            Mode::Wrapped => 465,
            Mode::StartTls => 587,
            Mode::None => 25,
        });
        Ok(Self { user, host: host.to_owned(), port, mode, ca })
    }
}

/// Where it is, without the user.
impl fmt::Display for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.mode == Mode::Wrapped { "smtps" } else { "smtp" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{host}:{}", self.port)
    }
}

impl Password {
    /// A password as it was read; a line break at the end does not belong to it.
    pub fn new(text: &str) -> Self {
        Self(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl FromStr for Sender {
    type Err = SenderError;

    fn from_str(s: &str) -> Result<Self, SenderError> {
        let bad = || SenderError(s.to_owned());
        let address = |text: &str| text.parse().map_err(|_: MailAddressError| bad());
        let Some((name, rest)) = s.split_once('<') else {
            return Ok(Self { name: None, address: address(s)? });
        };
        let name = name.trim().trim_matches('"').trim();
        if name.chars().any(char::is_control) || name.chars().count() > 80 {
            return Err(bad());
        }
        let inner = rest.trim_end().strip_suffix('>').ok_or_else(bad)?;
        Ok(Self { name: (!name.is_empty()).then(|| name.to_owned()), address: address(inner)? })
    }
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// What was typed, without whatever stands before the last `@`.
fn without_secrets(text: &str) -> String {
    let behind = text.rsplit_once('@').map(|(_, behind)| format!("…@{behind}"));
    behind.unwrap_or_else(|| text.to_owned()).chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_says_where_and_how() {
        let read = |text: &str| text.parse::<MailServer>().unwrap();
        let plain = read("smtps://mail.example.org");
        assert_eq!((plain.port, plain.mode, plain.user.as_deref()), (465, Mode::Wrapped, None));
        let named = read("smtp://lotse%40example.org@mail.example.org?ca=/etc/lotse/ca.pem");
        assert_eq!(
            (named.port, named.mode, named.user.as_deref()),
            (587, Mode::StartTls, Some("lotse@example.org"))
        );
        assert_eq!(named.ca.as_deref(), Some(std::path::Path::new("/etc/lotse/ca.pem")));
        assert_eq!(named.to_string(), "smtp://mail.example.org:587");
        let relay = read("smtp://[::1]:2525?tls=none");
        assert_eq!((relay.host.as_str(), relay.port, relay.mode), ("::1", 2525, Mode::None));
        assert_eq!(relay.to_string(), "smtp://[::1]:2525");
    }

    #[test]
    fn what_is_wrong_is_said_and_no_password_repeated() {
        let said = |text: &str| text.parse::<MailServer>().unwrap_err().to_string();
        for text in [
            "mail.example.org",
            "http://mail.example.org",
            "smtps://",
            "smtp://a b",
            "smtp://x:port",
            "smtp://@x",
        ] {
            assert!(said(text).starts_with("the mail server must look like"), "{text}");
        }
        let inside = said("smtps://lotse:geheim@mail.example.org");
        assert!(inside.contains("does not belong in its address") && !inside.contains("geheim"), "{inside}");
        assert!(!said("smtpx://lotse:geheim@mail.example.org").contains("geheim"));
        assert!(said("smtps://mail.example.org?tls=none").contains("unknown setting"));
        assert!(said("smtp://a@mail.example.org?tls=none").contains("sent in clear"));
        let carrier = |text: &str, word: Option<&str>| {
            text.parse::<MailServer>().unwrap().carrier(word.map(Password::new), "localhost")
        };
        assert_eq!(carrier("smtps://a@b.de", None).unwrap_err(), MailServerError::NoPassword);
        assert_eq!(carrier("smtps://b.de", Some("x")).unwrap_err(), MailServerError::NoUser);
        let missing = carrier("smtps://b.de?ca=/nowhere.pem", None).unwrap_err().to_string();
        assert!(missing.contains("/nowhere.pem: No such file"), "{missing}");
        assert_eq!(format!("{:?}", Password::new("geheim\n")), "Password(…)");
    }

    #[test]
    fn a_sender_has_an_address_and_perhaps_a_name() {
        let read = |text: &str| text.parse::<Sender>();
        assert_eq!(read("lotse@example.org").unwrap().name, None);
        let named = read("Digital-Stand Hamburg <lotse@example.org>").unwrap();
        assert_eq!(named.name.as_deref(), Some("Digital-Stand Hamburg"));
        for bad in
            ["", "Stand", "<lotse@example.org", "A\r\nBcc: x@y.de <lotse@example.org>", "a@b.de, c@d.de"]
        {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
