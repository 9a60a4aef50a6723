//! Logins, and the tokens that they give.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saltant::inmanta::{Client, ListEnvironments, ListResources};
use saltant_http::testing::{Reply, ScriptedTransport, TestClock};
use serde_json::json;

use super::{ENVIRONMENT, header, id, page, script};

const LOGGED_IN: &str =
    r#"{"data": {"token": "new", "user": {"username": "u", "auth_method": "database", "is_admin": false}}}"#;

#[tokio::test(start_paused = true)]
async fn a_renewal_goes_without_the_environment() {
    let expired = r#"{"message": "Access denied: Signature has expired"}"#;
    let logged_in = |token| Reply::json(200, LOGGED_IN.replace("new", token));
    let replies = [logged_in("old"), Reply::json(403, expired), logged_in("new"), page(&[], None)];
    let (client, transport) = script(replies);
    let environment = client.log_in("u", "p").await.unwrap().environment(id());
    environment.resources().list(ListResources::new()).await.unwrap();
    let sent: Vec<_> =
        transport.requests().iter().map(|sent| header(sent, "x-inmanta-tid").map(str::to_owned)).collect();
    let tid = || Some(ENVIRONMENT.to_owned());
    assert_eq!(sent, [None, tid(), None, tid()]);
}

/// A JSON web token with an expiry, in seconds since 1970.
fn token(expiry: u64) -> String {
    let claims = URL_SAFE_NO_PAD.encode(json!({"exp": expiry}).to_string());
    format!("e30.{claims}.s")
}

#[tokio::test(start_paused = true)]
async fn a2_a_token_that_lives_for_seconds_is_not_renewed_with_nearly_every_call() {
    for (life, most) in [(12, 7), (5, 16)] {
        let (start, begun) = (1_000_000, tokio::time::Instant::now());
        let transport = ScriptedTransport::answering(move |request| {
            if request.uri.path() != "/api/v2/login" {
                return Reply::json(200, r#"{"data": []}"#);
            }
            Reply::json(200, LOGGED_IN.replace("new", &token(start + begun.elapsed().as_secs() + life)))
        });
        for seed in [1, 2, 3] {
            let client = Client::builder("http://localhost:8888")
                .transport(transport.clone())
                .clock(TestClock::starting_at(
                    SystemTime::UNIX_EPOCH + Duration::from_secs(start) + begun.elapsed(),
                ))
                .seed(seed)
                .build()
                .unwrap();
            let before = transport.requests().len();
            let client = client.log_in("u", "p").await.unwrap();
            for _ in 0..60 {
                client.environments().list(ListEnvironments::new()).await.unwrap();
                tokio::time::advance(Duration::from_secs(1)).await;
            }
            let logins = transport.requests().len() - before - 60;
            // The login itself, once since it is not known how old the first token is, and then each in its last quarter.
            assert!((4..=most + 2).contains(&logins), "{life} s, seed {seed}: {logins} logins");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_goes_without_a_token_even_when_the_client_has_one() {
    let (client, transport) = script([Reply::json(200, LOGGED_IN)]);
    let answer = client.users().login("u", "p").await.unwrap();
    assert_eq!(answer.token.expose(), "new");
    assert_eq!(header(&transport.requests()[0], "authorization"), None);
    assert_eq!(transport.requests()[0].body, r#"{"username":"u","password":"p"}"#);
}

#[tokio::test(start_paused = true)]
async fn a1_an_expired_token_is_renewed_by_one_login_and_the_call_goes_again() {
    let expired = r#"{"message": "Access denied: Signature has expired"}"#;
    let logged_in = |token| Reply::json(200, LOGGED_IN.replace("new", token));
    let replies =
        [logged_in("old"), Reply::json(403, expired), logged_in("new"), Reply::json(200, r#"{"data": []}"#)];
    let (client, transport) = script(replies);
    let client = client.log_in("u", "p").await.unwrap();
    client.environments().list(ListEnvironments::new()).await.unwrap();
    let tokens: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| header(request, "authorization").map(str::to_owned))
        .collect();
    assert_eq!(tokens, [None, Some("Bearer old".to_owned()), None, Some("Bearer new".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a3_a_bad_token_is_an_error_of_its_own_and_not_renewed() {
    let bad = r#"{"message": "Access denied: Unable to decode provided JWT bearer token."}"#;
    let (client, transport) = script([Reply::json(403, bad)]);
    let error = client.environments().list(ListEnvironments::new()).await.unwrap_err();
    assert!(error.is_auth() && !error.is_forbidden(), "{error}");
    assert_eq!(transport.requests().len(), 1);
}
