use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Serialize;
use tour::Place;
use utoipa::ToSchema;

use super::json;
use crate::App;

/// `GeoJSON` (RFC 7946): one point per venue.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeatureCollection {
    /// Always `FeatureCollection`.
    r#type: &'static str,
    /// Whom to credit.
    attribution: String,
    features: Vec<Feature>,
}

#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Feature {
    /// Always `Feature`.
    r#type: &'static str,
    /// The venue's id.
    id: String,
    geometry: Geometry,
    properties: Properties,
}

#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Geometry {
    /// Always `Point`.
    r#type: &'static str,
    /// Degrees east, degrees north.
    coordinates: [f64; 2],
}

#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Properties {
    name: String,
    /// `mall`, `library`, `community centre`, `market square`, `street`.
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<String>,
    town: String,
    /// Id of the district.
    district: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<String>,
    /// Ids of the stops at this venue, past ones too.
    stops: Vec<String>,
}

/// All venues as points.
#[utoipa::path(
    get, path = "/api/v1/venues.geojson", operation_id = "venue_list", tag = "stops",
    responses((status = 200, description = "The venues", body = FeatureCollection, content_type = "application/geo+json"))
)]
pub(crate) async fn geojson(State(app): State<App>, request: HeaderMap) -> Response {
    let snapshot = app.snapshot();
    let features = snapshot.tour.venues.values().map(|v| Feature {
        r#type: "Feature",
        id: v.id.to_string(),
        geometry: Geometry { r#type: "Point", coordinates: [v.lon, v.lat] },
        properties: Properties {
            name: v.name.clone(),
            place: match v.place {
                Place::Mall => "mall",
                Place::Library => "library",
                Place::CommunityCentre => "community centre",
                Place::MarketSquare => "market square",
                Place::Street => "street",
            },
            street: v.street.clone(),
            postcode: v.postcode.clone(),
            town: v.town.clone(),
            district: v.district.to_string(),
            quarter: v.quarter.clone(),
            stops: snapshot
                .tour
                .stops
                .iter()
                .filter(|s| s.stop.venue == v.id)
                .map(|s| s.stop.id.to_string())
                .collect(),
        },
    });
    let body = FeatureCollection {
        r#type: "FeatureCollection",
        attribution: app.city().profile.open_data.stops.attribution.clone().unwrap_or_default(),
        features: features.collect(),
    };
    json("application/geo+json", &body, &request)
}
