//! The doors of Lotse: public pages, feeds and the open API. Handlers, view models, templates and their texts live
//! here; rules, SQL and use cases do not.

mod api;
mod app;
mod assets;
mod counter;
mod format;
mod health;
mod http;
mod icons;
mod layout;
mod metrics;
mod public;
mod queue;
mod router;
mod settings;
mod site;
mod staff;

pub use api::openapi_json;
pub use app::App;
pub use http::{
    client::{ClientAddress, Network, NetworkError},
    serve::{Handshake, Plain, Server, serve},
};
pub use metrics::{Metrics, metrics_router};
pub use router::{guarded, router};
pub use settings::{PublicUrl, PublicUrlError, Settings};
pub use site::{
    city::{City, CityError},
    colour::Colour,
    files::{CityFiles, CityFolder},
    land::{Land, LegalWords},
    look::{Colours, Look},
    offers::{Bring, Items, Needs, Never, Offer, Offers},
    profile::{Licence, MapBounds, OpenData, Profile},
    snapshot::Snapshot,
    texts::{TEXT_PAGES, TextPage, Texts},
};
pub use staff::invitation_letter;
