use saltant_core::ErrorKind;
use saltant_core::saltant::{GetTaskInstance, GetTaskQueue};
use saltant_core::types::saltant::{Executable, TaskState};
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{QUEUE, UUID, builder, client, get, status};

#[tokio::test(start_paused = true)]
async fn f1_unknown_fields_are_ignored_and_unknown_words_kept() {
    let text = super::waiting::instance("pondering")
        .replace("\"name\"", "\"colour\": {\"of\": [\"new\"]}, \"name\"");
    let (client, _) = client([Reply::json(200, text)]);
    let instance = client.call(GetTaskInstance::<Executable>::new(UUID)).await.unwrap();
    assert!(!matches!(instance.state, TaskState::Running) && !instance.state.is_final());
    assert_eq!(serde_json::to_value(&instance).unwrap()["state"], "pondering");
}

#[tokio::test(start_paused = true)]
async fn f4_a_decode_error_says_all_that_helps_and_no_more() {
    let body =
        QUEUE.replace("\"active\": true", "\"active\": \"maybe\", \"note\": {\"password\": \"canary\"}");
    let (client, _) = client([Reply::json(200, body).header("x-request-id", "r-17")]);
    let error = client.call(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let line = error.to_string();
    for part in [
        "saltant.task_queues.get",
        "200 OK",
        "at active:",
        "\"maybe\"",
        "expected a boolean",
        "line 1 column",
        "(request r-17)",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(line.len() < 700 && !line.contains("canary"), "{line}");
}

#[tokio::test(start_paused = true)]
async fn f5_a_page_or_nothing_where_json_belongs_is_its_own_kind() {
    for (code, body) in [
        (200, "<!doctype html><title>Welcome</title>"),
        (200, ""),
        (404, "<html><title>No such site</title></html>"),
    ] {
        let reply =
            http::Response::builder().status(code).header("content-type", "text/html").body(body).unwrap();
        let (client, _) = client([Reply::answer(reply)]);
        assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::NotThisApi, "{code} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn f6_a_longer_answer_than_the_cap_is_an_error() {
    let with_cap = |cap, body: String| async move {
        let transport = ScriptedTransport::new([Reply::json(200, body)]);
        builder(&transport).max_body(cap).build().unwrap().call(get()).await
    };
    assert!(with_cap(QUEUE.len(), QUEUE.to_owned()).await.is_ok());
    let error = with_cap(QUEUE.len() - 1, QUEUE.to_owned()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::TooLarge, 200));
    // The default is 16 MiB.
    let (client, _) = client([
        Reply::json(200, format!("{QUEUE}{}", " ".repeat((16 << 20) - QUEUE.len()))),
        Reply::json(200, format!("{QUEUE}{}", " ".repeat((16 << 20) - QUEUE.len() + 1))),
    ]);
    assert!(client.call(get()).await.is_ok());
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn f6_the_cap_counts_pieces_and_the_call_can_change_it() {
    let pieces = || {
        let (first, second) = QUEUE.split_at(30);
        super::common::slow(
            200,
            super::common::pieces([first, second].map(|text| (std::time::Duration::ZERO, Ok(text)))),
        )
    };
    let (client, _) = client([pieces(), pieces(), pieces()]);
    assert!(client.call(get()).await.is_ok());
    assert!(client.call(get()).max_body(QUEUE.len()).await.is_ok());
    let error = client.call(get()).max_body(QUEUE.len() - 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn f6_of_a_bad_answer_64_kib_are_read_and_its_status_counts() {
    let mut body = String::from("{\"detail\": \"no\", \"rest\": \"");
    body.push_str(&"x".repeat(1 << 20));
    body.push_str("\"}");
    let (client, _) = client([Reply::json(400, body)]);
    let error = client.call(get()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, 400));
    assert!(error.to_string().len() < 700, "{error}");
    // The cut body is not JSON any more, so that the message shows its beginning.
    assert_ne!(error.api().unwrap().message, "no");
}

#[tokio::test(start_paused = true)]
async fn f6_a_bad_answer_that_breaks_off_is_still_judged_by_its_status() {
    let broken = || {
        super::common::pieces([
            (std::time::Duration::ZERO, Ok("{\"det")),
            (std::time::Duration::ZERO, Err("reset")),
        ])
    };
    let (client, transport) = client([super::common::slow(404, broken()), super::common::ok()]);
    assert!(client.call(super::common::create()).await.unwrap_err().is_not_found());
    assert_eq!(transport.left(), 1);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzipped(bytes: Vec<u8>) -> Reply {
    let reply = http::Response::builder()
        .header("content-type", "application/json")
        .header("content-encoding", "gzip");
    Reply::answer(reply.body(bytes).unwrap())
}

#[tokio::test(start_paused = true)]
async fn f6_a_compressed_answer_is_asked_for_and_read() {
    let (client, transport) = client([gzipped(gzip(QUEUE.as_bytes()))]);
    let response = client.call(get()).with_response().await.unwrap();
    assert_eq!(response.value.name, "q");
    assert!(!response.headers.contains_key("content-encoding"));
    assert_eq!(transport.requests()[0].headers["accept-encoding"], "gzip");
}

#[tokio::test(start_paused = true)]
async fn f6_a_compression_bomb_fails_at_the_cap() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let (client, _) = client([gzipped(bomb)]);
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn f6_what_is_compressed_to_nothing_fails_at_the_cap_as_well() {
    // Two million empty gzip members: endless input without output.
    let nothing = gzip(b"").repeat(2_000);
    let transport = ScriptedTransport::new([gzipped(nothing)]);
    let client = builder(&transport).max_body(10_000).build().unwrap();
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn f6_bad_or_cut_compression_is_an_unreadable_answer() {
    let whole = gzip(QUEUE.as_bytes());
    for broken in [whole[..whole.len() - 9].to_vec(), QUEUE.as_bytes().to_vec(), whole[..5].to_vec()] {
        let (client, transport) = client([gzipped(broken), super::common::ok()]);
        assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::Decode);
        assert_eq!(transport.left(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn f7_deep_nesting_is_an_error_and_not_a_crash() {
    for text in ["[", "{\"a\":"] {
        let (client, _) = client([Reply::json(200, text.repeat(1 << 20))]);
        assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::Decode);
    }
    let (client, _) = client([Reply::json(400, "[".repeat(1 << 15))]);
    assert_eq!(client.call(get()).await.unwrap_err().kind(), ErrorKind::Api);
}

#[test]
fn f3_a_missing_endpoint_can_be_told_from_trouble() {
    use saltant_core::Operation as _;
    for (code, missing) in [(404, true), (405, false), (500, false)] {
        let answer = http::Response::builder().status(code).body(r#"{"detail": "no"}"#.into()).unwrap();
        let error = GetTaskQueue::new(7).read(&answer).unwrap_err();
        assert_eq!((error.is_not_found(), error.status().unwrap().as_u16()), (missing, code));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_in_another_compression_is_an_error_that_names_it() {
    for encoding in ["br", "deflate"] {
        let reply =
            || Reply::answer(http::Response::new(vec![0x8b, 2, 0x80])).header("content-encoding", encoding);
        let (client, transport) = client([reply(), status(404).header("content-encoding", encoding)]);
        let error = client.call(get()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "saltant.task_queues.get: 200 OK: unreadable answer: it has a compression that was not asked for: \"{encoding}\""
            )
        );
        assert_eq!(error.kind(), saltant_core::ErrorKind::Decode);
        assert!(client.call(get()).await.unwrap_err().is_not_found());
        assert_eq!(transport.left(), 0);
    }
}
