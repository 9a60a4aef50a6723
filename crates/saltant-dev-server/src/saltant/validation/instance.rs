//! The checks of a task instance, made at every save: of its arguments, and whether its queue accepts it.

use super::model::{Invalid, read_again};
use crate::json::{Json, python};
use crate::saltant::store::{Class, ClassFields, Tables, TaskQueue, TaskType};

/// Checks an instance and returns its arguments with the type's defaults filled in.
pub(crate) fn checked(
    tables: &Tables,
    class: Class,
    user: Option<&str>,
    queue: &TaskQueue,
    task_type: &TaskType,
    arguments: Json,
) -> Result<Json, Invalid> {
    let arguments = if arguments == Json::Null { Json::object([]) } else { arguments };
    let arguments = read_again(arguments, |text| format!("{text} is not valid JSON!"))?;
    let Json::Object(mut arguments) = arguments else {
        let shown = python::str_of(&arguments);
        return Err(Invalid::Because(format!("'{shown}' is not a valid JSON dictionary!")));
    };
    accepted(tables, class, user, queue, task_type)?;
    let Json::Array(required) = &task_type.required_arguments else { return Err(Invalid::Crash) };
    for name in required {
        // A name that is not a string is never among the keys, as those are strings.
        let given = name.as_str().is_some_and(|name| arguments.iter().any(|(key, _)| key == name));
        if given {
            continue;
        }
        let default = name.as_str().and_then(|name| task_type.defaults.get(name).map(|value| (name, value)));
        let Some((name, value)) = default else {
            let name = python::str_of(name);
            return Err(Invalid::Because(format!("required argument '{name}' not provided!")));
        };
        arguments.push((name.to_owned(), value.clone()));
    }
    Ok(Json::Object(arguments))
}

/// Whether the queue accepts an instance of that type from that user.
fn accepted(
    tables: &Tables,
    class: Class,
    user: Option<&str>,
    queue: &TaskQueue,
    task_type: &TaskType,
) -> Result<(), Invalid> {
    let refuse = |message: String| Err(Invalid::Because(message));
    let name = &queue.name;
    if !queue.active {
        return refuse(format!("Queue {name} is not active"));
    }
    if queue.private && user != Some(&*queue.user) {
        return refuse(format!("{} is not authorized to use the queue {name}", user.unwrap_or("None")));
    }
    // Without a whitelist the queue accepts nothing; of several, one that lists the type is enough.
    let listed = queue
        .whitelists
        .iter()
        .any(|&id| tables.whitelist(id).is_some_and(|whitelist| whitelist.lists(class, task_type.id)));
    if !listed {
        return refuse(format!("Queue {name} has not whitelisted task type {}", task_type.name));
    }
    let (accepts, kind) = match &task_type.fields {
        ClassFields::Executable { .. } => (queue.runs_executable_tasks, "executable"),
        ClassFields::Container { container_type, .. } if container_type == "docker" => {
            (queue.runs_docker_container_tasks, "Docker container")
        }
        ClassFields::Container { .. } => (queue.runs_singularity_container_tasks, "Singularity container"),
    };
    if accepts { Ok(()) } else { refuse(format!("Queue {name} does not accept {kind} tasks")) }
}
