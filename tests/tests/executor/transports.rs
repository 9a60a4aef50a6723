//! Other transports: services of tower, and recordings.

use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::join_all;
use saltant_core::retry::RetryPolicy;
use saltant_core::saltant::{JsonWebToken, ObtainToken, StaticToken};
use saltant_core::{Body, BoxError, ErrorKind, Phase};
use saltant_http::replay::{Recorder, Replayer};
use saltant_http::testing::{Reply, ScriptedTransport};
use saltant_http::{Client, TowerTransport, TransportService};

use super::common::{builder, create, created, expired, get, ok, pair, renewed, seconds, status};

const HOST: &str = "https://saltant.test/api";

#[tokio::test(start_paused = true)]
async fn a_rate_limit_of_tower_holds_for_all_calls_of_a_client() {
    let transport = ScriptedTransport::answering(|_| ok());
    let limited = tower::ServiceBuilder::new()
        .rate_limit(2, seconds(1))
        .service(TransportService::new(transport.clone()));
    let client = Client::builder(HOST).transport(TowerTransport::new(limited)).build().unwrap();
    assert!(join_all((0..7).map(|_| async { client.call(get()).await })).await.iter().all(Result::is_ok));
    let at: Vec<_> = transport.requests().iter().map(|request| request.at.as_secs()).collect();
    assert_eq!(at, [0, 0, 1, 1, 2, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn requests_through_tower_run_side_by_side() {
    let transport = ScriptedTransport::answering(|_| ok().after(seconds(1)));
    let service = TowerTransport::new(TransportService::new(transport.clone()));
    let client = Client::builder(HOST).transport(service).build().unwrap();
    let start = tokio::time::Instant::now();
    join_all((0..7).map(|_| async { client.call(get()).await })).await;
    assert_eq!(start.elapsed(), seconds(1));
}

/// An error of another type, with or without a transport's error as its source.
#[derive(Clone)]
struct Failing(Option<Phase>);

#[derive(Debug)]
struct Wrapped(Option<saltant_core::TransportError>);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the middleware will not")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.as_ref().map(|error| error as _)
    }
}

impl tower::Service<http::Request<Body>> for Failing {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<http::Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        let inner = self.0.map(|phase| saltant_core::TransportError::new(phase, "inner"));
        std::future::ready(Err(Wrapped(inner).into()))
    }
}

#[tokio::test(start_paused = true)]
async fn r1_of_a_services_own_errors_the_worst_is_assumed_unless_it_is_told() {
    for (inner, phase, kind) in [
        (None, None, ErrorKind::OutcomeUnknown),
        (None, Some((|_: &BoxError| Phase::Connect) as fn(&BoxError) -> Phase), ErrorKind::Connect),
        (Some(Phase::Connect), None, ErrorKind::Connect),
        (Some(Phase::Sent), None, ErrorKind::OutcomeUnknown),
    ] {
        let mut transport = TowerTransport::new(Failing(inner));
        if let Some(phase) = phase {
            transport = transport.phase(phase);
        }
        let client = Client::builder(HOST).transport(transport).build().unwrap();
        assert_eq!(client.call(create()).await.unwrap_err().kind(), kind, "{inner:?}");
    }
}

/// A file for one test, removed on drop.
struct Recording(std::path::PathBuf);

impl Recording {
    fn new() -> Self {
        let name = format!("saltant-replay-{}-{:016x}", std::process::id(), fastrand::u64(..));
        Self(std::env::temp_dir().join(name))
    }

