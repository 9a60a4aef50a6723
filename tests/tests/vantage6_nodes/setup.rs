use std::time::Duration;

use saltant::vantage6::{
    Client, CollaborationId, CreateTask, Encryption, ListOrganizations, OrganizationId, PrivateKey,
    TaskResults,
};
use saltant_core::wait::WaitPolicy;
use saltant_dev_server::vantage6::{Algorithm, DevServer, DevServerBuilder, NewCollaboration, NewUser, Work};
use serde_json::{Value, json};

use super::OVER_HYPER;

pub(super) const NAMES: [&str; 3] = ["Hospital A", "Hospital B", "Hospital C"];

/// A server with a node for each hospital, and `alice`, who is a researcher of Hospital A.
pub(super) fn builder(encrypted: bool) -> DevServerBuilder {
    let collaboration = NewCollaboration::new("Study", NAMES).encrypted(encrypted);
    let mut builder = DevServer::builder().user("root").collaboration(collaboration);
    builder = builder.user(NewUser::new("alice").role("Collaboration Admin"));
    for name in NAMES {
        builder = builder.node(name);
    }
    builder
}

pub(super) async fn log_in(server: &DevServer, name: &str) -> Client {
    let user = server.user(name).unwrap();
    let anonymous: Client = Client::builder(server.url()).over_hyper(OVER_HYPER).build().unwrap();
    anonymous.authenticate(name, user.password.as_str()).await.unwrap().into_client().unwrap()
}

/// Alice with the key of her organization.
pub(super) async fn with_key(server: &DevServer) -> (Client, Encryption) {
    let alice = log_in(server, "alice").await;
    let key = PrivateKey::from_pem(&server.organization_key(NAMES[0]).unwrap()).unwrap();
    let encryption = alice.setup_encryption(key).await.unwrap();
    (alice, encryption)
}

pub(super) async fn hospitals(client: &Client) -> Vec<OrganizationId> {
    let all = client.organizations().list(ListOrganizations::new()).items().all().await.unwrap();
    NAMES.iter().map(|name| all.iter().find(|row| row.name == *name).unwrap().id).collect()
}

pub(super) fn study() -> CollaborationId {
    CollaborationId::new(1)
}

pub(super) fn task(image: &str, hospitals: &[OrganizationId]) -> CreateTask {
    let input = json!({"method": "run"});
    CreateTask::new(image, hospitals.iter().copied()).input(input).collaboration(study())
}

/// Short pauses, as the nodes need no time.
pub(super) async fn wait(client: &Client, task: &saltant::vantage6::Task) -> TaskResults {
    let pauses = (Duration::from_millis(5), Duration::from_millis(50));
    let policy = WaitPolicy::within(Duration::from_secs(30)).with_pauses(pauses.0, pauses.1);
    client.wait_for_results(task).policy(policy).await.unwrap()
}

/// Creates a task and waits for its end.
pub(super) async fn run(client: &Client, image: &str, hospitals: &[OrganizationId]) -> TaskResults {
    let task = client.tasks().create(task(image, hospitals)).await.unwrap();
    wait(client, &task).await
}

pub(super) fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// A central function that asks every hospital for its part, and adds the parts up.
pub(super) fn sum() -> Algorithm {
    Algorithm::function(|work: &Work| {
        let input: Value = serde_json::from_slice(work.input()).map_err(|error| error.to_string())?;
        if input["method"] == "part" {
            work.log(&format!("a part for {}", work.organization()));
            return Ok(bytes(&json!(work.organization_id())));
        }
        let ids: Vec<u64> = work.organizations()?.into_iter().map(|(id, _)| id).collect();
        let subtask = saltant_dev_server::vantage6::Subtask::new(bytes(&json!({"method": "part"})), ids);
        let subtask = work.start(&subtask.name("parts"))?;
        let parts = work.wait(subtask)?;
        let read = |part: &Vec<u8>| serde_json::from_slice::<u64>(part).map_err(|error| error.to_string());
        let parts: Vec<u64> = parts.iter().map(read).collect::<Result<_, _>>()?;
        Ok(bytes(&json!({"parts": parts, "sum": parts.iter().sum::<u64>()})))
    })
}
