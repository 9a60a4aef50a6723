//! Files and whole folders, copied between this machine and a system, or from the outputs of a job.

mod download;
mod local;
mod meter;
mod partial;
mod path;
mod source;
mod upload;

use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use saltant_core::{BoxFuture, Error};
use saltant_http::{Client, WaitStatus};
use saltant_types::agave::{JobId, SystemId};

use super::{Files, Jobs};
use meter::Meter;
use source::Source;

/// The end of the name of a file that has not come completely.
///
/// Its record has the same name with `.json` at the end: where the file comes from, and its length and time
/// there. A transfer to the same place goes on with it if these are still the same.
pub const PARTIAL: &str = ".saltant-part";

/// How many files are transferred at a time, unless the program says otherwise.
const PARALLEL: usize = 4;

/// A transfer of a file or a folder with everything in it. It begins when it is awaited, and gives what became
/// of each file; a failure of one file does not stop the others.
///
/// No file is replaced, unless [`replace`](Self::replace) says so. A file that is there already, with the same
/// length and not older, is kept. The length of each file is checked after its transfer.
///
/// A download of a file is written under its name with [`PARTIAL`] at the end, and gets its own name when it is
/// complete. A later transfer to the same place goes on where this one has ended. Nothing is written outside
/// the folder, whatever the server calls its files. A download has the time of the file on the server.
///
/// The service cannot continue uploads: one that has ended early begins again.
#[must_use = "a transfer does nothing until it is awaited"]
pub struct Transfer<'c> {
    client: &'c Client,
    way: Way,
    options: Options,
}

#[derive(Debug)]
enum Way {
    Download { from: Source, path: String, to: PathBuf },
    Upload { from: PathBuf, system: SystemId, path: String },
}

/// What the program has chosen.
struct Options {
    parallel: usize,
    replace: bool,
    on_progress: Option<OnProgress>,
    on_file: Option<OnFile>,
}

type OnFile = Arc<dyn Fn(&TransferredFile) + Send + Sync>;
type OnProgress = Arc<dyn Fn(&TransferProgress) + Send + Sync>;

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransferProgress {
    /// The files that were found so far.
    pub files: u64,
    /// The files that are finished, with success or without.
    pub finished: u64,
    /// The bytes in all files, as far as their lengths are known.
    pub bytes: u64,
    /// The bytes that are in place: those that were moved and those of [`kept`](Self::kept).
    pub moved: u64,
    /// The bytes that were in place before this transfer.
    pub kept: u64,
}

/// What became of a file.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransferredFile {
    /// The path on the server, as the transfer was asked for it: relative to the home directory of the system
    /// or the folder of the job.
    pub remote: String,
    /// The path on this machine.
    pub local: PathBuf,
    /// The length in bytes, if it is known.
    pub length: Option<u64>,
    /// The bytes that an earlier transfer had moved already.
    pub resumed_from: u64,
    /// How it ended.
    pub result: Result<Transferred, Error>,
}

/// A good end of the transfer of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transferred {
    /// It was copied, and its length is right.
    Copied,
    /// It was there already, with the same length and not older.
    Kept,
}

impl<'c> Files<'c> {
    /// Downloads a file, or a folder with everything in it, to a path of this machine.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::agave::Client) -> Result<(), saltant::Error> {
    /// for file in client.files().download_to("storage.example.org", "results", "results").await? {
    ///     match file.result {
    ///         Ok(_) => println!("{} is here", file.local.display()),
    ///         Err(error) => println!("{} is missing: {error}", file.remote),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_to(
        self,
        system_id: impl Into<SystemId>,
        path: impl Into<String>,
        to: impl Into<PathBuf>,
    ) -> Transfer<'c> {
        let from = Source::System(system_id.into());
        Transfer::new(self.0, Way::Download { from, path: path.into(), to: to.into() })
    }

    /// Uploads a file, or a folder with everything in it, to a path of a system. Folders that do not exist are
    /// made.
    ///
    /// A link to a file is uploaded as the file. Links to folders, and what is no file, are left out and have an
    /// error in the result.
    pub fn upload_from(
        self,
        from: impl Into<PathBuf>,
        system_id: impl Into<SystemId>,
        path: impl Into<String>,
    ) -> Transfer<'c> {
        let way = Way::Upload { from: from.into(), system: system_id.into(), path: path.into() };
        Transfer::new(self.0, way)
    }

    /// Makes a folder of a system, and those above it that do not exist. One that exists stays as it is.
    ///
    /// # Errors
    ///
    /// The errors of a call, such as that a file of this name is in the way.
    pub async fn make_folder(
        self,
        system_id: impl Into<SystemId>,
        path: impl Into<String>,
    ) -> Result<(), Error> {
        upload::make_folder(self.0, &system_id.into(), &path.into()).await
    }

    /// Whether a path of a system is a folder; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Those of a call. That there is nothing at the path is an answer, not an error.
    pub async fn is_folder(
        self,
        system_id: impl Into<SystemId>,
        path: impl Into<String>,
    ) -> Result<Option<bool>, Error> {
        let (source, path) = (Source::System(system_id.into()), path.into());
        match source.look(self.0, &path).await {
            Ok(look) => Ok(Some(look.is_folder())),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Waits until the import of a file that was requested last has ended: an
    /// [`import`](Self::import) from an address goes on after its answer. The error names the event of the
    /// history that says that it has failed.
    pub fn wait_for_import(
        self,
        system_id: impl Into<SystemId>,
        file_path: impl Into<String>,
    ) -> saltant_http::Waiting<'c, super::ListFileHistory> {
        self.list_history(super::ListFileHistory::new(system_id, file_path).limit(250)).wait_until(|events| {
            let last = events.last().and_then(|event| event.status.as_deref()).unwrap_or_default();
            match last {
                "STAGING_COMPLETED" | "TRANSFORMING_COMPLETED" => WaitStatus::Succeeded,
                failed if failed.ends_with("_FAILED") => WaitStatus::Failed(failed.to_owned()),
                other => WaitStatus::InProgress(other.to_owned()),
            }
        })
    }
}

