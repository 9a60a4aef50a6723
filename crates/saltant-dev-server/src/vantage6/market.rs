//! A small algorithm store, which lists the algorithms of the server's nodes. It is part of the same server, at
//! `/store/api`. Other stores are never asked.

use std::fmt::Write as _;

use axum::http::StatusCode;
use sha2::{Digest as _, Sha256};

use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::app::{VERSION, Vantage6};
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};

/// The path of the store's API.
const PATH: &str = "/store/api";

/// Refuses a store that is not this one, with what the real server says of one that does not answer.
pub(crate) fn reach(call: &Call<'_>, url: &str) -> Result<(), Reply> {
    check(call.host, url).map_err(|(status, text)| reply::msg(status, text))
}

/// Says why a store cannot be reached from this host, if it cannot.
pub(crate) fn check(host: &str, url: &str) -> Result<(), (StatusCode, &'static str)> {
    let own = url.strip_prefix("http://").and_then(|rest| rest.strip_prefix(host));
    if own.map(|rest| rest.strip_suffix('/').unwrap_or(rest)) == Some(PATH) {
        return Ok(());
    }
    if url.starts_with("http://localhost") || url.starts_with("http://127.0.0.1") {
        return Err((
            StatusCode::BAD_REQUEST,
            "You are trying to connect to a localhost algorithm store, but this refers to the container itself. \
             Please set the configuration option 'host_uri' in the 'dev' section  of the config file to the host's \
             IP address.",
        ));
    }
    Err((
        StatusCode::NOT_FOUND,
        "Algorithm store cannot be reached. Make sure that it is online and that you have included the API path \
         (default /api) at the end of the algorithm store URL",
    ))
}

/// The digest of an image that the store has.
pub(crate) fn digest(app: &Vantage6, image: &str) -> Option<String> {
    app.images().any(|known| known == image).then(|| digest_of(image))
}

fn digest_of(image: &str) -> String {
    let mut digest = String::from("sha256:");
    for byte in Sha256::digest(image.as_bytes()) {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// Answers a request to the store itself; `None` for other paths.
pub(crate) fn answer(app: &Vantage6, path: &str, query: &[(String, String)]) -> Option<Answer> {
    let path = path.strip_prefix(PATH)?;
    Some(match path {
        "/version" => reply::ok(Json::object([("version", VERSION.into())])),
        "/algorithm" => {
            let wanted = query.iter().find(|(name, _)| name == "image").map(|(_, image)| image);
            let rows =
                (1_u64..).zip(app.images()).filter(|(_, image)| wanted.is_none_or(|wanted| wanted == image));
            let data = rows.map(|(id, image)| {
                Json::object([
                    ("id", id.into()),
                    ("name", image.into()),
                    ("image", image.into()),
                    ("digest", digest_of(image).into()),
                    ("status", "approved".into()),
                ])
            });
            reply::ok(Json::object([("data", data.collect()), ("links", Json::object([]))]))
        }
        _ => Err(reply::no_such_page()),
    })
}
