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
    /// The status of a job. Newer servers know further words; an unknown one is not final.
    pub enum JobState {
        /// Accepted.
        Pending = "PENDING",
        /// The inputs are being looked up.
        ProcessingInputs = "PROCESSING_INPUTS",
        /// The inputs are being copied to the execution system.
        StagingInputs = "STAGING_INPUTS",
        /// The inputs are on the execution system.
        Staged = "STAGED",
        /// The app is being copied to the execution system.
        StagingJob = "STAGING_JOB",
        /// It is being handed to the scheduler.
        Submitting = "SUBMITTING",
        /// It waits until other jobs have ended (newer servers).
        Blocked = "BLOCKED",
        /// It waits in the queue of the batch scheduler.
        Queued = "QUEUED",
        /// It runs.
        Running = "RUNNING",
        /// It is interrupted and may continue.
        Paused = "PAUSED",
        /// It has run; its temporary files are being removed.
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
    /// Whether it has ended: finished, failed, stopped or killed.
    pub fn is_final(&self) -> bool {
        *self == Self::Finished || self.is_failure()
    }

    /// Whether it has ended without success: failed, stopped or killed.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed | Self::Stopped | Self::Killed)
    }
}

open_enum! {
    /// What can be done to a job.
    pub enum JobAction {
        /// Submit it again, as a new job.
        Resubmit = "resubmit",
        /// Stop it.
        Stop = "stop",
    }
}

record! {
    /// The answer to the request for a job's status.
    pub struct JobStatus {
        /// The job's id.
        id: JobId,
        /// The status.
        status: JobState,
    }
}

record! {
    sent
    /// A job to submit: a run of an app.
    ///
    /// It is the JSON that people keep in files. The service requires `app_id` and `name`; its schema also names
    /// `archive`, `inputs` and `parameters`. What has no field here, such as `archiveOnAppError`, is sent from
    /// `extra`.
    ///
    /// ```
    /// use saltant_types::agave::JobRequest;
    ///
    /// let text = r#"{"appId": "wc-1.00", "name": "count", "archiveOnAppError": true}"#;
    /// let job: JobRequest = serde_json::from_str(text)?;
    /// assert_eq!(job, JobRequest::new().app_id("wc-1.00").name("count").extra("archiveOnAppError", true));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct JobRequest {
        /// The app to run.
        app_id: AppId,
        /// A name, which need not be unique.
        name: String,
        /// Whether the outputs are copied to the archive when the job ends.
        archive: bool,
        /// The input files, by the app's input ids: an address such as `agave://system/path` each, or a list of
        /// addresses.
        inputs: Map<String, Value>,
        /// The values of the parameters, by the app's parameter ids.
        parameters: Map<String, Value>,
        /// The folder in the archive; by default the server chooses one.
        archive_path: String,
        /// The storage system of the archive; the user's default one by default.
        archive_system: SystemId,
        /// The scheduler's queue; the app's default by default.
        batch_queue: String,
        /// How long it may run, as `HH:MM:SS`.
        max_run_time: NumberOrText,
        /// How much memory on each node, in GB.
        memory_per_node: NumberOrText,
        /// How many nodes.
        #[serde(deserialize_with = "integer")]
        node_count: u64,
        /// How many processors on each node, at least 1.
        #[serde(deserialize_with = "integer")]
        processors_per_node: u64,
        /// Subscriptions to its events.
        notifications: Vec<EventNotification>,
    }
}

impl JobRequest {
    /// Sets one input: an address, or a list of addresses.
    #[must_use]
    pub fn input(mut self, id: impl Into<String>, address: impl Into<Value>) -> Self {
        self.inputs.get_or_insert_default().insert(id.into(), address.into());
        self
    }

    /// Sets one parameter.
    #[must_use]
    pub fn parameter(mut self, id: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.get_or_insert_default().insert(id.into(), value.into());
        self
    }
}

