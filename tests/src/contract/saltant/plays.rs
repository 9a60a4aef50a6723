use std::str::FromStr;

use saltant::saltant::{ListUsers, TaskClass, TaskInstances, Tracked};
use saltant::{Client, Error, Uuid, WaitPolicy};
use saltant_core::Declared as _;
use saltant_core::ErrorKind;
use saltant_core::types::saltant::TaskInstance;
use serde::Serialize;
use serde_json::Value;

use super::super::{Outcome, Play, Player, template};
use super::{Ask, BASE, Line, Saltant, named};

/// A method of the client object.
pub(super) fn client(method: &str, line: &Line) -> Result<Ask, String> {
    if !["new", "from_env", "test_authentication", "timeout"].contains(&method) {
        return Err(format!("the client has no method {method}"));
    }
    let unreached =
        line.error.as_deref().is_some_and(|error| error.contains("Connect") || error.contains("Timeout"));
    if line.exchanges.is_empty() && unreached && method != "timeout" {
        return Ok(Ask::Answers);
    }
    if line.exchanges.is_empty() {
        let untested = line.args.get("test_if_authenticated") == Some(&Value::Bool(false));
        if line.error.is_none() && !untested {
            return Err("the request of the authentication test is not recorded".to_owned());
        }
        return Ok(construction(method, line));
    }
    Ok(play(|player| {
        Box::pin(async move {
            let client: Client = player.client().map_err(text)?;
            let mut outcomes = Vec::new();
            for (exchange, recorded) in player.line().exchanges.iter().enumerate() {
                let request = &recorded.request;
                let found = template::find(&Saltant, &request.method, &request.path);
                let result = match found.filter(|(entry, _)| entry.metadata.name != ListUsers::METADATA.name)
                {
                    None => match client.test_authentication().await {
                        // Its result is only success or failure, so the answer is read separately.
                        Ok(()) => continue,
                        Err(error) => Err(error.into_error()),
                    },
                    Some((entry, values)) => {
                        let operation = entry.operation(Value::Object(values)).map_err(text)?;
                        client.http().call(operation).await
                    }
                };
                outcomes.push(Outcome { exchange: Some(exchange), result });
            }
            Ok(outcomes)
        })
    }))
}

/// The creation of a client, which makes no request and may be refused.
fn construction(method: &str, line: &Line) -> Ask {
    let argument = |name: &str| line.args.get(name).and_then(Value::as_str).map(str::to_owned);
    let client = if method == "from_env" {
        let env = line.args.get("env").cloned().unwrap_or_default();
        Client::from_vars(|name| env.get(name)?.as_str().map(str::to_owned))
    } else {
        let base = argument("base_api_url").filter(|base| base != "<base>").unwrap_or(BASE.to_owned());
        Client::new(base, argument("auth_token").unwrap_or_default())
    };
    let result = match (client, line.error.is_some()) {
        (Ok(_), true) => Err("the client was made, the recorded one was not".to_owned()),
        (Err(error), false) => Err(error.to_string()),
        _ => Ok(Vec::new()),
    };
    play(move |_| Box::pin(async move { result }))
}

/// A method of a model object.
pub(super) fn model(model: &str, method: &str, line: &Line) -> Result<Ask, String> {
    let group = format!("{model}s");
    match (model, method) {
        ("executable_task_instance", _) => Ok(instance(Client::executable_task_instances, method, line)),
        ("container_task_instance", _) => Ok(instance(Client::container_task_instances, method, line)),
        (_, "sync") => named(&group, "get", line),
        _ => named(&group, method, line),
    }
}

/// A method of a task instance's object.
fn instance<K: TaskClass>(instances: Handle<K>, method: &str, line: &Line) -> Ask {
    let method = method.to_owned();
    // The object comes from an answer; its own address identifies it.
    let Some(known) = line.exchanges.first().map(|exchange| exchange.response.body.clone()) else {
        return Ask::Answers;
    };
    let uuid = uuids(line).into_iter().next();
    play(move |player| {
        Box::pin(async move {
            let client: Client = player.client().map_err(text)?;
            let mut known: TaskInstance<K> = serde_json::from_value(known).map_err(text)?;
            known.uuid = uuid.ok_or("the path holds no UUID")?.into();
            let mut tracked = instances(&client).track(known);
            let result = run(&method, &mut tracked).await?;
            Ok(Outcome::last(player.line(), result))
        })
    })
}

async fn run<K: TaskClass>(
    method: &str,
    tracked: &mut Tracked<TaskInstance<K>>,
) -> Result<Result<Value, Error>, String> {
    let done = match method {
        "sync" => tracked.sync().await.map(drop),
        "terminate" => tracked.terminate().await.map(drop),
        "clone" => return Ok(tracked.clone_instance().await.and_then(|clone| json(clone.into_inner()))),
        "wait_until_finished" => {
            tracked.wait_until_finished(WaitPolicy::default()).await.map(drop).map_err(Error::from)
        }
        other => return Err(format!("a task instance has no method {other}")),
    };
    Ok(done.and_then(|()| json(tracked.unchanged().clone())))
}