impl<'c> Jobs<'c> {
    /// Downloads an output of a job, or a folder of them with everything in it, to a path of this machine. The
    /// empty path is the whole folder of the job.
    pub fn download_outputs_to(
        self,
        job_id: impl Into<JobId>,
        path: impl Into<String>,
        to: impl Into<PathBuf>,
    ) -> Transfer<'c> {
        let from = Source::Job(job_id.into());
        Transfer::new(self.0, Way::Download { from, path: path.into(), to: to.into() })
    }

    /// Whether an output of a job is a folder; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Those of a call. That there is nothing at the path is an answer, not an error.
    pub async fn is_output_folder(
        self,
        job_id: impl Into<JobId>,
        path: impl Into<String>,
    ) -> Result<Option<bool>, Error> {
        let (source, path) = (Source::Job(job_id.into()), path.into());
        match source.look(self.0, &path).await {
            Ok(look) => Ok(Some(look.is_folder())),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl<'c> Transfer<'c> {
    fn new(client: &'c Client, way: Way) -> Self {
        let options = Options { parallel: PARALLEL, replace: false, on_progress: None, on_file: None };
        Self { client, way, options }
    }

    /// Sets how many files are transferred at a time; 4 by default.
    pub fn parallel(mut self, files: usize) -> Self {
        self.options.parallel = files.max(1);
        self
    }

    /// Replaces files that exist and differ. Folders are never replaced by files, nor files by folders.
    pub fn replace(mut self, replace: bool) -> Self {
        self.options.replace = replace;
        self
    }

    /// Calls this whenever something has changed: for a progress bar.
    pub fn on_progress(mut self, report: impl Fn(&TransferProgress) + Send + Sync + 'static) -> Self {
        self.options.on_progress = Some(Arc::new(report));
        self
    }

    /// Calls this with each file that is finished, with success or without.
    pub fn on_file(mut self, report: impl Fn(&TransferredFile) + Send + Sync + 'static) -> Self {
        self.options.on_file = Some(Arc::new(report));
        self
    }
}

impl<'c> IntoFuture for Transfer<'c> {
    type Output = Result<Vec<TransferredFile>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { client, way, options } = self;
            let meter = Meter::new(options.on_progress.clone());
            match way {
                Way::Download { from, path, to } => {
                    download::run(client, &from, &path, &to, &options, &meter).await
                }
                Way::Upload { from, system, path } => {
                    upload::run(client, &from, &system, &path, &options, &meter).await
                }
            }
        })
    }
}

impl Options {
    /// Copies all files, some at a time; the results are in the order of the paths.
    async fn all(&self, copies: Vec<BoxFuture<'_, TransferredFile>>) -> Vec<TransferredFile> {
        let mut files: Vec<_> = stream::iter(copies).buffer_unordered(self.parallel).collect().await;
        files.sort_by(|a, b| a.remote.cmp(&b.remote));
        files
    }

    /// Reports a file that is finished.
    fn done(&self, meter: &Meter, file: TransferredFile) -> TransferredFile {
        meter.change(|progress| progress.finished += 1);
        if let Some(report) = &self.on_file {
            report(&file);
        }
        file
    }
}

impl fmt::Debug for Transfer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer")
            .field("way", &self.way)
            .field("parallel", &self.options.parallel)
            .field("replace", &self.options.replace)
            .finish_non_exhaustive()
    }
}
