use std::time::Duration;

use saltant::Error;
use saltant::vantage6::{
    CreateTask, Database, GetRun, GetTask, ListRuns, ListTasks, Participant, Payload, ResultError, RunState,
    RunStatus, StudyId, TimeBound, TimeSpan,
};
use saltant_core::http::Method;
use serde_json::json;

use super::checks::{Checks, status};
use super::people::Place;

/// Tasks from their creation to their results; this program acts as the nodes.
pub(super) async fn run(checks: &mut Checks, place: &Place) -> anyhow::Result<()> {
    let Place { alice, root, a, b, plain, nodes, .. } = place;
    let scope = alice.setup_collaboration(*plain).await?;
    let input = json!({"method": "average", "args": [1, 2.5], "kwargs": {"uni": "é✓"}});
    let own = json!({"method": "own"});
    let organizations = [Participant::new(*a), Participant::new(*b).input(own.clone())];
    let create = CreateTask::new("img/avg:1", organizations)
        .input(input.clone())
        .name("avg")
        .databases([Database::from("default"), Database::new("omop").query("SELECT 1")]);
    let task = scope.create_task(create).await?;
    checks.equal("databases", task.databases[1].values()?["query"].as_str(), Some("SELECT 1"));
    checks.equal("a new task", alice.tasks().status(&task).await?.status, RunStatus::Pending);

    let run = nodes[0].open_run().await?;
    checks.equal("an input", Payload::of_input(&run)?.json::<serde_json::Value>()?, input);
    checks.equal("the run's task", run.task.id(), task.id);
    let other = nodes[1].open_run().await?;
    checks.equal("an input of its own", Payload::of_input(&other)?.json::<serde_json::Value>()?, own);
    let container = nodes[0].client.tokens().container(&task, "img/avg:1").await?.container_token;
    let algorithm = alice.with_bearer(container);
    checks.equal("what an algorithm sees", algorithm.tasks().status(&task).await?.status, RunStatus::Pending);
    nodes[0].answer(42.0).await?;
    nodes[1].answer(4.5).await?;

    let results = alice.wait_for_results(&task).deadline(Duration::from_secs(20)).await?;
    let values: Vec<f64> = results.json()?.into_values().collect();
    checks.equal("typed results by organization", values, vec![42.0, 4.5]);
    checks.equal("the log", results.of(*a).and_then(|found| found.log.as_deref()), Some("done"));
    let listed = alice.results().from_task(&task).items().all().await?;
    checks.equal("results of a task", listed.len(), 2);
    let one = alice.results().get(run.id).await?;
    checks.equal("a result", Payload::of_result(&one)?.map(|found| found.json::<f64>()), Some(Ok(42.0)));
    checks.equal("runs of a task", alice.runs().from_task(&task).items().all().await?.len(), 2);
    let whole = alice.call(GetRun::new(run.id).include_task(true)).await?;
    checks.equal("a run with its task", whole.task.id(), task.id);
    let finished = nodes[0].end(&run, RunStatus::Completed, "again", None).await;
    checks.refused("a finished run", finished, status(400));

    let failed = scope.create_task(CreateTask::new("img/avg:1", [*a]).input(json!({}))).await?;
    let run = nodes[0].open_run().await?;
    nodes[0].end(&run, RunStatus::Crashed, "Traceback\nKeyError: 'age'", None).await?;
    let results = alice.wait_for_results(&failed).await?;
    let error = results.json::<f64>();
    checks.that(
        "a failure with its log",
        matches!(&error, Err(ResultError::Failed { log: Some(log), .. }) if log.contains("KeyError")),
    );

    filters(checks, place, &task, &failed).await?;

    let killed = scope.create_task(CreateTask::new("img/avg:1", [*a]).input(json!({}))).await?;
    alice.tasks().kill(&killed).await?;
    checks.equal("a task that was stopped", alice.tasks().status(&killed).await?.status, RunStatus::Killed);
    let again = alice.tasks().kill(&killed).await;
    checks.refused("a task that is over", again, status(400));
    root.tasks().delete(&killed).await?;
    let gone = alice.tasks().get(killed.id).await;
    checks.refused("a task that is gone", gone, Error::is_not_found);

    let body = json!({"name": "Study", "collaboration_id": plain, "organization_ids": [a]});
    let made = root.request(Method::POST, "study").json(&body).await?;
    let made: serde_json::Value = serde_json::from_slice(made.body())?;
    let study = StudyId::new(made["id"].as_u64().unwrap_or_default());
    checks.equal("a study", root.studies().get(study).await?.collaboration.id, *plain);
    let task = alice.tasks().create(CreateTask::new("img/avg:1", [*a]).study(study).input(json!({}))).await?;
    checks.equal("a task of a study", task.study.map(|study| study.id), Some(study));
    alice.tasks().kill(task.id).await?;
    Ok(())
}

/// Filters, including those that make the server fail.
async fn filters(
    checks: &mut Checks,
    place: &Place,
    task: &saltant::vantage6::Task,
    failed: &saltant::vantage6::Task,
) -> anyhow::Result<()> {
    let Place { alice, a, plain, nodes, .. } = place;
    let tasks = async |list: ListTasks| -> anyhow::Result<Vec<_>> {
        let found = alice.tasks().list(list.per_page(1)).items().all().await?;
        Ok(found.into_iter().map(|task| task.id).collect())
    };
    checks.equal(
        "tasks by status",
        tasks(ListTasks::new().status(RunStatus::Crashed)).await?,
        vec![failed.id],
    );
    checks.equal("tasks by store", tasks(ListTasks::new().store(1)).await?, vec![]);
    let run = alice.runs().from_task(task).items().all().await?[0].id;
    let by_run = ListTasks::new().run(run).include_results(true);
    checks.equal("tasks by run", tasks(by_run).await?, vec![task.id]);
    let many = ListTasks::new()
        .initiating_org(*a)
        .collaboration(*plain)
        .image("img/%")
        .name("av%")
        .database("default")
        .job(task.job_id)
        .user_created(true);
    checks.equal("tasks by much", tasks(many).await?, vec![task.id]);
    let with = alice.call(GetTask::new(task.id).include_results(true).include_runs(true)).await?;
    checks.equal(
        "included runs",
        with.runs.as_ref().and_then(|runs| runs.included()).map(<[_]>::len),
        Some(2),
    );

    let runs = async |list: ListRuns| -> anyhow::Result<usize> {
        Ok(alice.runs().list(list.task(task.id)).items().all().await?.len())
    };
    checks.equal("runs by node", runs(ListRuns::new().node(nodes[0].id).organization(*a)).await?, 1);
    checks.equal("runs by port", runs(ListRuns::new().port(8888)).await?, 0);
    let (past, future) = ("2020-01-01".parse::<TimeBound>()?, "2099-01-01".parse::<TimeBound>()?);
    let started = async |span| runs(ListRuns::new().started(span)).await;
    let finished = async |span| runs(ListRuns::new().finished(span)).await;
    checks.equal("runs that began since", started(TimeSpan::since(past)).await?, 2);
    checks.equal("runs that began later", started(TimeSpan::since(future)).await?, 0);
    checks.equal("runs that ended before", finished(TimeSpan::between(past, future)).await?, 2);
    checks.equal("runs that ended long ago", finished(TimeSpan::until(past)).await?, 0);
    let today: TimeBound = alice.tasks().get(task.id).await?.created_at.to_string()[..10].parse()?;
    checks.equal("runs until the end of the day", started(TimeSpan::until(today.end_of_day())).await?, 2);
    checks.equal("open runs", runs(ListRuns::new().state(RunState::Open)).await?, 0);
    Ok(())
}
