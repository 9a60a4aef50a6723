//! Submitting a job: its request is checked against its app.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::agave::apps::{self, App, values};
use crate::agave::call::{Call, boolean, required, text};
use crate::agave::files::import::Source;
use crate::agave::ids::{self, Resource};
use crate::agave::jobs::job::{Archive, Job};
use crate::agave::notifications;
use crate::agave::pems::Pems;
use crate::agave::reply::Refusal;
use crate::agave::systems::roles::Role;
use crate::agave::systems::{self, System};
use crate::agave::work::Work;
use crate::json::Json;

/// Submits a job. It is PENDING; the rest happens after the answer.
pub(super) fn submit(call: &Call, body: &Json) -> Result<Job, Refusal> {
    let name = required(body, "name")?.to_owned();
    let app_id = text(body, "appId").or_else(|| text(body, "softwareName"));
    let app_id = app_id.ok_or_else(|| Refusal::bad("Please specify a valid value for the appId field"))?;
    let app = apps::allowed(call, &app_id, |pem| pem.execute)?;
    if !app.available {
        return Err(Refusal::bad(format!("The application {app_id} is disabled")));
    }
    let system = systems::with_role(call, app.text("executionSystem"), Role::User)?;
    if !system.available {
        return Err(Refusal::bad(format!("The system {} is disabled", system.id)));
    }
    let id = Resource::Job.uuid(&call.tenant.random);
    let fields = fields(call, body, &app, &system)?;
    let slug = ids::slug(&name);
    let base = ["scratchDir", "workDir", "storage.homeDir"]
        .iter()
        .find_map(|name| system.document.at(name)?.as_str().filter(|text| !text.is_empty()))
        .unwrap_or("/");
    let work_path = format!("/{}/{}/job-{id}-{slug}", base.trim_matches('/'), call.user).replace("//", "/");
    let archive = archive(call, body, &id, &slug, &app_id)?;
    let callback = text(body, "callbackUrl");
    let ends = ["FINISHED", "FAILED", "STOPPED"];
    let subscriptions = notifications::requested(body.get("notifications"), callback.as_deref(), &ends, &id)?;
    let now = call.time();
    let job = Job {
        id,
        owner: call.user.clone(),
        name,
        app_id,
        execution_system: system.id,
        fields,
        request: body.clone(),
        work_path,
        archive,
        status: "PENDING",
        message: None,
        created: now.clone(),
        updated: now,
        submitted: None,
        started: None,
        ended: None,
        history: Vec::new(),
        pems: Pems::new(),
        hidden: false,
        origin: call.origin.clone(),
        stuck_in: call.stuck_in.clone(),
        stop: Arc::new(Notify::new()),
    };
    for subscription in subscriptions {
        call.tenant.subscribe(&call.user, subscription);
    }
    call.tenant.store.with(|store| store.jobs.push(job.clone()));
    call.tenant.job_accepted(&job.id);
    // Nobody takes work any more once the server stops.
    let _ = call.tenant.work.send(Work::Job(job.id.clone(), call.admin));
    Ok(job)
}

/// The fields that are answered as they are.
fn fields(call: &Call, body: &Json, app: &App, system: &System) -> Result<Json, Refusal> {
    let document = &app.document;
    let queues = system.document.get("queues").and_then(Json::as_array).unwrap_or_default();
    let default = queues.iter().find(|queue| queue.get("default").and_then(Json::as_bool) == Some(true));
    let queue = text(body, "batchQueue").or_else(|| text(document, "defaultQueue"));
    let queue = queue.or_else(|| text(default.or(queues.first())?, "name")).unwrap_or_default();
    if !queues.iter().any(|known| text(known, "name").as_deref() == Some(&*queue)) {
        return Err(Refusal::bad(format!("The system {} has no queue {queue}", system.id)));
    }
    let or_default = |name: &str, default: &str, last: Json| {
        let set = |value: &&Json| **value != Json::Null;
        let given = body.get(name).filter(set).or_else(|| document.get(default).filter(set));
        given.cloned().unwrap_or(last)
    };
    let max_run_time = or_default("maxRunTime", "defaultMaxRunTime", "01:00:00".into());
    if let Some(text) = max_run_time.as_str()
        && super::run::limit(text).is_none()
    {
        return Err(Refusal::bad("maxRunTime is written as hh:mm:ss"));
    }
    Ok(Json::object([
        ("batchQueue", queue.into()),
        ("nodeCount", or_default("nodeCount", "defaultNodeCount", 1_usize.into())),
        ("processorsPerNode", or_default("processorsPerNode", "defaultProcessorsPerNode", 1_usize.into())),
        ("memoryPerNode", or_default("memoryPerNode", "defaultMemoryPerNode", 1_usize.into())),
        ("maxRunTime", max_run_time),
        ("inputs", given(call, body, app, true)?),
        ("parameters", given(call, body, app, false)?),
    ]))
}

/// The values of the inputs or parameters. A form has them among its other fields.
fn given(call: &Call, body: &Json, app: &App, inputs: bool) -> Result<Json, Refusal> {
    let group = if inputs { "inputs" } else { "parameters" };
    let source = body.get(group).filter(|group| group.entries().is_some()).unwrap_or(body);
    let mut kept = Json::object([]);
    for declared in values::declared(&app.document, inputs) {
        let entries = source.entries().unwrap_or_default();
        let given = entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(declared.id));
        let values = declared.checked(given.map(|(_, value)| value))?;
        if inputs {
            for value in &values {
                check_readable(call, value)?;
            }
            if !values.is_empty() {
                kept.set(declared.id, Json::Array(values));
            }
        } else if let [value] = &values[..] {
            kept.set(declared.id, value.clone());
        } else if !values.is_empty() {
            kept.set(declared.id, Json::Array(values));
        }
    }
    Ok(kept)
}

fn check_readable(call: &Call, value: &Json) -> Result<(), Refusal> {
    let address = value.as_str().ok_or_else(|| Refusal::bad("Inputs are paths or addresses"))?;
    match Source::find(call, address)? {
        Source::System(located) if !located.rights.read => {
            Err(Refusal::forbidden(format!("You do not have permission to access the input {address}")))
        }
        Source::System(_) | Source::Address(_) => Ok(()),
    }
}

fn archive(call: &Call, body: &Json, id: &str, slug: &str, app: &str) -> Result<Option<Archive>, Refusal> {
    if !boolean(body, "archive").unwrap_or(false) {
        return Ok(None);
    }
    let system = text(body, "archiveSystem");
    let path = text(body, "archivePath").unwrap_or_else(|| format!("{}/archive/jobs/job-{id}", call.user));
    let path = path
        .replace("${JOB_ID}", id)
        .replace("${JOB_NAME}", slug)
        .replace("${JOB_OWNER}", &call.user)
        .replace("${APP_ID}", app);
    let located = crate::agave::files::locate(call, system.as_deref(), &path)?;
    if !located.rights.write {
        return Err(Refusal::forbidden("User does not have access to modify the archive path"));
    }
    // It is made at once, so that a wrong path does not show only when the job has run.
    located.storage.create_dir_all(&located.place)?;
    Ok(Some(Archive { system: located.system.id, path: located.place.shown() }))
}
