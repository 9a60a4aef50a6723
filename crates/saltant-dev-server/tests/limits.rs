//! What a server takes from strangers and slow clients: heads, bodies and time.

#[path = "support/http.rs"]
mod http;

use std::time::Duration;

use http::{Request, send};
use saltant_dev_server::saltant::{DevServer, NewUser};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::Instant;

async fn server() -> DevServer {
    DevServer::builder().user(NewUser::new("matt").token("t")).start().await.unwrap()
}

fn blocking() -> DevServer {
    DevServer::builder().user(NewUser::new("matt").token("t")).start_blocking().unwrap()
}

/// The time passes by itself as soon as both sides wait.
#[tokio::test(start_paused = true)]
async fn the_head_of_a_request_has_thirty_seconds() {
    let server = server().await;
    let start = Instant::now();
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    stream.write_all(b"GET /api/users/ HTTP/1.1\r\nhost: local").await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(start.elapsed().as_secs(), 30);
    assert_eq!(server.request_count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_of_a_stranger_has_thirty_seconds_and_then_the_refusal_is_sent() {
    let server = server().await;
    let start = Instant::now();
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    let head = b"POST /api/taskqueues/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head).await.unwrap();
    stream.write_all(b"{").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert_eq!(start.elapsed().as_secs(), 30);
}

/// Sends the head only: an answer means that the body was not waited for.
async fn answer_to_head(server: &DevServer, authorization: &str, length: usize) -> String {
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    let head = format!(
        "POST /api/taskqueues/ HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}\r\n\
         content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 64];
    let length = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut answer)).await;
    String::from_utf8_lossy(&answer[..length.unwrap().unwrap()]).into_owned()
}

#[tokio::test]
async fn a_large_body_is_not_read_before_its_sender_is_known() {
    let server = server().await;
    for authorization in ["Token wrong", "Bearer x.y.z", "Basic bWF0dDp0"] {
        let answer = answer_to_head(&server, authorization, 1 << 30).await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{authorization}: {answer}");
    }
    let answer = answer_to_head(&server, "Token t", 1 << 20).await;
    assert!(answer.starts_with("HTTP/1.1 100 "), "{answer}");
    let answer = answer_to_head(&server, "Token t", 1 << 30).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn a_body_has_four_mebibytes() {
    let server = blocking();
    let create = |length: usize| {
        let text = format!(r#"{{"name":"q{length}","description":"{}"}}"#, "x".repeat(length));
        let request = Request::new("POST", "/api/taskqueues/").token("t").json(&text);
        send(server.addr(), &request)
            .map(|answer| (answer.status, answer.header("content-type").unwrap().to_owned()))
    };
    assert_eq!(create((4 << 20) - 200), Some((201, "application/json".to_owned())));
    // The connection may break before the whole body was sent.
    if let Some(refused) = create(4 << 20) {
        assert_eq!(refused, (400, "text/html; charset=utf-8".to_owned()));
    }
    let listed = send(server.addr(), &Request::new("GET", "/api/taskqueues/").token("t")).unwrap();
    assert_eq!(listed.json()["count"], 1);
}

#[test]
fn signing_in_needs_no_credentials_and_little_room() {
    let server = blocking();
    let sign_in = |password: &str| {
        let body = format!(r#"{{"username":"matt","password":"{password}"}}"#);
        send(server.addr(), &Request::new("POST", "/api/token/").json(&body)).map(|answer| answer.status)
    };
    assert_eq!(sign_in(&server.users()[0].password), Some(200));
    assert_eq!(sign_in(&"x".repeat(60_000)), Some(401));
}

#[test]
fn a_foreign_host_name_is_refused_before_the_body() {
    let server = blocking();
    let request = Request::new("POST", "/api/taskqueues/").token("t").header("host", "evil.example");
    let answer = send(server.addr(), &request.json(r#"{"name":"q"}"#)).unwrap();
    assert_eq!(answer.status, 400);
    let listed = send(server.addr(), &Request::new("GET", "/api/taskqueues/").token("t")).unwrap();
    assert_eq!(listed.json()["count"], 0);
}
