//! Streamed answers and uploads.

use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_core::http::{HeaderValue, Method};
use saltant_core::saltant::Saltant;
use saltant_core::{
    Answer, Body, ByteRange, EncodeError, Encoder, ErrorKind, Metadata, Multipart, Operation, Phase,
    ReadError, TimeoutKind,
};
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{builder, client, get, ok, pieces, seconds, slow, status};

/// Fetches a file.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.tests.fetch", GET "files/{name}", bytes, service = Saltant)]
pub(super) struct Fetch {
    /// Its name.
    #[segment]
    name: String,
    /// Which part of it.
    #[header = "range"]
    range: Option<ByteRange>,
}

/// Sends a file.
#[derive(Clone, Debug)]
pub(super) struct Send(Body);

impl Send {
    pub(super) fn new(upload: Body) -> Self {
        Self(upload)
    }
}

impl Operation for Send {
    type Output = ();

    fn metadata(&self) -> &'static Metadata {
        const METADATA: &Metadata = &Metadata::new::<Saltant>("saltant.tests.send", Method::PUT, "files/a");
        METADATA
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.body(HeaderValue::from_static("application/octet-stream"), self.0.clone());
        Ok(())
    }

    fn decode(&self, _: &Answer) -> Result<(), ReadError> {
        Ok(())
    }
}

/// Sends a form with a file.
#[derive(Clone, Debug)]
struct SendForm(Body);

impl Operation for SendForm {
    type Output = ();

    fn metadata(&self) -> &'static Metadata {
        const METADATA: &Metadata =
            &Metadata::new::<Saltant>("saltant.tests.send_form", Method::PUT, "forms/a");
        METADATA
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        let form = Multipart::with_boundary("B").field("kind", "raw");
        request.multipart(form.file("file", "a.bin", "application/octet-stream", self.0.clone()))
    }

    fn decode(&self, _: &Answer) -> Result<(), ReadError> {
        Ok(())
    }
}

const NOW: Duration = Duration::ZERO;

#[tokio::test(start_paused = true)]
async fn f6_a_stream_is_not_capped_and_comes_piece_by_piece() {
    let body = pieces([(NOW, Ok("one ")), (seconds(29), Ok("two ")), (seconds(29), Ok("three"))]);
    let transport = ScriptedTransport::new([slow(200, body)]);
    let client = builder(&transport).max_body(3).build().unwrap();
    let mut download = client.call(Fetch::new("a")).stream().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "one ");
    assert_eq!(download.received(), 4);
    let mut rest = Vec::new();
    assert_eq!(download.write_to(&mut rest).await.unwrap(), 9);
    assert_eq!(download.received(), 13);
    assert_eq!(rest, b"two three");
    assert!(download.next().await.is_none());

    let request = &transport.requests()[0];
    assert_eq!((request.uri.path(), &request.headers["accept"]), ("/api/files/a", &"*/*".parse().unwrap()));
    assert_eq!(request.headers["accept-encoding"], "gzip");
}

