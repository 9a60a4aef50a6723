//! Runs an algorithm that is a Rust function on the nodes of a server in this process.
//!
//! `cargo run -p saltant-examples -- vantage6_rust_algorithm` prints:
//!
//! ```text
//! Hospital A: 3 rows, 142 years in all
//! Hospital B: 2 rows, 73 years in all
//! ```

use std::error::Error;
use std::fs;

use saltant::vantage6::{Client, CreateTask, ListOrganizations};
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewUser, Work};
use serde_json::{Value, json};

/// Runs at each hospital. It sees the hospital's own file; its result goes to the server.
fn add_up(work: &Work) -> Result<Vec<u8>, String> {
    let file = work.database("default").ok_or("there is no database")?;
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let ages: Result<Vec<u32>, _> = text.lines().skip(1).map(str::parse).collect();
    let ages = ages.map_err(|error| error.to_string())?;
    work.log(&format!("{} rows", ages.len()));
    Ok(json!({"sum": ages.iter().sum::<u32>(), "count": ages.len()}).to_string().into_bytes())
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let mut server = DevServer::builder()
        .user("root")
        .user(NewUser::new("alice").organization("Hospital A").role("Researcher"))
        .algorithm("sum:1", Algorithm::function(add_up));
    for (name, rows) in [("Hospital A", "age\n34\n61\n47\n"), ("Hospital B", "age\n29\n44\n")] {
        let file = format!("{name}.csv");
        fs::write(&file, rows)?;
        server = server.node(name).database(name, "default", file);
    }
    let server = server.start().await?;
    let password = &*server.user("alice").ok_or("there is no alice")?.password;
    let client = Client::new(server.url())?.authenticate("alice", password).await?.into_client()?;

    let ours = client.collaboration(1);
    let hospitals = ours.organizations(ListOrganizations::new()).items().all().await?;
    let task = CreateTask::new("sum:1", hospitals.iter().map(|hospital| hospital.id));
    let task = ours.create_task(task.input(json!({})).databases(["default"])).await?;
    let results = client.wait_for_results(&task).await?.json::<Value>()?;
    for hospital in hospitals {
        let Some(result) = results.get(&hospital.id) else { continue };
        println!("{}: {} rows, {} years in all", hospital.name, result["count"], result["sum"]);
    }
    Ok(())
}
