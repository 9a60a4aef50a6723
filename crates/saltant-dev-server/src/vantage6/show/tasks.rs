use super::{changeable, link, list, object};
use crate::json::Json;
use crate::vantage6::call::Query;
use crate::vantage6::store::{Port, Run, Tables, Task};
use crate::vantage6::times;

/// A task with what the query includes. A task within a run has no `runs`.
pub(crate) fn task(tables: &Tables, row: &Task, query: Option<&Query>) -> Json {
    let included = |part| query.is_some_and(|query| query.includes(part));
    let runs = if included("runs") {
        tables.runs_of(row).map(|row| run(tables, row, false)).collect()
    } else {
        list("run", "task_id", row.id)
    };
    let results = if included("results") {
        tables.runs_of(row).map(result).collect()
    } else {
        list("result", "task_id", row.id)
    };
    let databases = row.databases.iter().map(|(label, parameters)| {
        object([("label", label.as_str().into()), ("parameters", parameters.as_str().into())])
    });
    let parts = [
        ("status", tables.task_status(row).into()),
        ("finished_at", tables.task_end(row).map(times::json).into()),
        ("collaboration", changeable("collaboration", row.collaboration)),
        ("runs", runs),
        ("results", results),
        ("parent", row.parent.map(task_link).into()),
        ("children", list("task", "parent_id", row.id)),
        ("init_org", changeable("organization", row.init_org)),
        ("init_user", row.init_user.map(|id| changeable("user", id)).into()),
        ("databases", databases.collect()),
        ("study", row.study.map(|id| changeable("study", id)).into()),
        ("algorithm_store", row.store.map(|id| changeable("algorithmstore", id)).into()),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
        ("description", row.description.as_str().into()),
        ("image", row.image.as_str().into()),
        ("job_id", row.job.into()),
        ("created_at", times::json(row.created_at)),
    ];
    object(parts.into_iter().filter(|(name, _)| query.is_some() || *name != "runs"))
}

fn task_link(id: u64) -> Json {
    link("task", id, &["DELETE", "GET"])
}

/// A run; its task is a link or whole.
pub(crate) fn run(tables: &Tables, row: &Run, with_task: bool) -> Json {
    let whole = tables.tasks.get(row.task).filter(|_| with_task);
    let task = whole.map_or_else(|| task_link(row.task), |row| task(tables, row, None));
    let node = tables.node_of_run(row).map_or_else(
        || Json::Object(Vec::new()),
        |node| {
            object([
                ("id", node.id.into()),
                ("ip", node.ip.as_deref().into()),
                ("status", node.status().into()),
                ("name", node.name.as_str().into()),
            ])
        },
    );
    let ports = tables.ports.iter().filter(|port| port.run == row.id).map(|port| {
        object([
            ("id", port.id.into()),
            ("port", port.number.into()),
            ("label", port.label.as_deref().into()),
        ])
    });
    object([
        ("organization", changeable("organization", row.organization)),
        ("task", task),
        ("results", link("result", row.id, &["GET", "PATCH"])),
        ("node", node),
        ("ports", ports.collect()),
        ("id", row.id.into()),
        ("input", row.input.as_deref().into()),
        ("assigned_at", times::json(row.assigned_at)),
        ("started_at", row.started_at.map(times::json).into()),
        ("finished_at", row.finished_at.map(times::json).into()),
        ("status", row.status.as_str().into()),
        ("log", row.log.as_deref().into()),
        ("cleanup_at", Json::Null),
        ("blob_storage_used", row.in_blobs.into()),
    ])
}

/// The result of a run, which has the run's id.
pub(crate) fn result(row: &Run) -> Json {
    object([
        ("run", link("run", row.id, &["GET", "PATCH"])),
        ("task", task_link(row.task)),
        ("id", row.id.into()),
        ("result", row.result.as_deref().into()),
        ("cleanup_at", Json::Null),
        ("blob_storage_used", row.in_blobs.into()),
    ])
}

pub(crate) fn port(row: &Port) -> Json {
    object([("id", row.id.into()), ("port", row.number.into()), ("label", row.label.as_deref().into())])
}
