//! The client without async, in a program without a runtime.

use std::io::Read as _;

use saltant::agave::{DownloadFile, JobRequest, ListFiles};
use saltant::blocking::Blocking;

use super::setup::{STORAGE, app, requests, server, upload};

#[test]
fn a_program_without_async_uploads_lists_runs_a_job_and_downloads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (server, client) = runtime.block_on(server());
    let id = runtime.block_on(app(&client, "app", "echo hi"));
    let client = Blocking::new(client).unwrap();
    client.run(client.files().import(upload("", "f", "0123456789"))).unwrap();
    let list = client.files().list(ListFiles::new(STORAGE, "").limit(1)).items();
    let names: Vec<_> = client.iter(list).map(|file| file.unwrap().name.unwrap()).collect();
    assert_eq!(names, [".", "app", "f"]);
    server.advance_clock(std::time::Duration::from_secs(4 * 3600));
    // Through the blocking client: a connection that one runtime drives stands still while another one runs.
    let job = JobRequest::new().app_id(&id).name("a job").archive(true);
    let job = client.run(client.jobs().submit(job)).unwrap().id.unwrap();
    assert_eq!(requests(&server, "POST", "/token"), 1);
    client.run(client.jobs().wait_until_finished(job.clone())).unwrap();
    let output = client.run(client.jobs().download_output(job, "a-job.out")).unwrap();
    assert_eq!(&output[..], b"hi\n");
    let download = client.run(client.files().download(DownloadFile::new(STORAGE, "f")).stream()).unwrap();
    let mut text = String::new();
    client.reader(download).read_to_string(&mut text).unwrap();
    assert_eq!(text, "0123456789");
}
