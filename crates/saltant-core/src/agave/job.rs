use saltant_types::agave::{
    AppId, EventNotification, Job, JobAction, JobHistory, JobId, JobStatus, JobSummary, NumberOrText,
    Permission, PermissionRequest, RemoteFile, SystemId, Username,
};
use saltant_types::{Map, Value};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Submits a job: a run of an app.
///
/// The answer is the job as it was accepted; wait for its status to become final.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.submit", POST "jobs/v2/", output = Job)]
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
#[operation("agave.jobs.download_output", GET "jobs/v2/{job_id}/outputs/media/{file_path}", bytes)]
pub struct DownloadJobOutput {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The file's path, relative to the job's folder.
    #[segment(tail)]
    pub file_path: String,
}

/// Lists the caller's jobs.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.list", GET "jobs/v2/", output = Vec<JobSummary>, read = super::envelope::list)]
pub struct ListJobs {
    /// Jobs on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many jobs to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the jobs that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListJobs, JobSummary);

/// Gets a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.get", GET "jobs/v2/{job_id}", output = Job)]
pub struct GetJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Deletes a job: it is stopped and lists show it no more.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.delete", DELETE "jobs/v2/{job_id}", output = (), read = super::envelope::nothing)]
pub struct DeleteJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Stops a job, or submits it once more as a new one.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.manage", POST "jobs/v2/{job_id}", output = Job)]
pub struct ManageJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// What to do to it.
    #[json]
    pub action: JobAction,
}

/// Lists what has happened to a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.get_history", GET "jobs/v2/{job_id}/history")]
#[operation(output = Vec<JobHistory>, read = super::envelope::list)]
pub struct GetJobHistory {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// Events on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many events to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the events that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(GetJobHistory, JobHistory);

/// Lists the caller's jobs with an attribute of a value.
///
/// Newer servers lack it, and an attribute named like a part of a job (`history`) is read as that: search
/// terms of [`ListJobs`] say the same and more.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.search", GET "jobs/v2/{attribute}/{value}")]
#[operation(output = Vec<JobSummary>, read = super::envelope::list)]
pub struct SearchJobs {
    /// The attribute: `status`, for one.
    #[segment]
    pub attribute: String,
    /// The value.
    #[segment]
    pub value: String,
    /// Jobs on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many jobs to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the jobs that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(SearchJobs, JobSummary);

/// Lists who may do what with a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.list_permissions", GET "jobs/v2/{job_id}/pems")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListJobPermissions, Permission);

/// Sets what a user may do with a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.update_permissions", POST "jobs/v2/{job_id}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what all other users may do with a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.delete_permissions", DELETE "jobs/v2/{job_id}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Lists what a user may do with a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.list_permissions_for_user", GET "jobs/v2/{job_id}/pems/{username}")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListJobPermissionsForUser {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user.
    #[segment]
    pub username: Username,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListJobPermissionsForUser, Permission);

/// Sets what a user may do with a job, by their name in the address.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.update_permissions_for_user", POST "jobs/v2/{job_id}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateJobPermissionsForUser {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what a user may do with a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.delete_permissions_for_user", DELETE "jobs/v2/{unique_name}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteJobPermissionsForUser {
    /// The job's id, under the name that the documents give it here.
    #[segment]
    pub unique_name: JobId,
    /// The user.
    #[segment]
    pub username: Username,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri<O: Operation>(operation: &O) -> String {
        operation.to_request(&"https://h/tenant".parse().unwrap()).unwrap().uri().to_string()
    }

    #[test]
    fn outputs_of_the_jobs_own_folder_are_listed_without_a_path() {
        assert_eq!(uri(&ListJobOutputs::new("1")), "https://h/tenant/jobs/v2/1/outputs/listings/");
        let listing = ListJobOutputs::new("1").file_path("/a/b c/").limit(5_u64);
        assert_eq!(uri(&listing), "https://h/tenant/jobs/v2/1/outputs/listings/a/b%20c?limit=5");
    }

    #[test]
    fn a_permission_is_taken_from_the_job_itself() {
        let operation = DeleteJobPermissionsForUser::new("8777-007", "rclemens");
        assert_eq!(uri(&operation), "https://h/tenant/jobs/v2/8777-007/pems/rclemens");
    }

    #[test]
    fn a_segment_stays_one_whatever_is_in_it() {
        assert_eq!(uri(&SearchJobs::new("name", "a,b/c?")), "https://h/tenant/jobs/v2/name/a%2Cb%2Fc%3F");
    }
}
