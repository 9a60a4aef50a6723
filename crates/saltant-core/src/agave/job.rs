use saltant_types::agave::{
    AppId, EventNotification, Job, JobId, JobStatus, NumberOrText, RemoteFile, SystemId,
};
use saltant_types::{Map, Value};

use super::Search;
use super::paging::offset_pages;
use crate::Operation;

/// Submits a job: a run of an app.
///
/// The answer is the job as it was accepted; wait for its status to become final.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.submit", POST "jobs/v2/", output = Job, status = 201)]
pub struct SubmitJob {
    /// The app to run.
    #[json = "appId"]
    pub app_id: AppId,
    /// A name, not unique.
    #[json]
    pub name: String,
    /// Whether the outputs are copied to the archive at the end.
    #[json]
    pub archive: bool,
    /// The files to work on, by the app's input ids: an address such as `agave://system/path`, or a list of
    /// them.
    #[json]
    pub inputs: Map<String, Value>,
    /// The parameters to run with, by the app's parameter ids.
    #[json]
    pub parameters: Map<String, Value>,
    /// The folder in the archive; the server makes one up by default.
    #[json = "archivePath"]
    pub archive_path: Option<String>,
    /// The archive's system; the user's default storage by default.
    #[json = "archiveSystem"]
    pub archive_system: Option<SystemId>,
    /// The scheduler's queue; the app's default by default.
    #[json = "batchQueue"]
    pub batch_queue: Option<String>,
    /// How long it may run, as `HH:MM:SS`.
    #[json = "maxRunTime"]
    pub max_run_time: Option<NumberOrText>,
    /// How much memory on each machine, in GB.
    #[json = "memoryPerNode"]
    pub memory_per_node: Option<NumberOrText>,
    /// How many machines.
    #[json = "nodeCount"]
    pub node_count: Option<u64>,
    /// How many processors on each machine, at least 1.
    #[json = "processorsPerNode"]
    pub processors_per_node: Option<u64>,
    /// What to report about it, and where to.
    #[json]
    pub notifications: Option<Vec<EventNotification>>,
}

/// Gets the status word of a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.get_status", GET "jobs/v2/{job_id}/status", output = JobStatus)]
pub struct GetJobStatus {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Lists the outputs of a job in one of its folders.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.list_outputs", GET "jobs/v2/{job_id}/outputs/listings/{file_path}")]
#[operation(output = Vec<RemoteFile>, read = super::envelope::list)]
pub struct ListJobOutputs {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The folder, relative to the job's; that one itself by default.
    #[segment(tail)]
    pub file_path: Option<String>,
    /// Files on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many files to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the files that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListJobOutputs, RemoteFile);

/// Downloads an output of a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.download_output", GET "jobs/v2/{job_id}/outputs/media/{file_path}", streamed)]
pub struct DownloadJobOutput {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The file's path, relative to the job's folder.
    #[segment(tail)]
    pub file_path: String,
}
