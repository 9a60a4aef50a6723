//! The states of task instances: how they are saved, and what a change of state causes.
//!
//! `created` → `published` → `running` → `successful` | `failed`, or `terminated` after a revoke. Nothing
//! enforces that order: any user of the API can write any state, as on the real server.

use std::borrow::Cow;
use std::sync::Arc;

use uuid::Uuid;

use crate::json::{Json, jsonb};
use crate::saltant::app::Saltant;
use crate::saltant::broker::Job;
use crate::saltant::states::{self, CREATED, FAILED, PUBLISHED, SUCCESSFUL};
use crate::saltant::store::{Class, Tables, TaskInstance, TaskQueue, TaskType, User};
use crate::saltant::validation::instance;
use crate::saltant::validation::model::Invalid;

/// The column's width.
const LONGEST_STATE: usize = 10;

/// The fields of a new instance.
pub(crate) struct New {
    pub(crate) class: Class,
    pub(crate) user: Arc<User>,
    pub(crate) name: String,
    pub(crate) queue: Arc<TaskQueue>,
    pub(crate) task_type: Arc<TaskType>,
    pub(crate) arguments: Json,
}

/// Saves a new instance and returns it with its arguments in the order in which they were sent. What is
/// read later comes from the column, which sorts them.
pub(crate) fn create(app: &Saltant, tables: &mut Tables, new: New) -> Result<(TaskInstance, Job), Invalid> {
    let user = &new.user.username;
    let arguments =
        instance::checked(tables, new.class, Some(user), &new.queue, &new.task_type, new.arguments)?;
    let stored = jsonb::stored(&arguments).ok_or(Invalid::Crash)?;
    let row = TaskInstance {
        uuid: app.random.uuid(),
        class: new.class,
        user: Some(Arc::clone(user)),
        name: new.name,
        state: Cow::Borrowed(CREATED),
        created: app.clock.now(),
        finished: None,
        arguments: stored,
        task_queue: new.queue.id,
        task_type: new.task_type.id,
    };
    tables.instances_mut(new.class).insert(row.clone());
    let job = Job {
        uuid: row.uuid,
        queue: new.queue.name.clone(),
        task_type: new.task_type,
        arguments: arguments.clone(),
    };
    Ok((TaskInstance { arguments, ..row }, job))
}

/// Gives a job to the broker and saves that it was published.
///
/// The answer to the request still says `created`, because it was written before.
pub(crate) fn publish(app: &Saltant, job: Job) {
    advance(app, job.uuid, PUBLISHED);
    app.broker.submit(job);
}

/// Saves a state that the server or its worker has reached, unless a fault holds the instance back.
///
/// If the model now refuses the row (because the queue was switched off, for example), the state never
/// changes again: nothing repeats the attempt.
pub(crate) fn advance(app: &Saltant, uuid: Uuid, state: &str) -> bool {
    if app.held.keeps_from(uuid, state) {
        return false;
    }
    app.store.with(|tables| set(app, tables, uuid, state)).is_ok()
}

/// Saves any state for an instance.
pub(crate) fn set(
    app: &Saltant,
    tables: &mut Tables,
    uuid: Uuid,
    state: &str,
) -> Result<Arc<TaskInstance>, Invalid> {
    let row = tables.instance(uuid).cloned().ok_or(Invalid::Crash)?;
    if state.chars().count() > LONGEST_STATE || state.contains('\0') {
        return Err(Invalid::Crash);
    }
    // Every save runs all checks again and fills in what the type requires by now.
    let queue = tables.queue(row.task_queue).ok_or(Invalid::Crash)?;
    let task_type = tables.task_type(row.class, row.task_type).ok_or(Invalid::Crash)?;
    let arguments =
        instance::checked(tables, row.class, row.user.as_deref(), queue, task_type, row.arguments.clone())?;
    let arguments = jsonb::stored(&arguments).ok_or(Invalid::Crash)?;
    let mut row = TaskInstance { state: states::shared(state), arguments, ..(*row).clone() };
    // The finish is the time of the last save in one of these two states. Termination does not set it, and
    // nothing ever takes it away.
    if matches!(state, SUCCESSFUL | FAILED) {
        row.finished = Some(app.clock.now());
    }
    Ok(tables.instances_mut(row.class).replace(row))
}
