//! The first sign-in: whoever was invited says their name for signing in and sets up a passkey, or a password with an app.
//! Looking at the page uses nothing up.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, Path, State},
    http::{Response, StatusCode, Uri},
};
use kernel::{Lang, OsRng};
use staff::{Account, CodeSecret, StaffError, Token};

use super::{
    account::{codes, secret_of},
    page::{Errors, layout, refuse, show_keyed},
    sign_in::{enter, question, refused_question},
    signed::Posted,
    told,
};
use crate::{
    App,
    http::lang::href,
    layout::{Layout, Nav},
};

mod words;
use words::{Words, words};

#[derive(Template)]
#[template(path = "staff/invitation/name.html")]
struct NamePage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    errors: Errors,
    token: String,
    name: String,
}

#[derive(Template)]
#[template(path = "staff/invitation/ways.html")]
struct WaysPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    p: &'static super::account::SecretWords,
    errors: Errors,
    token: String,
    account: Account,
    secret: CodeSecret,
    passkeys: bool,
}

#[derive(Template)]
#[template(path = "staff/invitation/void.html")]
struct VoidPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
}

/// Asks for the name, if the invitation holds.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
) -> Response<Body> {
    let holds = match token.parse::<Token>() {
        Ok(token) => app.gate().invitation_holds(&token).await,
        Err(_) => Ok(false),
    };
    match holds {
        Ok(true) => name_page(&app, lang, &uri, &token, StatusCode::OK, Errors::default(), ""),
        Ok(false) => void(&app, lang, &uri),
        Err(error) => refuse(&app, lang, "/anmelden", &error.into()),
    }
}

/// Takes the name and offers the ways to sign in.
pub(crate) async fn name(
    State(app): State<App>,
    Path(token): Path<String>,
    posted: Posted,
) -> Response<Body> {
    let name = posted.fields.get("name");
    match account(&app, &token, name).await {
        Ok(account) => ways(
            &app,
            posted.lang,
            &token,
            account,
            CodeSecret::fresh(&OsRng),
            StatusCode::OK,
            Errors::default(),
        ),
        Err(error) => again(&app, posted.lang, &token, name, &error).await,
    }
}

/// Asks the authenticator for a new passkey.
pub(crate) async fn ask(State(app): State<App>, Path(token): Path<String>, posted: Posted) -> Response<Body> {
    let asked = match token.parse::<Token>() {
        Ok(token) => app.gate().invitation_ask(&token, posted.fields.get("name")).await,
        Err(_) => Err(StaffError::Invitation),
    };
    match asked {
        Ok(asked) => question(&asked),
        Err(error) => refused_question(&told::change(posted.lang, &error).unwrap_or_default()),
    }
}

/// Sets up by passkey.
pub(crate) async fn passkey(
    State(app): State<App>,
    Path(token): Path<String>,
    posted: Posted,
) -> Response<Body> {
    let (lang, fields, name) = (posted.lang, &posted.fields, posted.fields.get("name"));
    let label = fields.get("label").parse().or_else(|_| words(lang).label_value.parse());
    let opened = match (token.parse::<Token>(), fields.get("ticket").parse::<Token>(), label) {
        (Ok(invitation), Ok(ticket), Ok(label)) => {
            let proof = (&ticket, fields.get("answer"));
            app.gate().accept_passkey(&invitation, name, proof, &label, &posted.visit).await
        }
        _ => Err(StaffError::Invitation),
    };
    match opened {
        Ok(opened) => enter(&opened, &href(lang, "/konto")),
        Err(error) => again(&app, lang, &token, name, &error).await,
    }
}

/// Sets up by password and app; shows the recovery codes once.
pub(crate) async fn password(
    State(app): State<App>,
    Path(token): Path<String>,
    posted: Posted,
) -> Response<Body> {
    let (lang, fields, name) = (posted.lang, &posted.fields, posted.fields.get("name"));
    let new = secret_of(fields);
    let accepted = match (token.parse::<Token>(), &new) {
        (Ok(invitation), Some(new)) => {
            app.gate().accept_password(&invitation, name, new, &posted.visit).await
        }
        _ => Err(StaffError::Invitation),
    };
    match (accepted, new) {
        (Ok((opened, list)), _) => codes(&app, &opened.session, lang, list, Some(&opened)),
        (Err(StaffError::Invalid(problem)), Some(new)) => {
            let (id, text) = told::problem(lang, problem);
            let errors = Errors::one(id, text);
            match account(&app, &token, name).await {
                Ok(account) => {
                    ways(&app, lang, &token, account, new.secret, StatusCode::UNPROCESSABLE_ENTITY, errors)
                }
                Err(error) => again(&app, lang, &token, name, &error).await,
            }
        }
        (Err(error), _) => again(&app, lang, &token, name, &error).await,
    }
}

async fn account(app: &App, token: &str, name: &str) -> Result<Account, StaffError> {
    let token = token.parse::<Token>().map_err(|_| StaffError::Invitation)?;
    app.gate().invitation_for(&token, name).await
}

/// The form for the name once more, or that the invitation does not hold.
async fn again(app: &App, lang: Lang, token: &str, name: &str, error: &StaffError) -> Response<Body> {
    let path = format!("/einladung/{token}");
    let uri: Uri = href(lang, &path).parse().unwrap_or_default();
    let holds = match token.parse::<Token>() {
        Ok(token) => app.gate().invitation_holds(&token).await.unwrap_or(false),
        Err(_) => false,
    };
    match (holds, told::change(lang, error)) {
        (true, Some(text)) => {
            let errors = Errors::one("name", text);
            name_page(app, lang, &uri, token, StatusCode::UNPROCESSABLE_ENTITY, errors, name)
        }
        (false, Some(_)) => void(app, lang, &uri),
        (_, None) => refuse(app, lang, "/anmelden", error),
    }
}

fn name_page(
    app: &App,
    lang: Lang,
    uri: &Uri,
    token: &str,
    status: StatusCode,
    errors: Errors,
    name: &str,
) -> Response<Body> {
    let w = words(lang);
    let l = layout(app, lang, &format!("/einladung/{token}"), w.title);
    let page = NamePage { l, w, errors, token: token.to_owned(), name: name.to_owned() };
    show_keyed(app, uri, status, &page)
}

fn ways(
    app: &App,
    lang: Lang,
    token: &str,
    account: Account,
    secret: CodeSecret,
    status: StatusCode,
    errors: Errors,
) -> Response<Body> {
    let (w, p) = (words(lang), super::account::secret_words(lang));
    let path = format!("/einladung/{token}");
    let uri = href(lang, &path).parse().unwrap_or_default();
    let l = layout(app, lang, &path, w.title);
    let passkeys = app.gate().has_passkeys();
    let page = WaysPage { l, w, p, errors, token: token.to_owned(), account, secret, passkeys };
    show_keyed(app, &uri, status, &page)
}

fn void(app: &App, lang: Lang, uri: &Uri) -> Response<Body> {
    let w = words(lang);
    let page = VoidPage { l: layout(app, lang, "/anmelden", w.void_title), w };
    show_keyed(app, uri, StatusCode::NOT_FOUND, &page)
}
