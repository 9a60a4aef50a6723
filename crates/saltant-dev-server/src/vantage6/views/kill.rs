//! Killing tasks.

use super::{fields, tasks};
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::Send;
use crate::vantage6::rules::Scope;
use crate::vantage6::store::{Tables, status};
use crate::vantage6::validation::schemas;

pub(crate) fn task(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::ONLY_ID)?;
    let (id, identity) = (fields::id(&data, "id").unwrap_or(0), call.identity()?);
    let row = tasks::named(tables, &data)?;
    let state = tables.task_status(row);
    if status::is_finished(state) {
        let text = format!("Task {id} already finished with status '{state}', so cannot kill it!");
        return Err(reply::bad(text));
    }
    let members = tables.collaborations.get(row.collaboration).map_or(&[][..], |row| &row.organizations);
    let within =
        members.contains(&identity.organization) && identity.can("event", Send, Scope::Collaboration);
    if !within && !identity.can("event", Send, Scope::Global) {
        return Err(reply::refused());
    }
    let runs = tables.kill_task(id, call.now);
    call.app.nodes.kill(&runs);
    reply::done(format!("Nodes have been instructed to kill any containers running for task {id}."))
}

pub(crate) fn node_tasks(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::ONLY_ID)?;
    let id = fields::id(&data, "id").unwrap_or(0);
    let row = tables.nodes.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Node id={id} not found")))?;
    if !row.online {
        return Err(reply::bad(format!("Node {id} is not online so cannot kill its tasks!")));
    }
    // The real server asks for a rule that does not exist, and fails.
    Err(reply::crash())
}
