use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use saltant::inmanta::v1::{MethodCall, Reply, SendHeartbeat, SendReply};
use saltant::inmanta::{ClientType, CreateEnvironment, CreateProject, EnvironmentClient, SessionId};
use saltant::{Settable, Uuid};
use saltant_core::catalog::find;
use serde_json::{Value, json};

use super::super::{Place, deploy};
use super::Tour;

/// The endpoint of an environment's scheduler.
const SCHEDULER: &str = "$__scheduler";

/// The session of the checks in the environment.
const SESSION: &str = "99999999-9999-11ee-8999-999999999999";

impl Tour<'_> {
    /// A session of an agent in the environment, which lives for some seconds.
    pub(super) async fn session(&mut self, place: &Place) -> anyhow::Result<String> {
        let beat =
            json!({"sid": SESSION, "endpoint_names": ["outsider"], "nodename": "node", "no_hang": true});
        let calls = self.ok(place.worker.http(), "inmanta.v1.heartbeat", beat).await?;
        for call in calls["method_calls"].as_array().into_iter().flatten() {
            let data = json!({"result": null, "code": 200});
            let reply = json!({"sid": SESSION, "reply_id": call["reply_id"], "data": data});
            self.ok(place.worker.http(), "inmanta.v1.heartbeat_reply", reply).await?;
        }
        Ok(SESSION.to_owned())
    }
}

/// Agents and schedulers, and the calls of a server to them.
pub(super) async fn run(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let environment = place.environment.http();
    tour.ok(environment, "inmanta.get_scheduler_status", json!({})).await?;
    tour.ok(environment, "inmanta.get_agents", json!({"limit": 2, "sort": "process_name.asc"})).await?;
    for action in ["pause", "unpause"] {
        let one = json!({"name": "agent1", "action": action});
        tour.ok(environment, "inmanta.agent_action", one).await?;
        tour.ok(environment, "inmanta.all_agents_action", json!({"action": action})).await?;
    }
    tour.ok(environment, "inmanta.v1.list_agents", json!({"limit": 2})).await?;
    let own = json!({"environment": place.environment.id().to_string(), "expired": false});
    tour.ok(environment, "inmanta.v1.list_agent_processes", own).await?;
    let deploy = json!({"agent_trigger_method": "push_incremental_deploy", "agents": ["agent1", "nobody"]});
    tour.ok(environment, "inmanta.v1.deploy", deploy).await?;
    played(tour, place).await
}

/// An agent that notes the server's calls and answers them.
#[derive(Clone)]
struct Played {
    environment: EnvironmentClient,
    session: SessionId,
    calls: Arc<Mutex<Vec<MethodCall>>>,
}

impl Played {
    async fn run(self) -> Result<(), saltant::Error> {
        loop {
            let beat = SendHeartbeat::new(self.session, [SCHEDULER, "agent1"], "node");
            let heartbeat = self.environment.call(beat).await?;
            for call in heartbeat.method_calls {
                if let Some(reply_id) = call.reply_id {
                    let reply = Reply { result: Settable::Value(result(&call.url)), code: Some(200) };
                    self.environment.call(SendReply::new(self.session, reply_id, reply)).await?;
                }
                self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
            }
        }
    }

    fn calls(&self, method: &str, path: &str) -> Vec<MethodCall> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.iter().filter(|call| call.method == method && call.url == path).cloned().collect()
    }
}

/// What a scheduler answers to a call.
fn result(url: &str) -> Value {
    match url {
        "/api/v1/status" => json!({"platform": "played", "pid": "1", "hostname": "node"}),
        "/api/v2/scheduler/state" => {
            json!({"data": {"scheduler_state": {}, "db_state": {}, "resource_states": {},
            "discrepancies": {}}})
        }
        "/api/v2/db_status" => {
            json!({"data": {"connected": true, "database": "x", "host": "h", "max_pool": 1,
            "free_pool": 1, "open_connections": 1, "free_connections": 1, "pool_exhaustion_time": 0.0}})
        }
        _ => Value::Null,
    }
}

