use saltant_types::agave::{
    Job, JobAction, JobHistory, JobId, JobRequest, JobStatus, JobSummary, Permission, PermissionRequest,
    RemoteFile, Username,
};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Submits a job: a run of an app.
///
/// The answer is the job as it was accepted: it runs later.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.submit", POST "jobs/v2/", output = Job)]
pub struct SubmitJob {
    /// The job: at least its `appId` and its `name`.
    #[body]
    pub body: JobRequest,
}

/// Gets the status of a job without the rest of the job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getStatus")]
#[operation("agave.jobs.get_status", GET "jobs/v2/{job_id}/status", output = JobStatus)]
pub struct GetJobStatus {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Lists the files in one of the folders of a job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listOutputs")]
#[operation("agave.jobs.list_outputs", GET "jobs/v2/{job_id}/outputs/listings/{file_path}")]
#[operation(page of RemoteFile)]
pub struct ListJobOutputs {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The folder's path, relative to the job's folder; by default the job's folder itself.
    #[segment(tail)]
    pub file_path: Option<String>,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Downloads a file from a job's folder.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "downloadOutput")]
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
#[operation("agave.jobs.list", GET "jobs/v2/", page of JobSummary)]
pub struct ListJobs {
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a job with its inputs, parameters, status and times.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.get", GET "jobs/v2/{job_id}", output = Job)]
pub struct GetJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Stops a job and hides it from lists.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.delete", DELETE "jobs/v2/{job_id}")]
pub struct DeleteJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Stops a job, or submits it again as a new job.
///
/// The answer is the new job. For a stop the service answers nothing (seen in the source of Agave 2.2.27).
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.manage", POST "jobs/v2/{job_id}", output = Option<Job>)]
pub struct ManageJob {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// What to do to it.
    #[json]
    pub action: JobAction,
}

/// Lists the events in the history of a job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getHistory")]
#[operation("agave.jobs.get_history", GET "jobs/v2/{job_id}/history")]
#[operation(page of JobHistory)]
pub struct ListJobHistory {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the caller's jobs that have a value as one of their attributes.
///
/// Prefer [`ListJobs`] with search terms: newer servers lack this operation, and an attribute with the name
/// of a part of a job, such as `history`, addresses that part of a job.
#[derive(Clone, Debug, Operation)]
#[operation("agave.jobs.search", GET "jobs/v2/{attribute}/{value}")]
#[operation(page of JobSummary)]
pub struct SearchJobs {
    /// The attribute, such as `status`.
    #[segment]
    pub attribute: String,
    /// The value.
    #[segment]
    pub value: String,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the permissions of all users for a job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listPermissions")]
#[operation("agave.jobs.list_permissions", GET "jobs/v2/{job_id}/pems")]
#[operation(page of Permission)]
pub struct ListJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for a job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissions")]
#[operation("agave.jobs.update_permissions", POST "jobs/v2/{job_id}/pems")]
pub struct UpdateJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for a job away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deletePermissions")]
#[operation("agave.jobs.delete_permissions", DELETE "jobs/v2/{job_id}/pems")]
pub struct DeleteJobPermissions {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
}

/// Lists what a user may do with a job.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listPermissionsForUser")]
#[operation("agave.jobs.list_permissions_for_user", GET "jobs/v2/{job_id}/pems/{username}")]
#[operation(page of Permission)]
pub struct ListJobPermissionsForUser {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user.
    #[segment]
    pub username: Username,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for a job, with the user's name in the address.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissionsForUser")]
#[operation("agave.jobs.update_permissions_for_user", POST "jobs/v2/{job_id}/pems/{username}")]
pub struct UpdateJobPermissionsForUser {
    /// The job's id.
    #[segment]
    pub job_id: JobId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for a job away from a user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deletePermissionsForUser")]
#[operation("agave.jobs.delete_permissions_for_user", DELETE "jobs/v2/{unique_name}/pems/{username}")]
pub struct DeleteJobPermissionsForUser {
    /// The job's id. The service's documents call this argument `uniqueName`, by mistake.
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
        let listing = ListJobOutputs::new("1").file_path("/a/b c/").limit(5);
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
