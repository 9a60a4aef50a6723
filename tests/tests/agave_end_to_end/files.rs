//! Files: uploads that are cut, ranges, changes, and what the server's data directory keeps in.

use saltant::ErrorKind;
use saltant::agave::{
    ByteRange, Client, DownloadFile, FileAction, ImportFile, ListFileHistory, ListFiles, ManageFile,
};
use saltant::http::WaitStatus;
use saltant_dev_server::Fault;

use super::setup::{EXECUTION, STORAGE, server, upload};

pub(crate) async fn content(client: &Client, path: &str) -> String {
    let bytes = client.files().download(DownloadFile::new(STORAGE, path)).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn names(client: &Client, system: &str, path: &str) -> Vec<String> {
    let files = client.files().list(ListFiles::new(system, path).limit(2)).items().all().await.unwrap();
    files.into_iter().map(|file| file.name.unwrap()).collect()
}

#[tokio::test]
async fn an_upload_whose_answer_is_lost_may_have_happened_and_can_be_done_again() {
    let (server, client) = server().await;
    for (fault, written) in [(Fault::lose_answer(), true), (Fault::drop_connection(), false)] {
        server.inject(fault.on("POST", "/files/v2/media/*"));
        let name = if written { "lost.txt" } else { "dropped.txt" };
        let error = client.files().import(upload("", name, "0123456789")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        assert_eq!(names(&client, STORAGE, "").await.contains(&name.to_owned()), written);
        client.files().import(upload("", name, "0123456789")).await.unwrap();
        assert_eq!(content(&client, name).await, "0123456789");
    }
}

#[tokio::test]
async fn a_download_that_is_cut_is_an_error_and_goes_on_from_where_it_ended() {
    let (server, client) = server().await;
    let whole = "0123456789".repeat(10_000);
    client.files().import(upload("", "f", whole.clone())).await.unwrap();
    server.inject(Fault::cut_answer().on("GET", "/files/v2/media/*"));
    let mut stream = client.files().download(DownloadFile::new(STORAGE, "f")).stream().await.unwrap();
    let mut got = Vec::new();
    let mut failed = false;
    while let Some(part) = stream.next().await {
        match part {
            Ok(part) => got.extend_from_slice(&part),
            Err(_) => failed = true,
        }
    }
    assert!(failed && got.len() < whole.len());
    let rest = DownloadFile::new(STORAGE, "f").range(ByteRange::from(got.len() as u64));
    let mut stream = client.files().download(rest).stream().await.unwrap();
    assert_eq!(stream.status().as_u16(), 206);
    stream.write_to(&mut got).await.unwrap();
    assert_eq!(got, whole.into_bytes());
}

#[tokio::test]
async fn files_are_changed_and_listed_page_by_page() {
    let (_server, client) = server().await;
    let manage = |path: &str, action: FileAction, to: &str| {
        client.files().manage(ManageFile::new(STORAGE, path, action).path(to))
    };
    manage("", FileAction::Mkdir, "a").await.unwrap();
    for name in ["1", "2", "3 ä#?"] {
        client.files().import(upload("a", name, name.to_owned())).await.unwrap();
    }
    assert_eq!(names(&client, STORAGE, "a").await, [".", "1", "2", "3 ä#?"]);
    assert_eq!(content(&client, "a/3 ä#?").await, "3 ä#?");
    manage("a/1", FileAction::Rename, "one").await.unwrap();
    manage("a", FileAction::Copy, "b").await.unwrap();
    manage("a/2", FileAction::Move, "b/two").await.unwrap();
    client.files().delete(STORAGE, "b/one").await.unwrap();
    assert_eq!(names(&client, STORAGE, "b").await, [".", "2", "3 ä#?", "two"]);
    assert_eq!(names(&client, STORAGE, "a").await, [".", "3 ä#?", "one"]);
    let error = client.files().download(DownloadFile::new(STORAGE, "a/1")).await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("File/folder does not exist"), "{error}");
    let error = client.files().download(DownloadFile::new(STORAGE, "../../etc/passwd")).await.unwrap_err();
    assert!(error.status().is_none_or(|status| status.is_client_error()), "{error}");
}

#[tokio::test]
async fn an_import_is_waited_for_by_its_history() {
    let (_server, client) = server().await;
    client.files().import(upload("", "f", "content")).await.unwrap();
    let import = ImportFile::new(EXECUTION, "").url_to_ingest(format!("agave://{STORAGE}/f"));
    client.files().import(import).await.unwrap();
    let history = client.files().list_history(ListFileHistory::new(EXECUTION, "f"));
    let events = history
        .wait_until(|events| {
            let last = events.last().and_then(|event| event.status.clone()).unwrap_or_default();
            match &*last {
                "STAGING_COMPLETED" => WaitStatus::Succeeded,
                "STAGING_FAILED" => WaitStatus::Failed(last),
                _ => WaitStatus::InProgress(last),
            }
        })
        .await
        .unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(names(&client, EXECUTION, "").await, [".", "f"]);
}
