use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Identity;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{self, Delete, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::show;
use crate::vantage6::store::{self, Tables, Task, like};

const NAME: &str = "task";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    let scope = identity.widest(NAME, View).ok_or_else(reply::refused)?;
    if query.includes("results") && !identity.can_at_least("run", View, scope) {
        let runs = identity.widest("run", View).map_or("None".to_owned(), |scope| scope.value().to_owned());
        return Err(reply::unauthorized(format!(
            "You cannot view the results of all tasks, as you are allowed to view tasks with scope {} but you can \
             only view results with scope {runs}",
            scope.value()
        )));
    }
    filters_allowed(call, tables, identity)?;
    // These filters name columns that the real server does not have.
    if query.get("status").is_some() || query.get("store_id").is_some() || query.get("run_id").is_some() {
        return Err(reply::crash());
    }
    let created_by_users = match query.get("is_user_created") {
        None => None,
        Some(text) => Some(text.trim().parse::<i64>().map(|number| number != 0).map_err(|_| {
            reply::bad(format!(
                "Invalid value for 'is_user_created' provided: '{text}'. Should be an integer."
            ))
        })?),
    };
    let text = |column: &str, value: &str| query.get(column).is_none_or(|pattern| like(value, pattern));
    let number = |column: &str, value: Option<u64>| query.key(column).is_none_or(|key| value == Some(key));
    let rows = tables.tasks.iter().filter(|row| {
        number("collaboration_id", Some(row.collaboration))
            && number("init_org_id", Some(row.init_org))
            && number("init_user_id", row.init_user)
            && number("study_id", row.study)
            && number("parent_id", row.parent)
            && number("job_id", Some(row.job))
            && text("name", &row.name)
            && text("image", &row.image)
            && text("description", &row.description)
            && query
                .get("database")
                .is_none_or(|wanted| row.databases.iter().any(|(label, _)| label == wanted))
            && created_by_users.is_none_or(|wanted| wanted == row.parent.is_none())
            && match scope {
                Scope::Global => true,
                Scope::Collaboration => tables
                    .collaborations
                    .get(row.collaboration)
                    .is_some_and(|known| known.organizations.contains(&identity.organization)),
                Scope::Organization => row.init_org == identity.organization,
                Scope::Own => row.init_user == identity.user(),
            }
    });
    Listing::new(rows).newest_first().answer(call, |row| show::task(tables, row, Some(query)))
}

/// Refuses filters by what the caller may not see, and by what does not exist.
fn filters_allowed(call: &Call<'_>, tables: &Tables, identity: &Identity) -> Result<(), Reply> {
    let query = &call.query;
    let hidden =
        |from: String| Err(reply::unauthorized(format!("You lack the permission to view tasks {from}!")));
    if let Some(id) = query.number("collaboration_id")?
        && !identity.can_in(NAME, View, id)
    {
        return hidden(format!("from collaboration {id}"));
    }
    if let Some(id) = query.number("init_org_id")?
        && !identity.can_for(NAME, View, id)
    {
        return hidden(format!("from organization id={id}"));
    }
    if let Some(id) = query.number("init_user_id")? {
        let user = tables.users.get(id).ok_or_else(|| reply::bad(format!("User id={id} does not exist!")))?;
        let own = identity.user() == Some(id) && identity.can(NAME, View, Scope::Own);
        if !own && !identity.can_for(NAME, View, user.organization) {
            return hidden(format!("from user id={id}"));
        }
    }
    if let Some(id) = query.number("study_id")? {
        let study = tables.studies.get(id);
        let study = study.ok_or_else(|| reply::bad(format!("Study id={id} does not exist!")))?;
        let whole = study.collaboration;
        if !identity.can_in(NAME, View, whole) {
            return hidden(format!("from collaboration id={whole} that the study with id={id} belongs to"));
        }
    }
    if let Some(id) = query.number("parent_id")? {
        let parent = tables.tasks.get(id);
        let parent = parent.ok_or_else(|| reply::bad(format!("Parent task id={id} does not exist!")))?;
        let whole = parent.collaboration;
        if !identity.can_in(NAME, View, whole) {
            return hidden(format!("from the collaboration that the task with parent_id={whole} belongs to"));
        }
    }
    if let Some(id) = query.number("job_id")? {
        let task = tables.tasks.iter().find(|task| task.job == id);
        let task = task.ok_or_else(|| reply::bad(format!("Job id={id} does not exist!")))?;
        let whole = task.collaboration;
        if !identity.can_in(NAME, View, whole) {
            return hidden(format!("from the collaboration that the task with job_id={whole} belongs to"));
        }
    }
    if let Some(id) = query.number("run_id")? {
        tables.runs.get(id).ok_or_else(|| reply::bad(format!("Run id={id} does not exist!")))?;
    }
    if let Some(id) = query.number("store_id")? {
        let store = tables.stores.get(id);
        store.ok_or_else(|| reply::bad(format!("Algorithm store id={id} does not exist!")))?;
    }
    Ok(())
}

/// Whether the caller may do this to a task, or may do it to their own tasks and this is one.
fn allowed(identity: &Identity, operation: Operation, row: &Task) -> bool {
    identity.can_within(NAME, operation, row.init_org, row.collaboration) || own(identity, operation, row)
}

fn own(identity: &Identity, operation: Operation, row: &Task) -> bool {
    identity.user().is_some() && row.init_user == identity.user() && identity.can(NAME, operation, Scope::Own)
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.tasks.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("task id={id} is not found")))?;
    if !allowed(identity, View, row) {
        return Err(reply::refused());
    }
    let results = identity.can_within("run", View, row.init_org, row.collaboration);
    if call.query.includes("results") && !results && !own(identity, View, row) {
        return Err(reply::unauthorized("You lack the permission to view results for this task!"));
    }
    reply::ok(show::task(tables, row, Some(&call.query)))
}

pub(crate) fn status(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.tasks.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Task id={id} not found")))?;
    if !allowed(call.identity()?, View, row) {
        return Err(reply::refused());
    }
    reply::ok(Json::object([("status", tables.task_status(row).into())]))
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.tasks.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Task id={id} not found")))?;
    if !allowed(call.identity()?, Delete, row) {
        return Err(reply::refused());
    }
    if !store::status::is_finished(tables.task_status(row)) {
        let runs = tables.kill_task(id, call.now);
        call.app.nodes.kill(&runs);
    }
    tables.delete_task(id);
    reply::done(format!("task id={id} and its algorithm run data have been successfully deleted"))
}

/// The task that a body names.
pub(super) fn named<'a>(tables: &'a Tables, data: &Json) -> Result<&'a Task, Reply> {
    let id = fields::id(data, "id").unwrap_or(0);
    tables.tasks.get(id).ok_or_else(|| reply::missing(format!("Task id={id} not found")))
}
