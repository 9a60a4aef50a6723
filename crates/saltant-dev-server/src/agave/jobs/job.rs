//! A job, its states, and what is noted when they change.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::agave::call::Call;
use crate::agave::ids::{self, Resource};
use crate::agave::notifications::Event;
use crate::agave::pems::{Pem, Pems};
use crate::agave::tenant::Agave;
use crate::json::Json;

/// A job.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) app_id: String,
    pub(crate) execution_system: String,
    /// The fields of the request that are answered as they are: queue, nodes, limits, inputs, parameters.
    pub(crate) fields: Json,
    /// The request itself, for another submission.
    pub(crate) request: Json,
    /// The work directory, as a path of the execution system.
    pub(crate) work_path: String,
    pub(crate) archive: Option<Archive>,
    pub(crate) status: &'static str,
    pub(crate) message: Option<String>,
    pub(crate) created: String,
    pub(crate) updated: String,
    pub(crate) submitted: Option<String>,
    pub(crate) started: Option<String>,
    pub(crate) ended: Option<String>,
    pub(crate) history: Vec<JobEvent>,
    pub(crate) pems: Pems,
    pub(crate) hidden: bool,
    /// The scheme and host that the submission was sent to.
    pub(crate) origin: String,
    /// The state that a fault keeps the job in.
    pub(crate) stuck_in: Option<String>,
    /// Stops the command.
    pub(crate) stop: Arc<Notify>,
}

/// Where the outputs of a job go.
#[derive(Clone)]
pub(crate) struct Archive {
    pub(crate) system: String,
    pub(crate) path: String,
}

#[derive(Clone)]
pub(crate) struct JobEvent {
    id: String,
    status: &'static str,
    description: String,
    created: String,
    created_by: String,
}

/// Whether a job in this state stays in it.
pub(crate) fn is_final(status: &str) -> bool {
    matches!(status, "FINISHED" | "FAILED" | "STOPPED")
}

impl JobEvent {
    pub(super) fn shown(&self, call: &Call, job: &str) -> Json {
        Json::object([
            ("id", self.id.as_str().into()),
            ("created", self.created.as_str().into()),
            ("createdBy", self.created_by.as_str().into()),
            ("status", self.status.into()),
            ("description", self.description.as_str().into()),
            (
                "_links",
                call.links([
                    ("self", format!("jobs/v2/{job}/history/{}", self.id)),
                    ("job", format!("jobs/v2/{job}")),
                ]),
            ),
        ])
    }
}

impl Job {
    pub(super) fn rights(&self, call: &Call) -> Pem {
        if self.owner == call.user || call.admin {
            return Pem::ALL;
        }
        self.pems.get(&call.user).copied().unwrap_or(Pem::NONE)
    }

    pub(super) fn shown(&self, call: &Call) -> Json {
        let mut shown = self.plain();
        let own = format!("jobs/v2/{}", self.id);
        let mut links = call.links([
            ("app", format!("apps/v2/{}", self.app_id)),
            ("executionSystem", format!("systems/v2/{}", self.execution_system)),
            ("archiveData", format!("{own}/outputs/listings")),
            ("owner", format!("profiles/v2/{}", self.owner)),
            ("permissions", format!("{own}/pems")),
            ("history", format!("{own}/history")),
            ("notifications", format!("notifications/v2/?associatedUuid={}", self.id)),
            ("self", own),
        ]);
        if let Some(archive) = &self.archive {
            links.set("archiveSystem", call.link(&format!("systems/v2/{}", archive.system)));
        }
        shown.set("_links", links);
        shown
    }

    /// The job without links.
    fn plain(&self) -> Json {
        let mut shown = Json::object([
            ("id", self.id.as_str().into()),
            ("name", self.name.as_str().into()),
            ("owner", self.owner.as_str().into()),
            ("appId", self.app_id.as_str().into()),
            ("executionSystem", self.execution_system.as_str().into()),
            ("status", self.status.into()),
            ("retries", 0_usize.into()),
            ("localId", Json::Null),
            ("archive", self.archive.is_some().into()),
            ("outputPath", self.work_path.as_str().into()),
            ("workPath", self.work_path.as_str().into()),
            ("created", self.created.as_str().into()),
            ("lastUpdated", self.updated.as_str().into()),
            ("submitTime", self.submitted.as_deref().into()),
            ("startTime", self.started.as_deref().into()),
            ("endTime", self.ended.as_deref().into()),
        ]);
        for (name, value) in self.fields.entries().unwrap_or_default() {
            shown.set(name, value.clone());
        }
        if let Some(archive) = &self.archive {
            shown.set("archivePath", archive.path.as_str());
            shown.set("archiveSystem", archive.system.as_str());
        }
        if self.status == "FAILED" {
            shown.set("message", self.message.as_deref());
        }
        shown
    }

