//! Registers an app with its script, runs it as a job, and reads its output.
//!
//! `cargo run -p saltant-examples -- agave_app_and_job` prints:
//!
//! ```text
//! the app is greet-1.0
//! the job is FINISHED
//! greeting.txt: hello Ada
//! ```

use std::error::Error;

use saltant::agave::{
    ApplicationRequest, Body, Client, FileAction, ImportFile, JobRequest, ListJobOutputs, ManageFile,
    NamedUpload,
};
use serde_json::json;

/// The server fills in what is in `${…}`.
const SCRIPT: &str = "echo hello ${whom} > greeting.txt\n";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    client.files().manage(ManageFile::new("data.example", "", FileAction::Mkdir).path("greet")).await?;
    let script = NamedUpload::new("run.sh", Body::from(SCRIPT));
    client.files().import(ImportFile::new("data.example", "greet").file_to_upload(script)).await?;

    // Apps are read from the JSON that people keep in files.
    let app: ApplicationRequest = serde_json::from_value(json!({
        "name": "greet", "version": "1.0", "executionType": "CLI", "parallelism": "SERIAL", "available": true,
        "executionSystem": "here.example", "deploymentSystem": "data.example", "deploymentPath": "greet",
        "templatePath": "run.sh", "testPath": "run.sh",
        "inputs": [], "parameters": [{"id": "whom", "value": {"type": "string", "required": true}}]
    }))?;
    let app = client.apps().create(app).await?.id.ok_or("the app has no id")?;
    println!("the app is {app}");

    let job = JobRequest::new().app_id(app).name("first").archive(true).parameter("whom", "Ada");
    let id = client.jobs().submit(job).await?.id.ok_or("the job has no id")?;
    let job = client.jobs().wait_until_finished(id.clone()).await?;
    println!("the job is {}", job.status.ok_or("the job has no status")?);

    let outputs = client.jobs().list_outputs(ListJobOutputs::new(id.clone())).items().all().await?;
    for name in outputs.into_iter().filter_map(|file| file.name).filter(|name| name == "greeting.txt") {
        let mut text = Vec::new();
        client.jobs().download_output(id.clone(), &*name).stream().await?.write_to(&mut text).await?;
        println!("{name}: {}", String::from_utf8_lossy(&text).trim());
    }
    Ok(())
}
