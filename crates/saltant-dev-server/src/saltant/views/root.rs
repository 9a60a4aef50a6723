//! The root of the API, and how views describe themselves.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::call::Call;
use crate::saltant::routes::{COLLECTIONS, View};

/// The addresses of the lists, which here have no slash at the end, and the suffix of the request.
pub(super) fn root(call: &Call<'_>) -> Reply {
    let suffix = call.suffix.map_or(String::new(), |suffix| format!(".{suffix}"));
    let lists = COLLECTIONS
        .iter()
        .map(|(name, _)| ((*name).to_owned(), format!("{}/api/{name}{suffix}", call.origin).into()))
        .collect();
    Reply::json(StatusCode::OK, Json::Object(lists))
}

/// The answer to OPTIONS.
pub(super) fn metadata(view: &View) -> Reply {
    let (name, description) = match view {
        View::ObtainToken => {
            ("Token Obtain Pair Permissive", "Gives an access and a refresh token for a name and a password.")
        }
        View::RefreshToken => ("Token Refresh", "Gives an access token for a refresh token."),
        View::UpdateStatus(_) => {
            ("Update Task Instance Status", "Writes the state of an instance of either class.")
        }
        View::Description(_) => ("Description", "Describes the API."),
        _ => ("Api Root", "Lists the addresses of the lists."),
    };
    let mut data = vec![
        ("name".to_owned(), name.into()),
        ("description".to_owned(), description.into()),
        ("renders".to_owned(), ["application/json", "text/html"].into_iter().collect()),
        (
            "parses".to_owned(),
            ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
                .into_iter()
                .collect(),
        ),
    ];
    let fields: &[&str] = match view {
        View::ObtainToken => &["username", "password"],
        View::RefreshToken => &["refresh"],
        _ => &[],
    };
    if !fields.is_empty() {
        let fields = fields.iter().map(|name| {
            let label = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
            let field = Json::object([
                ("type", "string".into()),
                ("required", true.into()),
                ("read_only", false.into()),
                ("label", label.into()),
            ]);
            ((*name).to_owned(), field)
        });
        data.push(("actions".to_owned(), Json::object([("POST", Json::Object(fields.collect()))])));
    }
    Reply::json(StatusCode::OK, Json::Object(data))
}
