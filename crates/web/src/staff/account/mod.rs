//! One's own account: passkeys, password and app, recovery codes, sessions.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Response, StatusCode, header},
};
use jiff::Timestamp;
use kernel::{Lang, OsRng, StopScope, berlin};
use staff::{
    Account, CodeSecret, Label, NewPassword, Opened, PasskeyInfo, Session, SessionInfo, StaffError, Token,
};
use uuid::Uuid;

use super::{
    cookie,
    form::Fields,
    page::{Bar, Errors, layout, refuse, see, show as answer, show_keyed},
    sign_in::{question, refused_question, to_prove},
    signed::{Sent, Signed},
    told,
};
use crate::{
    App,
    layout::{Layout, Nav},
    public::view::encode,
};

mod secret_words;
mod words;
pub(super) use secret_words::{Words as SecretWords, words as secret_words};
use words::{Words, words};

const PATH: &str = "/konto";
const PASSWORD: &str = "/konto/passwort";

#[derive(Template)]
#[template(path = "staff/account/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    account: Account,
    roles: Vec<&'static str>,
    stops: String,
    passkeys: Vec<PasskeyInfo>,
    can_add: bool,
    /// The name for a new passkey, as it was typed.
    label: String,
    /// Recovery codes left, if there is a password.
    recovery: Option<i64>,
    sessions: Vec<SessionInfo>,
    current: Uuid,
}

#[derive(Template)]
#[template(path = "staff/account/password.html")]
struct PasswordPage<'a> {
    l: Layout<'a>,
    p: &'static SecretWords,
    bar: Bar,
    errors: Errors,
    account: Account,
    secret: CodeSecret,
}

#[derive(Template)]
#[template(path = "staff/account/codes.html")]
struct CodesPage<'a> {
    l: Layout<'a>,
    p: &'static SecretWords,
    bar: Bar,
    list: Vec<String>,
}

impl Page<'_> {
    fn at(&self, at: &Timestamp) -> String {
        moment(self.l.lang, *at)
    }
}

/// Day and time in Hamburg.
pub(super) fn moment(lang: Lang, at: Timestamp) -> String {
    let local = berlin(at);
    let format = lang.pick("%d.%m.%Y, %H:%M Uhr", "%d/%m/%Y, %H:%M");
    local.strftime(format).to_string()
}

/// What one is, how one signs in, and where one is signed in.
async fn page(
    app: &App,
    session: &Session,
    lang: Lang,
    status: StatusCode,
    (errors, label): (Errors, &str),
) -> Response<Body> {
    let gate = app.gate();
    let all = async {
        let passkeys = gate.passkeys_of(session).await?;
        let recovery = gate.password_of(session).await?;
        Ok::<_, StaffError>((passkeys, recovery, gate.sessions(session).await?))
    };
    let (passkeys, recovery, sessions) = match all.await {
        Ok(all) => all,
        Err(error) => return refuse(app, lang, PATH, &error),
    };
    let (w, account) = (words(lang), session.account().clone());
    let shown = Page {
        l: layout(app, lang, PATH, w.title),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        roles: account.roles.iter().map(|r| told::role(lang, r)).collect(),
        stops: stops(w, &account.stops),
        label: label.to_owned(),
        can_add: gate.has_passkeys() && !account.practice,
        account,
        passkeys,
        recovery,
        sessions,
        current: session.info().id,
    };
    let uri = PATH.parse().unwrap_or_default();
    show_keyed(app, &uri, status, &shown)
}

fn stops(w: &Words, stops: &StopScope) -> String {
    match stops {
        StopScope::All => w.all_stops.to_owned(),
        none if none.is_empty() => w.no_stops.to_owned(),
        StopScope::Only(stops) => stops.iter().map(kernel::Slug::as_str).collect::<Vec<_>>().join(", "),
    }
}

/// The page.
pub(crate) async fn show(State(app): State<App>, signed: Signed) -> Response<Body> {
    let asked = Fields::parse(signed.uri.query().unwrap_or_default().as_bytes());
    let shown = (Errors::default(), asked.get("label"));
    page(&app, &signed.session, signed.lang, StatusCode::OK, shown).await
}

/// Asks the authenticator for one more passkey.
pub(crate) async fn passkey_ask(State(app): State<App>, sent: Sent) -> Response<Body> {
    match app.gate().passkey_ask_own(&sent.session).await {
        Ok(asked) => question(&asked),
        Err(StaffError::Forbidden(_)) => to_prove(sent.lang, &with_label(sent.fields.get("label"))),
        Err(error) => refused_question(&told::change(sent.lang, &error).unwrap_or_default()),
    }
}

