use serde_json::{Map, Value, json};

/// The default values of saltant-py's arguments.
pub(super) fn of(group: &str, method: &str) -> Map<String, Value> {
    let values = match (group, method) {
        ("executable_task_instances" | "container_task_instances", "create") => {
            json!({"name": "", "arguments": {}})
        }
        ("executable_task_types", "create") => json!({
            "description": "", "environment_variables": [], "required_arguments": [],
            "required_arguments_default_values": {}
        }),
        ("container_task_types", "create") => json!({
            "description": "", "environment_variables": [], "required_arguments": [],
            "required_arguments_default_values": {}, "logs_path": "", "results_path": ""
        }),
        ("task_queues", "create") => json!({
            "description": "", "private": false, "runs_executable_tasks": true,
            "runs_docker_container_tasks": true, "runs_singularity_container_tasks": true, "active": true,
            "whitelists": []
        }),
        ("task_whitelists", "create") => json!({
            "description": "", "whitelisted_container_task_types": [], "whitelisted_executable_task_types": []
        }),
        _ => json!({}),
    };
    values.as_object().cloned().unwrap_or_default()
}

/// A value of the form that saltant-py sends; JSON texts are parsed.
pub(super) fn read(value: Value) -> Value {
    match value.as_str().map(serde_json::from_str) {
        Some(Ok(read @ (Value::Array(_) | Value::Object(_)))) => read,
        _ => value,
    }
}
