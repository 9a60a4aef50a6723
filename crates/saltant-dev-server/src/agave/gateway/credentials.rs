//! Who calls: a bearer token, or name and password for the clients' service.

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::agave::actors;
use crate::agave::call::Call;
use crate::agave::gateway::faults::Fault;
use crate::agave::gateway::form;
use crate::agave::reply::Refusal;

/// Finds the user of a request, or the answer that refuses it.
pub(crate) fn admit(call: &mut Call, api: &str, path: &str) -> Result<(), Box<Response>> {
    if api == "clients" {
        return basic_user(call);
    }
    if api == "actors"
        && let Some(nonce) = call.param("x-nonce").map(str::to_owned)
    {
        let admitted = actors::admit(call, &nonce, path);
        return admitted.map_err(|refusal| Box::new(form(call, api).write(Err(refusal))));
    }
    if is_public(call, api, path) {
        return Ok(());
    }
    let fault = match bearer(call, api) {
        Ok(user) => {
            call.admin = user.1;
            call.user = user.0;
            return Ok(());
        }
        Err(fault) => fault,
    };
    Err(Box::new(fault.write(call)))
}

/// Whether anybody may send the request: one with a postit's own key.
fn is_public(call: &Call, api: &str, path: &str) -> bool {
    api == "postits" && call.method == axum::http::Method::GET && !path.trim_matches('/').is_empty()
}

/// The user of a bearer token, and whether it administers the tenant.
fn bearer(call: &Call, api: &str) -> Result<(String, bool), Fault> {
    let header = call.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (scheme, token) = header.trim().split_once(' ').unwrap_or((header, ""));
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(Fault::MISSING);
    }
    let now = call.now();
    call.tenant.store.with(|store| {
        let access = store.access_tokens.get(token).ok_or(Fault::INVALID)?;
        if access.expires <= now {
            // Newer gateways write this in JSON, with the words for an unknown token.
            let is_xml = call.tenant.settings.xml_faults;
            return Err(if is_xml { Fault::EXPIRED } else { Fault::INVALID });
        }
        // A client that was deleted takes its tokens with it.
        let client = store.client(&access.client_key).ok_or(Fault::INVALID)?;
        if !client.apis.contains(api) {
            return Err(Fault::FORBIDDEN);
        }
        let account = store.account(&access.username).ok_or(Fault::INVALID)?;
        Ok((account.username.clone(), account.admin))
    })
}

/// The name and the password, or the key and the secret, of an `Authorization: Basic` header.
pub(crate) fn basic(call: &Call) -> Option<(String, String)> {
    let header = call.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    Some((name.to_owned(), secret.to_owned()))
}

fn basic_user(call: &mut Call) -> Result<(), Box<Response>> {
    let given = basic(call);
    let found = given.and_then(|(name, password)| {
        call.tenant.store.with(|store| {
            let account = store.account(&name).filter(|account| account.has_password(&password))?;
            Some((account.username.clone(), account.admin))
        })
    });
    let Some((user, admin)) = found else {
        let refusal = Refusal::new(
            StatusCode::UNAUTHORIZED,
            "Login failed.Please recheck the username and password and try again.",
        );
        return Err(Box::new(form(call, "clients").write(Err(refusal))));
    };
    call.user = user;
    call.admin = admin;
    Ok(())
}
