//! A vantage6 server with two collaborations of three hospitals, and one that asks for two-factor codes.

use std::fs;
use std::path::Path;

use saltant::vantage6::{Client, Login};
use saltant_dev_server::Timestamp;
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewCollaboration, NewUser, Subtask, Work};
use serde_json::{Value, json};

use super::{Running, Started};

const HOSPITALS: [(&str, &str); 3] = [
    ("Hospital A", "age\n34\n61\n47\n"),
    ("Hospital B", "age\n29\n44\n"),
    ("Hospital C", "age\n66\n38\n59\n70\n"),
];

/// The collaborations have the ids 1 and 2; the second one is encrypted.
pub(super) async fn start(folder: &Path) -> Started {
    let names = HOSPITALS.map(|(name, _)| name);
    let alice = NewUser::new("alice").organization(names[0]).role("Researcher");
    let mut builder = DevServer::builder()
        .user("root")
        .user(alice)
        .collaboration(NewCollaboration::new("Ages", names))
        .collaboration(NewCollaboration::new("Private ages", names).encrypted(true))
        .algorithm("average:1", Algorithm::function(average))
        .algorithm("crash:1", Algorithm::function(|_| Err("KeyError: 'weight'".to_owned())));
    for (name, rows) in HOSPITALS {
        let file = folder.join(format!("{name}.csv"));
        fs::write(&file, rows)?;
        builder = builder.node(name).database(name, "default", file);
    }
    let server = builder.start().await?;
    fs::write(folder.join("private_key.pem"), server.organization_key(names[0]).unwrap_or_default())?;
    let password = server.user("alice").ok_or("there is no user alice")?.password.clone();
    let variables = [
        ("VANTAGE6_API_URL", server.url()),
        ("VANTAGE6_USERNAME", "alice".to_owned()),
        ("VANTAGE6_PASSWORD", password),
    ];
    Ok(Running::new(server, variables))
}

/// alice has set up her codes. The clock stands still, so that the code stays good.
pub(super) async fn start_with_codes() -> Started {
    let builder = DevServer::builder().user("root").user("alice").two_factor();
    let server = builder.fixed_clock(Timestamp::now()).start().await?;
    let password = server.user("alice").ok_or("there is no user alice")?.password.clone();
    let first = Client::new(server.url())?.authenticate("alice", &*password).await?;
    if !matches!(first, Login::SetUpTwoFactor(_)) {
        return Err("the first login does not give the secret".into());
    }
    let variables = [
        ("VANTAGE6_API_URL", server.url()),
        ("VANTAGE6_USERNAME", "alice".to_owned()),
        ("VANTAGE6_PASSWORD", password),
        ("CODE_OF_THE_PHONE", server.two_factor_code("alice").unwrap_or_default()),
    ];
    Ok(Running::new(server, variables))
}

/// A federated average: the central part asks all hospitals for their sum and count.
fn average(work: &Work) -> Result<Vec<u8>, String> {
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).map_err(|error| error.to_string());
    let input = read(work.input())?;
    if input["method"] == "partial" {
        let ages = ages(work)?;
        return Ok(json!({"sum": ages.iter().sum::<f64>(), "count": ages.len()}).to_string().into_bytes());
    }
    let organizations = work.organizations()?.into_iter().map(|(id, _)| id);
    let part = Subtask::new(json!({"method": "partial"}).to_string(), organizations).name("partial");
    let (mut sum, mut count) = (0.0, 0);
    for part in work.wait(work.start(&part)?)? {
        let part = read(&part)?;
        sum += part["sum"].as_f64().unwrap_or_default();
        count += part["count"].as_u64().unwrap_or_default();
    }
    let average = sum / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    Ok(json!({"average": average, "count": count}).to_string().into_bytes())
}

fn ages(work: &Work) -> Result<Vec<f64>, String> {
    let file = work.database("default").ok_or("KeyError: 'default'")?;
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    text.lines().skip(1).map(|line| line.parse().map_err(|_| format!("ValueError: {line}"))).collect()
}
