//! Ports that algorithms open on their nodes.

use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Caller;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::show;
use crate::vantage6::store::{Port, Tables};
use crate::vantage6::validation::schemas;

/// Refuses a run that is not for the node that asks. An unknown run makes the real server fail.
fn own_run(call: &Call<'_>, tables: &Tables, run: u64) -> Result<(), Reply> {
    let run = tables.runs.get(run).ok_or_else(reply::crash)?;
    let node = tables.node_of_run(run).ok_or_else(reply::crash)?;
    match call.identity()?.caller {
        Caller::Node(id) if id == node.id => Ok(()),
        _ => Err(reply::unauthorized("You lack the permissions to do that!")),
    }
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::PORT)?;
    let run = fields::id(&data, "run_id").unwrap_or(0);
    own_run(call, tables, run)?;
    let row = Port {
        id: tables.ports.next_id(),
        run,
        number: fields::id(&data, "port").unwrap_or(0),
        label: fields::text(&data, "label").map(str::to_owned),
    };
    let shown = show::port(&row);
    tables.ports.put(row);
    reply::created(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let Some(run) = call.query.key("run_id") else {
        return Err(reply::bad("The run_id argument is required!"));
    };
    own_run(call, tables, run)?;
    for port in tables.ports.ids(|port| port.run == run) {
        tables.ports.remove(port);
    }
    reply::done("Ports removed from the database.")
}

/// The addresses of the algorithms of a container's own task. This server has no network of nodes, so that
/// only ports that nodes told of are listed.
pub(crate) fn addresses(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let Caller::Container(container) = &call.identity()?.caller else { return Err(reply::crash()) };
    let label = call.query.get("label");
    let addresses = tables.ports.iter().filter_map(|port| {
        let run = tables.runs.get(port.run).filter(|run| run.task == container.task)?;
        if label.is_some_and(|label| port.label.as_deref() != Some(label)) {
            return None;
        }
        let node = tables.node_of_run(run);
        Some(Json::object([
            ("port", port.number.into()),
            ("label", port.label.as_deref().into()),
            ("ip", node.and_then(|node| node.ip.as_deref()).into()),
            ("organization_id", run.organization.into()),
            ("task_id", run.task.into()),
            ("parent_id", tables.tasks.get(run.task).and_then(|task| task.parent).into()),
        ]))
    });
    reply::ok(Json::object([("addresses", addresses.collect())]))
}
