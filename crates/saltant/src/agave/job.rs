use saltant_http::{Call, Look, Many, Waiting};

use super::{DownloadJobOutput, GetJobStatus, JobId, JobState, JobStatus, ListJobOutputs, SubmitJob};

/// Jobs of a user.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Jobs<'c> {
    /// Submits a job: a run of an app.
    pub fn submit(self, operation: SubmitJob) -> Call<'c, SubmitJob> {
        self.0.call(operation)
    }

    /// Submits many jobs, some at a time, with a result each.
    pub fn submit_many(self, operations: impl IntoIterator<Item = SubmitJob>) -> Many<'c, SubmitJob> {
        self.0.call_many(operations)
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
            Some(state) if state.is_failure() => Look::Failed(state.to_string()),
            _ => look(job),
        })
    }
}

/// Whether a job has ended. A status word that this version does not know is no end.
fn look(job: &JobStatus) -> Look {
    if job.status.as_ref().is_some_and(JobState::is_final) { Look::Settled } else { Look::Unsettled }
}
