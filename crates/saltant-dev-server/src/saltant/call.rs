//! A request as the views receive it.

use std::sync::Arc;

use axum::http::{HeaderMap, Method};
use bytes::Bytes;
use jiff::tz::TimeZone;

use crate::http::reply::Reply;
use crate::saltant::app::Saltant;
use crate::saltant::auth::Identity;
use crate::saltant::body::{self, Input};
use crate::saltant::reply;
use crate::saltant::store::User;

/// A request and its user.
pub(crate) struct Call<'a> {
    pub(crate) app: &'a Saltant,
    pub(crate) method: &'a Method,
    pub(crate) headers: &'a HeaderMap,
    /// The scheme, host and path under which the request came.
    pub(crate) here: String,
    /// The scheme and host alone.
    pub(crate) origin: String,
    /// The format that a suffix of the path names.
    pub(crate) suffix: Option<&'a str>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: &'a Bytes,
    pub(crate) identity: Option<Identity>,
    /// The state beyond which a fault keeps the instance that this request creates.
    pub(crate) stuck_in: Option<String>,
}

impl Call<'_> {
    /// The user. Public views may have none, and do not call this.
    pub(crate) fn user(&self) -> Result<&Arc<User>, Reply> {
        self.identity.as_ref().map(|identity| &identity.user).ok_or_else(reply::server_error)
    }

    /// The zone in which times are written.
    pub(crate) fn zone(&self) -> TimeZone {
        self.identity.as_ref().map_or(TimeZone::UTC, |identity| identity.zone.clone())
    }

    /// The request's data.
    pub(crate) fn input(&self) -> Result<Input, Reply> {
        let content_type = self.headers.get("content-type").and_then(|value| value.to_str().ok());
        body::read(content_type, self.body)
    }
}
