//! Broken and hostile servers: each case ends in the right kind of error, in time, with memory bounded by the
//! cap. These tests use sockets, so their time limits are real and short.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use saltant_core::retry::RetryPolicy;
use saltant_core::saltant::ListUsers;
use saltant_core::{Error, ErrorKind, TimeoutKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::sockets::{SOON, ok, over, read_request, reset, says, server, whole};
use crate::executor::common::{QUEUE, create, get, put};

fn kind<T>(outcome: Result<T, Error>) -> ErrorKind {
    match outcome {
        Ok(_) => panic!("no error"),
        Err(error) => {
            let line = error.to_string();
            assert!(line.len() < 1500, "{line}");
            error.kind()
        }
    }
}

#[tokio::test]
async fn r1_a_reset_before_during_and_after_the_body() {
    // Reset before the head.
    let (builder, count) = server(|stream| async { reset(stream) }).await;
    let client = builder.build().unwrap();
    assert_eq!(kind(client.call(get()).await), ErrorKind::Transport);
    assert_eq!(kind(client.call(create()).await), ErrorKind::OutcomeUnknown);
    assert_eq!(count.load(Ordering::SeqCst), 2);

    // Reset within the body: the status is known from the head.
    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(&whole(QUEUE)[..150]).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        reset(stream);
    })
    .await;
    let client = builder.build().unwrap();
    let error = client.call(create()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::OutcomeUnknown, 200));

    // Reset after the body, which is complete.
    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(&whole(QUEUE)).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        reset(stream);
    })
    .await;
    assert!(builder.build().unwrap().call(get()).await.is_ok());
}

#[tokio::test]
async fn r1_nobody_listens() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = over(format!("http://{address}")).retry(RetryPolicy::never()).build().unwrap();
    // Nothing was sent, so that even a create has certainly not happened.
    for outcome in [client.call(get()).await, client.call(create()).await] {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!error.to_string().contains("taskqueues"), "{error}");
    }
}

#[tokio::test]
async fn r7_one_layer_retries_over_a_real_connection_too() {
    let (builder, count) = server(|stream| async { reset(stream) }).await;
    let client =
        builder.retry(RetryPolicy::default().with_pauses(Duration::ZERO, Duration::ZERO)).build().unwrap();
    let error = client.call(get()).await.unwrap_err();
    assert_eq!((error.attempts().len(), count.load(Ordering::SeqCst)), (3, 3));
    let (builder, count) = server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
    })
    .await;
    assert_eq!(kind(builder.build().unwrap().call(put()).await), ErrorKind::Api);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn f5_bodies_that_are_too_short_or_too_long_for_their_head() {
    assert_eq!(says(whole(QUEUE)).await.unwrap(), "q");
    let short = [ok(QUEUE.len() + 10).as_bytes(), QUEUE.as_bytes()].concat();
    assert_eq!(kind(says(short).await), ErrorKind::Transport);
    // Bytes after the end of a body are not part of it.
    let long = [ok(QUEUE.len()).as_bytes(), QUEUE.as_bytes(), b"HTTP/1.1 500 X\r\n\r\ngarbage"].concat();
    assert_eq!(says(long).await.unwrap(), "q");
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n".to_vec();
    assert_eq!(kind(says(chunked).await), ErrorKind::Transport);
    let bad_chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{\"id\"\r\n".to_vec();
    assert_eq!(kind(says(bad_chunk).await), ErrorKind::Transport);
}

#[tokio::test]
async fn t1_a_body_that_drips_or_stands_still() {
    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(ok(1_000_000).as_bytes()).await;
        while stream.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let begun = Instant::now();
    let outcome = builder.attempt_timeout(Duration::from_millis(700)).build().unwrap().call(get()).await;
    assert_eq!(kind(outcome), ErrorKind::Timeout(TimeoutKind::Attempt));
    assert!(begun.elapsed() < SOON);

    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(ok(1_000_000).as_bytes()).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    })
    .await;
    let begun = Instant::now();
    let outcome = builder.build().unwrap().call(get()).await;
    assert_eq!(kind(outcome), ErrorKind::Timeout(TimeoutKind::Idle));
    assert!(begun.elapsed() < SOON);

    let (builder, _) = server(|stream| async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    })
    .await;
    let client = builder.attempt_timeout(Duration::from_millis(300)).build().unwrap();
    assert_eq!(kind(client.call(create()).await), ErrorKind::OutcomeUnknown);
}

