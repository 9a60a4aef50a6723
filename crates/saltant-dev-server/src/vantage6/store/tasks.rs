//! Tasks and their runs, and the rules by which they change.

use jiff::Timestamp;

use super::Tables;
use super::rows::{Key, Row, row};
use crate::vantage6::times;

/// The words for the state of a run and of a task.
pub(crate) mod status {
    pub(crate) const PENDING: &str = "pending";
    pub(crate) const INITIALIZING: &str = "initializing";
    pub(crate) const ACTIVE: &str = "active";
    pub(crate) const COMPLETED: &str = "completed";
    pub(crate) const FAILED: &str = "failed";
    pub(crate) const KILLED: &str = "killed by user";

    /// All words, in the order in which a message lists them.
    pub(crate) const ALL: [&str; 11] = [
        PENDING,
        INITIALIZING,
        ACTIVE,
        COMPLETED,
        FAILED,
        "start failed",
        "non-existing Docker image",
        "crashed",
        KILLED,
        "not allowed",
        "unknown error",
    ];

    pub(crate) fn is_finished(status: &str) -> bool {
        ![PENDING, INITIALIZING, ACTIVE].contains(&status)
    }

    pub(crate) fn is_failed(status: &str) -> bool {
        is_finished(status) && status != COMPLETED
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) image: String,
    pub(crate) collaboration: u64,
    pub(crate) study: Option<u64>,
    pub(crate) job: u64,
    pub(crate) parent: Option<u64>,
    pub(crate) children: Vec<u64>,
    pub(crate) runs: Vec<u64>,
    pub(crate) init_org: u64,
    pub(crate) init_user: Option<u64>,
    pub(crate) created_at: Timestamp,
    pub(crate) store: Option<u64>,
    /// Each database's label, and its other keys as JSON text.
    pub(crate) databases: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) id: u64,
    pub(crate) task: u64,
    pub(crate) organization: u64,
    pub(crate) status: String,
    pub(crate) input: Option<String>,
    pub(crate) result: Option<String>,
    pub(crate) log: Option<String>,
    /// When the server started, not when the run was assigned: the real server's default is computed once.
    pub(crate) assigned_at: Timestamp,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) in_blobs: bool,
    /// The state beyond which a fault keeps the run.
    pub(crate) stuck_in: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub(crate) id: u64,
    pub(crate) run: u64,
    pub(crate) number: u64,
    pub(crate) label: Option<String>,
}

/// A task that passed all checks.
#[derive(Debug)]
pub(crate) struct NewTask {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) image: String,
    pub(crate) collaboration: u64,
    pub(crate) study: Option<u64>,
    pub(crate) parent: Option<u64>,
    pub(crate) init_org: u64,
    pub(crate) init_user: Option<u64>,
    pub(crate) created_at: Timestamp,
    pub(crate) assigned_at: Timestamp,
    pub(crate) store: Option<u64>,
    pub(crate) databases: Vec<(String, String)>,
    /// Each organization with its input.
    pub(crate) inputs: Vec<(u64, Option<String>)>,
    pub(crate) in_blobs: bool,
    pub(crate) stuck_in: Option<String>,
}

/// A change of a run by its node. What is absent here is wiped, except the start and the status.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) status: Option<String>,
    pub(crate) result: Option<String>,
    pub(crate) log: Option<String>,
}

impl Tables {
    /// Adds a task with one run for each organization, and returns its id.
    pub(crate) fn add_task(&mut self, new: NewTask) -> u64 {
        let id = self.tasks.next_id();
        let parent_job = new.parent.and_then(|parent| self.tasks.get(parent)).map(|parent| parent.job);
        let job = parent_job
            .unwrap_or_else(|| self.tasks.iter().map(|task| task.job).max().map_or(1, |job| job + 1));
        let mut runs = Vec::new();
        for (organization, input) in new.inputs {
            runs.push(self.runs.put(Run {
                id: self.runs.next_id(),
                task: id,
                organization,
                status: status::PENDING.to_owned(),
                input,
                result: None,
                log: None,
                assigned_at: new.assigned_at,
                started_at: None,
                finished_at: None,
                in_blobs: new.in_blobs,
                stuck_in: new.stuck_in.clone(),
            }));
        }
        if let Some(parent) = new.parent.and_then(|parent| self.tasks.get_mut(parent)) {
            parent.children.push(id);
        }
        self.tasks.put(Task {
            id,
            name: new.name,
            description: new.description,
            image: new.image,
            collaboration: new.collaboration,
            study: new.study,
            job,
            parent: new.parent,
            children: Vec::new(),
            runs,
            init_org: new.init_org,
            init_user: new.init_user,
            created_at: new.created_at,
            store: new.store,
            databases: new.databases,
        })
    }

