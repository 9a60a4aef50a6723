//! A tenant with one user, a storage system and an execution system.

use std::time::Duration;

use saltant::WaitPolicy;
use saltant::agave::{
    ApplicationRequest, Client, FileAction, ImportFile, JobId, JobRequest, ManageFile, ManageSystem,
    NamedUpload, OAuthClient, OAuthToken, SystemAction, SystemRequest, Token,
};
use saltant_dev_server::agave::{DevServer, DevServerBuilder, NewUser};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::OVER_HYPER;

pub(crate) const STORAGE: &str = "data.example";
pub(crate) const EXECUTION: &str = "here.example";

pub(crate) fn builder() -> DevServerBuilder {
    DevServer::builder().user(NewUser::new("matt").password("secret")).user("daniel").seed(1)
}

/// A server with both systems, and the client of `matt`.
pub(crate) async fn server() -> (DevServer, Client) {
    server_with(builder()).await
}

pub(crate) async fn server_with(builder: DevServerBuilder) -> (DevServer, Client) {
    let server = builder.start().await.unwrap();
    let client = client(&server);
    let storage = json!({
        "protocol": "LOCAL", "host": "localhost", "port": 22, "rootDir": "/", "homeDir": "/home", "auth": {"type": "LOCAL"}
    });
    let system = json!({"id": STORAGE, "name": "Files", "type": "STORAGE", "storage": storage});
    client.systems().create(read::<SystemRequest>(system)).await.unwrap();
    client.systems().manage(ManageSystem::new(STORAGE, SystemAction::Setdefault)).await.unwrap();
    let system = json!({
        "id": EXECUTION, "name": "Here", "type": "EXECUTION", "executionType": "CLI", "scheduler": "FORK",
        "workDir": "/work", "queues": [{"name": "default"}], "storage": storage,
        "login": {"protocol": "LOCAL", "host": "localhost", "port": 22, "auth": {"type": "LOCAL"}}
    });
    client.systems().create(read::<SystemRequest>(system)).await.unwrap();
    (server, client)
}

pub(crate) fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// A client of `matt` with his first tokens, which it renews. It polls often: these jobs take milliseconds.
pub(crate) fn client(server: &DevServer) -> Client {
    let user = server.user("matt").unwrap();
    let application = OAuthClient::new(user.client_key.as_str(), user.client_secret.as_str());
    let token = Token::new(user.token.as_str()).with_refresh_token(user.refresh_token.as_str());
    Client::builder(server.url())
        .over_hyper(OVER_HYPER)
        .credential(OAuthToken::new(application, token))
        .wait(WaitPolicy::within(Duration::from_secs(30)).every(Duration::from_millis(10)))
        .build()
        .unwrap()
}

pub(crate) fn upload(folder: &str, name: &str, content: impl Into<saltant::agave::Body>) -> ImportFile {
    ImportFile::new(STORAGE, folder).file_to_upload(NamedUpload::new(name, content))
}

/// Uploads a wrapper script and registers an app around it; returns the app's id.
pub(crate) async fn app(client: &Client, name: &str, script: &'static str) -> String {
    let mkdir = ManageFile::new(STORAGE, "", FileAction::Mkdir).path(name);
    client.files().manage(mkdir).await.unwrap();
    client.files().import(upload(name, "wrapper.sh", script)).await.unwrap();
    let app = json!({
        "name": name, "version": "1", "executionType": "CLI", "parallelism": "SERIAL", "available": true,
        "executionSystem": EXECUTION, "deploymentSystem": STORAGE, "deploymentPath": name,
        "templatePath": "wrapper.sh", "testPath": "wrapper.sh", "inputs": [{"id": "text"}], "parameters": []
    });
    let app = client.apps().create(read::<ApplicationRequest>(app)).await.unwrap();
    app.id.unwrap().to_string()
}

pub(crate) async fn submit(client: &Client, app: &str) -> JobId {
    let job = JobRequest::new().app_id(app).name("a job").archive(true);
    client.jobs().submit(job).await.unwrap().id.unwrap()
}

/// How many requests of a method went to a path.
pub(crate) fn requests(server: &DevServer, method: &str, path: &str) -> usize {
    server.requests().iter().filter(|request| request.method == method && request.path == path).count()
}
