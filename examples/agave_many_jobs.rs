//! Submits a job for each file of a folder, and prints what each of them has counted.
//!
//! `cargo run -p saltant-examples -- agave_many_jobs` prints:
//!
//! ```text
//! ada.txt: FINISHED 5
//! grace.txt: FINISHED 9
//! ```

use std::error::Error;

use saltant::agave::{Client, JobRequest, ListFiles, RemoteFileType};

const SYSTEM: &str = "data.example";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let files = client.files().list(ListFiles::new(SYSTEM, "texts")).items().all().await?;
    let mut names: Vec<String> = files
        .into_iter()
        .filter(|file| file.r#type == Some(RemoteFileType::File))
        .filter_map(|file| file.name)
        .collect();
    names.sort();

    let job = |name: &String| {
        let input = format!("agave://{SYSTEM}/texts/{name}");
        JobRequest::new().app_id("words-1.0").name(&**name).archive(true).input("text", input)
    };
    let submitted = client.jobs().submit_many(names.iter().map(job)).await;
    for (name, job) in names.iter().zip(submitted) {
        let id = job?.id.ok_or("the job has no id")?;
        // Ends with any end of the job; `wait_until_finished` takes others than FINISHED for errors.
        let ended = client.jobs().wait(id.clone()).await?;
        let mut count = Vec::new();
        client.jobs().download_output(id, "count.txt").stream().await?.write_to(&mut count).await?;
        let status = ended.status.ok_or("the job has no status")?;
        println!("{name}: {status} {}", String::from_utf8_lossy(&count).trim());
    }
    Ok(())
}