/// A manager's method that is not a single operation.
pub(super) fn manager(group: &str, method: &str, line: &Line) -> Option<Result<Ask, String>> {
    if method == "get" && is_by_name(line) {
        return Some(by_name(group, line));
    }
    match group {
        "executable_task_instances" => many(Client::executable_task_instances, method, line).map(Ok),
        "container_task_instances" => many(Client::container_task_instances, method, line).map(Ok),
        _ => None,
    }
}

/// A method that makes several requests.
fn many<K: TaskClass>(instances: Handle<K>, method: &str, line: &Line) -> Option<Ask> {
    let method = match method {
        "clone_many" | "terminate_many" | "wait_until_finished" => method.to_owned(),
        _ => return None,
    };
    let uuids = uuids(line);
    Some(play(move |player| {
        Box::pin(async move {
            let client: Client = player.client().map_err(text)?;
            let instances = instances(&client);
            let results: Vec<Result<Value, Error>> = match method.as_str() {
                "clone_many" => instances.clone_many(uuids).await.into_iter().map(to_json).collect(),
                "terminate_many" => instances.terminate_many(uuids).await.into_iter().map(to_json).collect(),
                _ => {
                    let uuid = *uuids.first().ok_or("the path holds no UUID")?;
                    let waited = instances.wait_until_finished(uuid).await.map_err(Error::from);
                    return Ok(Outcome::last(player.line(), to_json(waited)));
                }
            };
            let outcomes = results.into_iter().enumerate();
            Ok(outcomes.map(|(exchange, result)| Outcome { exchange: Some(exchange), result }).collect())
        })
    }))
}

/// Whether the call looks something up by its name.
pub(super) fn is_by_name(line: &Line) -> bool {
    let given = |name| line.args.get(name).is_some_and(|value: &Value| !value.is_null());
    line.method() == "get" && given("name") && !given("id")
}

fn by_name(group: &str, line: &Line) -> Result<Ask, String> {
    let name = line.args.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let group = group.to_owned();
    if !["task_queues", "task_whitelists", "executable_task_types", "container_task_types"]
        .contains(&group.as_str())
    {
        return Err(format!("nothing in {group} is found by its name"));
    }
    Ok(play(move |player| {
        Box::pin(async move {
            let client: Client = player.client().map_err(text)?;
            let found = match group.as_str() {
                "task_queues" => client.task_queues().get_by_name(&name).await.and_then(json),
                "task_whitelists" => client.task_whitelists().get_by_name(&name).await.and_then(json),
                "executable_task_types" => {
                    client.executable_task_types().get_by_name(&name).await.and_then(json)
                }
                _ => client.container_task_types().get_by_name(&name).await.and_then(json),
            };
            // saltant-py's IndexError.
            let absent = player.line().error.as_deref() == Some("IndexError");
            match found {
                Err(error) if error.kind() == ErrorKind::NotFound && absent => Ok(Vec::new()),
                Ok(_) if absent => Err("an absent name was found".to_owned()),
                // The result is one item of the page in the answer.
                Ok(found) => Ok(vec![Outcome { exchange: None, result: Ok(found) }]),
                other => Ok(Outcome::last(player.line(), other)),
            }
        })
    }))
}

fn play(run: impl FnOnce(Player) -> Playing + Send + 'static) -> Ask {
    let play: Play = Box::new(run);
    Ask::Play(play)
}

/// Returns the handle of one class's instances.
type Handle<K> = for<'c> fn(&'c Client) -> TaskInstances<'c, K>;

type Playing = saltant_core::BoxFuture<'static, Result<Vec<Outcome>, String>>;

/// The UUIDs in the arguments, or in the requests' paths if they were not recorded there.
fn uuids(line: &Line) -> Vec<Uuid> {
    if let Some(uuid) = line.args.get("uuid").and_then(Value::as_str).and_then(|uuid| uuid.parse().ok()) {
        return vec![uuid];
    }
    let in_path = |path: &str| path.split('/').find_map(|segment| Uuid::from_str(segment).ok());
    line.exchanges.iter().filter_map(|exchange| in_path(&exchange.request.path)).collect()
}

fn to_json<T: Serialize>(result: Result<T, Error>) -> Result<Value, Error> {
    result.and_then(json)
}

fn json<T: Serialize>(value: T) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::new(ErrorKind::Decode, error.to_string()))
}

#[allow(clippy::needless_pass_by_value)] // it stands in `map_err`
fn text(error: impl ToString) -> String {
    error.to_string()
}
