//! The description of the API (OpenAPI 3.1), made of the code. What every operation has in common is written here once.

use kernel::Lang;
use utoipa::{
    OpenApi,
    openapi::{
        Content, ObjectBuilder, OpenApi as Description, Ref, RefOr, ResponseBuilder, Type,
        path::{Operation, Parameter},
    },
};

use super::{services, stops, venues};

#[derive(OpenApi)]
#[openapi(
    info(title = "Lotse", version = "1", description = "Stops and services of a city's pop-up office. Open to every origin, no credentials. Unknown facts are left out.", license(name = "EUPL-1.2", identifier = "EUPL-1.2")),
    servers((url = "/")),
    paths(stops::list, stops::show, services::list, services::show, venues::geojson)
)]
struct Document;

/// What the limits around every route may answer.
const ALWAYS: [(&str, &str); 4] = [
    ("414", "The address is longer than 8 kB"),
    ("429", "Too many requests at once; `Retry-After` says when to go on"),
    ("500", "Something went wrong on our side"),
    ("503", "It took too long"),
];

/// The description of the API of a city with these languages.
pub fn openapi_json(languages: &[Lang]) -> String {
    let mut text = description(languages).to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

fn description(languages: &[Lang]) -> Description {
    let mut document = Document::openapi();
    let operations = document.paths.paths.values_mut().filter_map(|path| path.get.as_mut());
    operations.for_each(|operation| complete(operation, languages));
    document
}

fn complete(operation: &mut Operation, languages: &[Lang]) {
    for parameter in operation.parameters.iter_mut().flatten() {
        match parameter {
            RefOr::T(parameter) if parameter.name == "lang" => name_languages(parameter, languages),
            _ => {}
        }
    }
    for (status, description) in ALWAYS {
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description(description).content(super::JSON, problem);
        operation.responses.responses.insert(status.to_owned(), RefOr::T(response.build()));
    }
}

fn name_languages(parameter: &mut Parameter, languages: &[Lang]) {
    let tags = languages.iter().map(|l| l.tag());
    let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(tags));
    parameter.schema = Some(schema.default(Some(Lang::De.tag().into())).into());
    parameter.description = Some("The language of names and sentences".to_owned());
}
