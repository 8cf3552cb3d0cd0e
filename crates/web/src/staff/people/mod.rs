//! Who serves: the list, inviting, and what may be done with an account.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Response, StatusCode},
};
use kernel::{Actor, Lack, Lang, Permission, Role, Roles, Slug, StopScope};
use staff::{Draft, Invited, Letter, Listed, Session, StaffError};
use uuid::Uuid;

use super::{
    account::moment,
    form::Fields,
    page::{Bar, Errors, FormError, layout, offers, refuse, see, show as answer},
    signed::{Sent, Signed},
    told,
};
use crate::{
    App,
    http::lang::href,
    layout::{Layout, Nav},
};

mod letter;
pub use letter::invitation_letter;
mod words;
use words::{Words, words};

const PATH: &str = "/buero/leute";
const NEW: &str = "/buero/leute/neu";

#[derive(Template)]
#[template(path = "staff/people/list.html")]
struct ListPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    people: Vec<Row>,
    invites: bool,
}

/// Somebody in the list.
struct Row {
    id: Uuid,
    name: String,
    roles: String,
    stops: String,
    state: String,
}

#[derive(Template)]
#[template(path = "staff/people/invite.html")]
struct InvitePage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    name: String,
    handle: String,
    letter: letter::Asked,
    choice: Choice,
}

#[derive(Template)]
#[template(path = "staff/people/invited.html")]
struct InvitedPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    name: String,
    handle: String,
    link: String,
    until: String,
    /// What came of the mail, if one was wanted.
    mail: Option<letter::Outcome>,
    person: String,
}

#[derive(Template)]
#[template(path = "staff/people/person.html")]
#[allow(clippy::struct_excessive_bools, reason = "each decides on one form of the page")]
struct PersonPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    row: Row,
    handle: String,
    letter: letter::Asked,
    /// A mail that the mail server has not taken.
    mail: Option<String>,
    choice: Choice,
    manages: bool,
    invites: bool,
    locked: bool,
    practice: bool,
    ready: bool,
}

/// Roles and stops to be ticked.
struct Choice {
    roles: Vec<RoleBox>,
    stops: Vec<StopBox>,
    /// All stops may be chosen.
    all: Option<bool>,
}

struct RoleBox {
    role: Role,
    text: &'static str,
    hint: &'static str,
    on: bool,
}

struct StopBox {
    id: String,
    name: String,
    on: bool,
}

/// The list.
pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Response<Body> {
    let (lang, actor) = (signed.lang, signed.actor());
    let people = match app.gate().accounts(&actor).await {
        Ok(people) => people,
        Err(error) => return refuse(&app, lang, PATH, &error),
    };
    let w = words(lang);
    let page = ListPage {
        l: layout(&app, lang, PATH, w.title),
        w,
        bar: Bar::new(&signed.session, lang, PATH),
        people: people.iter().map(|p| row(lang, w, p)).collect(),
        invites: offers(&actor, Permission::StaffInvite),
    };
    answer(&app, &signed.uri, StatusCode::OK, &page)
}

/// The form for an invitation.
pub(crate) async fn invite_form(State(app): State<App>, signed: Signed) -> Response<Body> {
    if let Err(error) = signed.actor().require_somewhere(Permission::StaffInvite) {
        return refuse(&app, signed.lang, NEW, &error.into());
    }
    invite_page(&app, &signed.session, signed.lang, StatusCode::OK, &Fields::default(), Errors::default())
}

/// Invites.
pub(crate) async fn invite(State(app): State<App>, sent: Sent) -> Response<Body> {
    let (lang, fields, w) = (sent.lang, &sent.fields, words(sent.lang));
    let again =
        |errors| invite_page(&app, &sent.session, lang, StatusCode::UNPROCESSABLE_ENTITY, fields, errors);
    let (name, handle) = (fields.get("person").parse(), fields.get("handle").parse());
    let (roles, stops) = chosen(fields);
    let mut errors = Errors::default();
    if name.is_err() {
        errors.0.push(FormError { id: "person", text: w.bad_name.to_owned() });
    }
    if handle.is_err() {
        errors.0.push(FormError { id: "handle", text: w.bad_handle.to_owned() });
    }
    let wanted = letter::read(&app, lang, fields, "mail").unwrap_or_else(|error| {
        errors.0.push(error);
        None
    });
    let (Ok(name), Ok(handle), true) = (name, handle, errors.none()) else { return again(errors) };
    let (actor, draft) = (sent.actor(), Draft { name, handle, roles, stops });
    let invited =
        letter::with(&app, wanted.as_ref(), async |letter| app.gate().invite(&actor, draft, letter).await);
    match invited.await {
        Ok(invited) => invited_page(&app, &sent.session, lang, &invited, wanted.as_ref()).await,
        Err(StaffError::Invalid(problem)) => {
            let (id, text) = told::problem(lang, problem);
            again(Errors::one(id, text))
        }
        Err(StaffError::Forbidden(f)) if f.lack != Lack::Proof && f.permission == Permission::StaffManage => {
            again(Errors::one("rolle", w.too_much))
        }
        Err(error) => sent.refuse(&app, NEW, &error).await,
    }
}

