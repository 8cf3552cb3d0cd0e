//! The public site. One folder per page: handler, view model, texts and template side by side.

pub(crate) mod barrier;
pub(crate) mod data;
pub(crate) mod district;
pub(crate) mod feeds;
pub(crate) mod look;
pub(crate) mod page;
pub(crate) mod robots;
pub(crate) mod service;
pub(crate) mod services;
pub(crate) mod sitemap;
pub(crate) mod start;
pub(crate) mod stop;
pub(crate) mod stops;
pub(crate) mod text;
pub(crate) mod topic;
pub(crate) mod view;

use axum::{Router, routing::get};

use crate::{App, site::texts::TEXT_PAGES};

/// The public addresses without language prefix.
pub(crate) fn routes() -> Router<App> {
    let mut routes = Router::new()
        .route("/", get(start::show))
        .route("/termine", get(stops::show))
        .route("/termine.ics", get(feeds::all))
        .route("/termine.atom", get(feeds::atom))
        .route("/termine/{stop}", get(stop::show))
        .route("/bezirke/{district}", get(district::show))
        .route("/barriere-melden", get(barrier::form).post(barrier::send))
        .route("/barriere-melden/danke", get(barrier::thanks))
        .route("/daten/halte.csv", get(data::stops))
        .route("/daten/dienste.csv", get(data::services))
        .route("/dienste", get(services::show))
        .route("/dienste/vorschlaege", get(services::suggest))
        .route("/dienste/{service}", get(service::show))
        .route("/themen/{topic}", get(topic::topic))
        .route("/lebenslagen/{situation}", get(topic::situation));
    for name in TEXT_PAGES {
        routes = routes.route(&format!("/{name}"), get(text::show));
    }
    routes
}
