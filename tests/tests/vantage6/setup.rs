use saltant::vantage6::{Client, Login};
use saltant_http::testing::{Reply, ScriptedTransport};

/// A token whose claims are `{"sub": 2, "client_type": "user"}`.
pub(super) const TOKENS: &str = r#"{
    "access_token": "e30.eyJzdWIiOiAyLCAiY2xpZW50X3R5cGUiOiAidXNlciJ9.x", "refresh_token": "r",
    "refresh_url": "/api/token/refresh", "user_url": "/api/user/2"
}"#;

pub(super) const USER: &str = r#"{"id": 2, "username": "alice", "organization": {"id": 2}}"#;

pub(super) const ORGANIZATION: &str = r#"{"id": 2, "name": "Org A", "public_key": ""}"#;

/// A client that nobody has logged in to, and the server that it speaks with.
pub(super) fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let server = ScriptedTransport::new(replies);
    let client = Client::builder("http://localhost/api").transport(server.clone()).seed(1).build().unwrap();
    (client, server)
}

/// A client that a user of organization 2 has logged in to. The first three requests are the login's.
pub(super) async fn logged_in(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let login = [Reply::json(200, TOKENS), Reply::json(200, USER), Reply::json(200, ORGANIZATION)];
    let (client, server) = client(login.into_iter().chain(replies));
    match client.authenticate("alice", "p").await.unwrap() {
        Login::Done(client) => (client, server),
        other => panic!("{other:?}"),
    }
}

/// The requests after those of the login, as method and target.
pub(super) fn sent(server: &ScriptedTransport) -> Vec<String> {
    let requests = server.requests();
    let line = |r: &saltant_http::testing::SentRequest| {
        format!("{} {}", r.method, r.uri.path_and_query().map_or("", |target| target.as_str()))
    };
    requests.iter().filter(|r| !r.uri.path().ends_with("/token/user")).map(line).collect()
}
