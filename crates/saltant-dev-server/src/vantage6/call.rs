//! A request as the views receive it.

use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;

use crate::http::reply::Reply;
use crate::json::{Constants, Json, parse};
use crate::vantage6::app::Vantage6;
use crate::vantage6::identity::Identity;
use crate::vantage6::reply;
use crate::vantage6::tokens::Mint;
use crate::vantage6::validation::{Schema, problems};

/// A request and the one who asks.
pub(crate) struct Call<'a> {
    pub(crate) app: &'a Vantage6,
    pub(crate) now: Timestamp,
    pub(crate) path: &'a str,
    /// The host and port under which the request came.
    pub(crate) host: &'a str,
    /// The numbers in the path, in order.
    pub(crate) ids: Vec<u64>,
    /// The last part of the path, for views of things that texts name.
    pub(crate) name: &'a str,
    pub(crate) query: Query,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    pub(crate) identity: Option<Identity>,
    /// The state beyond which a fault keeps the runs that this request creates.
    pub(crate) stuck_in: Option<String>,
}

impl Call<'_> {
    /// The one who asks. Public views have none, and do not call this.
    pub(crate) fn identity(&self) -> Result<&Identity, Reply> {
        self.identity.as_ref().ok_or_else(reply::crash)
    }

    /// The user who asks. Only views for users call this.
    pub(crate) fn user(&self) -> Result<u64, Reply> {
        self.identity()?.user().ok_or_else(reply::crash)
    }

    /// The first number in the path.
    pub(crate) fn id(&self) -> u64 {
        self.ids.first().copied().unwrap_or_default()
    }

    pub(crate) fn mint(&self) -> Mint<'_> {
        Mint { signer: &self.app.signer, random: &self.app.random, now: self.now }
    }

    /// The JSON body.
    pub(crate) fn json(&self) -> Result<Json, Reply> {
        let content_type =
            self.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
        let kind = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if kind != "application/json" && !(kind.starts_with("application/") && kind.ends_with("+json")) {
            let text = "Did not attempt to load JSON data because the request Content-Type was not \
                        'application/json'.";
            return Err(reply::framework(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
        }
        let read = std::str::from_utf8(self.body).ok().and_then(|text| parse(text, Constants::Allowed).ok());
        read.ok_or_else(|| {
            let text = "The browser (or proxy) sent a request that this server could not understand.";
            reply::framework(StatusCode::BAD_REQUEST, text)
        })
    }

    /// The JSON body, if it keeps to the schema.
    pub(crate) fn valid(&self, schema: Schema) -> Result<Json, Reply> {
        self.checked(schema, false)
    }

    /// The JSON body, if what it has keeps to the schema; required fields may be missing.
    pub(crate) fn partial(&self, schema: Schema) -> Result<Json, Reply> {
        self.checked(schema, true)
    }

    fn checked(&self, schema: Schema, partial: bool) -> Result<Json, Reply> {
        let data = self.json()?;
        match problems(schema, &data, partial) {
            None => Ok(data),
            Some(errors) => Err(Reply::json(
                StatusCode::BAD_REQUEST,
                Json::object([("msg", "Request body is incorrect".into()), ("errors", errors)]),
            )),
        }
    }
}

/// The pairs of a query. Of equal names the first counts, unless all are asked for.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Vec<(String, String)>);

impl Query {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter has any text: `False` counts as true on the real server.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_empty())
    }

    /// A number; anything else makes the real server fail.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Reply> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let number: i64 = text.trim().parse().map_err(|_| reply::crash())?;
        // There are no rows with a negative id.
        Ok(Some(u64::try_from(number).unwrap_or(0)))
    }

    /// A number that the database compares: other texts match no row.
    pub(crate) fn key(&self, name: &str) -> Option<u64> {
        self.get(name).map(|text| text.trim().parse().unwrap_or(0))
    }

    /// Whether a part is asked for, by `include=a,b` or `include=a&include=b`.
    pub(crate) fn includes(&self, part: &str) -> bool {
        self.all("include").flat_map(|value| value.split(',')).any(|value| value == part)
    }
}
