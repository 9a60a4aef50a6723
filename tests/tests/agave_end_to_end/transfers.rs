//! Files and folders copied as a whole: what goes on after a break, what is kept, and what is never replaced.

use std::path::Path;
use std::sync::{Arc, Mutex};

use saltant::ErrorKind;
use saltant::agave::{Client, ListFiles, PARTIAL, TransferProgress, Transferred, TransferredFile};
use saltant_dev_server::Fault;
use saltant_dev_server::agave::DevServer;
use tempfile::TempDir;

use super::files::content;
use super::setup::{EXECUTION, STORAGE, app, server, submit, upload};

const MEDIA: &str = "/files/v2/media/*";

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A folder with files of all kinds.
fn tree() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.bin", &[0, 255, 10, 13].repeat(50_000));
    write(folder.path(), "empty", b"");
    write(folder.path(), "deep/er/b c ü#?%.txt", b"text");
    #[cfg(unix)]
    write(folder.path(), "q\"uo\\te\u{1b}[2J", b"quoted");
    std::fs::create_dir(folder.path().join("nothing")).unwrap();
    folder
}

/// The paths of everything in a folder, with the contents of the files.
fn all(folder: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
                found.push((name, None));
            } else {
                found.push((name, Some(std::fs::read(path).unwrap())));
            }
        }
    }
    found.sort();
    found
}

fn ends(files: &[TransferredFile]) -> Vec<Transferred> {
    files.iter().map(|file| *file.result.as_ref().unwrap_or_else(|error| panic!("{error}"))).collect()
}

fn error(file: &TransferredFile) -> String {
    file.result.as_ref().unwrap_err().to_string()
}

/// How many downloads had this status.
fn downloads(server: &DevServer, status: u16) -> usize {
    let is_one = |path: &str| path.starts_with("/files/v2/media/");
    let requests = server.requests();
    requests
        .iter()
        .filter(|one| one.method == "GET" && is_one(&one.path) && one.status == Some(status))
        .count()
}

async fn put(client: &Client, name: &str, bytes: &[u8]) {
    client.files().import(upload("", name, bytes.to_vec())).await.unwrap();
}

#[tokio::test]
async fn a_folder_goes_up_and_comes_down_the_same_and_a_second_time_nothing_is_sent() {
    let (server, client) = server().await;
    let (local, back) = (tree(), tempfile::tempdir().unwrap());
    let to = back.path().join("new/tree");
    let count = all(local.path()).iter().filter(|(_, content)| content.is_some()).count();
    let up = || client.files().upload_from(local.path(), STORAGE, "x/tree").parallel(3);
    let down = || client.files().download_to(STORAGE, "x/tree", &to).parallel(3);
    assert_eq!(ends(&up().await.unwrap()), vec![Transferred::Copied; count]);
    let files = down().await.unwrap();
    assert_eq!(ends(&files), vec![Transferred::Copied; count]);
    let remote: Vec<_> = files.iter().map(|file| file.remote.as_str()).collect();
    assert_eq!(remote[..3], ["x/tree/a.bin", "x/tree/deep/er/b c ü#?%.txt", "x/tree/empty"]);
    assert_eq!(all(&to), all(local.path()));

    let moved =
        |server: &DevServer| server.requests().iter().filter(|one| one.path.contains("/media/")).count();
    let before = moved(&server);
    assert_eq!(ends(&up().await.unwrap()), vec![Transferred::Kept; count]);
    assert_eq!(ends(&down().await.unwrap()), vec![Transferred::Kept; count]);
    assert_eq!(moved(&server), before);
}

