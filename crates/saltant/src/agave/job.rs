use saltant_http::{Call, CallAll, WaitStatus, Waiting};

use super::{
    DeleteJob, DeleteJobPermissions, DeleteJobPermissionsForUser, DownloadJobOutput, GetJob, GetJobHistory,
    GetJobStatus, JobAction, JobId, JobState, JobStatus, ListJobOutputs, ListJobPermissions,
    ListJobPermissionsForUser, ListJobs, ManageJob, PermissionRequest, SearchJobs, SubmitJob,
    UpdateJobPermissions, UpdateJobPermissionsForUser, Username,
};

/// Jobs of a user.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Jobs<'c> {
    /// Lists the caller's jobs.
    pub fn list(self, operation: ListJobs) -> Call<'c, ListJobs> {
        self.0.call(operation)
    }

    /// Gets a job.
    pub fn get(self, job_id: impl Into<JobId>) -> Call<'c, GetJob> {
        self.0.call(GetJob::new(job_id))
    }

    /// Deletes a job: it is stopped and lists show it no more.
    pub fn delete(self, job_id: impl Into<JobId>) -> Call<'c, DeleteJob> {
        self.0.call(DeleteJob::new(job_id))
    }

    /// Stops a job, or submits it once more as a new one.
    pub fn manage(self, job_id: impl Into<JobId>, action: impl Into<JobAction>) -> Call<'c, ManageJob> {
        self.0.call(ManageJob::new(job_id, action))
    }

    /// Lists what has happened to a job.
    pub fn get_history(self, operation: GetJobHistory) -> Call<'c, GetJobHistory> {
        self.0.call(operation)
    }

    /// Lists the caller's jobs with an attribute of a value.
    pub fn search(self, operation: SearchJobs) -> Call<'c, SearchJobs> {
        self.0.call(operation)
    }

    /// Lists who may do what with a job.
    pub fn list_permissions(self, operation: ListJobPermissions) -> Call<'c, ListJobPermissions> {
        self.0.call(operation)
    }

    /// Sets what a user may do with a job.
    pub fn update_permissions(
        self,
        job_id: impl Into<JobId>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateJobPermissions> {
        self.0.call(UpdateJobPermissions::new(job_id, body))
    }

    /// Takes away what all other users may do with a job.
    pub fn delete_permissions(self, job_id: impl Into<JobId>) -> Call<'c, DeleteJobPermissions> {
        self.0.call(DeleteJobPermissions::new(job_id))
    }

    /// Lists what a user may do with a job.
    pub fn list_permissions_for_user(
        self,
        operation: ListJobPermissionsForUser,
    ) -> Call<'c, ListJobPermissionsForUser> {
        self.0.call(operation)
    }

    /// Sets what a user may do with a job, by their name in the address.
    pub fn update_permissions_for_user(
        self,
        job_id: impl Into<JobId>,
        username: impl Into<Username>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateJobPermissionsForUser> {
        self.0.call(UpdateJobPermissionsForUser::new(job_id, username, body))
    }

    /// Takes away what a user may do with a job.
    pub fn delete_permissions_for_user(
        self,
        unique_name: impl Into<JobId>,
        username: impl Into<Username>,
    ) -> Call<'c, DeleteJobPermissionsForUser> {
        self.0.call(DeleteJobPermissionsForUser::new(unique_name, username))
    }

    /// Submits a job: a run of an app.
    pub fn submit(self, operation: SubmitJob) -> Call<'c, SubmitJob> {
        self.0.call(operation)
    }

    /// Submits many jobs, some at a time, with a result each.
    pub fn submit_many(self, operations: impl IntoIterator<Item = SubmitJob>) -> CallAll<'c, SubmitJob> {
        self.0.call_all(operations)
    }

    /// Gets the status word of a job.
    pub fn get_status(self, job_id: impl Into<JobId>) -> Call<'c, GetJobStatus> {
        self.0.call(GetJobStatus::new(job_id))
    }

    /// Lists the outputs of a job in one of its folders.
    pub fn list_outputs(self, operation: ListJobOutputs) -> Call<'c, ListJobOutputs> {
        self.0.call(operation)
    }

    /// Downloads an output of a job; its path is relative to the job's folder.
    ///
    /// With [`stream`](Call::stream) it is never held whole.
    pub fn download_output(
        self,
        job_id: impl Into<JobId>,
        file_path: impl Into<String>,
    ) -> Call<'c, DownloadJobOutput> {
        self.0.call(DownloadJobOutput::new(job_id, file_path))
    }

    /// Waits until a job has ended, in whatever way: look at its status word.
    ///
    /// Finished, failed, stopped and killed are the ends; `ARCHIVING_FINISHED` is none.
    pub fn wait(self, job_id: impl Into<JobId>) -> Waiting<'c, GetJobStatus> {
        self.get_status(job_id).wait_until(look)
    }

    /// Waits until a job is `FINISHED`; that it has failed, or was stopped or killed, is an error with the
    /// status in it.
    pub fn wait_until_finished(self, job_id: impl Into<JobId>) -> Waiting<'c, GetJobStatus> {
        self.get_status(job_id).wait_until(|job| match &job.status {
            Some(state) if state.is_failure() => WaitStatus::Failed(state.to_string()),
            _ => look(job),
        })
    }
}

/// Whether a job has ended. A status word that this version does not know is no end.
fn look(job: &JobStatus) -> WaitStatus {
    if job.status.as_ref().is_some_and(JobState::is_final) {
        WaitStatus::Succeeded
    } else {
        WaitStatus::InProgress
    }
}
