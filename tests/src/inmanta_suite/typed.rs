use http::Method;
use saltant_core::catalog::find;
use serde_json::{Value, json};

use super::{Checks, Place};

/// The operations that only read, by name, each with its path.
const READS: [(&str, &str); 27] = [
    ("inmanta.project_list", "api/v2/project"),
    ("inmanta.environment_list", "api/v2/environment"),
    ("inmanta.environment_settings_list", "api/v2/environment_settings"),
    ("inmanta.get_parameters", "api/v2/parameters"),
    ("inmanta.get_all_facts", "api/v2/facts"),
    ("inmanta.list_desired_state_versions", "api/v2/desiredstate"),
    ("inmanta.get_compile_reports", "api/v2/compilereport"),
    ("inmanta.resource_list", "api/v2/resource"),
    ("inmanta.get_resource_actions", "api/v2/resource_actions"),
    ("inmanta.get_agents", "api/v2/agents"),
    ("inmanta.list_notifications", "api/v2/notification"),
    ("inmanta.discovered_resources_get_batch", "api/v2/discovered"),
    ("inmanta.list_users", "api/v2/user"),
    ("inmanta.list_roles", "api/v2/role"),
    ("inmanta.get_scheduler_status", "api/v2/scheduler_status"),
    ("inmanta.graphql_schema", "api/v2/graphql/schema"),
    ("inmanta.v1.list_projects", "api/v1/project"),
    ("inmanta.v1.list_environments", "api/v1/environment"),
    ("inmanta.v1.list_settings", "api/v1/environment_settings"),
    ("inmanta.v1.list_versions", "api/v1/version"),
    ("inmanta.v1.get_reports", "api/v1/compilereport"),
    ("inmanta.v1.get_compile_queue", "api/v1/compilequeue"),
    ("inmanta.v1.list_agents", "api/v1/agent"),
    ("inmanta.v1.list_agent_processes", "api/v1/agentproc"),
    ("inmanta.v1.dryrun_list", "api/v1/dryrun"),
    ("inmanta.v1.get_server_status", "api/v1/serverstatus"),
    ("inmanta.get_environment_metrics", "api/v2/metrics"),
];

/// Compares typed answers with the JSON that the server sent: nothing may be lost or changed.
pub(super) async fn run(checks: &mut Checks, place: &Place) -> anyhow::Result<()> {
    for (name, path) in READS {
        let entry = find(name).ok_or_else(|| anyhow::anyhow!("there is no {name}"))?;
        let mut raw = place.environment.request(Method::GET, path);
        let arguments = if name.ends_with("metrics") {
            let (start, end) = ("2026-11-21T00:00:00Z", "2026-11-21T02:00:00Z");
            raw = raw.arguments(|raw| {
                let raw = raw.query("metrics", "resource.resource_count").query("start_interval", start);
                raw.query("end_interval", end).query("nb_datapoints", 2)
            });
            json!({"metrics": ["resource.resource_count"], "start_interval": start, "end_interval": end, "nb_datapoints": 2})
        } else {
            json!({})
        };
        let typed = match place.environment.call(entry.operation(arguments)?).await {
            Ok(typed) => typed,
            Err(error) => {
                checks.that(&error.to_string(), false);
                continue;
            }
        };
        let answer: Value = serde_json::from_slice(raw.await?.body())?;
        // An envelope or a key is around what the operation gives.
        let inner = answer.as_object().and_then(|fields| fields.values().next());
        let is_same =
            [Some(&answer), answer.get("data"), inner].into_iter().flatten().any(|sent| holds(&typed, sent));
        checks.that(&format!("{name} loses something"), is_same);
    }
    Ok(())
}

/// Whether a typed value has all that the server sent. Times may be written differently, and figures of the moment
/// change.
fn holds(typed: &Value, sent: &Value) -> bool {
    match (typed, sent) {
        (Value::Object(typed), Value::Object(sent)) => sent.iter().all(|(name, value)| {
            let is_of_the_moment = matches!(name.as_str(), "slices" | "last_seen" | "self" | "servertime");
            is_of_the_moment || typed.get(name).map_or(value.is_null(), |own| holds(own, value))
        }),
        (Value::Array(typed), Value::Array(sent)) => {
            typed.len() == sent.len() && typed.iter().zip(sent).all(|(own, value)| holds(own, value))
        }
        // Version 1 writes an empty text where there is no time.
        (Value::Null, Value::String(value)) => value.is_empty(),
        (Value::String(own), Value::String(value)) => own == value || is_same_time(own, value),
        _ => typed == sent,
    }
}

fn is_same_time(own: &str, value: &str) -> bool {
    let time = |text: &str| text.parse::<saltant::Timestamp>().ok();
    time(own).is_some_and(|own| Some(own) == time(value))
}
