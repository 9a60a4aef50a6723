//! Who a client acts for: after a login, and with tokens from elsewhere.

use std::sync::Arc;
use std::time::Duration;

use saltant::catalog;
use saltant::core::http::Method;
use saltant::vantage6::{
    AlgorithmStore, Client, JsonWebToken, ListAlgorithmStores, ListCollaborations, ListOrganizations, Login,
    TokenSet,
};
use saltant::{ErrorKind, TimeoutKind};
use saltant_http::testing::{Reply, ScriptedTransport};
use serde_json::json;

use super::setup::{ORGANIZATION, TOKENS, USER, client, sent};

/// Its claims are `{"sub": 2, "client_type": "user"}`.
const USERS_TOKEN: &str = "e30.eyJzdWIiOiAyLCAiY2xpZW50X3R5cGUiOiAidXNlciJ9.x";
/// Its claims are `{"sub": 7, "client_type": "node"}`.
const NODES_TOKEN: &str = "e30.eyJzdWIiOiA3LCAiY2xpZW50X3R5cGUiOiAibm9kZSJ9.x";

fn ok(body: &str) -> Reply {
    Reply::json(200, body)
}

#[tokio::test(start_paused = true)]
async fn a_login_succeeds_where_the_user_may_not_view_the_own_organization() {
    let refusal = || Reply::json(401, r#"{"msg": "You do not have permission to do that!"}"#);
    let (client, _) = client([ok(TOKENS), ok(USER), refusal()]);
    let Login::Done(user) = client.authenticate("alice", "p").await.unwrap() else { panic!("not logged in") };
    let me = user.me().unwrap();
    assert_eq!((me.user.id.get(), &me.organization), (2, &None));
    let (client, _) = super::setup::client([ok(TOKENS), ok(USER), Reply::json(404, r#"{"msg": "gone"}"#)]);
    assert!(client.authenticate("alice", "p").await.unwrap_err().is_not_found(), "other errors stay errors");
}

#[tokio::test(start_paused = true)]
async fn clients_from_tokens_know_their_user_and_organization() {
    let (anonymous, server) = client([ok(USER), ok(USER), ok(ORGANIZATION), ok(USER), ok(ORGANIZATION)]);
    for client in [anonymous.with_tokens(TokenSet::new(USERS_TOKEN, "r")), anonymous.with_bearer(USERS_TOKEN)]
    {
        assert_eq!(client.user_id().unwrap().get(), 2);
    }
    let tokens = Arc::new(JsonWebToken::new(TokenSet::new(USERS_TOKEN, "r")));
    let from_core = Client::from(anonymous.http().with_credential(tokens));
    assert_eq!(from_core.user_id().unwrap().get(), 2);
    let client = anonymous.with_bearer(USERS_TOKEN);
    assert_eq!(client.users().own().await.unwrap().username, "alice");
    assert_eq!(client.organizations().own().await.unwrap().name, "Org A");
    client.organizations().update_own(|organization| organization.country("NL")).await.unwrap();
    assert_eq!(
        sent(&server),
        [
            "GET /api/user/2",
            "GET /api/user/2",
            "GET /api/organization/2",
            "GET /api/user/2",
            "PATCH /api/organization/2",
        ]
    );
    assert_eq!(server.requests()[4].body, r#"{"country":"NL"}"#);
}

#[tokio::test(start_paused = true)]
async fn an_update_of_ones_own_needs_no_id() {
    let (anonymous, server) = client([ok(USER)]);
    let client = anonymous.with_bearer(USERS_TOKEN);
    client.users().update_own(|user| user.firstname("Alice")).await.unwrap();
    assert_eq!(sent(&server), ["PATCH /api/user/2"]);
    assert_eq!(server.requests()[0].body, r#"{"firstname":"Alice"}"#);
}

#[tokio::test(start_paused = true)]
async fn without_a_users_token_nothing_is_ones_own() {
    let (anonymous, server) = client([]);
    for client in [anonymous.clone(), anonymous.with_bearer(NODES_TOKEN), anonymous.with_bearer("opaque")] {
        assert_eq!(client.user_id(), None);
        assert_eq!(client.users().own().await.unwrap_err().kind(), ErrorKind::Usage);
        assert_eq!(client.organizations().own().await.unwrap_err().kind(), ErrorKind::Usage);
        let error = client.collaborations().list_own(ListCollaborations::new()).await.unwrap_err();
        assert_eq!(error.to_string(), "nobody is logged in, and no token names a user: authenticate first");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_own_organizations_collaborations_are_listed() {
    let (anonymous, server) = client([ok(USER), ok(r#"{"data": [], "links": {}}"#)]);
    let client = anonymous.with_bearer(USERS_TOKEN);
    client.collaborations().list_own(ListCollaborations::new().name("N%")).await.unwrap().await.unwrap();
    assert_eq!(sent(&server)[1], "GET /api/collaboration?name=N%25&organization_id=2");
}

#[tokio::test(start_paused = true)]
async fn both_renewals_go_to_the_clients_own_address() {
    // The proxy strips `/v6`, so the server's own path begins with `/api`.
    let renewed = r#"{"access_token": "a2", "refresh_token": "r2", "refresh_url": "/api/token/refresh"}"#;
    let server = ScriptedTransport::new([
        ok(renewed),
        Reply::json(401, r#"{"msg": "Token has expired"}"#),
        ok(renewed),
        ok(ORGANIZATION),
    ]);
    let anonymous = Client::builder("http://localhost/v6/api").transport(server.clone()).build().unwrap();
    let mut tokens = TokenSet::new("a", "r");
    tokens.refresh_url = "/api/token/refresh".to_owned();
    let client = anonymous.with_tokens(tokens).refresh_token().await.unwrap();
    client.organizations().get(2).await.unwrap();
    let paths: Vec<_> = server.requests().iter().map(|request| request.uri.path().to_owned()).collect();
    let renewal = "/v6/api/token/refresh";
    assert_eq!(paths, [renewal, "/v6/api/organization/2", renewal, "/v6/api/organization/2"]);
}

#[tokio::test(start_paused = true)]
async fn a6_a_store_that_is_trusted_has_a_client_with_the_same_settings() {
    let server = ScriptedTransport::new([Reply::hang()]);
    let client = Client::builder("http://localhost/api")
        .transport(server.clone())
        .trust("https://store.test")
        .user_agent("app/1")
        .timeout(Duration::from_secs(3))
        .build()
        .unwrap()
        .with_bearer("t");
    let store: AlgorithmStore =
        serde_json::from_value(json!({"id": 1, "name": "s", "url": "https://store.test/api"})).unwrap();
    let opened = client.algorithm_stores().open(&store).unwrap();
    let error = opened.request(Method::GET, "algorithm").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Total));
    let request = &server.requests()[0];
    assert_eq!(request.uri.to_string(), "https://store.test/api/algorithm");
    assert!(request.headers["user-agent"].to_str().unwrap().starts_with("app/1 "));
    assert_eq!(request.headers["authorization"], "Bearer t");
    assert_eq!(request.headers["server_url"], "http://localhost/api");
    for wrong in ["http://store.test/api", "https://other.test/api", "https://store.test:8443/api"] {
        let mut store = store.clone();
        store.url = wrong.to_owned();
        let refused = client.algorithm_stores().open(&store).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Usage, "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn stores_are_filtered_by_name_address_and_collaboration() {
    let (client, server) = client([ok(r#"{"data": [], "links": {}}"#)]);
    let list = ListAlgorithmStores::new().name("Our%").url("https://store%").collaboration(1);
    client.algorithm_stores().list(list).await.unwrap();
    let sent_line = "GET /api/algorithmstore?name=Our%25&url=https%3A%2F%2Fstore%25&collaboration_id=1";
    assert_eq!(sent(&server), [sent_line]);
}

#[tokio::test(start_paused = true)]
async fn p9_an_empty_list_of_ids_is_not_sent_as_no_filter() {
    let (client, server) = client([]);
    let none: [u64; 0] = [];
    let typed = client.organizations().list(ListOrganizations::new().ids(none)).await.unwrap_err();
    let named = catalog::find("vantage6.organization.list").unwrap().operation(json!({"ids": []})).unwrap();
    for error in [typed, client.call(named).await.unwrap_err()] {
        assert_eq!(
            error.to_string(),
            "vantage6.organization.list: `ids`: without an id the list would have all organizations"
        );
    }
    assert!(server.requests().is_empty());
}
