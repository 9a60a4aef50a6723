use saltant_core::saltant::StaticToken;
use saltant_core::{ErrorKind, Transport};
use saltant_http::testing::{Reply, ScriptedTransport};
use saltant_http::{Client, Response};

use super::common::{builder, client, create, get, ok};

#[test]
fn s1_clients_and_calls_are_cheap_and_go_anywhere() {
    fn anywhere<T: Clone + Send + Sync + 'static>() {}
    fn send<T: Send>(_: &T) {}
    anywhere::<Client>();
    assert!(size_of::<Client>() <= 2 * size_of::<usize>());
    let (client, _) = client([]);
    let call = client.call(get());
    send(&call);
    send(&call.clone().into_future());
    send(&call.with_response());
    send(&client.call(saltant_core::saltant::ListUsers::new()).items());
    send(&client.call(get()).wait_until(|_| saltant_http::WaitStatus::Succeeded).into_future());
}

#[test]
fn s2_the_transport_is_one_method_behind_a_pointer() {
    fn is_object(_: &dyn Transport) {}
    is_object(&ScriptedTransport::new([]));
}

#[tokio::test(start_paused = true)]
async fn s3_the_user_agent_has_the_applications_name_before_ours() {
    let agent = |name: Option<&'static str>| async move {
        let transport = ScriptedTransport::new([ok()]);
        let mut builder = builder(&transport);
        if let Some(name) = name {
            builder = builder.user_agent(name);
        }
        builder.build()?.call(get()).await?;
        Ok::<_, saltant_core::Error>(
            transport.requests()[0].headers["user-agent"].to_str().unwrap().to_owned(),
        )
    };
    let ours = format!(
        "saltant-rust/{} (n/a; {}; {})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    assert_eq!(agent(None).await.unwrap(), ours);
    assert_eq!(agent(Some("nightly/2.1")).await.unwrap(), format!("nightly/2.1 {ours}"));
    for wrong in ["", "a b", "a\r\nX: y", "ü", "abcdefghijklmnopqrstuvwxy"] {
        assert_eq!(agent(Some(wrong)).await.unwrap_err().kind(), ErrorKind::Usage, "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn s4_the_head_of_the_answer_is_always_within_reach() {
    let (client, _) = client([
        ok().header("x-request-id", "r-1").header("etag", "\"7\""),
        Reply::json(404, "{}").header("x-request-id", "r-2"),
    ]);
    let response: Response<_> = client.call(get()).with_response().await.unwrap();
    assert_eq!((response.status.as_u16(), response.request_id().as_deref()), (200, Some("r-1")));
    assert_eq!(response.headers["etag"], "\"7\"");
    let error = client.call(get()).with_response().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (404, Some("r-2")));
}

#[tokio::test(start_paused = true)]
async fn s4_a_request_can_be_looked_at_without_sending_it() {
    let transport = ScriptedTransport::new([]);
    let client = builder(&transport).credential(StaticToken::new("t")).build().unwrap();
    let request = client.call(create()).request().unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/api/taskqueues/"));
    assert_eq!(request.headers()["authorization"], "Token t");
    assert_eq!(super::common::text(request.body()), r#"{"name":"q"}"#);
    assert_eq!(transport.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn s6_a_client_that_is_set_up_wrongly_says_so_and_sends_nothing() {
    let transport = ScriptedTransport::new([]);
    for address in [
        "",
        "saltant.test",
        "ftp://saltant.test",
        "https://u:canary@saltant.test/",
        "https://saltant.test/?a",
    ] {
        let error = Client::builder(address).transport(transport.clone()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    let client = builder(&transport).credential(StaticToken::new("a\nb")).build().unwrap();
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(transport.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn s10_a_create_is_never_sent_twice_by_itself() {
    for reply in [Reply::fail(saltant_core::Phase::Sent), Reply::hang()] {
        let (client, transport) = client([reply, ok()]);
        let error = client.call(create()).await.unwrap_err();
        assert_eq!((error.kind(), transport.left()), (ErrorKind::OutcomeUnknown, 1));
        assert!(error.to_string().contains("check before sending it again"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn s4_a_call_by_name_takes_headers_limits_and_retries_like_a_typed_one() {
    use saltant_core::catalog;
    use saltant_core::retry::RetryPolicy;
    use std::time::Duration;

    fn call_by_name(client: &Client) -> saltant_http::Call<'_, catalog::AnyOperation> {
        let entry = catalog::find("saltant.task_queues.get").unwrap();
        let operation = entry.operation(serde_json::json!({"id": 7})).unwrap();
        client.call(operation).header(http::HeaderName::from_static("x-note"), "kept".parse().unwrap())
    }
    let answers = [ok(), ok(), Reply::hang(), Reply::hang(), Reply::fail(saltant_core::Phase::Sent)];
    let (client, transport) = client(answers);
    let kind = |outcome: Result<serde_json::Value, saltant_core::Error>| outcome.unwrap_err().kind();

    assert_eq!(call_by_name(&client).await.unwrap()["name"], "q");
    assert_eq!(transport.requests()[0].headers["x-note"], "kept");
    assert_eq!(kind(call_by_name(&client).max_body(10).await), ErrorKind::TooLarge);
    let start = tokio::time::Instant::now();
    assert!(matches!(
        kind(call_by_name(&client).timeout(Duration::from_secs(2)).await),
        ErrorKind::Timeout(_)
    ));
    let once = call_by_name(&client).attempt_timeout(Duration::from_secs(3)).retry(RetryPolicy::never());
    assert!(matches!(kind(once.await), ErrorKind::Timeout(_)));
    assert_eq!(start.elapsed(), Duration::from_secs(5));
    assert_eq!(kind(call_by_name(&client).retry(RetryPolicy::never()).await), ErrorKind::Transport);
    assert_eq!(transport.left(), 0);
}