    fn replayer(&self) -> Replayer {
        Replayer::open(&self.0).unwrap()
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn client(transport: impl saltant_core::Transport) -> Client {
    let credential = JsonWebToken::new(pair("old-canary"));
    Client::builder(HOST).transport(transport).credential(credential).build().unwrap()
}

/// Records a session with secrets in every place.
async fn record(recording: &Recording) {
    let token = r#"{"refresh": "canary-r", "access": "canary-a"}"#;
    let transport = ScriptedTransport::new([
        ok().header("set-cookie", "id=canary").header("x-auth-token", "canary").header("x-note", "kept"),
        expired(),
        renewed("canary-new"),
        created(),
        Reply::json(200, token),
        status(404),
        Reply::answer(http::Response::new(vec![0xff, 0, 0xfe])),
    ]);
    let client = client(Recorder::create(transport.clone(), &recording.0).unwrap());
    session(&client).await;
    assert_eq!(transport.left(), 0);
}

async fn session(client: &Client) {
    assert_eq!(client.call(get()).await.unwrap().name, "q");
    client.call(create()).await.unwrap();
    client.call(ObtainToken::new("matt", "canary-password")).await.unwrap();
    assert!(client.call(get()).await.unwrap_err().is_not_found());
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test(start_paused = true)]
async fn a_recording_answers_the_same_session_without_a_server() {
    let recording = Recording::new();
    record(&recording).await;
    let replayer = recording.replayer();
    session(&client(replayer.clone())).await;
    assert_eq!((replayer.unused(), replayer.unexpected()), (vec![], vec![]));
}

#[tokio::test(start_paused = true)]
async fn a5_a_recording_has_no_secrets() {
    let recording = Recording::new();
    record(&recording).await;
    let text = std::fs::read_to_string(&recording.0).unwrap();
    assert!(!text.contains("canary"), "{text}");
    assert_eq!(text.lines().count(), 7);
    for part in
        [r#""x-note":["kept"]"#, r#""set-cookie":["***"]"#, "/api/taskqueues/7/", r#"\"username\":\"matt\""#]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a5_a_recording_can_be_read_by_its_owner_only_and_its_bodies_are_limited() {
    let recording = Recording::new();
    std::fs::write(&recording.0, "older").unwrap();
    let transport = ScriptedTransport::new([ok(), ok()]);
    let recorder = Recorder::create(transport, &recording.0).unwrap().max_body(200);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&recording.0).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let client = Client::builder(HOST).transport(recorder).retry(RetryPolicy::never()).build().unwrap();
    let error = client.call(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().ends_with("a body is longer than 200 bytes, which is too long for the recording"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&recording.0).unwrap(), "");
}

#[test]
fn errors_about_recordings_name_the_file() {
    let path = std::path::Path::new("/nonexistent/recording");
    let error = Replayer::open(path).unwrap_err().to_string();
    assert!(error.starts_with("the recording /nonexistent/recording cannot be read: "), "{error}");
    let error = Recorder::create(ScriptedTransport::new([]), path).unwrap_err().to_string();
    assert!(error.starts_with("the recording cannot be written to /nonexistent/recording: "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_a_recording_does_not_have_is_told() {
    let recording = Recording::new();
    record(&recording).await;
    let replayer = recording.replayer();
    let client_ = client(replayer.clone());
    let error = client_.call(create()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    let line = error.to_string();
    assert!(
        line.contains(
            "POST /api/taskqueues/ was not expected: the recording goes on with GET /api/taskqueues/7/"
        ),
        "{line}"
    );
    assert_eq!(replayer.unexpected()[0].method, "POST");
    assert_eq!(replayer.unused().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn by_match_the_order_does_not_matter() {
    let recording = Recording::new();
    record(&recording).await;
    let replayer = recording.replayer().by_match();
    let client_ = client(replayer.clone());
    client_.call(ObtainToken::new("matt", "another password")).await.unwrap();
    assert_eq!(client_.call(get()).await.unwrap().name, "q");
    // The recording has a 404 as the second answer, then an unreadable one, which repeats.
    assert!(client_.call(get()).await.unwrap_err().is_not_found());
    for _ in 0..2 {
        assert_eq!(client_.call(get()).await.unwrap_err().kind(), ErrorKind::Decode);
    }
    assert_eq!((replayer.unused().len(), replayer.unexpected().len()), (3, 0));
    let other = saltant_core::saltant::GetTaskQueue::new(8);
    assert!(client_.call(other).await.unwrap_err().to_string().contains("no such request left"));
}

#[test]
fn a_file_that_is_no_recording_is_refused() {
    let recording = Recording::new();
    std::fs::write(&recording.0, "{}\n").unwrap();
    let error = Replayer::open(&recording.0).unwrap_err();
    assert!(error.to_string().contains("line 1"), "{error}");
    assert!(Replayer::open("/nonexistent/file").is_err());
}

#[tokio::test(start_paused = true)]
async fn s2_a_transport_may_be_shared() {
    let transport = std::sync::Arc::new(ScriptedTransport::new([ok()]));
    let client =
        Client::builder(HOST).transport(transport.clone()).credential(StaticToken::new("t")).build().unwrap();
    client.call(get()).await.unwrap();
    assert_eq!(transport.requests().len(), 1);
    let _ = builder(&transport).timeout(Duration::from_secs(1));
}
