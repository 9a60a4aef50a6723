//! The example against the dev server with nodes, as a downstream program would test itself.

use example_federated_average::{Part, average};
use saltant::vantage6::{Client, CollaborationId, PrivateKey};
use saltant_dev_server::Fault;
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewCollaboration, NewUser, Work};

const HOSPITALS: [(&str, &str); 3] = [("A", "age\n30\n50\n"), ("B", "age\n70\n"), ("C", "age\n10\n20\n60\n")];

/// The algorithm as a Rust function: it reads the CSV file of its node.
fn part(work: &Work) -> Result<Vec<u8>, String> {
    let input: serde_json::Value = serde_json::from_slice(work.input()).map_err(|error| error.to_string())?;
    let column = input["kwargs"]["column"].as_str().ok_or("no column")?;
    let place = work.database("default").ok_or("no database")?;
    let text = std::fs::read_to_string(place).map_err(|error| error.to_string())?;
    let (head, rows) = text.split_once('\n').ok_or("an empty file")?;
    if head != column {
        return Err(format!("KeyError: '{column}'"));
    }
    let values: Vec<f64> = rows.lines().filter_map(|line| line.parse().ok()).collect();
    let count = u32::try_from(values.len()).map_err(|error| error.to_string())?;
    serde_json::to_vec(&Part { sum: values.iter().sum(), count }).map_err(|error| error.to_string())
}

struct Place {
    server: DevServer,
    client: Client,
    key: Option<PrivateKey>,
}

async fn start(hospitals: &[(&str, &str)], encrypted: bool, blobs: bool) -> Place {
    let files = tempfile::tempdir().unwrap();
    let names: Vec<&str> = hospitals.iter().map(|(name, _)| *name).collect();
    let mut builder = DevServer::builder()
        .user("root")
        .user(NewUser::new("alice").role("Researcher"))
        .collaboration(NewCollaboration::new("Ages", names).encrypted(encrypted))
        .algorithm("part:1", Algorithm::function(part));
    for &(name, text) in hospitals {
        let file = files.path().join(format!("{name}.csv"));
        std::fs::write(&file, text).unwrap();
        builder = builder.node(name).database(name, "default", file);
    }
    if blobs {
        builder = builder.blob_store();
    }
    let server = builder.start().await.unwrap();
    let password = server.user("alice").unwrap().password.clone();
    let client = Client::new(server.url()).unwrap();
    let client = client.authenticate("alice", password).await.unwrap().into_client().unwrap();
    let pem = server.organization_key("A").filter(|_| encrypted);
    Place { server, client, key: pem.map(|pem| PrivateKey::from_pem(&pem).unwrap()) }
}

async fn run(place: &Place, column: &str) -> Result<f64, String> {
    let study = CollaborationId::new(1);
    let done = average(&place.client, study, "part:1", column, place.key.clone()).await;
    done.map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_average_is_right_with_and_without_encryption_and_blobs() {
    for (encrypted, blobs) in [(false, false), (true, false), (false, true), (true, true)] {
        let place = start(&HOSPITALS, encrypted, blobs).await;
        assert_eq!(run(&place, "age").await, Ok(40.0), "encrypted: {encrypted}, blobs: {blobs}");
        place.server.shutdown().await;
    }
}

#[tokio::test]
async fn a_hospital_that_fails_and_a_task_without_an_answer_are_errors() {
    // With several, a failure ends the task, and nodes that have not begun get no token: which one is first is chance.
    let place = start(&HOSPITALS[..1], false, false).await;
    let error = run(&place, "weight").await.unwrap_err();
    assert!(error.ends_with("ended as crashed: KeyError: 'weight'"), "{error}");
    place.server.inject(Fault::lose_answer().on("POST", "/api/task"));
    assert!(run(&place, "age").await.is_err(), "a task whose answer was lost is not created a second time");
    let made = place.server.requests().iter().filter(|request| request.path == "/api/task").count();
    assert_eq!(made, 2);
    place.server.shutdown().await;
}
