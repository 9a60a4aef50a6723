//! `saltant agave job outputs ls` and `download`.

use std::path::PathBuf;

use clap::{ArgMatches, Subcommand, ValueHint};
use serde_json::json;

use super::client;
use super::copies::{Copies, CopyArgs, interrupted_download};
use super::lists::ListArgs;
use crate::exit::{Exit, Failure};
use crate::runtime;
use crate::waits::parsed;

/// Lists and downloads the outputs of a job.
#[derive(Debug, clap::Args)]
pub(crate) struct Outputs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ls(Ls),
    Download(Download),
}

/// Lists the files in a folder of a job
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant agave job outputs ls 0001414144065563-5056a550b8-0001-007
  saltant agave job outputs ls 0001414144065563-5056a550b8-0001-007 figures -o name")]
struct Ls {
    /// The id of the job
    #[arg(value_name = "ID")]
    id: String,

    /// The folder [default: that of the job]
    #[arg(value_name = "PATH", default_value = "", hide_default_value = true)]
    path: String,

    #[command(flatten)]
    list: ListArgs,
}

/// Downloads outputs of a job: files, and folders with everything in them
///
/// What exists is not replaced unless `--replace` is given; a file with the same length and time is kept. The
/// length of each file is checked. A file that has not come completely ends in .saltant-part: the same command goes
/// on with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant agave job outputs download 0001414144065563-5056a550b8-0001-007
  saltant agave job outputs download 0001414144065563-5056a550b8-0001-007 out.txt figures --to results")]
struct Download {
    /// The id of the job
    #[arg(value_name = "ID")]
    id: String,

    /// The files and folders, relative to the folder of the job [default: all]
    #[arg(value_name = "PATH")]
    paths: Vec<String>,

    /// The folder that they go into [default: the current folder, or one with the id of the job if no PATH is given]
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    to: Option<PathBuf>,

    #[command(flatten)]
    copy: CopyArgs,
}

impl Outputs {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        match args.command {
            Command::Ls(ls) => runtime::client(ls.print()),
            Command::Download(download) => runtime::client(download.copy()).map_err(interrupted_download),
        }
    }
}

impl Ls {
    async fn print(&self) -> Result<Exit, Failure> {
        let client = client(&self.list.connect).await?;
        let arguments = json!({"job_id": self.id, "file_path": self.path});
        self.list.print(client.http(), "agave.jobs.list_outputs", arguments).await
    }
}

impl Download {
    async fn copy(&self) -> Result<Exit, Failure> {
        let client = client(&self.copy.connect).await?;
        let mut copies = Copies::new(&self.copy);
        if self.paths.is_empty() {
            let to = match &self.to {
                Some(to) => to.clone(),
                None if is_file_name(&self.id) => PathBuf::from(&self.id),
                None => return Err(Failure::usage(format!("{:?} is not the id of a job", self.id))),
            };
            copies.add(client.jobs().download_outputs_to(self.id.as_str(), "", to)).await?;
        }
        for path in &self.paths {
            let path = path.trim_matches('/');
            let name = path.rsplit('/').next().filter(|name| is_file_name(name));
            let name =
                name.ok_or_else(|| Failure::usage(format!("{path:?} is not the path of an output")))?;
            let to = self.to.clone().unwrap_or_default().join(name);
            copies.add(client.jobs().download_outputs_to(self.id.as_str(), path, to)).await?;
        }
        copies.finish()
    }
}

fn is_file_name(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(std::path::is_separator)
}