#[tokio::test]
async fn f8_a_download_that_breaks_goes_on_by_itself_from_where_it_was() {
    let (server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    let whole = b"0123456789".repeat(30_000);
    put(&client, "f", &whole).await;
    server.inject(Fault::cut_answer().on("GET", MEDIA).times(2));
    let seen: Arc<Mutex<Vec<TransferProgress>>> = Arc::default();
    let progress = seen.clone();
    let transfer = client.files().download_to(STORAGE, "f", local.path().join("f"));
    let files = transfer.on_progress(move |now| progress.lock().unwrap().push(*now)).await.unwrap();
    assert_eq!(ends(&files), [Transferred::Copied]);
    assert_eq!(std::fs::read(local.path().join("f")).unwrap(), whole);
    assert_eq!(downloads(&server, 206), 1, "the cut ones have no status");
    let seen = seen.lock().unwrap();
    let last = seen.last().unwrap();
    assert_eq!((last.files, last.finished, last.bytes, last.moved), (1, 1, 300_000, 300_000));
    assert!(seen.windows(2).all(|two| two[0].moved <= two[1].moved), "nothing came twice");
}

/// Downloads `f`, whose transfer breaks in the middle and cannot go on.
async fn broken(server: &DevServer, client: &Client, to: &Path) {
    server.inject(Fault::cut_answer().on("GET", MEDIA));
    server.inject(Fault::status(404).on("GET", MEDIA).always());
    let files = client.files().download_to(STORAGE, "f", to).await.unwrap();
    assert_eq!(files[0].result.as_ref().unwrap_err().status().unwrap().as_u16(), 404);
    server.clear_faults();
}

#[tokio::test]
async fn f8_what_has_come_is_kept_and_a_later_download_goes_on_with_it() {
    let (server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    let to = local.path().join("f");
    let whole = b"0123456789".repeat(30_000);
    put(&client, "f", &whole).await;
    broken(&server, &client, &to).await;
    let names: Vec<_> = all(local.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [format!("f{PARTIAL}"), format!("f{PARTIAL}.json")]);
    let files = client.files().download_to(STORAGE, "f", &to).await.unwrap();
    assert_eq!(ends(&files), [Transferred::Copied]);
    assert!(files[0].resumed_from > 0 && files[0].resumed_from < 300_000, "{}", files[0].resumed_from);
    assert_eq!(downloads(&server, 206), 1);
    assert_eq!(all(local.path()), [("f".to_owned(), Some(whole))]);
}

#[tokio::test]
async fn f8_what_has_come_of_another_version_is_not_used() {
    let (server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    let to = local.path().join("f");
    put(&client, "f", &b"0123456789".repeat(30_000)).await;
    broken(&server, &client, &to).await;
    let other = b"abcdefghij".repeat(40_000);
    put(&client, "f", &other).await;
    let files = client.files().download_to(STORAGE, "f", &to).await.unwrap();
    assert_eq!((ends(&files), files[0].resumed_from), (vec![Transferred::Copied], 0));
    assert_eq!(all(local.path()), [("f".to_owned(), Some(other))]);
    assert_eq!(downloads(&server, 206), 0);
}

#[tokio::test]
async fn f8_what_exists_is_replaced_only_if_told() {
    let (_server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    let to = local.path().join("f");
    put(&client, "f", b"theirs").await;
    write(local.path(), "f", b"mine");
    let files = client.files().download_to(STORAGE, "f", &to).await.unwrap();
    assert!(error(&files[0]).contains("is not replaced"), "{}", error(&files[0]));
    assert_eq!(all(local.path()), [("f".to_owned(), Some(b"mine".to_vec()))]);
    let files = client.files().upload_from(&to, STORAGE, "f").await.unwrap();
    assert!(error(&files[0]).contains("is not replaced"), "{}", error(&files[0]));
    assert_eq!(content(&client, "f").await, "theirs");

    assert_eq!(
        ends(&client.files().upload_from(&to, STORAGE, "f").replace(true).await.unwrap()),
        [Transferred::Copied]
    );
    assert_eq!(content(&client, "f").await, "mine");
    write(local.path(), "f", b"something else");
    let down = client.files().download_to(STORAGE, "f", &to).replace(true);
    assert_eq!(ends(&down.await.unwrap()), [Transferred::Copied]);
    assert_eq!(all(local.path()), [("f".to_owned(), Some(b"mine".to_vec()))]);
}

#[tokio::test]
async fn f8_a_file_in_the_way_of_a_part_and_a_folder_in_the_way_of_a_file_stay() {
    let (_server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    put(&client, "f", b"theirs").await;
    let part = format!("f{PARTIAL}");
    write(local.path(), &part, b"mine");
    let down = || client.files().download_to(STORAGE, "f", local.path().join("f")).replace(true);
    assert!(error(&down().await.unwrap()[0]).contains("is in the way"));
    assert_eq!(all(local.path()), [(part.clone(), Some(b"mine".to_vec()))]);
    std::fs::remove_file(local.path().join(part)).unwrap();
    std::fs::create_dir(local.path().join("f")).unwrap();
    assert!(error(&down().await.unwrap()[0]).contains("is a folder"));
    client.files().make_folder(STORAGE, "d/e").await.unwrap();
    client.files().make_folder(STORAGE, "d/e").await.unwrap();
    write(local.path(), "g", b"mine");
    let up = client.files().upload_from(local.path().join("g"), STORAGE, "d/e").replace(true);
    assert!(error(&up.await.unwrap()[0]).contains("is a folder"));
}

#[cfg(unix)]
#[tokio::test]
async fn f8_links_lead_neither_out_of_a_folder_nor_in_a_circle() {
    use std::os::unix::fs::symlink;

    let (_server, client) = server().await;
    let (local, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    client.files().make_folder(STORAGE, "x/sub").await.unwrap();
    client.files().import(upload("x/sub", "f", "theirs")).await.unwrap();
    symlink(outside.path(), local.path().join("sub")).unwrap();
    let files = client.files().download_to(STORAGE, "x", local.path()).await.unwrap();
    assert!(files.iter().all(|file| file.result.is_err()) && !files.is_empty(), "{files:?}");
    assert!(all(outside.path()).is_empty());

    let up = tempfile::tempdir().unwrap();
    write(up.path(), "real", b"content");
    symlink(up.path(), up.path().join("circle")).unwrap();
    symlink(up.path().join("real"), up.path().join("link")).unwrap();
    symlink("/nonexistent", up.path().join("broken")).unwrap();
    let files = client.files().upload_from(up.path(), STORAGE, "up").await.unwrap();
    let good: Vec<_> =
        files.iter().filter(|file| file.result.is_ok()).map(|file| file.remote.as_str()).collect();
    assert_eq!(good, ["up/link", "up/real"]);
    assert_eq!(files.len(), 4);
    assert_eq!(content(&client, "up/link").await, "content");
}

#[tokio::test]
async fn an_upload_whose_answer_is_lost_is_done_if_the_file_is_there() {
    let (server, client) = server().await;
    let local = tree();
    server.inject(Fault::lose_answer().on("POST", MEDIA));
    let file = local.path().join("a.bin");
    let files = client.files().upload_from(&file, STORAGE, "lost").await.unwrap();
    assert_eq!(ends(&files), [Transferred::Copied]);
    server.inject(Fault::drop_connection().on("POST", MEDIA));
    let files = client.files().upload_from(&file, STORAGE, "dropped").await.unwrap();
    assert_eq!(files[0].result.as_ref().unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(client.files().is_folder(STORAGE, "dropped").await.unwrap(), None);
}

#[tokio::test]
async fn one_failure_does_not_stop_the_others() {
    let (server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    for name in ["1", "2", "3"] {
        client.files().make_folder(STORAGE, "x").await.unwrap();
        client.files().import(upload("x", name, name.to_owned())).await.unwrap();
    }
    server.inject(Fault::status(403).on("GET", "/files/v2/media/*/2"));
    let reported: Arc<Mutex<usize>> = Arc::default();
    let count = reported.clone();
    let down = client.files().download_to(STORAGE, "x", local.path()).parallel(1);
    let files = down.on_file(move |_| *count.lock().unwrap() += 1).await.unwrap();
    assert_eq!(files.iter().map(|file| file.result.is_ok()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(*reported.lock().unwrap(), 3);
    let missing = client.files().download_to(STORAGE, "nowhere", local.path()).await;
    assert!(missing.unwrap_err().is_not_found());
}

#[tokio::test]
async fn paths_from_the_root_directory_have_two_slashes() {
    let (_server, client) = server().await;
    let local = tempfile::tempdir().unwrap();
    write(local.path(), "f", b"at the root");
    let up = client.files().upload_from(local.path(), STORAGE, "//outside/of/home");
    assert_eq!(ends(&up.await.unwrap()), [Transferred::Copied]);
    let items =
        client.files().list(ListFiles::new(STORAGE, "//outside/of/home")).items().all().await.unwrap();
    assert_eq!(items[1].path.as_deref(), Some("/outside/of/home/f"));
    assert_eq!(client.files().is_folder(STORAGE, "outside").await.unwrap(), None);
    let down = client.files().download_to(STORAGE, "//outside", local.path().join("down"));
    assert_eq!(ends(&down.await.unwrap()), [Transferred::Copied]);
    assert_eq!(std::fs::read(local.path().join("down/of/home/f")).unwrap(), b"at the root");
}

#[tokio::test]
async fn outputs_of_a_job_come_whole_or_in_part() {
    let (_server, client) = server().await;
    let script = "mkdir -p sub/deep; echo one > sub/deep/1; echo two > sub/2; echo sub > sub/sub\n";
    let app = app(&client, "writes", script).await;
    let job = submit(&client, &app).await;
    client.jobs().wait_until_finished(job.clone()).await.unwrap();
    let local = tempfile::tempdir().unwrap();
    let read = |path: &str| std::fs::read_to_string(local.path().join(path)).unwrap();

    let whole = client.jobs().download_outputs_to(job.clone(), "", local.path().join("all"));
    assert!(whole.await.unwrap().len() >= 3);
    assert_eq!((read("all/sub/deep/1"), read("all/sub/2")), ("one\n".to_owned(), "two\n".to_owned()));
    let part = client.jobs().download_outputs_to(job.clone(), "sub", local.path().join("part"));
    assert_eq!(part.await.unwrap().len(), 3);
    assert_eq!(read("part/deep/1"), "one\n");
    let one = client.jobs().download_outputs_to(job.clone(), "sub/sub", local.path().join("one"));
    assert_eq!(ends(&one.await.unwrap()), [Transferred::Copied]);
    assert_eq!(read("one"), "sub\n");
    let none = client.jobs().download_outputs_to(job.clone(), "sub/none", local.path().join("none"));
    assert!(none.await.unwrap_err().is_not_found());
    assert_eq!(client.jobs().is_output_folder(job, "sub/deep").await.unwrap(), Some(true));
}

#[tokio::test]
async fn an_import_from_another_system_is_waited_for() {
    let (_server, client) = server().await;
    put(&client, "f", b"content").await;
    let import = saltant::agave::ImportFile::new(EXECUTION, "").url_to_ingest(format!("agave://{STORAGE}/f"));
    client.files().import(import).await.unwrap();
    client.files().wait_for_import(EXECUTION, "f").await.unwrap();
    assert_eq!(client.files().is_folder(EXECUTION, "f").await.unwrap(), Some(false));
}
