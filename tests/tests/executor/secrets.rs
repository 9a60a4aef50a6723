use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_core::saltant::{JsonWebToken, ObtainToken, StaticToken};
use saltant_core::types::Secret;
use saltant_core::types::saltant::TokenPair;
use saltant_core::{Body, Error, Phase};
use saltant_http::Client;
use saltant_http::testing::{Reply, ScriptedTransport};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};

use super::common::{builder, client, expired, get, ok, pieces, slow, status};

const SHORT: &str = "canary";
const LONG: &str = "canary0123456789abcdef0123456789";

/// Keeps everything that is logged, at every level, as text.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<String>>);

impl Log {
    pub(super) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{}={value:?}", field.name()).unwrap();
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        writeln!(self.0.lock().unwrap(), "span {}", span.metadata().name()).unwrap();
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        writeln!(self.0.lock().unwrap(), "event {}", event.metadata().target()).unwrap();
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn show<T: Debug>(out: &mut String, value: T) {
    write!(out, "{value:?} {value:#?}").unwrap();
}

pub(super) fn show_error(out: &mut String, error: &Error) {
    write!(out, "{error} {error:?} {error:#?} {:?}", error.attempts()).unwrap();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        write!(
            out,
            " {} {:?}",
            saltant_core::redact(&cause.to_string()),
            saltant_core::redact(&format!("{cause:?}"))
        )
        .unwrap();
        source = cause.source();
    }
}

/// Calls that succeed and calls that fail in every way, with a secret in each place for one.
async fn all_that_can_be_shown(secret: &str, out: &mut String) {
    let script = || {
        vec![
            ok(),
            status(403),
            Reply::json(
                400,
                format!(r#"{{"detail": "bad token={secret}", "token": ["{{\"token\": \"{secret}\"}}"]}}"#),
            ),
            Reply::json(
                200,
                format!(r#"{{"access": "{secret}", "refresh": 5, "id": "{secret}"}}"#)
                    .replace(&format!("\"id\": \"{secret}\""), "\"id\": 1"),
            ),
            Reply::json(200, format!(r#"{{"password": "{secret}"#)),
            Reply::fail(Phase::Certificate),
            expired(),
            Reply::json(401, format!(r#"{{"detail": "bad refresh_token={secret}"}}"#)),
        ]
    };
    let pair = || TokenPair::new(secret, secret);
    let transport = ScriptedTransport::new(script());
    let credential = JsonWebToken::new(pair());
    show(out, &credential);
    show(out, StaticToken::new(secret));
    show(out, pair());
    show(out, Secret::new(secret));
    show(out, ObtainToken::new("matt", secret));
    show(out, Body::from(secret.to_owned()));
    let builder = builder(&transport)
        .credential(credential)
        .header(http::HeaderName::from_static("x-auth-token"), secret.parse().unwrap());
    show(out, &builder);
    let client: Client = builder.build().unwrap();
    show(out, &client);
    show(out, client.call(get()));
    show(out, client.call(get()).request().unwrap());
    show(out, client.call(ObtainToken::new("matt", secret)));
    show(out, client.call(ObtainToken::new("matt", secret)).request().unwrap());
    show(out, client.call(get()).with_response().await.unwrap());
    for _ in 0..2 {
        show_error(out, &client.call(get()).await.unwrap_err());
    }
    show_error(out, &client.call(ObtainToken::new("matt", secret)).await.unwrap_err());
    show_error(out, &client.call(ObtainToken::new("matt", secret)).await.unwrap_err());
    for _ in 0..2 {
        show_error(out, &client.call(get()).await.unwrap_err());
    }
    show_error(out, &Client::builder(format!("https://u:{secret}@h/")).build().unwrap_err());
    show_error(out, &client.call(saltant_core::saltant::GetUser::new("..")).await.unwrap_err());
    assert_eq!(transport.left(), 0);
    // The secret was sent.
    assert!(transport.requests().iter().any(|request| {
        request.headers.get("authorization").is_some_and(|value| value.to_str().unwrap().contains(secret))
    }));
}

#[test]
fn a5_no_secret_is_shown_or_logged_anywhere() {
    for secret in [SHORT, LONG] {
        let log = Log::default();
        let mut out = String::new();
        tracing::subscriber::with_default(log.clone(), || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
            runtime.unwrap().block_on(all_that_can_be_shown(secret, &mut out));
        });
        for (what, text) in [("shown", out.as_str()), ("logged", &log.text())] {
            let at = text.find(SHORT).map(|at| &text[at.saturating_sub(200)..(at + 100).min(text.len())]);
            assert_eq!(at, None, "{what}");
        }
        let log = log.text();
        for part in [
            "span call",
            "span attempt",
            "operation=\"saltant.task_queues.get\"",
            "number=1",
            "status=403",
            "attempt ended",
        ] {
            assert!(log.contains(part), "{part}: {log}");
        }
    }
}

#[test]
fn r6_spans_have_the_operation_the_attempt_the_status_and_the_request_id_and_no_arguments() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let transport = ScriptedTransport::new([status(502), ok().header("x-request-id", "r-1")]);
            let client = builder(&transport).build().unwrap();
            client.call(saltant_core::saltant::GetTaskQueue::new(987_654)).await.unwrap();
        });
    });
    let log = log.text();
    let lines: Vec<_> = log.lines().filter(|line| !line.starts_with("message")).collect();
    assert_eq!(
        lines,
        [
            "span call",
            "operation=\"saltant.task_queues.get\"",
            "span attempt",
            "number=1",
            "status=502",
            "event saltant_http::pipeline",
            "outcome=\"502 Bad Gateway\"",
            "span attempt",
            "number=2",
            "status=200",
            "request_id=\"r-1\"",
            "event saltant_http::pipeline",
            "outcome=\"200 OK\"",
        ]
    );
    assert!(!log.contains("987654"));
}

