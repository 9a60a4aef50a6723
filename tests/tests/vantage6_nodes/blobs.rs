use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use saltant::vantage6::{Client, Form, OrganizationId, PrivateKey, Task, TaskId};
use saltant_core::http::Method;
use serde_json::{Value, json};

use super::setup::{NAMES, builder, hospitals, log_in, study, sum, wait};

async fn upload(client: &Client, content: Vec<u8>) -> String {
    let octets = HeaderValue::from_static("application/octet-stream");
    let made = client.request(Method::POST, "blobstream").body(octets, content).await.unwrap();
    serde_json::from_slice::<Value>(made.body()).unwrap()["uuid"].as_str().unwrap().to_owned()
}

async fn create(client: &Client, organization: OrganizationId, input: &str) -> Task {
    let body = json!({
        "name": "blob", "image": "sum:1", "collaboration_id": study(),
        "organizations": [{"id": organization, "input": input}],
    });
    let made = client.request(Method::POST, "task").json(&body).await.unwrap();
    let made: Value = serde_json::from_slice(made.body()).unwrap();
    client.tasks().get(TaskId::new(made["id"].as_u64().unwrap())).await.unwrap()
}

#[tokio::test]
async fn blobs_hold_inputs_and_results_whether_encrypted_or_not() {
    for encrypted in [false, true] {
        let server = builder(encrypted).blob_store().algorithm("sum:1", sum()).start().await.unwrap();
        let alice = log_in(&server, "alice").await;
        let all = hospitals(&alice).await;
        assert!(alice.server().blob_store().await.unwrap().blob_store_enabled);
        let input = br#"{"method": "run"}"#;
        let key = server.organization_key(NAMES[0]).map(|pem| PrivateKey::from_pem(&pem).unwrap());
        assert_eq!(key.is_some(), encrypted);
        let mut wire = Vec::new();
        match &key {
            Some(key) => key.public_key().encrypt_stream(&input[..], &mut wire, Form::Blob).unwrap(),
            None => wire.extend(STANDARD.encode(input).into_bytes()),
        }
        let uuid = upload(&alice, wire).await;
        let results = wait(&alice, &create(&alice, all[0], &uuid).await).await;
        let result = &results.results[0];
        assert!(result.is_blob, "{result:?}");
        let path = format!("blobstream/{}", result.wire.as_deref().unwrap());
        let blob = alice.request(Method::GET, path).await.unwrap().into_body();
        let mut content = Vec::new();
        match &key {
            Some(key) => key.decrypt_stream(&blob[..], &mut content, Form::Blob).unwrap(),
            None => content = STANDARD.decode(&blob).unwrap(),
        }
        let found: Value = serde_json::from_slice(&content).unwrap();
        assert_eq!(found["sum"], json!(all.iter().map(|id| id.get()).sum::<u64>()));
        // A text that is no uuid is refused, and a blob that belongs to no run is not given.
        let body = json!({
            "image": "sum:1", "collaboration_id": study(), "organizations": [{"id": all[0], "input": "e30="}],
        });
        let refused = alice.request(Method::POST, "task").json(&body).await.unwrap_err();
        assert_eq!(refused.status().unwrap().as_u16(), 400);
        let stray = upload(&alice, b"x".to_vec()).await;
        let hidden = alice.request(Method::GET, format!("blobstream/{stray}")).await.unwrap_err();
        assert_eq!(hidden.status().unwrap().as_u16(), 404);
        // With its task goes the blob.
        alice.tasks().delete(&results.task).await.unwrap();
        let gone = alice.request(Method::GET, format!("blobstream/{uuid}")).await.unwrap_err();
        assert_eq!(gone.status().unwrap().as_u16(), 404);
        server.shutdown().await;
    }
}
