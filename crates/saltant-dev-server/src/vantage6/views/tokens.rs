//! Logging in, and tokens for nodes and their algorithms.

use axum::http::HeaderName;

use super::fields;
use crate::http::reply::Reply;
use crate::json::{Constants, Json, parse};
use crate::vantage6::call::Call;
use crate::vantage6::identity::{Caller, Identity};
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::store::{Tables, User, status};
use crate::vantage6::tokens::{self, ClientType, Kind, Mint};
use crate::vantage6::validation::schemas;
use crate::vantage6::{auth, passwords, totp};

pub(crate) fn user(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::LOGIN)?;
    let text = |name| fields::text(&data, name).unwrap_or("");
    let user = passwords::login(tables, text("username"), text("password"), call.now)?;
    if call.app.settings.two_factor {
        let Some(secret) = &user.otp_secret else { return reply::ok(new_secret(call, user)) };
        let code = text("mfa_code");
        if code.is_empty() {
            return reply::done("Please include your two-factor authentication code");
        }
        if !totp::verify(secret, code, call.now.as_second()) {
            return Err(reply::unauthorized("Your two-factor authentication code is incorrect!"));
        }
    }
    let id = user.id;
    Ok(with_header(pair(call, tables, &auth::account(tables, id)?)))
}

/// Gives a user a new two-factor secret.
pub(crate) fn new_secret(call: &Call<'_>, user: &mut User) -> Json {
    let secret = totp::secret(&call.app.random);
    let issuer = "vantage6%20%28vantage6%29";
    let uri = format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", user.username);
    user.otp_secret = Some(secret.clone());
    Json::object([
        ("qr_uri", uri.into()),
        ("otp_secret", secret.into()),
        (
            "msg",
            "Two-factor authentication is obligatory on this server. Please visualize the QR code to set up \
             authentication."
                .into(),
        ),
    ])
}

pub(crate) fn node(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::NODE_LOGIN)?;
    let key = fields::text(&data, "api_key").unwrap_or("");
    let Some(node) = tables.nodes.iter().find(|node| node.api_key == key) else {
        return Err(reply::unauthorized("Api key is not recognized!"));
    };
    Ok(with_header(pair(call, tables, &auth::account(tables, node.id)?)))
}

pub(crate) fn refresh(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let token = auth::bearer(call.headers)?;
    let claims =
        tokens::check(&call.app.signer, Kind::Refresh, token, call.now).map_err(|refused| refused.reply())?;
    let id = claims.get("sub").and_then(Json::as_i64).and_then(|id| id.try_into().ok());
    let identity = auth::account(tables, id.ok_or_else(reply::crash)?)?;
    reply::ok(pair(call, tables, &identity))
}

/// An access and a refresh token.
fn pair(call: &Call<'_>, tables: &Tables, identity: &Identity) -> Json {
    let (client, id, name) = match identity.caller {
        Caller::Node(id) => (ClientType::Node, id, "node"),
        Caller::User(id) => (ClientType::User, id, "user"),
        Caller::Container(_) => return Json::Null,
    };
    let roles = || {
        let roles = tables.users.get(id).map(|user| user.roles.clone()).unwrap_or_default();
        roles.into_iter().filter_map(|role| tables.roles.get(role).map(|role| role.name.clone())).collect()
    };
    let mint = call.mint();
    Json::Object(vec![
        ("access_token".to_owned(), mint.login(Kind::Access, client, id, roles()).into()),
        ("refresh_token".to_owned(), mint.login(Kind::Refresh, client, id, roles()).into()),
        ("refresh_url".to_owned(), "/api/token/refresh".into()),
        (format!("{name}_url"), format!("/api/{name}/{id}").into()),
    ])
}

fn with_header(pair: Json) -> Reply {
    let token = fields::text(&pair, "access_token").unwrap_or("").to_owned();
    Reply::json(axum::http::StatusCode::OK, pair).header(HeaderName::from_static("jwt-token"), token)
}

pub(crate) fn container(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::CONTAINER_LOGIN)?;
    let Caller::Node(node) = call.identity()?.caller else { return Err(reply::crash()) };
    let id = fields::id(&data, "task_id").unwrap_or(0);
    let token = container_token(&call.mint(), tables, node, id, fields::text(&data, "image").unwrap_or(""))?;
    reply::ok(Json::object([("container_token", token.into())]))
}

/// A token for the algorithm of a task on a node.
pub(crate) fn container_token(
    mint: &Mint<'_>,
    tables: &Tables,
    node: u64,
    task: u64,
    image: &str,
) -> Result<String, Reply> {
    let node = tables.nodes.get(node).ok_or_else(reply::crash)?;
    let Some(task) = tables.tasks.get(task) else { return Err(reply::bad("Parent task does not exist!")) };
    if task.image != image {
        return Err(reply::unauthorized("Image and task do no match"));
    }
    if task.collaboration != node.collaboration {
        return Err(reply::unauthorized("You are not within the collaboration"));
    }
    if status::is_finished(tables.task_status(task)) {
        return Err(reply::bad("Task is already finished!"));
    }
    let databases = task.databases.iter().map(|(label, parameters)| {
        let mut entries = match parse(parameters, Constants::Allowed) {
            Ok(Json::Object(entries)) => entries,
            _ => Vec::new(),
        };
        entries.push(("label".to_owned(), label.as_str().into()));
        Json::Object(entries)
    });
    Ok(mint.container(Json::object([
        ("client_type", "container".into()),
        ("node_id", node.id.into()),
        ("organization_id", node.organization.into()),
        ("collaboration_id", node.collaboration.into()),
        ("study_id", task.study.into()),
        ("store_id", task.store.into()),
        ("task_id", task.id.into()),
        ("image", image.into()),
        ("databases", databases.collect()),
    ])))
}

pub(crate) fn validate_user(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let user = tables.users.get(call.user()?).ok_or_else(reply::crash)?;
    reply::ok(Json::object([
        ("msg", "Token is valid".into()),
        ("user_id", user.id.into()),
        ("username", user.username.as_str().into()),
        ("email", user.email.as_str().into()),
        ("organization_id", user.organization.into()),
    ]))
}

pub(crate) fn validate_node(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let Caller::Node(id) = call.identity()?.caller else { return Err(reply::crash()) };
    let node = tables.nodes.get(id).ok_or_else(reply::crash)?;
    reply::ok(Json::object([
        ("msg", "Token is valid".into()),
        ("node_id", node.id.into()),
        ("name", node.name.as_str().into()),
        ("organization_id", node.organization.into()),
    ]))
}
