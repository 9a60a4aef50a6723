//! Jobs: every wait, outputs, stops.

use std::time::Duration;

use saltant::WaitError;
use saltant::agave::{JobAction, JobState, ListJobHistory, ListJobOutputs, ListJobs};
use saltant::http::WaitStatus;
use saltant_dev_server::Fault;

use super::setup::{app, server, submit};

#[tokio::test]
async fn a_job_is_waited_for_and_its_outputs_are_downloaded() {
    let (_server, client) = server().await;
    let app = app(&client, "hello", "echo hello; mkdir sub; echo deep > sub/file.txt\n").await;
    let id = submit(&client, &app).await;
    let done = client.jobs().wait_until_finished(id.clone()).await.unwrap();
    assert_eq!(done.status, Some(JobState::Finished));
    let outputs = client.jobs().list_outputs(ListJobOutputs::new(id.clone())).items().all().await.unwrap();
    let paths: Vec<_> = outputs.iter().map(|output| output.path.as_deref().unwrap()).collect();
    assert_eq!(paths, ["/a-job.err", "/a-job.ipcexe", "/a-job.out", "/a-job.pid", "/sub"]);
    let text = client.jobs().download_output(id.clone(), "sub/file.txt").await.unwrap();
    assert_eq!(&text[..], b"deep\n");
    let history = client.jobs().list_history(ListJobHistory::new(id)).items().all().await.unwrap();
    assert_eq!(history.first().unwrap().status.as_ref().unwrap().as_str(), "PENDING");
    assert_eq!(history.last().unwrap().status.as_ref().unwrap().as_str(), "FINISHED");
}

#[tokio::test]
async fn a_failed_and_a_stopped_job_end_both_waits() {
    let (_server, client) = server().await;
    let failing = app(&client, "failing", "${AGAVE_JOB_CALLBACK_FAILURE}\n").await;
    let id = submit(&client, &failing).await;
    assert_eq!(client.jobs().wait(id.clone()).await.unwrap().status, Some(JobState::Failed));
    let error = client.jobs().wait_until_finished(id.clone()).await.unwrap_err();
    assert!(matches!(&error, WaitError::Failed { .. }), "{error:?}");
    let job = client.jobs().get(id).await.unwrap();
    assert_eq!(job.message.as_deref(), Some("The job's script reported a failure"));

    let sleeping = app(&client, "sleeping", "sleep 600\n").await;
    let id = submit(&client, &sleeping).await;
    let running = client.jobs().get_status(id.clone()).wait_until(|job| match &job.status {
        Some(JobState::Running) => WaitStatus::Succeeded,
        _ => WaitStatus::InProgress("not running".to_owned()),
    });
    running.await.unwrap();
    let (waited, stopped) = tokio::join!(
        client.jobs().wait(id.clone()).into_future(),
        client.jobs().manage(id.clone(), JobAction::Stop),
    );
    stopped.unwrap();
    assert_eq!(waited.unwrap().status, Some(JobState::Stopped));
    let again = client.jobs().manage(id, JobAction::Resubmit).await.unwrap();
    assert!(again.and_then(|job| job.id).is_some());
    let stopped = ListJobs::new().search(saltant::agave::Search::new().term("status", "STOPPED"));
    assert_eq!(client.jobs().list(stopped).items().all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_job_that_is_kept_in_a_state_meets_the_deadline_of_the_wait() {
    let (server, client) = server().await;
    let app = app(&client, "quick", "true\n").await;
    server.inject(Fault::stuck_in("QUEUED").on("POST", "/jobs/v2/"));
    let id = submit(&client, &app).await;
    let error = client.jobs().wait(id).deadline(Duration::from_millis(200)).await.unwrap_err();
    let WaitError::Deadline { last, .. } = &error else { panic!("{error:?}") };
    assert_eq!(last.as_ref().unwrap().status, Some(JobState::Queued));
}