/// Adds a passkey. Without a recent second factor one is asked for it first.
pub(crate) async fn passkey_add(State(app): State<App>, sent: Sent) -> Response<Body> {
    let fields = &sent.fields;
    let Ok(label) = fields.get("label").parse::<Label>() else {
        let text = sent
            .lang
            .pick("Geben Sie einen Namen mit 1 bis 60 Zeichen ein.", "Enter a name of 1 to 60 characters.");
        let errors = Errors::one("label", text);
        let shown = (errors, fields.get("label"));
        return page(&app, &sent.session, sent.lang, StatusCode::UNPROCESSABLE_ENTITY, shown).await;
    };
    let added = match fields.get("ticket").parse::<Token>() {
        Ok(ticket) => app.gate().passkey_add(&sent.session, (&ticket, fields.get("answer")), &label).await,
        // The script could not ask, since the second factor is too long ago: this refuses in the same way.
        Err(_) => app.gate().passkey_ask_own(&sent.session).await.map(|_| ()),
    };
    match added {
        Err(StaffError::Forbidden(lack)) => {
            refuse(&app, sent.lang, &with_label(label.as_str()), &lack.into())
        }
        added => done(&app, &sent, "label", added).await,
    }
}

/// The page with the name of a new passkey in its field: to there whoever shows the second factor first comes back.
fn with_label(label: &str) -> String {
    if label.is_empty() { PATH.to_owned() } else { format!("{PATH}?label={}", encode(label)) }
}

/// Removes a passkey.
pub(crate) async fn passkey_remove(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response<Body> {
    let removed = app.gate().passkey_remove(&sent.session, id).await;
    done(&app, &sent, "passkeys", removed).await
}

/// Ends a session.
pub(crate) async fn session_end(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let ended = app.gate().session_end(&sent.session, id).await;
    done(&app, &sent, "sitzungen", ended).await
}

/// The form for password and app, with a new secret for the app.
pub(crate) async fn password_form(State(app): State<App>, signed: Signed) -> Response<Body> {
    // Shown only to whoever may also send it.
    if let Err(error) = signed.actor().require(kernel::Permission::StaffOwn) {
        return refuse(&app, signed.lang, PASSWORD, &error.into());
    }
    let secret = CodeSecret::fresh(&OsRng);
    password_page(&app, &signed.session, signed.lang, StatusCode::OK, secret, Errors::default())
}

/// Sets password and app; shows the recovery codes once.
pub(crate) async fn password_set(State(app): State<App>, sent: Sent) -> Response<Body> {
    let Some(new) = secret_of(&sent.fields) else {
        return refuse(&app, sent.lang, PASSWORD, &StaffError::NotFound);
    };
    if sent.fields.get("wieder") == "1" {
        return password_page(&app, &sent.session, sent.lang, StatusCode::OK, new.secret, Errors::default());
    }
    match app.gate().password_set(&sent.session, &new).await {
        Ok(list) => codes(&app, &sent.session, sent.lang, list, None),
        Err(StaffError::Invalid(problem)) => {
            let (id, text) = told::problem(sent.lang, problem);
            let (status, errors) = (StatusCode::UNPROCESSABLE_ENTITY, Errors::one(id, text));
            password_page(&app, &sent.session, sent.lang, status, new.secret, errors)
        }
        Err(error) => sent.refuse(&app, PASSWORD, &error).await,
    }
}

/// Makes new recovery codes.
pub(crate) async fn recovery(State(app): State<App>, sent: Sent) -> Response<Body> {
    match app.gate().recovery_renew(&sent.session).await {
        Ok(list) => codes(&app, &sent.session, sent.lang, list, None),
        Err(error) => refuse(&app, sent.lang, PATH, &error),
    }
}

/// Password, secret and code of a form.
pub(super) fn secret_of(fields: &Fields) -> Option<NewPassword> {
    let secret = CodeSecret::parse(fields.get("secret"))?;
    let (password, code) = (fields.get("passwort").to_owned(), fields.get("code").to_owned());
    Some(NewPassword { password, secret, code })
}

/// The page with recovery codes, which are shown once; with a new session also its cookie.
pub(super) fn codes(
    app: &App,
    session: &Session,
    lang: Lang,
    list: Vec<String>,
    opened: Option<&Opened>,
) -> Response<Body> {
    let p = secret_words(lang);
    let l = layout(app, lang, PATH, p.codes_title);
    let page = CodesPage { l, p, bar: Bar::new(session, lang, PATH), list };
    let mut response = answer(app, &PATH.parse().unwrap_or_default(), StatusCode::OK, &page);
    if let Some(opened) = opened {
        let cookie: HeaderValue = cookie::session(&opened.token);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn password_page(
    app: &App,
    session: &Session,
    lang: Lang,
    status: StatusCode,
    secret: CodeSecret,
    errors: Errors,
) -> Response<Body> {
    let p = secret_words(lang);
    let page = PasswordPage {
        l: layout(app, lang, PASSWORD, p.title),
        p,
        bar: Bar::new(session, lang, PATH),
        errors,
        account: session.account().clone(),
        secret,
    };
    answer(app, &PASSWORD.parse().unwrap_or_default(), status, &page)
}

/// Back to the page after a change, or what was wrong with it.
async fn done(app: &App, sent: &Sent, field: &'static str, change: Result<(), StaffError>) -> Response<Body> {
    let error = match change {
        Ok(()) => return see(sent.lang, PATH),
        Err(error) => error,
    };
    match told::change(sent.lang, &error) {
        Some(text) => {
            let shown = (Errors::one(field, text), sent.fields.get("label"));
            page(app, &sent.session, sent.lang, StatusCode::UNPROCESSABLE_ENTITY, shown).await
        }
        None => refuse(app, sent.lang, PATH, &error),
    }
}