#[tokio::test]
async fn r8_what_a_server_may_say_to_a_create_instead_of_an_answer() {
    for (head, kind) in [
        ("300 Multiple Choices", ErrorKind::Redirect),
        ("302 Found\r\nLocation: /login/", ErrorKind::Redirect),
        ("303 See Other\r\nLocation: /api/taskqueues/7/", ErrorKind::Redirect),
        ("304 Not Modified", ErrorKind::Redirect),
        ("308 Permanent Redirect\r\nLocation: https://elsewhere.test/", ErrorKind::Redirect),
        ("999 Denied", ErrorKind::Api),
    ] {
        let (builder, count) = server(move |mut stream| async move {
            let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        })
        .await;
        let error = builder.build().unwrap().call(create()).await.unwrap_err();
        assert_eq!((error.kind(), count.load(Ordering::SeqCst)), (kind, 1), "{head}: {error}");
        assert!(error.to_string().ends_with("; the request may have taken effect"), "{error}");
    }
    // It wants to speak another protocol.
    let (builder, _) = server(|mut stream| async move {
        let answer = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h9\r\n\r\n";
        let _ = stream.write_all(answer).await;
    })
    .await;
    assert!(builder.build().unwrap().call(create()).await.unwrap_err().may_have_happened());
    // Hints that come before the answer are not the answer.
    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n").await;
        let _ = stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
        let _ = stream.write_all(&whole(QUEUE)).await;
    })
    .await;
    assert_eq!(builder.build().unwrap().call(create()).await.unwrap().name, "q");
}

#[tokio::test]
async fn s6_what_is_no_http_at_all() {
    for garbage in [
        &b"garbage\r\n\r\n"[..],
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"\x00\xff\xfe\x16\x03\x01",
        b"",
    ] {
        assert_eq!(kind(says(garbage).await), ErrorKind::Transport, "{garbage:?}");
    }
    let endless = [b"HTTP/1.1 200 OK\r\nX: ".to_vec(), vec![b'x'; 2 << 20]].concat();
    assert_eq!(kind(says(endless).await), ErrorKind::Transport);
}

#[tokio::test]
async fn f5_what_is_no_json_at_all() {
    use ErrorKind::{Decode, NotThisApi};
    let with_type = |kind: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    // The content type does not matter if the content is right.
    assert_eq!(says(with_type("text/plain", QUEUE)).await.unwrap(), "q");
    for (reply, expected) in [
        (with_type("text/html", "<h1>Hello</h1>"), NotThisApi),
        (with_type("application/json", "<h1>Hello</h1>"), NotThisApi),
        (with_type("application/json", ""), NotThisApi),
        (with_type("application/json", "null"), Decode),
        (with_type("application/json", "[]"), Decode),
        (with_type("application/json", "\u{feff}{}"), Decode),
        (with_type("application/json", &"[".repeat(500_000)), Decode),
        (with_type("application/json", &"{\"a\":".repeat(100_000)), Decode),
        (with_type("application/json", &QUEUE.replace('q', "\0")), Decode),
        (with_type("application/json", &QUEUE.replace("\"q\"", "\"\\ud800\"")), Decode),
        (with_type("application/json", &QUEUE.replace("\"name\"", "\"name\": \"r\", \"name\"")), Decode),
        (with_type("application/json", &QUEUE.replace(": 7", ": 18446744073709551616")), Decode),
        (with_type("application/json", &QUEUE.replace(": 7", ": -7")), Decode),
        (with_type("application/json", &QUEUE.replace(": 7", ": 1e999")), Decode),
        (with_type("application/json", &format!("{QUEUE}{QUEUE}")), Decode),
        (with_type("application/json", &QUEUE[..100]), Decode),
    ] {
        let start = reply.chars().skip(70).take(80).collect::<String>();
        assert_eq!(kind(says(reply).await), expected, "{start}");
    }
    let invalid = [ok(QUEUE.len()).as_bytes(), QUEUE.replace('q', "\u{1}").as_bytes()].concat();
    let invalid: Vec<_> = invalid.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    assert_eq!(kind(says(invalid).await), Decode);
}

