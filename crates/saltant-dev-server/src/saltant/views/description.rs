//! A small description of the API, made from the tables by which requests are routed.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::call::Call;
use crate::saltant::reply::{HTML, page};
use crate::saltant::routes::{COLLECTIONS, Description, Resource, View};

pub(super) fn answer(call: &Call<'_>, form: Description) -> Reply {
    let as_data = call.query.iter().any(|(key, value)| key == "format" && value == "openapi");
    let content_type = match form {
        Description::Json => "application/json; charset=utf-8",
        // JSON is YAML, too.
        Description::Yaml => "application/yaml; charset=utf-8",
        Description::Page if as_data => "application/openapi+json; charset=utf-8",
        Description::Page => HTML,
    };
    let text = document(call).to_text();
    let text = if content_type == HTML { page("saltant API", &text) } else { text };
    Reply::text(StatusCode::OK, content_type, text)
}

fn document(call: &Call<'_>) -> Json {
    let (scheme, host) = call.origin.split_once("://").unwrap_or(("http", &call.origin));
    Json::object([
        ("swagger", "2.0".into()),
        ("info", Json::object([("title", "saltant API".into()), ("version", "v1".into())])),
        ("host", host.into()),
        ("schemes", [scheme].into_iter().collect()),
        ("basePath", "/api".into()),
        ("consumes", ["application/json"].into_iter().collect()),
        ("produces", ["application/json"].into_iter().collect()),
        ("paths", Json::Object(paths())),
    ])
}

fn paths() -> Vec<(String, Json)> {
    let mut paths = Vec::new();
    for (name, resource) in COLLECTIONS {
        let key = match resource {
            Resource::Users => "username",
            Resource::TaskInstances(_) => "uuid",
            _ => "id",
        };
        paths.push((format!("/{name}/"), operations(name, &View::List(resource))));
        let detail = View::Detail(resource, String::new());
        paths.push((format!("/{name}/{{{key}}}/"), operations(name, &detail)));
        if let Resource::TaskInstances(class) = resource {
            for (action, view) in [
                ("clone", View::Clone(class, String::new())),
                ("terminate", View::Terminate(class, String::new())),
            ] {
                paths.push((format!("/{name}/{{uuid}}/{action}/"), operations(action, &view)));
            }
        }
    }
    let state = View::UpdateStatus(String::new());
    paths.push((
        "/updatetaskinstancestatus/{uuid}/".to_owned(),
        operations("updatetaskinstancestatus", &state),
    ));
    paths.push(("/token/".to_owned(), operations("token", &View::ObtainToken)));
    paths.push(("/token/refresh/".to_owned(), operations("token_refresh", &View::RefreshToken)));
    paths
}

fn operations(tag: &str, view: &View) -> Json {
    let operations =
        view.methods().split(", ").filter(|method| !matches!(*method, "HEAD" | "OPTIONS")).map(|method| {
            let success = match (view, method) {
                (View::Terminate(..), _) => "202",
                (View::List(_) | View::Clone(..), "POST") => "201",
                _ => "200",
            };
            let responses = Json::object([(success, Json::object([("description", "".into())]))]);
            let operation = Json::object([("tags", [tag].into_iter().collect()), ("responses", responses)]);
            (method.to_ascii_lowercase(), operation)
        });
    Json::Object(operations.collect())
}