#[test]
fn a5_a_panic_in_a_callers_code_shows_no_secret() {
    let client = builder(&ScriptedTransport::new([])).credential(StaticToken::new(SHORT)).build().unwrap();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        panic!("{:?}", client.call(get()).request().unwrap());
    }));
    let text = panic.unwrap_err().downcast::<String>().unwrap();
    assert!(text.contains("Sensitive") && !text.contains(SHORT), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a5_a_token_is_masked_however_short_it_is_and_the_clients_own_words_are_not() {
    let echo = |code, token: &str| {
        let body = format!(r#"{{"detail": "no {token} here", "{token}": ["{token}"]}}"#);
        Reply::json(code, body).header("x-request-id", token)
    };
    // Each of them is also a word that the client writes.
    for token in ["t", "saltant", "task_queues", "get", "unreadable", "request", "400"] {
        let unreadable = Reply::json(200, format!("[\"{token}\"]"));
        let encoding = ok().header("content-encoding", token);
        let transport = ScriptedTransport::new([echo(400, token), unreadable, encoding]);
        let client = builder(&transport).credential(StaticToken::new(token)).build().unwrap();
        let line = || async { client.call(get()).await.unwrap_err().to_string() };
        let api = "saltant.task_queues.get: 400 Bad Request: no *** here; ***: *** (request ***)";
        assert_eq!(line().await, api);
        let decode = line().await;
        assert!(
            decode.starts_with("saltant.task_queues.get: 200 OK: unreadable answer at [0]: "),
            "{decode}"
        );
        assert!(decode.ends_with("near “[\"***\"]”"), "{decode}");
        let compressed = "unreadable answer: it has a compression that was not asked for: \"***\"";
        let error = client.call(get()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("saltant.task_queues.get: 200 OK: {compressed}"));
        assert_eq!(error.attempts()[0].outcome, format!("200 OK: {compressed}"));
    }
}

#[tokio::test(start_paused = true)]
async fn a5_a_renewal_that_fails_shows_neither_token_and_both_operations() {
    let refused =
        |said: &str| Reply::json(401, format!(r#"{{"detail": "{said}", "code": "token_not_valid"}}"#));
    let transport =
        ScriptedTransport::new([refused("no ac"), Reply::json(200, r#"{"access": 1, "a": "re"}"#)]);
    let client =
        builder(&transport).credential(JsonWebToken::new(TokenPair::new("ac", "re"))).build().unwrap();
    let line = client.call(get()).await.unwrap_err().to_string();
    assert!(line.starts_with("saltant.task_queues.get: 401 Unauthorized: no ***; and renewing"), "{line}");
    assert!(line.contains("saltant.token.refresh: "), "{line}");
    assert!(line.contains("\"a\": \"***\""), "{line}");
}

#[tokio::test(start_paused = true)]
async fn a5_a_password_is_masked_where_the_server_repeats_it() {
    for (password, said, shown) in [
        ("pw", "no user with pw", "no user with ***"),
        ("hunter", "hunter is taken", "*** is taken"),
        ("short", "Password too short", "Password too short"),
        ("short", "'short' is too short", "'***' is too short"),
    ] {
        let (client, _) = client([Reply::json(400, format!(r#"{{"detail": "{said}"}}"#))]);
        let line = client.call(ObtainToken::new("matt", password)).await.unwrap_err().to_string();
        assert_eq!(line, format!("saltant.token.obtain: 400 Bad Request: {shown}"));
    }
}

#[tokio::test(start_paused = true)]
async fn a5_a_download_that_breaks_does_not_show_the_token_in_the_id_of_the_request() {
    let broken = pieces([(Duration::ZERO, Ok("a")), (Duration::ZERO, Err("reset"))]);
    let transport = ScriptedTransport::new([slow(200, broken).header("x-request-id", "t0")]);
    let client = builder(&transport).credential(StaticToken::new("t0")).build().unwrap();
    let mut download = client.call(get()).stream().await.unwrap();
    let error = loop {
        match download.next().await {
            Some(Ok(_)) => {}
            other => break other.unwrap().unwrap_err(),
        }
    };
    assert_eq!(error.request_id(), Some("***"));
}
