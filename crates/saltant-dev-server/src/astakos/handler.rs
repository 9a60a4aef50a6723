//! What happens around every view, in the order of the real server: path, method, token, body.

use axum::http::StatusCode;
use axum::http::header::ALLOW;

use crate::astakos::auth;
use crate::astakos::call::Call;
use crate::astakos::routes::{self, View};
use crate::astakos::state::Astakos;
use crate::astakos::{answer, views};
use crate::http::form;
use crate::http::reply::Reply;
use crate::service::Request;

/// Answers a request.
pub(crate) fn answer(service: &Astakos, request: &Request) -> Reply {
    let path = percent_encoding::percent_decode_str(request.uri.path()).decode_utf8_lossy();
    let release = service.state.with(|state| state.release);
    let Some(view) = routes::find(&path, release) else {
        return answer::bad_request("API endpoint not found");
    };
    if let Some(methods) = view.methods(release)
        && !methods.split(", ").any(|method| method == request.method.as_str())
    {
        return match view {
            View::OauthToken => Reply::empty(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, methods),
            _ => answer::not_allowed(methods),
        };
    }
    let query = form::pairs(request.uri.query().unwrap_or("").as_bytes());
    let now = service.clock.now();
    let caller =
        service.state.with(|state| auth::identify(state, view.wanted(), &request.headers, &query, now));
    let reply = caller.and_then(|caller| {
        let Request { method, headers, body, .. } = request;
        views::answer(&Call { service, method, headers, query, body, caller, now }, &view)
    });
    let (Ok(reply) | Err(reply)) = reply;
    reply
}
