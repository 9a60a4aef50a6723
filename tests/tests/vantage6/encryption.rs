use saltant::vantage6::{CreateTask, EncryptionError, Participant, PrivateKey, Sealed};
use saltant_http::testing::Reply;
use serde_json::{Value, json};

use super::setup::{logged_in, no_blobs, sent};
use super::vectors::key;

fn organization(id: u64, public_key: &str) -> Reply {
    Reply::json(200, json!({"id": id, "name": "o", "public_key": public_key}).to_string())
}

#[tokio::test(start_paused = true)]
async fn the_public_key_is_published_where_there_is_none_and_verified_where_there_is() {
    let wire = key().public_key().to_wire();
    let (client, server) = logged_in([organization(2, ""), organization(2, &wire)]).await;
    client.setup_encryption(key()).await.unwrap();
    assert_eq!(sent(&server)[2..], ["GET /api/organization/2", "PATCH /api/organization/2"]);
    let body: Value = serde_json::from_slice(&server.requests()[4].body).unwrap();
    assert_eq!(body, json!({"public_key": wire}));

    let (client, server) = logged_in([organization(2, &wire)]).await;
    client.setup_encryption(key()).await.unwrap();
    assert_eq!(sent(&server).len(), 3, "a key that is there already is not sent");
}

#[tokio::test(start_paused = true)]
async fn a_different_key_is_never_overwritten_silently() {
    let other = PrivateKey::generate().unwrap();
    let theirs = other.public_key().to_wire();
    let (client, server) = logged_in([organization(2, &theirs)]).await;
    let error = client.setup_encryption(key()).await.unwrap_err();
    let EncryptionError::OtherKey { fingerprint, .. } = &error else { panic!("{error:?}") };
    assert_eq!(fingerprint.as_deref(), Some(&*other.public_key().fingerprint()));
    assert_eq!(sent(&server).len(), 3);

    let (client, server) = logged_in([organization(2, &theirs), organization(2, "")]).await;
    client.setup_encryption(key()).replace_other_key().await.unwrap();
    assert_eq!(sent(&server)[3], "PATCH /api/organization/2");
}

#[tokio::test(start_paused = true)]
async fn each_organization_gets_its_input_encrypted_for_it() {
    let (ours, theirs) = (key(), PrivateKey::generate().unwrap());
    let (our_wire, their_wire) = (ours.public_key().to_wire(), theirs.public_key().to_wire());
    let made = json!({
        "id": 1, "job_id": 1, "status": "pending", "created_at": "2026-11-21T00:32:16",
        "collaboration": {"id": 2}, "init_org": {"id": 2},
    });
    let (client, server) = logged_in([
        organization(2, &our_wire),
        organization(2, &our_wire),
        organization(3, &their_wire),
        no_blobs(),
        Reply::json(201, made.to_string()),
    ])
    .await;
    let encryption = client.setup_encryption(ours.clone()).await.unwrap();
    let sealed = "a2V5$aXY=$Y29udGVudA==";
    let organizations = [
        Participant::new(2),
        Participant::new(3).input(json!({"only": "yours"})),
        Participant::new(4).input(sealed.parse::<Sealed>().unwrap()),
    ];
    let task = CreateTask::new("i", organizations).collaboration(2).input(json!({"a": 1}));
    encryption.create_task(task).await.unwrap();
    let own = [
        "GET /api/organization/2",
        "GET /api/organization/3",
        "GET /api/blobstream/status",
        "POST /api/task",
    ];
    assert_eq!(sent(&server)[3..], own, "neither the collaboration nor organization 4 is looked up");
    let body: Value = serde_json::from_slice(&server.requests().last().unwrap().body).unwrap();
    let input = |index: usize| body["organizations"][index]["input"].as_str().unwrap();
    assert_eq!(ours.decrypt(input(0)).unwrap(), br#"{"a":1}"#);
    assert_eq!(theirs.decrypt(input(1)).unwrap(), br#"{"only":"yours"}"#);
    assert!(ours.decrypt(input(1)).is_err());
    assert_eq!(input(2), sealed);
}

#[tokio::test(start_paused = true)]
async fn an_organization_without_a_key_stops_the_task_before_it_is_sent() {
    let wire = key().public_key().to_wire();
    let (client, server) = logged_in([organization(2, &wire), organization(4, "")]).await;
    let encryption = client.setup_encryption(key()).await.unwrap();
    let task = CreateTask::new("i", [4]).collaboration(2).input(json!({}));
    let error = encryption.create_task(task).await.unwrap_err();
    assert!(
        matches!(error, EncryptionError::NoPublicKey { organization } if organization.get() == 4),
        "{error:?}"
    );
    assert_eq!(sent(&server).last().unwrap(), "GET /api/organization/4");
}

#[tokio::test(start_paused = true)]
async fn a_new_key_overwrites_neither_a_file_nor_a_published_key() {
    let folder = std::env::temp_dir().join(format!("saltant-v6-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("private_key.pem");

    let (client, _) = logged_in([organization(2, &key().public_key().to_wire())]).await;
    assert!(matches!(
        client.generate_private_key(&file).await.unwrap_err(),
        EncryptionError::OtherKey { .. }
    ));
    assert!(!file.exists());

    let (client, server) = logged_in([organization(2, ""), organization(2, "")]).await;
    let made = client.generate_private_key(&file).await.unwrap();
    let body: Value = serde_json::from_slice(&server.requests()[4].body).unwrap();
    assert_eq!(body, json!({"public_key": made.key().public_key().to_wire()}));
    assert_eq!(PrivateKey::load(&file).unwrap().public_key(), made.key().public_key());
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&file).unwrap()) & 0o777, 0o600);

    let (client, server) = logged_in([organization(2, "")]).await;
    assert!(matches!(client.generate_private_key(&file).await.unwrap_err(), EncryptionError::Key(_)));
    assert_eq!(sent(&server).len(), 3, "nothing is published");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn errors_about_key_files_name_the_file() {
    let error = PrivateKey::load("/nonexistent/key.pem").unwrap_err().to_string();
    assert!(error.starts_with("the key file /nonexistent/key.pem: "), "{error}");
}
