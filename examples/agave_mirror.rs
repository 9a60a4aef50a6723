//! Copies a folder of a system, with all that is in it, to this machine.
//!
//! `cargo run -p saltant-examples -- agave_mirror` prints:
//!
//! ```text
//! mirror/app/wrapper.sh
//! mirror/ada.txt
//! mirror/grace.txt
//! 3 files
//! again: 0 files
//! ```

use std::error::Error;
use std::path::{Path, PathBuf};

use saltant::agave::{Client, DownloadFile, ListFiles, RemoteFile, RemoteFileType};
use tokio::fs;

const SYSTEM: &str = "data.example";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut copied = mirror(&client, "texts", Path::new("mirror")).await?;
    copied.sort_by_key(|path| (std::cmp::Reverse(path.components().count()), path.clone()));
    for path in &copied {
        println!("{}", path.display());
    }
    println!("{} files", copied.len());
    println!("again: {} files", mirror(&client, "texts", Path::new("mirror")).await?.len());
    Ok(())
}

/// Copies what is missing or has another size, and returns the copies.
async fn mirror(client: &Client, from: &str, to: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut copied = Vec::new();
    let mut folders = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = folders.pop() {
        fs::create_dir_all(&to).await?;
        let mut entries = client.files().list(ListFiles::new(SYSTEM, &*from)).items();
        while let Some(entry) = entries.next().await {
            let RemoteFile { name, r#type, length, .. } = entry?;
            let name = name.unwrap_or_default();
            // The folder itself is in its list, as `.`. No name may lead out of the mirror.
            if Path::new(&name).file_name() != Some(name.as_ref()) {
                continue;
            }
            let (from, to) = (format!("{from}/{name}"), to.join(name));
            if r#type == Some(RemoteFileType::Dir) {
                folders.push((from, to));
            } else if fs::metadata(&to).await.ok().map(|known| known.len()) != length {
                let mut file = fs::File::create(&to).await?;
                let mut download = client.files().download(DownloadFile::new(SYSTEM, from)).stream().await?;
                download.write_to(&mut file).await?;
                copied.push(to);
            }
        }
    }
    Ok(copied)
}
