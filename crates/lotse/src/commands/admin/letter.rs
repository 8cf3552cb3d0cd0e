//! The mail with a link to set up an account, where the operator wants one.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use db::Db;
use kernel::{Clock, Lang, MailAddress, SystemClock};
use outreach::{MailProblem, Post};
use staff::{Invited, Letter};
use web::{City, PublicUrl};

use super::args::{LetterArgs, SiteArgs};
use crate::{city, config, mail::Mail};

/// How long the command waits to say what the mail server did. Whatever comes of it, the mail stays in the queue.
const MOMENT: Duration = Duration::from_secs(30);

/// Where the link leads, and how it gets to its owner.
pub(super) struct Way {
    pub site: PublicUrl,
    mail: Option<Wanted>,
}

struct Wanted {
    to: MailAddress,
    lang: Lang,
    city: City,
    server: Mail,
}

impl Way {
    /// Reads all that is needed before anything is changed.
    pub(super) fn read(args: LetterArgs, site: &SiteArgs) -> anyhow::Result<Self> {
        let file = config::File::read(&site.database)?;
        let named = match (&site.public_url, &file.public_url) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(text)) => Some(text.parse().context("the settings file's `public_url` is wrong")?),
            (None, None) => None,
        };
        let Some(to) = args.to else {
            return Ok(Self { site: named.map_or_else(|| "http://localhost:8080".parse(), Ok)?, mail: None });
        };
        let Some(server) = Mail::read(&args.server, &file)? else {
            bail!(
                "no mail server is named, so nothing can be mailed: name it with --mail-server, or leave --mail out"
            )
        };
        let Some(site) = named else {
            bail!("the link in a mail must lead to the site: name its address with --public-url")
        };
        let city = city::load(args.city.or(file.city).as_deref())?;
        Ok(Self { site, mail: Some(Wanted { to, lang: args.lang, city, server }) })
    }

    /// Makes the letter, and gives it to whoever invites.
    pub(super) async fn with<T>(&self, invite: impl AsyncFnOnce(Option<&Letter<'_>>) -> T) -> T {
        let Some(Wanted { to, lang, city, .. }) = &self.mail else { return invite(None).await };
        let words = |invited: &Invited| web::invitation_letter(city, &self.site, *lang, invited);
        invite(Some(&Letter { to: to.clone(), lang: *lang, words: &words })).await
    }

    /// Sends the letter, and says what came of it.
    pub(super) async fn send(self, db: &Db, invited: &Invited) -> anyhow::Result<String> {
        let Some(Wanted { to, server, .. }) = self.mail else { return Ok(String::new()) };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let post: Post = server.ready(db, &clock, &self.site)?;
        let delivery = tokio::time::timeout(MOMENT, post.deliver()).await;
        if let Ok(Err(error)) = delivery {
            tracing::warn!(%error, "the queue of mail could not be worked off");
        }
        let about = format!("account:{}", invited.account.id);
        let Some(left) = db.mail_states(&about).await?.pop() else { return Ok(format!("mailed to {to}\n")) };
        let why = left.problem.and_then(|word| word.parse::<MailProblem>().ok());
        let why = why.map_or_else(String::new, |problem| format!(" ({})", problem.in_short()));
        Ok(if left.given_up {
            format!("not mailed to {to}{why}; it is not tried again, so pass the link on in another way\n")
        } else {
            format!("not mailed to {to} yet{why}; it waits, and the running server tries it again\n")
        })
    }
}