/// One person.
pub(crate) async fn show(State(app): State<App>, Path(id): Path<Uuid>, signed: Signed) -> Response<Body> {
    person(&app, &signed.session, signed.lang, id, (&Fields::default(), Errors::default())).await
}

/// Gives other roles and stops.
pub(crate) async fn change(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let (roles, stops) = chosen(&sent.fields);
    let changed = app.gate().account_change(&sent.actor(), id, roles, &stops).await;
    done(&app, &sent, id, &format!("{PATH}/{id}"), changed).await
}

/// Locks.
pub(crate) async fn lock(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let locked = app.gate().account_lock(&sent.actor(), id).await;
    done(&app, &sent, id, &format!("{PATH}/{id}"), locked).await
}

/// Unlocks.
pub(crate) async fn unlock(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let unlocked = app.gate().account_unlock(&sent.actor(), id).await;
    done(&app, &sent, id, &format!("{PATH}/{id}"), unlocked).await
}

/// Deletes.
pub(crate) async fn delete(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let deleted = app.gate().account_delete(&sent.actor(), id).await;
    done(&app, &sent, id, PATH, deleted).await
}

/// Takes an unused invitation back.
pub(crate) async fn withdraw(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let withdrawn = app.gate().invitation_withdraw(&sent.actor(), id).await;
    done(&app, &sent, id, PATH, withdrawn).await
}

/// Makes a new link for an unused invitation.
pub(crate) async fn invite_again(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let (actor, gate) = (sent.actor(), app.gate());
    renewed(&app, &sent, id, "mail", async |letter| gate.invite_again(&actor, id, letter).await).await
}

/// Takes every way to sign in away and makes a new link.
pub(crate) async fn reset(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    let (actor, gate) = (sent.actor(), app.gate());
    renewed(&app, &sent, id, "mail-neu", async |letter| gate.account_reset(&actor, id, letter).await).await
}

