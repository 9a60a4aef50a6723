//! Signing in with a token, the catalogue, and what a token of OAuth stands for.

use std::sync::Arc;

use crate::astakos::call::Call;
use crate::astakos::resources::Component;
use crate::astakos::state::{Account, State};
use crate::astakos::{answer, auth, times};
use crate::http::reply::Reply;
use crate::json::Json;

/// Answers with the catalogue, and with the user if the body has a token. The token of the header does not count.
pub(super) fn authenticate(call: &Call<'_>) -> Result<Reply, Reply> {
    let account = if call.body.is_empty() { None } else { Some(account(call)?) };
    let access = call.service.state.with(|state| {
        let mut access = Vec::new();
        if let Some(account) = &account {
            access.push(("token".to_owned(), token(&account.token, account.expires, account)));
            access.push(("user".to_owned(), user(account)));
        }
        access.push(("serviceCatalog".to_owned(), catalogue(state)));
        Json::Object(access)
    });
    Ok(answer::ok(&Json::object([("access", access)])))
}

fn catalogue(state: &State) -> Json {
    Json::Array(state.components.iter().flat_map(Component::catalogue).collect())
}

/// The account that the body names, by its token or by its UUID with the token as a password.
fn account(call: &Call<'_>) -> Result<Arc<Account>, Reply> {
    let malformed = || answer::bad_request("Malformed request");
    let auth = call.fields()?.object("auth")?.ok_or_else(malformed)?;
    let (account, tenant) = if let Some(token) = auth.object("token")? {
        let id = token.text("id")?.ok_or_else(malformed)?;
        let found = call
            .service
            .state
            .with(|state| state.accounts.iter().find(|account| account.token == id).cloned());
        (found.ok_or_else(|| answer::unauthorized("Invalid token"))?, auth.text("tenantName")?)
    } else {
        let credentials = auth.object("passwordCredentials")?.ok_or_else(malformed)?;
        let (uuid, password) = (credentials.text("username")?, credentials.text("password")?);
        let (Some(uuid), Some(password)) = (uuid, password) else { return Err(malformed()) };
        let found = call.service.state.with(|state| state.account(uuid).cloned());
        let account = found.ok_or_else(|| answer::unauthorized("Invalid credentials"))?;
        if account.token != password {
            return Err(answer::unauthorized("Invalid token"));
        }
        (account, auth.text("tenantName")?)
    };
    auth::usable(&account, call.now)?;
    match tenant {
        None | Some("") => Ok(account),
        Some(tenant) if tenant == account.uuid => Ok(account),
        Some(_) => Err(answer::bad_request("Not conforming tenantName")),
    }
}

fn token(id: &str, expires: jiff::Timestamp, account: &Account) -> Json {
    let tenant =
        Json::object([("id", account.uuid.as_str().into()), ("name", account.full_name.as_str().into())]);
    Json::object([("id", id.into()), ("expires", times::written(expires)), ("tenant", tenant)])
}

fn user(account: &Account) -> Json {
    let role = Json::object([("id", "1".into()), ("name", "default".into())]);
    Json::object([
        ("id", account.uuid.as_str().into()),
        ("name", account.full_name.as_str().into()),
        ("roles", Json::Array(vec![role])),
        ("roles_links", Json::array()),
    ])
}

/// Tells whose a token of OAuth is. A user's own token is unknown here.
pub(super) fn validate(call: &Call<'_>, id: &str) -> Result<Reply, Reply> {
    let access = call.service.state.with(|state| {
        let access = state.oauth.access(id, call.now)?;
        let belongs = call.parameter("belongsTo").is_none_or(|address| address.starts_with(&access.scope));
        let account = state.account(&access.user).filter(|_| belongs)?;
        Some(Json::object([("token", token(id, access.expires, account)), ("user", user(account))]))
    });
    let access = access.ok_or_else(|| answer::not_found("No such token"))?;
    Ok(answer::ok(&Json::object([("access", access)])))
}
