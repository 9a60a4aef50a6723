use saltant::vantage6::{Client, Login};
use saltant_http::testing::{Reply, ScriptedTransport};

/// A token whose claims are `{"sub": 2, "client_type": "user"}`.
pub(super) const TOKENS: &str = r#"{
    "access_token": "e30.eyJzdWIiOiAyLCAiY2xpZW50X3R5cGUiOiAidXNlciJ9.x", "refresh_token": "r",
    "refresh_url": "/api/token/refresh", "user_url": "/api/user/2"
}"#;

pub(super) const USER: &str = r#"{"id": 2, "username": "alice", "organization": {"id": 2}}"#;

pub(super) const ORGANIZATION: &str = r#"{"id": 2, "name": "Org A", "public_key": ""}"#;

/// The answer of a server that stores no blobs, which is asked before the first task.
pub(super) fn no_blobs() -> Reply {
    Reply::json(200, r#"{"blob_store_enabled": false}"#)
}

/// A client without a login, and its server.
pub(super) fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let server = ScriptedTransport::new(replies);
    let client = Client::builder("http://localhost/api").transport(server.clone()).seed(1).build().unwrap();
    (client, server)
}

/// A client with the login of a user of organization 2. The first three requests belong to the login.
pub(super) async fn logged_in(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let login = [Reply::json(200, TOKENS), Reply::json(200, USER), Reply::json(200, ORGANIZATION)];
    let (client, server) = client(login.into_iter().chain(replies));
    match client.authenticate("alice", "p").await.unwrap() {
        Login::Done(client) => (client, server),
        other => panic!("{other:?}"),
    }
}

/// Method and target of the requests after the login.
pub(super) fn sent(server: &ScriptedTransport) -> Vec<String> {
    let requests = server.requests();
    let line = |r: &saltant_http::testing::SentRequest| {
        format!("{} {}", r.method, r.uri.path_and_query().map_or("", |target| target.as_str()))
    };
    requests.iter().filter(|r| !r.uri.path().ends_with("/token/user")).map(line).collect()
}