    fn event(&self) -> Event {
        let url = format!("{}/jobs/v2/{}", self.origin, self.id);
        let archive = self.archive.as_ref();
        let archive_path = archive.map(|archive| archive.path.clone()).unwrap_or_default();
        let archive_url = archive.map(|archive| {
            format!("{}/files/v2/media/system/{}/{}", self.origin, archive.system, archive.path)
        });
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Event {
            uuid: self.id.clone(),
            name: self.status,
            owner: self.owner.clone(),
            values: vec![
                ("JOB_ID", self.id.clone()),
                ("JOB_NAME", self.name.clone()),
                ("JOB_STATUS", self.status.to_owned()),
                ("JOB_URL", url),
                ("JOB_SYSTEM", self.execution_system.clone()),
                ("JOB_SUBMIT_TIME", text(&self.submitted)),
                ("JOB_START_TIME", text(&self.started)),
                ("JOB_END_TIME", text(&self.ended)),
                ("JOB_ARCHIVE_PATH", archive_path),
                ("JOB_ARCHIVE_URL", archive_url.unwrap_or_default()),
                ("JOB_ERROR", text(&self.message)),
            ],
            document: self.plain(),
        }
    }
}

/// The short form of a job, for lists.
pub(super) fn summary(shown: &Json) -> Json {
    shown.only(&[
        "id",
        "name",
        "owner",
        "executionSystem",
        "appId",
        "created",
        "status",
        "startTime",
        "endTime",
        "_links",
    ])
}

impl Agave {
    /// Changes a job; `None` if it does not exist.
    pub(crate) fn change_job<R>(&self, id: &str, work: impl FnOnce(&mut Job) -> R) -> Option<R> {
        self.store.with(|store| store.jobs.iter_mut().find(|job| job.id == id).map(work))
    }

    /// Moves a job to its next state and notes it. Returns false if the job stays where it is: it was stopped, or a
    /// fault keeps it.
    pub(crate) fn advance_job(&self, id: &str, status: &'static str, user: &str, description: &str) -> bool {
        let now = ids::time(self.clock.now());
        let event_id = Resource::JobEvent.uuid(&self.random);
        let advanced = self.change_job(id, |job| {
            let is_stuck = job.stuck_in.as_deref() == Some(job.status) && status != "STOPPED";
            if is_final(job.status) || is_stuck {
                return None;
            }
            job.status = status;
            job.updated.clone_from(&now);
            match status {
                "QUEUED" => job.submitted = Some(now.clone()),
                "RUNNING" => job.started = Some(now.clone()),
                "FINISHED" | "FAILED" | "STOPPED" => job.ended = Some(now.clone()),
                _ => {}
            }
            if status == "FAILED" {
                job.message = Some(description.to_owned());
            }
            job.history.push(JobEvent {
                id: event_id,
                status,
                description: description.to_owned(),
                created: now,
                created_by: user.to_owned(),
            });
            Some(job.event())
        });
        let Some(Some(event)) = advanced else { return false };
        self.emit(&event);
        true
    }

    /// Stops a job, if it has not finished.
    pub(crate) fn stop_job(&self, id: &str, user: &str) {
        if self.advance_job(id, "STOPPED", user, "The job was stopped by a user") {
            self.change_job(id, |job| job.stop.notify_one());
        }
    }

    /// Notes the first state of a new job.
    pub(super) fn job_accepted(&self, id: &str) {
        let now = ids::time(self.clock.now());
        let event_id = Resource::JobEvent.uuid(&self.random);
        let event = self.change_job(id, |job| {
            job.history.push(JobEvent {
                id: event_id,
                status: job.status,
                description: "Job accepted and queued for submission.".to_owned(),
                created: now,
                created_by: job.owner.clone(),
            });
            job.event()
        });
        if let Some(event) = event {
            self.emit(&event);
        }
    }
}
