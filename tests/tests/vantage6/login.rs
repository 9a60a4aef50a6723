use saltant::ErrorKind;
use saltant::vantage6::{Client, JsonWebToken, Login, TokenSet};
use saltant_http::testing::Reply;

use super::setup::{ORGANIZATION, TOKENS, USER, client};

#[tokio::test(start_paused = true)]
async fn a_login_learns_who_it_is_and_leaves_the_anonymous_client_as_it_was() {
    let (client, server) =
        client([Reply::json(200, TOKENS), Reply::json(200, USER), Reply::json(200, ORGANIZATION)]);
    let Login::Done(user) = client.authenticate("alice", "p").await.unwrap() else { panic!("not logged in") };
    assert_eq!(user.me().unwrap().organization.as_ref().unwrap().name, "Org A");
    assert!(client.me().is_none());
    let requests = server.requests();
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(requests[1].uri.path(), "/api/user/2");
    assert_eq!(requests[1].headers["authorization"], requests[2].headers["authorization"]);
    assert!(requests[2].headers["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn mfa_answers_inside_a_200_are_outcomes() {
    let setup = r#"{"qr_uri": "otpauth://totp/x?secret=S", "otp_secret": "S", "msg": "set it up"}"#;
    let needed = r#"{"msg": "Please include your two-factor authentication code"}"#;
    let (client, server) = client([
        Reply::json(200, setup),
        Reply::json(200, needed),
        Reply::json(401, r#"{"msg": "Your two-factor authentication code is incorrect!"}"#),
    ]);
    let login = || client.authenticate("alice", "p");
    assert!(
        matches!(login().await.unwrap(), Login::SetUpTwoFactor(setup) if setup.otp_secret.expose() == "S")
    );
    let error = login().await.unwrap().into_client().unwrap_err();
    assert!(error.is_auth() && error.to_string().ends_with("; give the code as `mfa_code`"), "{error}");
    let error = login().mfa_code("012345").await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    let sent = String::from_utf8_lossy(&server.requests()[2].body).into_owned();
    assert_eq!(sent, r#"{"username":"alice","password":"p","mfa_code":"012345"}"#);
}

#[tokio::test(start_paused = true)]
async fn a3_permission_401_is_refused_at_once_and_renews_nothing() {
    let (anonymous, server) = client([Reply::json(401, r#"{"msg": "You lack the permission to do that!"}"#)]);
    let error = anonymous.with_tokens(TokenSet::new("a", "r")).tasks().get(1).await.unwrap_err();
    assert!(error.is_forbidden() && !error.is_auth(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a1_an_expired_token_is_renewed_and_the_request_repeated_once() {
    let renewed = r#"{"access_token": "a2", "refresh_token": "r2", "refresh_url": "/api/token/refresh"}"#;
    let (client, server) = client([
        Reply::json(401, r#"{"msg": "Token has expired"}"#),
        Reply::json(200, renewed),
        Reply::json(200, ORGANIZATION),
    ]);
    let client = client.with_tokens(TokenSet::new("a1", "r1"));
    assert_eq!(client.organizations().get(2).await.unwrap().name, "Org A");
    let bearers: Vec<_> = server.requests().iter().map(|r| r.headers["authorization"].clone()).collect();
    assert_eq!(bearers, ["Bearer a1", "Bearer r1", "Bearer a2"]);
    assert_eq!(client.tokens_now().unwrap().refresh_token.expose(), "r2");
}

#[tokio::test(start_paused = true)]
async fn no_answer_to_a_post_or_delete_makes_it_go_twice() {
    for status in [400, 404, 500, 502] {
        let (client, server) = client([Reply::json(status, r#"{"msg": "no"}"#)]);
        assert!(client.tasks().kill(1).await.is_err());
        assert_eq!(server.requests().len(), 1, "{status}");
        let (client, server) = super::setup::client([Reply::json(status, r#"{"msg": "no"}"#)]);
        assert!(client.tasks().delete(1).await.is_err());
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[test]
fn the_environment_gives_address_and_tokens() {
    let vars = |name: &str| match name {
        Client::URL_VARIABLE => Some("https://v6.test/api".to_owned()),
        Client::ACCESS_TOKEN_VARIABLE => Some("a".to_owned()),
        Client::REFRESH_TOKEN_VARIABLE => Some("r".to_owned()),
        _ => None,
    };
    let client = Client::from_vars(vars).unwrap();
    assert_eq!(client.base_url().as_str(), "https://v6.test/api/");
    assert_eq!(client.tokens_now().unwrap().refresh_token.expose(), "r");
    let error = Client::from_vars(|_| None).unwrap_err();
    assert!(error.to_string().contains("VANTAGE6_API_URL"), "{error}");
}

#[test]
fn endpoints_have_exactly_one_slash_before_them() {
    for (base, endpoint, path) in [
        ("https://h:9/api", "task", "https://h:9/api/task"),
        ("https://h:9/api/", "/kill/task", "https://h:9/api/kill/task"),
        ("https://h", "task", "https://h/task"),
    ] {
        assert_eq!(Client::new(base).unwrap().generate_path_to(endpoint), path);
    }
}

#[test]
fn a5_a_client_shows_no_token() {
    let client = Client::new("https://h/api").unwrap().with_tokens(TokenSet::new("canary", "canary"));
    let token = JsonWebToken::new(TokenSet::new("canary", "canary"));
    assert!(!format!("{client:?} {token:?} {:?}", client.authenticate("u", "canary")).contains("canary"));
}
