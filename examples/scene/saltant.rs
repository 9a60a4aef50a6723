//! A saltant server with task types, a queue and six finished jobs.

use std::fs;
use std::path::Path;
use std::time::Duration;

use saltant::saltant::{CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, StaticToken};
use saltant::{Client, CreateTaskInstance, WaitPolicy};
use saltant_dev_server::saltant::{DevServer, NewUser};

use super::{Running, Started};

/// What `measure` does with a sample: it fails always, at the first time, or never.
const MEASURE: &str = r#"case "$1" in
    *broken*) exit 1 ;;
    *flaky*) mkdir "$(dirname "$0")/seen" 2> /dev/null && exit 1 || exit 0 ;;
esac
"#;

const SAMPLES: &str = "name,quality\nalpha,good\nbeta,flaky\ngamma,broken\ndelta,good\n";

pub(super) async fn start(folder: &Path) -> Started {
    let script = folder.join("measure.sh");
    fs::write(&script, MEASURE)?;
    fs::write(folder.join("samples.csv"), SAMPLES)?;
    let user = NewUser::new("matt").password("a-password");
    let server = DevServer::builder().user(user).user("daniel").start().await?;
    let token = server.user("matt").ok_or("there is no user matt")?.token.clone();
    let client: Client = Client::builder(server.url())
        .credential(StaticToken::new(&*token))
        .wait(WaitPolicy::default().every(Duration::from_millis(20)))
        .build()?;

    let mut ids = Vec::new();
    for (name, command, arguments) in [
        ("greet", "echo hello".to_owned(), &["whom"][..]),
        ("succeed", "true".to_owned(), &[]),
        ("fail", "false".to_owned(), &[]),
        ("sleep", "sleep 600".to_owned(), &[]),
        ("measure", format!("bash '{}'", script.display()), &["quality"]),
    ] {
        let create = CreateExecutableTaskType::new(name, command).required_arguments(arguments.to_vec());
        ids.push(client.executable_task_types().create(create).await?.id);
    }
    let all = CreateTaskWhitelist::new("all").whitelisted_executable_task_types(ids.clone());
    let all = client.task_whitelists().create(all).await?;
    let queue = client.task_queues().create(CreateTaskQueue::new("default").whitelists([all.id])).await?;

    let jobs = client.executable_task_instances();
    for number in 1..=6 {
        let task_type = if number % 3 == 0 { ids[2] } else { ids[1] };
        let create = CreateTaskInstance::new(task_type, queue.id).name(format!("old-{number}"));
        let job = jobs.create(create).await?;
        jobs.wait_until_finished(job.uuid).await?;
    }
    let url = server.url();
    let password = "a-password".to_owned();
    let variables = [("SALTANT_API_URL", url), ("SALTANT_AUTH_TOKEN", token), ("SALTANT_PASSWORD", password)];
    Ok(Running::new(server, variables))
}
