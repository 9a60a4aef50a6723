use saltant_http::{CallAll, WaitStatus, Waiting};
use saltant_macros::calls;

use super::{
    DeleteJob, DeleteJobPermissions, DeleteJobPermissionsForUser, DownloadJobOutput, GetJob, GetJobStatus,
    JobAction, JobId, JobRequest, JobStatus, ListJobHistory, ListJobOutputs, ListJobPermissions,
    ListJobPermissionsForUser, ListJobs, ManageJob, PermissionRequest, SearchJobs, SubmitJob,
    UpdateJobPermissions, UpdateJobPermissionsForUser, Username,
};

/// Jobs of a user: runs of apps.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Jobs<'c> via self.0 {
    submit(body: JobRequest) -> SubmitJob;
    list(ListJobs);
    search(SearchJobs);
    get(job_id: JobId) -> GetJob;
    get_status(job_id: JobId) -> GetJobStatus;
    delete(job_id: JobId) -> DeleteJob;
    manage(job_id: JobId, action: JobAction) -> ManageJob;
    list_history(ListJobHistory);
    list_outputs(ListJobOutputs);
    /// With [`stream`](saltant_http::Call::stream) it is never held in memory as a whole.
    download_output(job_id: JobId, file_path: String) -> DownloadJobOutput;
    list_permissions(ListJobPermissions);
    update_permissions(job_id: JobId, body: PermissionRequest) -> UpdateJobPermissions;
    delete_permissions(job_id: JobId) -> DeleteJobPermissions;
    list_permissions_for_user(ListJobPermissionsForUser);
    update_permissions_for_user(
        job_id: JobId, username: Username, body: PermissionRequest
    ) -> UpdateJobPermissionsForUser;
    delete_permissions_for_user(unique_name: JobId, username: Username) -> DeleteJobPermissionsForUser;
} }

impl<'c> Jobs<'c> {
    /// Submits many jobs, some at a time, with a result each.
    pub fn submit_many(self, jobs: impl IntoIterator<Item = JobRequest>) -> CallAll<'c, SubmitJob> {
        self.0.call_all(jobs.into_iter().map(SubmitJob::new))
    }

    /// Waits until a job has ended, with success or without; its status says which.
    ///
    /// It has ended when it is finished, failed, stopped or killed, and not yet when its status is
    /// `ARCHIVING_FINISHED`.
    pub fn wait(self, job_id: impl Into<JobId>) -> Waiting<'c, GetJobStatus> {
        self.get_status(job_id).wait_until(look)
    }

    /// Waits until a job is `FINISHED`. If it has failed, or was stopped or killed, the error holds the status.
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`](crate::WaitError::Failed) with the status if the job has ended otherwise, and those of
    /// a wait.
    pub fn wait_until_finished(self, job_id: impl Into<JobId>) -> Waiting<'c, GetJobStatus> {
        self.get_status(job_id).wait_until(|job| match &job.status {
            Some(state) if state.is_failure() => WaitStatus::Failed(state.to_string()),
            _ => look(job),
        })
    }
}

/// Whether a job has ended. A status that this version does not know is not an end.
fn look(job: &JobStatus) -> WaitStatus {
    match &job.status {
        Some(state) if state.is_final() => WaitStatus::Succeeded,
        state => WaitStatus::InProgress(state.as_ref().map(ToString::to_string).unwrap_or_default()),
    }
}