    /// The runs of a task, the oldest first.
    pub(crate) fn runs_of<'a>(&'a self, task: &'a Task) -> impl Iterator<Item = &'a Run> {
        task.runs.iter().filter_map(|run| self.runs.get(*run))
    }

    /// The state of a task, which follows from its runs.
    pub(crate) fn task_status<'a>(&'a self, task: &'a Task) -> &'a str {
        let states = || self.runs_of(task).map(|run| run.status.as_str());
        let mut failed = states().filter(|state| status::is_failed(state));
        if let Some(first) = failed.next() {
            return if failed.all(|state| state == first) { first } else { status::FAILED };
        }
        [status::ACTIVE, status::INITIALIZING, status::PENDING]
            .into_iter()
            .find(|wanted| states().any(|state| state == *wanted))
            .unwrap_or(status::COMPLETED)
    }

    /// When a task was completed; one that failed has no such time.
    pub(crate) fn task_end(&self, task: &Task) -> Option<Timestamp> {
        let completed = self.task_status(task) == status::COMPLETED;
        self.runs_of(task).filter_map(|run| run.finished_at).max().filter(|_| completed)
    }

    /// Changes a run that has not finished. When it fails, the runs of the same task that have not started fail too.
    pub(crate) fn change_run(&mut self, id: u64, changes: Changes, now: Timestamp) {
        let Some(run) = self.runs.get_mut(id) else { return };
        if run.stuck_in.as_ref() == Some(&run.status) {
            return;
        }
        run.started_at = changes.started_at.or(run.started_at);
        run.finished_at = changes.finished_at;
        run.result = changes.result;
        run.log = changes.log;
        if let Some(status) = changes.status {
            run.status = status;
        }
        if !status::is_failed(&run.status) {
            return;
        }
        let reason =
            format!("Marked as failed because sibling run id={id} failed with status '{}'.", run.status);
        let siblings = self.tasks.get(run.task).map(|task| task.runs.clone()).unwrap_or_default();
        for sibling in siblings.into_iter().filter(|sibling| *sibling != id) {
            let Some(run) = self.runs.get_mut(sibling) else { continue };
            if run.started_at.is_none() && run.finished_at.is_none() {
                status::FAILED.clone_into(&mut run.status);
                run.finished_at = Some(now);
                run.log.get_or_insert_with(|| reason.clone());
            }
        }
    }

    /// Adds to the log of a run that goes on.
    pub(crate) fn add_log(&mut self, id: u64, part: &str) {
        if let Some(run) = self.runs.get_mut(id).filter(|run| run.finished_at.is_none()) {
            run.log.get_or_insert_default().push_str(part);
        }
    }

    /// Kills the unfinished runs of a task and of its direct children, and returns their ids.
    pub(crate) fn kill_task(&mut self, id: u64, now: Timestamp) -> Vec<u64> {
        let Some(task) = self.tasks.get(id) else { return Vec::new() };
        let mut runs = task.runs.clone();
        runs.extend(
            task.children.iter().filter_map(|child| self.tasks.get(*child)).flat_map(|task| &task.runs),
        );
        runs.retain(|run| {
            let Some(run) = self.runs.get_mut(*run).filter(|run| !status::is_finished(&run.status)) else {
                return false;
            };
            status::KILLED.clone_into(&mut run.status);
            run.finished_at = Some(now);
            true
        });
        runs
    }
}

row! { Task "Task" |row|
    "name" => &row.name,
    "description" => &row.description,
    "image" => &row.image,
    "collaboration_id" => row.collaboration,
    "study_id" => row.study,
    "job_id" => row.job,
    "parent_id" => row.parent,
    "init_org_id" => row.init_org,
    "init_user_id" => row.init_user,
    "algorithm_store_id" => row.store,
    "created_at" => &times::column(row.created_at),
}

row! { Run "Run" |row|
    "task_id" => row.task,
    "organization_id" => row.organization,
    "status" => &row.status,
    "input" => row.input.as_ref(),
    "result" => row.result.as_ref(),
    "log" => row.log.as_ref(),
    "assigned_at" => &times::column(row.assigned_at),
    "started_at" => row.started_at.map(times::column).as_ref(),
    "finished_at" => row.finished_at.map(times::column).as_ref(),
    "cleanup_at" => None::<&String>,
    "blob_storage_used" => row.in_blobs,
}

impl Row for Port {
    const MODEL: &'static str = "AlgorithmPort";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, _: &str) -> Option<Key> {
        None
    }
}