#[tokio::test(start_paused = true)]
async fn f6_the_same_answer_read_whole_has_the_cap() {
    let transport = ScriptedTransport::new([Reply::json(200, "123"), Reply::json(200, "1234")]);
    let client = builder(&transport).max_body(3).build().unwrap();
    assert_eq!(client.call(Fetch::new("a")).await.unwrap(), "123");
    assert_eq!(client.call(Fetch::new("a")).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn f6_a_part_of_a_file_is_asked_for_uncompressed_and_told() {
    let reply = Reply::json(206, "34").header("content-range", "bytes 2-3/10");
    let (client, transport) = client([reply]);
    let download = client.call(Fetch::new("a").range(ByteRange::new(2, 2))).stream().await.unwrap();
    assert_eq!((download.status().as_u16(), download.range()), (206, Some("bytes 2-3/10")));
    assert_eq!(download.length(), Some(2));
    let headers = &transport.requests()[0].headers;
    assert_eq!(headers["range"], "bytes=2-3");
    assert!(!headers.contains_key("accept-encoding"));
}

#[tokio::test(start_paused = true)]
async fn r1_a_streams_head_is_retried_like_any_other_and_its_body_is_not() {
    let broken = pieces([(NOW, Ok("one ")), (NOW, Err("reset"))]);
    let (client_, transport) = client([Reply::fail(Phase::Sent), status(503), slow(200, broken)]);
    let mut download = client_.call(Fetch::new("a")).stream().await.unwrap();
    assert_eq!(download.attempts().len(), 3);
    let mut written = Vec::new();
    let error = download.write_to(&mut written).await.unwrap_err();
    assert_eq!((error.kind(), written.as_slice()), (ErrorKind::Transport, &b"one "[..]));
    assert_eq!((error.operation(), error.status().unwrap().as_u16()), (Some("saltant.tests.fetch"), 200));
    assert_eq!((error.attempts().len(), download.received()), (3, 4));
    assert!(download.next().await.is_none());
    assert_eq!(transport.left(), 0);

    let (client_, _) = client([status(404)]);
    assert!(client_.call(Fetch::new("a")).stream().await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn t1_a_stream_has_the_idle_limit_and_no_other_of_the_clients() {
    // Ten minutes, a piece every 25 seconds.
    let body = pieces((0..24).map(|_| (seconds(25), Ok("x"))).chain([(seconds(31), Ok("late"))]));
    let (client, _) = client([slow(200, body)]);
    let mut download = client.call(Fetch::new("a")).stream().await.unwrap();
    let error = download.write_to(&mut Vec::new()).await.unwrap_err();
    assert_eq!((error.kind(), download.received()), (ErrorKind::Timeout(TimeoutKind::Idle), 24));
}

#[tokio::test(start_paused = true)]
async fn t2_a_stream_has_the_limits_that_the_call_sets() {
    let body = || pieces((0..24).map(|_| (seconds(25), Ok("x"))));
    let (client, _) = client([slow(200, body()), slow(200, body())]);
    let call = client.call(Fetch::new("a")).timeout(seconds(60));
    let mut download = call.stream().await.unwrap();
    let error = download.write_to(&mut Vec::new()).await.unwrap_err();
    assert_eq!((error.kind(), download.received()), (ErrorKind::Timeout(TimeoutKind::Total), 2));

    let call = client.call(Fetch::new("a")).idle_timeout(seconds(10));
    let error = call.stream().await.unwrap().write_to(&mut Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Idle));
}

#[tokio::test(start_paused = true)]
async fn t1_an_upload_that_moves_is_not_cut_and_one_that_stands_still_is() {
    // The scripted transport reads the whole body before it answers, as a server might.
    let moving = || pieces((0..10).map(|_| (seconds(50), Ok("x"))));
    let (client_, transport) = client([ok()]);
    client_.call(Send::new(Body::replayable(moving))).await.unwrap();
    assert_eq!(transport.requests()[0].at, seconds(500));

    let stuck = || pieces([(NOW, Ok("x")), (seconds(10_000), Ok("y"))]);
    let (client_, _) = client([ok()]);
    let call =
        client_.call(Send::new(Body::replayable(stuck))).retry(saltant_core::retry::RetryPolicy::never());
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Attempt));
    assert_eq!(error.attempts()[0].elapsed, seconds(120));

    // A limit that the call sets holds.
    let (client_, _) = client([ok()]);
    let call = client_.call(Send::new(Body::replayable(moving))).timeout(seconds(130));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout(TimeoutKind::Total));
}

