//! The token endpoint: OAuth2 with the grants for passwords, refresh tokens, clients and administrators.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use jiff::SignedDuration;

use crate::agave::call::Call;
use crate::agave::gateway::credentials::basic;
use crate::agave::store::{Access, OAuthClient, Refresh, Store, same};
use crate::agave::tenant::Agave;
use crate::agave::user::User;
use crate::http::form;
use crate::http::reply::Reply;
use crate::json::Json;

/// Why no token is issued.
struct Refused(StatusCode, &'static str, &'static str);

const INVALID_CLIENT: Refused =
    Refused(StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed.");
const INVALID_REQUEST: Refused = Refused(StatusCode::BAD_REQUEST, "invalid_request", "Missing parameters.");

/// A pair of tokens, as it was issued.
struct Issued {
    access: String,
    refresh: Option<String>,
}

pub(crate) fn answer(call: &Call) -> Response {
    if call.method != Method::POST {
        return Reply::empty(StatusCode::METHOD_NOT_ALLOWED).into_response();
    }
    match issue(call) {
        Ok(issued) => {
            let mut answer = Json::object([
                ("scope", "default".into()),
                ("token_type", "bearer".into()),
                ("expires_in", call.tenant.settings.token_life.as_secs().into()),
            ]);
            if let Some(refresh) = issued.refresh {
                answer.set("refresh_token", refresh);
            }
            answer.set("access_token", issued.access);
            Reply::json(StatusCode::OK, answer).into_response()
        }
        Err(Refused(status, error, description)) => {
            let answer = Json::object([("error_description", description.into()), ("error", error.into())]);
            Reply::json(status, answer).into_response()
        }
    }
}

fn issue(call: &Call) -> Result<Issued, Refused> {
    let fields = form::pairs(&call.body);
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let given =
        basic(call).or_else(|| Some((field("client_id")?.to_owned(), field("client_secret")?.to_owned())));
    let (key, secret) = given.ok_or(INVALID_CLIENT)?;
    let grant = field("grant_type").ok_or(INVALID_REQUEST)?;
    call.tenant.store.with(|store| {
        let client = store.client(&key).filter(|client| same(&client.secret, &secret));
        let client = client.ok_or(INVALID_CLIENT)?.clone();
        let username = match grant {
            "password" => by_password(store, field("username"), field("password"))?,
            "admin_password" => {
                let admin = by_password(store, field("username"), field("password"))?;
                let is_admin = store.account(&admin).is_some_and(|account| account.admin);
                let name = field("token_username").ok_or(INVALID_REQUEST)?;
                if !is_admin || store.account(name).is_none() {
                    return Err(invalid_grant("The user may not get tokens of other users."));
                }
                name.to_owned()
            }
            "client_credentials" => {
                let access = call.tenant.new_access(store, &client.owner, &client);
                return Ok(Issued { access, refresh: None });
            }
            "refresh_token" => by_refresh_token(store, &client, field("refresh_token"))?,
            _ => {
                let description = "Unsupported grant_type value";
                return Err(Refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
            }
        };
        let access = call.tenant.new_access(store, &username, &client);
        let refresh = call.tenant.random.hex(32);
        let row = Refresh { username, client_key: client.key, access_token: access.clone() };
        store.refresh_tokens.insert(refresh.clone(), row);
        Ok(Issued { access, refresh: Some(refresh) })
    })
}

fn invalid_grant(description: &'static str) -> Refused {
    Refused(StatusCode::BAD_REQUEST, "invalid_grant", description)
}

fn by_password(store: &Store, username: Option<&str>, password: Option<&str>) -> Result<String, Refused> {
    let (username, password) = username.zip(password).ok_or(INVALID_REQUEST)?;
    let account = store.account(username).filter(|account| account.has_password(password));
    let account = account.ok_or_else(|| invalid_grant("Authentication failed for the user."))?;
    Ok(account.username.clone())
}

/// The user of a refresh token, which is used up with the access token that it came with.
fn by_refresh_token(store: &mut Store, client: &OAuthClient, token: Option<&str>) -> Result<String, Refused> {
    let token = token.ok_or(INVALID_REQUEST)?;
    let is_own = store.refresh_tokens.get(token).is_some_and(|refresh| refresh.client_key == client.key);
    let refresh = if is_own { store.refresh_tokens.remove(token) } else { None };
    let refresh = refresh.ok_or_else(|| invalid_grant("Provided Authorization Grant is invalid."))?;
    store.access_tokens.remove(&refresh.access_token);
    Ok(refresh.username)
}

impl Agave {
    /// Issues an access token.
    pub(crate) fn new_access(&self, store: &mut Store, username: &str, client: &OAuthClient) -> String {
        let token = self.random.hex(32);
        let access = self.access(username, &client.key);
        store.access_tokens.insert(token.clone(), access);
        token
    }

    /// Makes the tokens valid that the users have from the start.
    pub(crate) fn issue_first_tokens(&self, users: &[User]) {
        self.store.with(|store| {
            for user in users {
                let access = self.access(&user.username, &user.client_key);
                store.access_tokens.insert(user.token.clone(), access);
                let refresh = Refresh {
                    username: user.username.clone(),
                    client_key: user.client_key.clone(),
                    access_token: user.token.clone(),
                };
                store.refresh_tokens.insert(user.refresh_token.clone(), refresh);
            }
        });
    }

    fn access(&self, username: &str, client_key: &str) -> Access {
        let life = SignedDuration::try_from(self.settings.token_life).unwrap_or(SignedDuration::MAX);
        let expires = self.clock.now().checked_add(life).unwrap_or(jiff::Timestamp::MAX);
        Access { username: username.to_owned(), client_key: client_key.to_owned(), expires }
    }
}
