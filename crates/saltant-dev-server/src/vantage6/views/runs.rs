//! Runs and their results, which are the same rows.

use jiff::Timestamp;

use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::{Caller, Identity};
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::View;
use crate::vantage6::rules::Scope;
use crate::vantage6::store::{Changes, Run, Tables};
use crate::vantage6::validation::schemas;
use crate::vantage6::{show, times};

const NAME: &str = "run";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let tables = &*tables;
    let whole = call.query.includes("task");
    let rows = find(call, tables)?.into_iter();
    Listing::new(rows).newest_first().answer(call, |row| show::run(tables, row, whole))
}

pub(crate) fn list_results(call: &Call<'_>, tables: &mut Tables) -> Answer {
    Listing::new(find(call, tables)?.into_iter()).newest_first().answer(call, show::result)
}

/// The runs that the query asks for and the caller may see.
fn find<'a>(call: &Call<'_>, tables: &'a Tables) -> Result<Vec<&'a Run>, Reply> {
    let (identity, query) = (call.identity()?, &call.query);
    let hidden = |of: String| reply::unauthorized(format!("You lack the permission to view runs for {of}!"));
    if let Some(id) = query.number("organization_id")?
        && !identity.can_for(NAME, View, id)
    {
        return Err(hidden(format!("organization id={id}")));
    }
    let mut of_task = None;
    if let (Some(text), Some(id)) = (query.get("task_id"), query.key("task_id")) {
        let task = tables.tasks.get(id);
        let task = task.ok_or_else(|| reply::bad(format!("Task id={text} does not exist!")))?;
        let own = identity.can(NAME, View, Scope::Own) && task.init_user == identity.user();
        if !own && !identity.can_within(NAME, View, task.init_org, task.collaboration) {
            return Err(hidden(format!("task id={text}")));
        }
        of_task = Some(task);
    }
    let mut node = None;
    if let (Some(text), Some(id)) =
        (query.get("node_id").filter(|text| !text.is_empty()), query.key("node_id"))
    {
        let row = tables.nodes.get(id);
        let row = row.ok_or_else(|| reply::bad(format!("Node id={text} does not exist!")))?;
        if !identity.can_in(NAME, View, row.collaboration) {
            return Err(hidden(format!("node id={text}")));
        }
        node = Some((row.organization, row.collaboration));
    }
    if query.get("port").is_some() {
        // The filter names a column that the real server does not have.
        return Err(reply::crash());
    }
    if let Some(id) = query.number("collaboration_id")?
        && !identity.can_in(NAME, View, id)
    {
        return Err(hidden(format!("collaboration id={id}")));
    }
    let scope = identity.widest(NAME, View).ok_or_else(reply::refused)?;
    let keep = |row: &&Run| {
        let Some(task) = tables.tasks.get(row.task) else { return false };
        query.key("organization_id").is_none_or(|id| row.organization == id)
            && node.is_none_or(|node| node == (row.organization, task.collaboration))
            && query.key("collaboration_id").is_none_or(|id| task.collaboration == id)
            && (query.get("state") != Some("open") || row.finished_at.is_none())
            && in_time(call, row)
            // A run without any node of its organization is not listed.
            && tables.nodes.iter().any(|node| node.organization == row.organization)
            && match scope {
                Scope::Global => true,
                Scope::Collaboration => tables
                    .collaborations
                    .get(task.collaboration)
                    .is_some_and(|known| known.organizations.contains(&identity.organization)),
                Scope::Organization => row.organization == identity.organization,
                Scope::Own => task.init_user == identity.user(),
            }
    };
    Ok(match of_task {
        Some(task) => tables.runs_of(task).filter(keep).collect(),
        None => tables.runs.iter().filter(keep).collect(),
    })
}

/// The limits of time. The lower ones all look at the time of assignment, as on the real server.
fn in_time(call: &Call<'_>, row: &Run) -> bool {
    let columns =
        [("assigned", Some(row.assigned_at)), ("started", row.started_at), ("finished", row.finished_at)];
    let assigned = times::column(row.assigned_at);
    columns.into_iter().all(|(name, time)| {
        let till = call.query.get(&format!("{name}_till"));
        let from = call.query.get(&format!("{name}_from"));
        till.is_none_or(|till| time.is_some_and(|time| times::column(time).as_str() <= till))
            && from.is_none_or(|from| assigned.as_str() >= from)
    })
}

/// The run of the path, if the caller may see it.
fn one<'a>(call: &Call<'_>, tables: &'a Tables) -> Result<&'a Run, Reply> {
    let id = call.id();
    let row = tables.runs.get(id).ok_or_else(|| reply::missing(format!("Run id={id} not found!")))?;
    if !visible(call.identity()?, tables, row) {
        return Err(reply::refused());
    }
    Ok(row)
}

fn visible(identity: &Identity, tables: &Tables, row: &Run) -> bool {
    let Some(task) = tables.tasks.get(row.task) else { return false };
    let own = identity.can(NAME, View, Scope::Own) && task.init_user == identity.user();
    own || identity.can_within(NAME, View, task.init_org, task.collaboration)
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let row = one(call, tables)?;
    // Unlike in lists, the word has to stand alone here.
    reply::ok(show::run(tables, row, call.query.get("include") == Some("task")))
}

pub(crate) fn get_result(call: &Call<'_>, tables: &mut Tables) -> Answer {
    reply::ok(show::result(one(call, tables)?))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.runs.get(id).ok_or_else(|| reply::missing(format!("Run id={id} not found!")))?;
    let data = call.partial(&schemas::RUN)?;
    if !matches!(call.identity()?.caller, Caller::Node(_))
        || row.organization != call.identity()?.organization
    {
        return Err(reply::unauthorized("This is not your algorithm run to PATCH!"));
    }
    if row.finished_at.is_some() {
        return Err(reply::bad("Cannot update an already finished algorithm run!"));
    }
    let text = |field| fields::text(&data, field).map(str::to_owned);
    let changes = Changes {
        started_at: time(&data, "started_at")?,
        finished_at: time(&data, "finished_at")?,
        status: text("status"),
        result: text("result"),
        log: text("log"),
    };
    tables.change_run(id, changes, call.now);
    let row = tables.runs.get(id).ok_or_else(reply::crash)?;
    reply::ok(show::run(tables, row, false))
}

/// A time of the body. Forms that only the validation takes make the real server fail.
fn time(data: &Json, field: &str) -> Result<Option<Timestamp>, Reply> {
    let Some(text) = fields::text(data, field).filter(|text| !text.is_empty()) else { return Ok(None) };
    times::read(text).map(Some).ok_or_else(reply::crash)
}