record! {
    /// A job: a run of an app.
    ///
    /// The jobs service was rewritten as Aloe. Servers before and after it use different names for the same
    /// things; both are fields here.
    pub struct Job {
        /// The job's id.
        id: JobId,
        /// The name, not unique.
        name: String,
        /// The user who submitted it.
        owner: Username,
        /// The app that it runs.
        app_id: AppId,
        /// The status.
        status: JobState,
        /// A note of the server about the status.
        message: String,
        /// The system that it runs on (before Aloe).
        execution_system: SystemId,
        /// The system that it runs on (Aloe).
        system_id: SystemId,
        /// The scheduler's queue.
        batch_queue: String,
        /// The scheduler's queue that it was sent to (Aloe).
        remote_queue: String,
        /// How many nodes.
        #[serde(deserialize_with = "integer")]
        node_count: u64,
        /// How many processors on each node.
        #[serde(deserialize_with = "integer")]
        processors_per_node: u64,
        /// How much memory on each node, in GB.
        memory_per_node: NumberOrText,
        /// How long it may run, as `HH:MM:SS` (before Aloe).
        max_run_time: NumberOrText,
        /// How long it may run, in hours (Aloe).
        max_hours: NumberOrText,
        /// The input files, by the app's input ids: an address each, or a list of addresses.
        inputs: Map<String, Value>,
        /// The values of the parameters, by the app's parameter ids.
        parameters: Map<String, Value>,
        /// Whether its outputs are copied to the archive when it ends.
        archive: bool,
        /// The storage system of the archive.
        archive_system: SystemId,
        /// The folder in the archive.
        archive_path: String,
        /// The folder of the outputs.
        output_path: String,
        /// The folder it runs in.
        work_path: String,
        /// The subscriptions to its events.
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
        /// When it started to run (before Aloe).
        start_time: Timestamp,
        /// When it started to run (Aloe).
        started: Timestamp,
        /// When it ended (before Aloe).
        end_time: Timestamp,
        /// When it ended (Aloe).
        ended: Timestamp,
        /// When it ended according to the scheduler (Aloe).
        remote_ended: Timestamp,
        /// How it ended according to the scheduler (Aloe).
        remote_outcome: String,
        /// How often the server has queried the scheduler about it (Aloe).
        #[serde(deserialize_with = "integer")]
        remote_status_checks: u64,
        /// How many of these queries failed (Aloe).
        #[serde(deserialize_with = "integer")]
        failed_status_check: u64,
        /// When the scheduler was last queried (Aloe).
        last_status_check: Timestamp,
        /// What the last query returned (Aloe). The service's schema declares a date; it is a text.
        last_status_message: String,
        /// The app's UUID (Aloe).
        app_uuid: String,
        /// The owner's roles, with commas between them (Aloe).
        roles: String,
        /// The tenant (Aloe).
        tenant_id: String,
        /// The tenant's own queue (Aloe).
        tenant_queue: String,
        /// Whether lists include it (Aloe).
        visible: bool,
    }
}

record! {
    /// A job, as lists show it; like [`Job`] it has the names from before and after Aloe.
    pub struct JobSummary {
        /// The job's id.
        id: JobId,
        /// The name, not unique.
        name: String,
        /// The user who submitted it.
        owner: Username,
        /// The app that it runs.
        app_id: AppId,
        /// The status.
        status: JobState,
        /// The system that it runs on (before Aloe).
        execution_system: SystemId,
        /// The system that it runs on (Aloe).
        system_id: SystemId,
        /// When it started to run (before Aloe).
        start_time: Timestamp,
        /// When it started to run (Aloe).
        started: Timestamp,
        /// When it ended (before Aloe).
        end_time: Timestamp,
        /// When it ended (Aloe).
        ended: Timestamp,
    }
}

record! {
    /// An event in the history of a job.
    pub struct JobHistory {
        /// The status that it got.
        status: JobState,
        /// What happened.
        description: String,
        /// When it happened.
        created: Timestamp,
    }
}
