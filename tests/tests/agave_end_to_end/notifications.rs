//! Messages about uploads, which the dev server posts to this machine only.

use std::time::Duration;

use saltant::agave::{EventNotification, ImportFile, ListFileHistory, Notification};
use saltant::http::WaitStatus;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::setup::{EXECUTION, STORAGE, read, server, upload};

/// Takes one message: its header and its JSON.
async fn message(listener: &TcpListener) -> (String, Value) {
    let receive = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        loop {
            let mut part = [0; 4096];
            let length = stream.read(&mut part).await.unwrap();
            text.push_str(std::str::from_utf8(&part[..length]).unwrap());
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            if let Ok(body) = serde_json::from_str(body) {
                let head = head.to_owned();
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                return (head, body);
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), receive).await.unwrap()
}

#[tokio::test]
async fn an_upload_tells_its_callback_and_its_subscribers_when_the_file_is_in_its_place() {
    let (_server, client) = server().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taken =
        client.files().import(upload("", "f", "x").callback_url(format!("{url}/done/${{EVENT}}"))).await;
    let taken = taken.unwrap();
    let (head, body) = message(&listener).await;
    assert!(head.starts_with("POST /done/STAGING_COMPLETED HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("x-agave-notification: ") && head.contains("x-agave-delivery: "), "{head}");
    assert_eq!((&body["status"], &body["path"]), (&json!("STAGING_COMPLETED"), &json!("/home/f")));
    assert_eq!(taken.extra["_links"]["notification"].as_array().unwrap().len(), 2);
    // A callback is told once, also if the file comes again.
    client.files().import(upload("", "f", "y")).await.unwrap();
    let subscriber: EventNotification =
        read(json!({"url": format!("{url}/named"), "event": "UPLOAD", "persistent": true}));
    client.files().import(upload("", "g", "z").notifications([subscriber])).await.unwrap();
    let (head, body) = message(&listener).await;
    assert!(head.starts_with("POST /named HTTP/1.1\r\n"), "{head}");
    assert_eq!(body["path"], "/home/g");
}

#[tokio::test]
async fn an_import_that_fails_tells_its_callback() {
    let (_server, client) = server().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/${{EVENT}}", listener.local_addr().unwrap());
    // The address of a listener that is gone.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let import = ImportFile::new(EXECUTION, "").url_to_ingest(format!("http://{closed}/f")).callback_url(url);
    client.files().import(import).await.unwrap();
    let (head, body) = message(&listener).await;
    assert!(head.starts_with("POST /STAGING_FAILED HTTP/1.1\r\n"), "{head}");
    assert_eq!(body["status"], "STAGING_FAILED");
}

#[tokio::test]
async fn a_callback_on_another_machine_is_not_reached() {
    let (_server, client) = server().await;
    let foreign = "http://192.0.2.1/hook";
    let taken = client.files().import(upload("", "f", "x").callback_url(foreign)).await.unwrap();
    let links = taken.extra["_links"]["notification"].as_array().unwrap().clone();
    let id = |index: usize| links[index]["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let failed = client.notifications().get(id(0)).wait_until(|found: &Notification| {
        if found.extra["status"] == "FAILED" {
            WaitStatus::Succeeded
        } else {
            WaitStatus::InProgress("not failed".to_owned())
        }
    });
    let failed = failed.await.unwrap();
    assert_eq!(
        (failed.url.as_deref(), failed.success, failed.response_code),
        (Some(foreign), Some(false), None)
    );
    let error =
        client.files().import(upload("", "g", "x").callback_url("ftp://127.0.0.1/")).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 400, "{error}");
    let history = client.files().list_history(ListFileHistory::new(STORAGE, "g")).items().all().await;
    assert!(history.unwrap_err().is_not_found(), "the file was not stored");
}