#[tokio::test]
async fn r5_a_file_is_opened_again_for_each_attempt_and_never_held_whole() {
    let file = tempfile(&"0123456789".repeat(20_000));
    let upload = saltant_http::file_body(file.path()).await.unwrap();
    let (client_, transport) = client([Reply::fail(Phase::Connect), ok()]);
    client_.call(Send::new(upload.clone())).await.unwrap();
    let requests = transport.requests();
    assert_eq!((requests.len(), requests[0].body.len()), (2, 200_000));
    assert_eq!(requests[0].body, requests[1].body);

    let (client_, transport) = client([Reply::fail(Phase::Connect), ok()]);
    client_.call(SendForm(upload.clone())).await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests[1].headers["content-type"], "multipart/form-data; boundary=B");
    let (text, end) = (String::from_utf8(requests[1].body.to_vec()).unwrap(), "0123456789\r\n--B--\r\n");
    assert!(text.starts_with("--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nraw\r\n--B\r\n"));
    assert!(text.ends_with(end));
    assert_eq!(requests[0].body, requests[1].body);

    file.shrink();
    let (client_, _) = client([ok()]);
    let error = client_.call(Send::new(upload)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("the file has become shorter"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn t3_a_stream_that_is_dropped_leaves_nothing_behind() {
    let (client, transport) = client([slow(200, pieces([(NOW, Ok("x")), (seconds(1), Ok("y"))])), ok()]);
    let mut download = client.call(Fetch::new("a")).stream().await.unwrap();
    download.next().await.unwrap().unwrap();
    drop(download);
    client.call(super::common::get()).await.unwrap();
    assert_eq!(transport.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_writer_that_fails_is_its_own_kind_of_error() {
    struct Full;
    impl tokio::io::AsyncWrite for Full {
        fn poll_write(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &[u8],
        ) -> std::task::Poll<std::io::Result<usize>> {
            std::task::Poll::Ready(Err(std::io::ErrorKind::StorageFull.into()))
        }
        fn poll_flush(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::Poll::Ready(Ok(()))
        }
        fn poll_shutdown(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::Poll::Ready(Ok(()))
        }
    }
    let (client, _) = client([ok()]);
    let error = client.call(Fetch::new("a")).stream().await.unwrap().write_to(&mut Full).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Write);
}

/// A file that is removed on drop.
struct TempFile(std::path::PathBuf);

impl TempFile {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn shrink(&self) {
        std::fs::write(&self.0, "0").unwrap();
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn tempfile(text: &str) -> TempFile {
    let name = format!("saltant-test-{}-{:016x}", std::process::id(), fastrand::u64(..));
    let path = std::env::temp_dir().join(name);
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    TempFile(path)
}

#[tokio::test(start_paused = true)]
async fn a_download_and_an_upload_tell_of_their_progress() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = seen.clone();
    let body = pieces([(NOW, Ok("one ")), (NOW, Ok("two"))]);
    let (client_, _) = client([slow(200, body).header("content-length", "7")]);
    let download = client_.call(get()).stream().await.unwrap();
    let mut download = download.on_progress(move |received, all| list.lock().unwrap().push((received, all)));
    let mut file = Vec::new();
    assert_eq!(download.write_to(&mut file).await.unwrap(), 7);
    assert_eq!(*seen.lock().unwrap(), [(4, download.length()), (7, download.length())]);

    // The first attempt fails, so the body is sent twice.
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = seen.clone();
    let body = Body::from("text").on_progress(move |sent, all| list.lock().unwrap().push((sent, all)));
    let (client_, transport) = client([Reply::fail(Phase::Connect), ok()]);
    let put = client_.request::<Saltant>(Method::PUT, "x/");
    put.body(HeaderValue::from_static("text/plain"), body).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(4, Some(4)); 2]);
    assert!(transport.requests().iter().all(|request| request.body == "text"));
}

#[tokio::test(start_paused = true)]
async fn a_download_is_flushed_when_all_of_it_is_written() {
    let (client_, _) = client([slow(200, pieces([(NOW, Ok("one "))]))]);
    let mut file = tokio::io::BufWriter::new(Vec::new());
    client_.call(get()).stream().await.unwrap().write_to(&mut file).await.unwrap();
    assert_eq!(file.get_ref(), b"one ");
}

#[tokio::test]
async fn an_error_about_a_file_to_send_names_it() {
    let error = saltant_http::file_body("/nonexistent/upload.csv").await.unwrap_err().to_string();
    assert!(error.starts_with("/nonexistent/upload.csv: "), "{error}");
}