/// Makes a new link and mails it, if the form names an address.
async fn renewed(
    app: &App,
    sent: &Sent,
    id: Uuid,
    field: &'static str,
    renew: impl AsyncFnOnce(Option<&Letter<'_>>) -> Result<Invited, StaffError>,
) -> Response<Body> {
    let wanted = match letter::read(app, sent.lang, &sent.fields, field) {
        Ok(wanted) => wanted,
        Err(error) => {
            return person(app, &sent.session, sent.lang, id, (&sent.fields, Errors(vec![error]))).await;
        }
    };
    match letter::with(app, wanted.as_ref(), renew).await {
        Ok(invited) => invited_page(app, &sent.session, sent.lang, &invited, wanted.as_ref()).await,
        Err(error) => done(app, sent, id, PATH, Err(error)).await,
    }
}

async fn done(app: &App, sent: &Sent, id: Uuid, to: &str, change: Result<(), StaffError>) -> Response<Body> {
    let error = match change {
        Ok(()) => return see(sent.lang, to),
        Err(error) => error,
    };
    match told::change(sent.lang, &error) {
        Some(text) => {
            let field = if matches!(error, StaffError::Invalid(_)) { "rolle" } else { "konto" };
            let errors = Errors::one(field, text);
            person(app, &sent.session, sent.lang, id, (&sent.fields, errors)).await
        }
        None => sent.refuse(app, &format!("{PATH}/{id}"), &error).await,
    }
}

async fn person(
    app: &App,
    session: &Session,
    lang: Lang,
    id: Uuid,
    (typed, errors): (&Fields, Errors),
) -> Response<Body> {
    let (actor, path) = (session.actor(), format!("{PATH}/{id}"));
    let found = async {
        let listed = app.gate().listed(&actor, id).await?;
        let letters = app.gate().letters_waiting(&actor).await?;
        Ok::<_, StaffError>((listed, letters))
    };
    let (listed, letters) = match found.await {
        Ok(found) => found,
        Err(error) => return refuse(app, lang, &path, &error),
    };
    let status = if errors.none() { StatusCode::OK } else { StatusCode::CONFLICT };
    let (w, account) = (words(lang), &listed.account);
    let (mut roles, mut stops) = chosen(typed);
    // What could not be taken stays ticked; the other forms of the page tick nothing.
    if roles.is_empty() && stops.is_empty() && errors.of("rolle").is_empty() {
        (roles, stops) = (account.roles, account.stops.clone());
    }
    let page = PersonPage {
        l: layout(app, lang, &path, account.name.to_string()),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        row: row(lang, w, &listed),
        handle: account.handle.to_string(),
        letter: letter::Asked::new(app, lang, typed),
        mail: letters.iter().find(|(of, _)| *of == id).map(|(_, state)| letter::waiting(w, state)),
        choice: choice(app, &actor, lang, roles, &stops),
        manages: offers(&actor, Permission::StaffManage),
        invites: offers(&actor, Permission::StaffInvite),
        locked: account.locked_at.is_some(),
        practice: account.practice,
        ready: listed.ready,
    };
    answer(app, &path.parse().unwrap_or_default(), status, &page)
}

fn invite_page(
    app: &App,
    session: &Session,
    lang: Lang,
    status: StatusCode,
    typed: &Fields,
    errors: Errors,
) -> Response<Body> {
    let (w, (roles, stops)) = (words(lang), chosen(typed));
    let page = InvitePage {
        l: layout(app, lang, NEW, w.invite),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        name: typed.get("person").to_owned(),
        handle: typed.get("handle").to_owned(),
        letter: letter::Asked::new(app, lang, typed),
        choice: choice(app, &session.actor(), lang, roles, &stops),
    };
    answer(app, &NEW.parse().unwrap_or_default(), status, &page)
}

async fn invited_page(
    app: &App,
    session: &Session,
    lang: Lang,
    invited: &Invited,
    wanted: Option<&letter::Wanted>,
) -> Response<Body> {
    let w = words(lang);
    let page = InvitedPage {
        l: layout(app, lang, PATH, w.invited_title),
        w,
        bar: Bar::new(session, lang, PATH),
        name: invited.account.name.to_string(),
        handle: invited.account.handle.to_string(),
        link: letter::link(&app.settings().public_url, lang, invited),
        until: moment(lang, invited.until),
        mail: letter::outcome(app, lang, invited, wanted).await,
        person: href(lang, &format!("{PATH}/{}", invited.account.id)),
    };
    answer(app, &PATH.parse().unwrap_or_default(), StatusCode::OK, &page)
}

fn row(lang: Lang, w: &Words, listed: &Listed) -> Row {
    let account = &listed.account;
    let state = match (account.locked_at, listed.invited_until) {
        _ if account.practice => w.practice.to_owned(),
        (Some(at), _) => format!("{} {}", w.locked, moment(lang, at)),
        (None, Some(until)) => format!("{} {}", w.open, moment(lang, until)),
        (None, None) if listed.ready => w.active.to_owned(),
        (None, None) => w.expired.to_owned(),
    };
    let stops = match &account.stops {
        StopScope::All => w.all.to_owned(),
        none if none.is_empty() => w.none.to_owned(),
        StopScope::Only(stops) => stops.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "),
    };
    let roles = account.roles.iter().map(|r| told::role(lang, r)).collect::<Vec<_>>().join(", ");
    Row { id: account.id, name: account.name.to_string(), roles, stops, state }
}

/// The roles and stops ticked in a form. What is no role or stop counts as not ticked.
fn chosen(fields: &Fields) -> (Roles, StopScope) {
    let roles = fields.all("rolle").filter_map(|r| r.parse::<Role>().ok()).collect();
    let stops = if fields.get("alle") == "1" {
        StopScope::All
    } else {
        StopScope::only(fields.all("halt").filter_map(|s| s.parse().ok()))
    };
    (roles, stops)
}

/// What the actor may choose from: a lead guides and clerks at the own stops.
fn choice(app: &App, actor: &Actor, lang: Lang, roles: Roles, stops: &StopScope) -> Choice {
    let everything = offers(actor, Permission::StaffManage);
    let own = actor.stops_for(Permission::StaffInvite);
    let offered = |r: &Role| everything || matches!(r, Role::Guide | Role::Clerk);
    let boxes = Role::ALL.into_iter().filter(offered).map(|role| RoleBox {
        role,
        text: told::role(lang, role),
        hint: told::role_hint(lang, role),
        on: roles.has(role),
    });
    let snapshot = app.snapshot();
    let all = snapshot.tour.stops.iter().filter_map(|s| {
        let id: Slug = s.stop.id.as_str().parse().ok()?;
        own.holds(&id).then(|| StopBox {
            name: snapshot.tour.venues.get(&s.stop.venue).map_or_else(|| id.to_string(), |v| v.name.clone()),
            on: *stops != StopScope::All && stops.holds(&id),
            id: id.to_string(),
        })
    });
    Choice {
        roles: boxes.collect(),
        stops: all.collect(),
        all: (own == StopScope::All).then_some(*stops == StopScope::All),
    }
}
