//! Uploads a file of this machine, lists the folder, and downloads a part of the file.
//!
//! `cargo run -p saltant-examples -- agave_upload` prints:
//!
//! ```text
//! results
//!   report.txt 12 bytes
//! the first 6 bytes: all is
//! ```

use std::error::Error;

use saltant::agave::{ByteRange, Client, DownloadFile, FileAction, ListFiles, ManageFile, RemoteFileType};

const SYSTEM: &str = "data.example";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?; // TAPIS_BASE_URL, TAPIS_TOKEN and, to renew it, three more
    let files = client.files();

    files.manage(ManageFile::new(SYSTEM, "", FileAction::Mkdir).path("results")).await?;
    // The file is read while it is sent.
    files.upload(SYSTEM, "results", "report.txt").await?;

    println!("results");
    let mut listed = files.list(ListFiles::new(SYSTEM, "results")).items();
    while let Some(file) = listed.next().await {
        let file = file?;
        if file.r#type == Some(RemoteFileType::File) {
            println!("  {} {} bytes", file.name.unwrap_or_default(), file.length.unwrap_or(0));
        }
    }

    let mut start = Vec::new();
    let part = DownloadFile::new(SYSTEM, "results/report.txt").range(ByteRange::new(0, 6));
    files.download(part).stream().await?.write_to(&mut start).await?;
    println!("the first 6 bytes: {}", String::from_utf8_lossy(&start));
    Ok(())
}
