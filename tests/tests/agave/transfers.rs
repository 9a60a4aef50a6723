//! What a download goes on with, by what the server says of the file.

use bytes::Bytes;
use futures_util::stream;
use http_body::Frame;
use http_body_util::StreamBody;
use saltant::agave::{Client, Transferred};
use saltant::core::{Body, BoxError};
use saltant::http::testing::{Reply, ScriptedTransport, SentRequest};

use super::{BASE, envelope};

const WHOLE: &str = "0123456789";
const OTHER: &str = "abcdefghij";

/// An answer with a file or a part of it.
fn file(status: u16, range: Option<&str>, tag: &str, body: impl Into<Body>) -> Reply {
    let response = http::Response::builder().status(status).header("etag", tag);
    let response = match range {
        Some(range) => response.header("content-range", range),
        None => response.header("content-length", "10"),
    };
    Reply::answer(response.body(body.into()).unwrap())
}

/// The first half of the file, and then a broken connection.
fn cut() -> Body {
    let pieces: [Result<Frame<Bytes>, BoxError>; 2] =
        [Ok(Frame::data(Bytes::from_static(b"01234"))), Err("the connection broke".into())];
    Body::once(StreamBody::new(stream::iter(pieces)))
}

/// Downloads the file, whose transfer breaks in the middle; these are the answers after that.
async fn download(mut answers: Vec<Reply>) -> (String, Vec<SentRequest>) {
    answers.insert(0, file(200, None, "\"a\"", cut()));
    answers.reverse();
    let transport = ScriptedTransport::answering(move |request: &SentRequest| {
        if request.uri.path().contains("/listings/") {
            let item = r#"[{"name": "f", "type": "file", "path": "/f", "length": 10}]"#;
            return Reply::json(200, envelope(item));
        }
        answers.pop().expect("it asks no more")
    });
    let client: Client = Client::builder(BASE).transport(transport.clone()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = client.files().download_to("s", "f", folder.path().join("f")).await.unwrap();
    assert_eq!(*files[0].result.as_ref().unwrap(), Transferred::Copied);
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 1, "nothing else is left");
    let requests = transport.requests().into_iter().filter(|one| one.uri.path().contains("/media/"));
    (std::fs::read_to_string(folder.path().join("f")).unwrap(), requests.collect())
}

#[tokio::test]
async fn f8_a_download_goes_on_only_with_the_rest_of_the_same_file() {
    let half = || file(206, Some("bytes 5-9/10"), "\"a\"", "56789");
    let (content, requests) = download(vec![half()]).await;
    assert_eq!(content, WHOLE);
    assert_eq!(requests[1].headers["range"], "bytes=5-");
    assert_eq!(requests[1].headers["if-range"], "\"a\"");
    assert!(!requests[0].headers.contains_key("range"));
    assert_eq!(requests[0].headers["accept-encoding"], "identity");

    let other = || file(200, None, "\"b\"", OTHER);
    // The file has changed, and a server that knows the tag sends the other one at once.
    assert_eq!(download(vec![other()]).await.0, OTHER);
    for rest in [
        file(206, Some("bytes 5-9/10"), "\"b\"", "fghij"),
        file(206, Some("bytes 4-9/10"), "\"a\"", "456789"),
        file(206, Some("bytes 5-10/11"), "\"a\"", "56789x"),
        file(206, None, "\"a\"", WHOLE),
        Reply::json(416, "{}"),
    ] {
        let (content, requests) = download(vec![rest, other()]).await;
        assert_eq!(content, OTHER);
        assert!(!requests[2].headers.contains_key("range"));
    }
}

#[tokio::test]
async fn f8_what_has_come_only_in_part_gets_no_name() {
    let transport = ScriptedTransport::answering(|request: &SentRequest| {
        if request.uri.path().contains("/listings/") {
            // Lengths that no file has are no reason to stop.
            let item = format!(r#"[{{"name": "f", "type": "file", "path": "/f", "length": {}}}]"#, u64::MAX);
            return Reply::json(200, envelope(&item));
        }
        Reply::answer(http::Response::new(Body::once(StreamBody::new(stream::iter([Ok::<_, BoxError>(
            Frame::data(Bytes::from_static(b"short")),
        )])))))
    });
    let client: Client = Client::builder(BASE).transport(transport).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = client.files().download_to("s", "f", folder.path().join("f")).await.unwrap();
    let error = files[0].result.as_ref().unwrap_err().to_string();
    assert!(error.contains("18446744073709551615 bytes should have come, but 5 have"), "{error}");
    assert!(!folder.path().join("f").exists());
}
