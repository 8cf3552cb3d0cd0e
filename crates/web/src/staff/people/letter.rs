//! The mail with an invitation, if the house has a mail server: what the form asks, what the mail says, what came of it.

use std::time::Duration;

use db::MailState;
use kernel::{Lang, MailAddress};
use outreach::MailProblem;
use staff::{Invited, Letter};

use super::words::{Words, words};
use crate::{
    App, City, PublicUrl,
    http::lang::href,
    staff::{account::moment, form::Fields, page::FormError},
};

/// How long the page waits to say what the mail server did. The invitation is made by then, whatever comes of the mail.
const MOMENT: Duration = Duration::from_secs(2);

/// What the form shows.
pub(super) struct Asked {
    /// There is a mail server.
    pub offered: bool,
    /// What was typed.
    pub to: String,
    /// The languages, and which one is chosen.
    pub langs: Vec<(Lang, &'static str, bool)>,
}

/// To whom, and in which language.
pub(super) type Wanted = (MailAddress, Lang);

impl Asked {
    pub(super) fn new(app: &App, page: Lang, typed: &Fields) -> Self {
        let chosen = lang(page, typed);
        Self {
            offered: app.post().is_some(),
            to: typed.get("mail").to_owned(),
            langs: Lang::ALL.into_iter().map(|l| (l, l.endonym(), l == chosen)).collect(),
        }
    }
}

/// Reads the optional address. Without a mail server nothing is asked, so whatever came is no part of our form.
pub(super) fn read(
    app: &App,
    page: Lang,
    typed: &Fields,
    field: &'static str,
) -> Result<Option<Wanted>, FormError> {
    let text = typed.get("mail").trim();
    if text.is_empty() || app.post().is_none() {
        return Ok(None);
    }
    match text.parse() {
        Ok(to) => Ok(Some((to, lang(page, typed)))),
        Err(_) => Err(FormError { id: field, text: words(page).bad_mail.to_owned() }),
    }
}

fn lang(page: Lang, typed: &Fields) -> Lang {
    typed.get("sprache").parse().unwrap_or(page)
}

/// The address of the page on which an invitation is taken.
pub(super) fn link(site: &PublicUrl, lang: Lang, invited: &Invited) -> String {
    site.join(&href(lang, &format!("/einladung/{}", invited.token)))
}

/// Makes the letter of what was read, and gives it to whoever invites.
pub(super) async fn with<T>(
    app: &App,
    wanted: Option<&Wanted>,
    invite: impl AsyncFnOnce(Option<&Letter<'_>>) -> T,
) -> T {
    let Some((to, lang)) = wanted else { return invite(None).await };
    let text = |invited: &Invited| invitation_letter(app.city(), &app.settings().public_url, *lang, invited);
    invite(Some(&Letter { to: to.clone(), lang: *lang, words: &text })).await
}

/// Subject and text of the mail that brings an invitation. Without the name for signing in: whoever reads the mail alone
/// cannot use it.
pub fn invitation_letter(city: &City, site: &PublicUrl, lang: Lang, invited: &Invited) -> (String, String) {
    let service = city.profile.service_name.get(lang).text;
    let (name, link, until) = (&invited.account.name, link(site, lang, invited), moment(lang, invited.until));
    let subject = lang
        .pick(format!("Ihr Konto beim Team: {service}"), format!("Your account with the team: {service}"));
    let body = lang.pick(
        format!(
            "Guten Tag {name},\n\n\
             für Sie liegt ein Konto bereit. Damit arbeiten Sie im Team mit: {service}.\n\
             Richten Sie das Konto hier ein:\n\n\
             {link}\n\n\
             Der Link gilt einmal, bis {until}.\n\
             Sie brauchen dazu Ihren Anmeldenamen. Den sagt Ihnen Ihre Leitung auf einem anderen Weg, zum Beispiel am Telefon.\n\n\
             Geben Sie den Link nicht weiter. Wir fragen nie per Mail nach Passwort, Code oder PIN.\n\n\
             Haben Sie diese Mail nicht erwartet? Dann löschen Sie sie. Ohne den Anmeldenamen nützt sie niemandem.\n\
             Antworten auf diese Mail liest niemand.\n"
        ),
        format!(
            "Hello {name},\n\n\
             an account is ready for you. With it you work in the team: {service}.\n\
             Set the account up here:\n\n\
             {link}\n\n\
             The link holds once, until {until}.\n\
             You need your sign-in name for it. Your lead tells you the name in another way, for example by phone.\n\n\
             Do not pass the link on. We never ask for a password, code or PIN by mail.\n\n\
             Did you not expect this mail? Then delete it. Without the sign-in name it is of no use to anybody.\n\
             Nobody reads replies to this mail.\n"
        ),
    );
    (subject, body)
}

/// What came of the mail a moment after the invitation was made.
pub(super) struct Outcome {
    /// In a sentence.
    pub text: String,
    /// It may still go out; how it stands is shown with the account.
    pub open: bool,
}

/// Waits that moment.
pub(super) async fn outcome(
    app: &App,
    page: Lang,
    invited: &Invited,
    wanted: Option<&Wanted>,
) -> Option<Outcome> {
    let (Some(post), Some((to, _))) = (app.post(), wanted) else { return None };
    let w = words(page);
    let about = format!("account:{}", invited.account.id);
    let (text, open) = match post.settled(&about, MOMENT).await.map(|left| left.into_iter().next()) {
        Ok(None) => (format!("{} {to}", w.mailed), false),
        Ok(Some(state)) if state.given_up => {
            (format!("{} {to}. {}", w.never_mailed, waiting(w, &state)), false)
        }
        Ok(Some(state)) => (format!("{} {to}. {}", w.not_mailed, waiting(w, &state)), true),
        Err(error) => {
            tracing::warn!(%error, "what came of a mail could not be read");
            (format!("{} {to}. {}", w.not_mailed, w.mail_waits), true)
        }
    };
    Some(Outcome { text, open })
}

/// Why a mail was not taken so far, and what happens next.
pub(super) fn waiting(w: &Words, state: &MailState) -> String {
    let problem: Option<MailProblem> = state.problem.as_deref().and_then(|word| word.parse().ok());
    let why = match problem {
        None => return w.mail_waits.to_owned(),
        Some(MailProblem::Unreachable(_) | MailProblem::Slow | MailProblem::Later(_)) => w.mail_away,
        Some(MailProblem::Certificate(_) | MailProblem::NoTls | MailProblem::SignIn(_)) => w.mail_settings,
        Some(MailProblem::Refused(_)) => w.mail_refused,
        Some(MailProblem::TooLate | MailProblem::Broken(_)) => w.mail_impossible,
    };
    format!("{why} {}", if state.given_up { w.mail_given_up } else { w.mail_again })
}