#[tokio::test]
async fn f6_a_gigabyte_is_not_read() {
    // With a content length it is refused before it is read, without one at the cap.
    let sent = Arc::new(AtomicUsize::new(0));
    for head in ["Content-Length: 1073741824", "Transfer-Encoding: chunked", "Connection: close"] {
        let counter = sent.clone();
        counter.store(0, Ordering::SeqCst);
        let (builder, _) = server(move |mut stream| {
            let counter = counter.clone();
            async move {
                let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes()).await;
                let mut piece = vec![b' '; 1 << 16];
                if head.starts_with("Transfer") {
                    piece = [b"10000\r\n", piece.as_slice(), b"\r\n"].concat();
                }
                for _ in 0..(1 << 14) {
                    if stream.write_all(&piece).await.is_err() {
                        return;
                    }
                    counter.fetch_add(piece.len(), Ordering::SeqCst);
                }
            }
        })
        .await;
        let begun = Instant::now();
        assert_eq!(kind(builder.build().unwrap().call(get()).await), ErrorKind::TooLarge, "{head}");
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
        // The cap, and the buffers of the sockets.
        assert!(sent.load(Ordering::SeqCst) < 32 << 20, "{head}: {sent:?}");
    }
}

#[tokio::test]
async fn f6_a_bomb_is_not_unpacked() {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..64 {
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
    let reply = [head.as_bytes(), &bomb].concat();
    assert_eq!(kind(says(reply).await), ErrorKind::TooLarge);
}

#[tokio::test]
async fn p7_a_list_without_end_is_an_error_within_a_few_requests() {
    let (builder, count) = server(|mut stream| async move {
        let page = r#"{"count": 99999999999, "next": "x", "results": [{"username": "u", "email": ""}]}"#;
        let _ = stream.write_all(&whole(page)).await;
        let _ = stream.shutdown().await;
    })
    .await;
    let client = builder.build().unwrap();
    let items = client.call(ListUsers::new()).items().max_items(50).all().await;
    assert_eq!(kind(items), ErrorKind::RepeatedPage);
    assert!(count.load(Ordering::SeqCst) <= 10);
}

#[tokio::test]
async fn r5_a_streamed_upload_has_its_length_and_is_begun_again_after_a_reset() {
    use saltant_core::Body;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        // The first connection breaks in the middle of the body.
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        reset(stream);
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"the end") {
            let mut piece = [0; 4096];
            let read = stream.read(&mut piece).await.unwrap();
            request.extend_from_slice(&piece[..read]);
        }
        stream.write_all(&whole("{}")).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let client = over(format!("http://{address}")).build().unwrap();
    let text = format!("{}the end", "x".repeat(300_000));
    let length = text.len();
    let upload = Body::replayable(move || Body::once(Body::from(text.clone())));
    client.call(crate::executor::stream::Send::new(upload)).await.unwrap();
    let request = served.await.unwrap().to_ascii_lowercase();
    assert!(request.contains(&format!("content-length: {length}\r\n")), "{}", &request[..300]);
    assert!(!request.contains("transfer-encoding"));
    assert_eq!(request.len() - request.find("\r\n\r\n").unwrap() - 4, length);
}

#[tokio::test]
async fn f6_a_download_is_handed_on_before_it_is_complete_and_can_be_dropped() {
    let (builder, _) = server(|mut stream| async move {
        let _ = stream.write_all(ok(2_000_000).as_bytes()).await;
        let _ = stream.write_all(b"first").await;
        // The server notices that the client has gone: writing the rest fails.
        for _ in 0..1_000 {
            if stream.write_all(&[b'x'; 1000]).await.is_err() {
                return;
            }
        }
    })
    .await;
    let client = builder.max_body(1).build().unwrap();
    let mut download = client.call(crate::executor::stream::Fetch::new("a")).stream().await.unwrap();
    assert_eq!(download.length(), Some(2_000_000));
    assert!(download.next().await.unwrap().unwrap().starts_with(b"first"));
    drop(download);

    let mut download = client.call(crate::executor::stream::Fetch::new("a")).stream().await.unwrap();
    let error = download.write_to(&mut tokio::io::sink()).await.unwrap_err();
    // The server has sent half of the announced length.
    assert_eq!((error.kind(), download.received()), (ErrorKind::Transport, 1_000_005));
}