/// Plays the scheduler of another environment: the server sends each of its calls to agents, and each is what the
/// operation of this client sends.
async fn played(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let project = place.client.projects().create(CreateProject::new("played")).await?;
    let made = place.client.environments().create(CreateEnvironment::new(project.id, "played")).await?;
    let environment = place.client.environment(made.id);
    let worker = if place.has_users {
        let token = environment.create_token(saltant::inmanta::CreateToken::new([
            ClientType::Api,
            ClientType::Agent,
            ClientType::Compiler,
        ]));
        environment.with_credential(saltant::inmanta::BearerToken::new(token.await?))
    } else {
        environment.clone()
    };
    environment.settings().set("auto_deploy", Value::Bool(false)).await?;
    // An own client: the calls of the two do not mix.
    let apart = saltant::inmanta::Client::builder(&place.url)
        .shared_credential(worker.http().credential().clone())
        .build()?
        .environment(made.id);
    let session = SessionId::new(Uuid::from_u128(0x0123_4567_89ab_11ee_8999_0000_0000_0001));
    let agent = Played { environment: apart, session, calls: Arc::default() };
    let running = tokio::spawn(agent.clone().run());
    let result = calls(tour, &environment, &worker, &agent).await;
    running.abort();
    environment.clear().await?;
    environment.delete().await?;
    place.client.projects().delete(project.id).await?;
    result
}

async fn calls(
    tour: &mut Tour<'_>,
    environment: &EnvironmentClient,
    worker: &EnvironmentClient,
    agent: &Played,
) -> anyhow::Result<()> {
    let (http, sid) = (environment.http(), agent.session.to_string());
    // The agent's first heartbeat makes the session.
    let process = || environment.call(saltant::inmanta::v1::GetAgentProcess::new(agent.session.get()));
    for _ in 0..50 {
        if process().await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    tour.ok(http, "inmanta.v1.get_agent_process", json!({"id": sid})).await?;
    tour.ok(http, "inmanta.get_agent_process_details", json!({"id": sid, "report": true})).await?;
    tour.ok(http, "inmanta.get_scheduler_status", json!({})).await?;
    tour.ok(http, "inmanta.v1.get_server_status", json!({})).await?;
    let one = deploy::thing("agent1", "one", "x");
    let version = worker.versions().export(deploy::export([one])).await?;
    let report = tour.ok(http, "inmanta.dryrun_trigger", json!({"version": version})).await?;
    tour.ok(http, "inmanta.promote_desired_state_version", json!({"version": version})).await?;
    tour.ok(http, "inmanta.v1.deploy", json!({})).await?;
    let interval = json!({"id": "autostart_agent_deploy_interval", "value": "700"});
    tour.ok(http, "inmanta.environment_settings_set", interval).await?;
    tour.ok(http, "inmanta.all_agents_action", json!({"action": "remove_all_agent_venvs"})).await?;
    let resource = "testmod::Thing[agent1,key=one]";
    tour.ok(http, "inmanta.v1.get_param", json!({"id": "unknown", "resource_id": resource})).await?;
    tour.ok(worker.http(), "inmanta.v1.get_state", json!({"sid": sid, "agent": "agent1"})).await?;
    let dry_run = json!({"id": report, "agent": SCHEDULER, "version": version});
    for (name, arguments, status) in [
        ("inmanta.v1.get_status", json!({}), 404),
        ("inmanta.v1.set_state", json!({"agent": "agent1", "enabled": true}), 404),
        ("inmanta.v1.trigger", json!({"id": null, "incremental_deploy": false}), 400),
        ("inmanta.v1.do_dryrun", dry_run, 404),
        ("inmanta.v1.get_parameter", json!({"agent": SCHEDULER, "resource_id": resource}), 404),
        ("inmanta.v1.notify_timer_update", json!({}), 404),
        ("inmanta.v1.remove_executor_venvs", json!({}), 404),
        ("inmanta.v1.trigger_read_version", json!({}), 404),
        ("inmanta.trigger_get_status", json!({}), 404),
        ("inmanta.get_db_status", json!({}), 404),
    ] {
        tour.refused(http, name, arguments.clone(), status).await?;
        let entry = find(name).with_context(|| format!("there is no {name}"))?;
        let own = environment.call(entry.operation(arguments)?).request()?;
        let body = own.body().as_bytes().and_then(|body| serde_json::from_slice::<Value>(body).ok());
        let tid = own.headers().get("x-inmanta-tid").and_then(|value| value.to_str().ok());
        // The server repeats what is in the path.
        let in_path = |name: &String| entry.metadata.path.contains(&format!("{{{name}}}"));
        let is_same = |theirs: &MethodCall| {
            let mut theirs_body = theirs.body.clone();
            if let Some(body) = &mut theirs_body {
                body.retain(|name, _| !in_path(name));
            }
            let theirs_tid = theirs.headers.get("X-Inmanta-tid").map(String::as_str);
            json!(theirs_body) == body.clone().unwrap_or(Value::Null) && theirs_tid == tid
        };
        let theirs = agent.calls(own.method().as_str(), own.uri().path());
        tour.checks
            .that(&format!("{name} is not what the server sends: {theirs:?}"), theirs.iter().any(is_same));
    }
    Ok(())
}
