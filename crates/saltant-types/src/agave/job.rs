use serde_json::{Map, Value};

use super::number::integer;
use super::record::record;
use super::{AppId, EventNotification, NumberOrText, SystemId, Username};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a job.
    JobId(String)
}

open_enum! {
    /// The status word of a job. Newer servers know more than these; an unknown one is not final.
    pub enum JobState {
        /// Accepted.
        Pending = "PENDING",
        /// The inputs are being looked up.
        ProcessingInputs = "PROCESSING_INPUTS",
        /// The inputs are being copied to the execution system.
        StagingInputs = "STAGING_INPUTS",
        /// The inputs are there.
        Staged = "STAGED",
        /// The app is being copied to the execution system.
        StagingJob = "STAGING_JOB",
        /// It is being handed to the scheduler.
        Submitting = "SUBMITTING",
        /// It waits for other jobs to end (newer servers).
        Blocked = "BLOCKED",
        /// It waits in the scheduler's queue.
        Queued = "QUEUED",
        /// It runs.
        Running = "RUNNING",
        /// It was halted and may go on.
        Paused = "PAUSED",
        /// It has run; its leavings are being removed.
        CleaningUp = "CLEANING_UP",
        /// Its outputs are being copied to the archive.
        Archiving = "ARCHIVING",
        /// The outputs are in the archive; it is about to finish.
        ArchivingFinished = "ARCHIVING_FINISHED",
        /// The outputs could not be archived; it is about to end.
        ArchivingFailed = "ARCHIVING_FAILED",
        /// It has ended with success.
        Finished = "FINISHED",
        /// It was killed.
        Killed = "KILLED",
        /// It was stopped on request.
        Stopped = "STOPPED",
        /// It has failed.
        Failed = "FAILED",
    }
}

impl JobState {
    /// Whether nothing more will happen: finished, failed, stopped or killed.
    pub fn is_final(&self) -> bool {
        *self == Self::Finished || self.is_failure()
    }

    /// Whether it has ended without success.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed | Self::Stopped | Self::Killed)
    }
}

open_enum! {
    /// What can be done to a job.
    pub enum JobAction {
        /// Submit it once more, as a new job.
        Resubmit = "resubmit",
        /// Stop it.
        Stop = "stop",
    }
}

record! {
    /// Where a job stands.
    pub struct JobStatus {
        /// The job's id.
        id: JobId,
        /// The status word.
        status: JobState,
    }
}

record! {
    /// A job: a run of an app.
    ///
    /// Servers before and after Aloe, the rewrite of the jobs service, use other names for the same things;
    /// both are here.
    pub struct Job {
        /// The job's id.
        id: JobId,
        /// The name, not unique.
        name: String,
        /// Who submitted it.
        owner: Username,
        /// The app.
        app_id: AppId,
        /// The status word.
        status: JobState,
        /// What the server says about the status.
        message: String,
        /// Where it runs (before Aloe).
        execution_system: SystemId,
        /// Where it runs (Aloe).
        system_id: SystemId,
        /// The scheduler's queue.
        batch_queue: String,
        /// The queue it was sent to (Aloe).
        remote_queue: String,
        /// How many machines.
        #[serde(deserialize_with = "integer")]
        node_count: u64,
        /// How many processors on each.
        #[serde(deserialize_with = "integer")]
        processors_per_node: u64,
        /// How much memory on each, in GB.
        memory_per_node: NumberOrText,
        /// How long it may run, as `HH:MM:SS` (before Aloe).
        max_run_time: NumberOrText,
        /// How long it may run, in hours (Aloe).
        max_hours: NumberOrText,
        /// The files it works on, by the app's input ids: an address, or a list of them.
        inputs: Map<String, Value>,
        /// The parameters it runs with, by the app's parameter ids.
        parameters: Map<String, Value>,
        /// Whether its outputs are copied to the archive at its end.
        archive: bool,
        /// The archive's system.
        archive_system: SystemId,
        /// The folder in the archive.
        archive_path: String,
        /// The folder of the outputs.
        output_path: String,
        /// The folder it runs in.
        work_path: String,
        /// What is reported about it.
        notifications: Vec<EventNotification>,
        /// The scheduler's id for it (before Aloe).
        local_id: String,
        /// The scheduler's id for it (Aloe).
        remote_job_id: String,
        /// The scheduler's own name for it (Aloe).
        scheduler_job_id: String,
        /// How often it was submitted again (before Aloe).
        #[serde(deserialize_with = "integer")]
        retries: u64,
        /// How often it was submitted again (Aloe).
        #[serde(deserialize_with = "integer")]
        submit_retries: u64,
        /// When it was handed to the scheduler (before Aloe).
        submit_time: Timestamp,
        /// When it was handed to the scheduler (Aloe).
        remote_submitted: Timestamp,
        /// When it began to run (before Aloe).
        start_time: Timestamp,
        /// When it began to run (Aloe).
        started: Timestamp,
        /// When it ended (before Aloe).
        end_time: Timestamp,
        /// When it ended (Aloe).
        ended: Timestamp,
        /// When the scheduler saw it end (Aloe).
        remote_ended: Timestamp,
        /// How it ended for the scheduler (Aloe).
        remote_outcome: String,
        /// How often the scheduler was asked about it (Aloe).
        #[serde(deserialize_with = "integer")]
        remote_status_checks: u64,
        /// How many of these looks failed (Aloe).
        #[serde(deserialize_with = "integer")]
        failed_status_check: u64,
        /// When the scheduler was last asked (Aloe).
        last_status_check: Timestamp,
        /// What came of it (Aloe). The schema calls it a date; it is a text.
        last_status_message: String,
        /// The app's UUID (Aloe).
        app_uuid: String,
        /// The owner's roles, with commas between them (Aloe).
        roles: String,
        /// The tenant (Aloe).
        tenant_id: String,
        /// The tenant's own queue (Aloe).
        tenant_queue: String,
        /// Whether lists show it (Aloe).
        visible: bool,
    }
}

record! {
    /// A job, as lists show it. It has the names of servers before and after Aloe, like [`Job`].
    pub struct JobSummary {
        /// The job's id.
        id: JobId,
        /// The name, not unique.
        name: String,
        /// Who submitted it.
        owner: Username,
        /// The app.
        app_id: AppId,
        /// The status word.
        status: JobState,
        /// Where it runs (before Aloe).
        execution_system: SystemId,
        /// Where it runs (Aloe).
        system_id: SystemId,
        /// When it began to run (before Aloe).
        start_time: Timestamp,
        /// When it began to run (Aloe).
        started: Timestamp,
        /// When it ended (before Aloe).
        end_time: Timestamp,
        /// When it ended (Aloe).
        ended: Timestamp,
    }
}

record! {
    /// Something that happened to a job.
    pub struct JobHistory {
        /// The status word that it got.
        status: JobState,
        /// What happened.
        description: String,
        /// When it happened.
        created: Timestamp,
    }
}
