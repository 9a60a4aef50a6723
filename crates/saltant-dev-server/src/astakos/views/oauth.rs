//! OAuth: codes that a user brings back to a client, and the tokens that the client gets for them.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::astakos::answer;
use crate::astakos::call::Call;
use crate::astakos::state::Account;
use crate::http::form;
use crate::http::reply::Reply;
use crate::json::{Json, python};

/// How long a code can be exchanged.
const CODE_LIFE: Duration = Duration::from_secs(60);
/// How long a token is valid.
const TOKEN_LIFE: Duration = Duration::from_secs(20);

/// A registered client.
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) redirect_uri: String,
}

struct Code {
    user: String,
    client: String,
    scope: String,
    expires: Timestamp,
}

/// A token that was given for a code.
pub(crate) struct Access {
    pub(crate) user: String,
    pub(crate) scope: String,
    pub(crate) expires: Timestamp,
}

#[derive(Default)]
pub(crate) struct Oauth {
    clients: Vec<Client>,
    codes: HashMap<String, Code>,
    tokens: HashMap<String, Access>,
}

impl Oauth {
    pub(crate) fn new(clients: Vec<Client>) -> Self {
        Self { clients, ..Self::default() }
    }

    /// A token that has not expired.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<&Access> {
        self.tokens.get(token).filter(|access| access.expires > now)
    }
}

/// Keeps a code for a user and a client; false if the client is unknown.
pub(crate) fn authorize(
    oauth: &mut Oauth,
    account: &Account,
    client: &str,
    scope: &str,
    code: &str,
    now: Timestamp,
) -> bool {
    if !oauth.clients.iter().any(|known| known.id == client) {
        return false;
    }
    let expires = now.checked_add(CODE_LIFE).unwrap_or(Timestamp::MAX);
    let (user, client, scope) = (account.uuid.clone(), client.to_owned(), scope.to_owned());
    oauth.codes.insert(code.to_owned(), Code { user, client, scope, expires });
    true
}

/// Exchanges a code. Every error has the same word, and is JSON that is labelled as a page.
pub(super) fn token(call: &Call<'_>) -> Reply {
    let refused = |reason: &str| {
        let fault = Json::object([("error", "generic_error".into()), ("exception", reason.into())]);
        Reply::text(StatusCode::BAD_REQUEST, "text/html", python::dumps(&fault))
    };
    exchange(call).map_or_else(refused, |token| {
        answer::ok(&Json::object([
            ("access_token", token.into()),
            ("token_type", "Bearer".into()),
            ("expires_in", TOKEN_LIFE.as_secs().into()),
        ]))
    })
}

fn exchange(call: &Call<'_>) -> Result<String, &'static str> {
    if call.content_type() != "application/x-www-form-urlencoded" {
        return Err("Invalid content type");
    }
    let basic = call.headers.get("authorization").and_then(|value| value.to_str().ok());
    let (id, secret) = basic.and_then(credentials).ok_or("No client credentials")?;
    let fields = form::pairs(call.body);
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    call.service.state.with(|state| {
        let oauth = &mut state.oauth;
        let client = oauth.clients.iter().find(|client| client.id == id && client.secret == secret);
        let client = client.ok_or("Invalid client")?;
        if field("grant_type") != Some("authorization_code") {
            return Err("Invalid grant type");
        }
        if field("redirect_uri") != Some(&client.redirect_uri) {
            return Err("Invalid redirect URI");
        }
        // A code works once, also for a client that it is not for.
        let code = field("code").and_then(|code| oauth.codes.remove(code)).ok_or("Invalid code")?;
        if code.client != id || code.expires <= call.now {
            return Err("Invalid code");
        }
        let token = call.service.random.hex(40);
        let expires = call.now.checked_add(TOKEN_LIFE).unwrap_or(Timestamp::MAX);
        oauth.tokens.retain(|_, access| access.expires > call.now);
        oauth.tokens.insert(token.clone(), Access { user: code.user, scope: code.scope, expires });
        Ok(token)
    })
}

/// The id and the secret of `Basic …`.
fn credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (id.to_owned(), secret.to_owned()))
}
