use std::time::{Duration, SystemTime};

use db::Mail;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};

use super::{MailProblem, server::Sender};

/// Longest subject in characters; readers show less.
const LONGEST_SUBJECT: usize = 200;

/// The mail as it goes over the wire: plain text in UTF-8, with nothing that tells its sender whether it was read.
pub(crate) fn write(sender: &Sender, mail: &Mail) -> Result<Message, MailProblem> {
    let broken = |what: &str| MailProblem::Broken(what.to_owned());
    if mail.subject.chars().any(char::is_control) || mail.subject.chars().count() > LONGEST_SUBJECT {
        return Err(broken("its subject is not one short line"));
    }
    if mail.body.chars().any(|c| c.is_control() && c != '\n') {
        return Err(broken("its text holds control characters"));
    }
    let address = |text: &str| text.parse::<Address>().map_err(|_| broken("an address"));
    let from = Mailbox::new(sender.name.clone(), address(sender.address.as_str())?);
    let to = Mailbox::new(None, address(mail.to.as_str())?);
    let written = u64::try_from(mail.made_at.as_second()).unwrap_or(0);
    Message::builder()
        .from(from)
        .to(to)
        .subject(mail.subject.clone())
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(written))
        .message_id(Some(format!("<{}@{}>", mail.id, sender.address.domain())))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .header(ContentLanguage(mail.lang.tag()))
        .header(AutoSubmitted)
        // Its last line is ended anyway.
        .body(mail.body.trim_end().to_owned())
        .map_err(|error| broken(&error.to_string()))
}

/// RFC 3834: no machine answers with "out of office".
#[derive(Debug, Clone)]
struct AutoSubmitted;

/// RFC 3282: in which voice it is read out.
#[derive(Debug, Clone)]
struct ContentLanguage(&'static str);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self("de"))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}
