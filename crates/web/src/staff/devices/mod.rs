//! The shared tablets: which there are, making this browser one, taking one out of use.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Response, StatusCode, header},
};
use kernel::{Lang, Permission, Slug};
use staff::{Device, Label, Session, StaffError};
use uuid::Uuid;

use super::{
    account::moment,
    cookie,
    form::Fields,
    page::{Bar, Errors, FormError, layout, refuse, see, show},
    signed::{Sent, Signed},
};
use crate::{
    App,
    layout::{Layout, Nav},
};

mod words;
use words::{Words, words};

const PATH: &str = "/buero/geraete";

#[derive(Template)]
#[template(path = "staff/devices/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    label: String,
    stops: Vec<(String, String, bool)>,
    devices: Vec<Row>,
}

struct Row {
    id: Uuid,
    label: String,
    stop: String,
    state: String,
    in_use: bool,
}

/// The list, and the form for this browser.
pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Response<Body> {
    page(&app, &signed.session, signed.lang, StatusCode::OK, &Fields::default(), Errors::default()).await
}

/// Makes this browser a tablet of a stop. Whoever did it is signed out: the tablet starts empty.
pub(crate) async fn enrol(State(app): State<App>, sent: Sent) -> Response<Body> {
    let (w, fields) = (words(sent.lang), &sent.fields);
    let (stop, label) = (fields.get("halt").parse::<Slug>(), fields.get("label").parse::<Label>());
    let mut errors = Errors::default();
    if label.is_err() {
        errors.0.push(FormError { id: "label", text: w.bad_label.to_owned() });
    }
    if stop.is_err() {
        errors.0.push(FormError { id: "halt", text: w.bad_stop.to_owned() });
    }
    let (Ok(stop), Ok(label)) = (stop, label) else {
        return page(&app, &sent.session, sent.lang, StatusCode::UNPROCESSABLE_ENTITY, fields, errors).await;
    };
    let token = match app.gate().device_enrol(&sent.actor(), stop, &label).await {
        Ok((_, token)) => token,
        Err(error) => return refuse(&app, sent.lang, PATH, &error),
    };
    if let Err(error) = app.gate().sign_out(&sent.session).await {
        return refuse(&app, sent.lang, PATH, &StaffError::Db(error));
    }
    let mut response = see(sent.lang, "/geraet");
    response.headers_mut().append(header::SET_COOKIE, cookie::device(&token));
    response.headers_mut().append(header::SET_COOKIE, cookie::gone(cookie::SESSION));
    response
}

/// Takes a tablet out of use.
pub(crate) async fn revoke(State(app): State<App>, Path(id): Path<Uuid>, sent: Sent) -> Response<Body> {
    match app.gate().device_revoke(&sent.actor(), id).await {
        Ok(()) => see(sent.lang, PATH),
        Err(error) => refuse(&app, sent.lang, PATH, &error),
    }
}

async fn page(
    app: &App,
    session: &Session,
    lang: Lang,
    status: StatusCode,
    typed: &Fields,
    errors: Errors,
) -> Response<Body> {
    let actor = session.actor();
    let devices = match app.gate().devices(&actor).await {
        Ok(devices) => devices,
        Err(error) => return refuse(app, lang, PATH, &error),
    };
    let (w, own) = (words(lang), actor.stops_for(Permission::DeviceManage));
    let stops = stops(app).into_iter().filter(|(id, _)| own.holds(id));
    let shown = Page {
        l: layout(app, lang, PATH, w.title),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        label: typed.get("label").to_owned(),
        stops: stops.map(|(id, name)| (id.to_string(), name, id.as_str() == typed.get("halt"))).collect(),
        devices: devices.iter().map(|d| row(lang, w, d)).collect(),
    };
    show(app, &PATH.parse().unwrap_or_default(), status, &shown)
}

/// The stops of the tour by id, with the name of their venue.
pub(super) fn stops(app: &App) -> Vec<(Slug, String)> {
    let snapshot = app.snapshot();
    let named = snapshot.tour.stops.iter().filter_map(|s| {
        let id: Slug = s.stop.id.as_str().parse().ok()?;
        let venue = snapshot.tour.venues.get(&s.stop.venue);
        Some((id.clone(), venue.map_or_else(|| id.to_string(), |v| v.name.clone())))
    });
    named.collect()
}

fn row(lang: Lang, w: &Words, device: &Device) -> Row {
    let (word, at) = match device.revoked_at {
        Some(at) => (w.revoked, at),
        None => (w.since, device.enrolled_at),
    };
    Row {
        id: device.id,
        label: device.label.clone(),
        stop: device.stop.to_string(),
        state: format!("{word} {}", moment(lang, at)),
        in_use: device.revoked_at.is_none(),
    }
}
