//! Files: uploads, imports, downloads.

use http_body_util::BodyExt as _;
use saltant::ErrorKind;
use saltant::agave::{ByteRange, Client, DownloadFile, EventNotification, ImportFile, NamedUpload};
use saltant::core::Body;
use saltant::http::testing::{Reply, ScriptedTransport};

use super::{BASE, EXPIRED, RENEWED, client, envelope};

#[tokio::test(start_paused = true)]
async fn a_file_is_uploaded_with_every_option_and_again_after_a_renewal() {
    let folder = std::env::temp_dir().join(format!("saltant-agave-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("in \"1\".txt");
    std::fs::write(&path, "hello\n").unwrap();
    let (client, transport) =
        client([Reply::json(401, EXPIRED), Reply::json(200, RENEWED), Reply::json(202, envelope("{}"))]);
    let content = saltant::file_body(&path).await.unwrap();
    let import = ImportFile::new("storage.example.org", "/nryan/a b")
        .file_to_upload(NamedUpload::new("in.txt", content))
        .file_type("raw-0")
        .callback_url("https://hooks.example.org/x")
        .file_name("renamed.txt")
        .notifications([EventNotification::new()
            .url("https://hooks.example.org/y")
            .event("*")
            .persistent(true)]);
    client.files().import(import).await.unwrap();
    let sent = transport.requests();
    assert_eq!(
        sent[2].uri.to_string(),
        format!("{BASE}/files/v2/media/system/storage.example.org/nryan/a%20b")
    );
    assert_eq!(sent[0].body, sent[2].body);
    let kind = sent[2].headers["content-type"].to_str().unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let part = |head: &str, body: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let notifications = r#"[{"url":"https://hooks.example.org/y","event":"*","persistent":true}]"#;
    let expected = [
        part("name=\"fileType\"", "raw-0"),
        part("name=\"callbackURL\"", "https://hooks.example.org/x"),
        part("name=\"fileName\"", "renamed.txt"),
        part("name=\"notifications\"", notifications),
        part("name=\"fileToUpload\"; filename=\"in.txt\"\r\nContent-Type: text/plain", "hello\n"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(String::from_utf8_lossy(&sent[2].body), expected.concat());

    let (client, transport) = self::client([Reply::json(202, envelope("{}"))]);
    client.files().upload("s", "", &path).await.unwrap();
    let body = transport.requests()[0].body.clone();
    assert!(String::from_utf8_lossy(&body).contains("filename=\"in %221%22.txt\""), "{body:?}");
    std::fs::remove_dir_all(&folder).unwrap();
    let error = client.files().upload("s", "", &path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
}

#[tokio::test(start_paused = true)]
async fn r5_an_upload_that_exists_once_is_not_sent_again() {
    let (client, transport) = client([Reply::json(401, EXPIRED)]);
    let pipe = Body::once(Body::from("pipe"));
    let import = ImportFile::new("s", "f").file_to_upload(NamedUpload::new("pipe", pipe));
    assert!(client.files().import(import).await.unwrap_err().is_auth());
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_file_is_fetched_by_the_server_from_an_address() {
    let (client, transport) = client([Reply::json(202, envelope("{}"))]);
    let import = ImportFile::new("s", "f").url_to_ingest("agave://t/a b").file_name("x");
    client.files().import(import).await.unwrap();
    let sent = &transport.requests()[0];
    assert_eq!(sent.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(sent.body, "fileName=x&urlToIngest=agave%3A%2F%2Ft%2Fa+b");
}

/// So many pieces of 1 KiB, one by one.
fn pieces(count: usize) -> Body {
    let stream = futures_util::stream::iter((0..count).map(|n| {
        Ok(http_body::Frame::data(saltant::Bytes::from(vec![u8::try_from(n % 251).unwrap(); 1024])))
    }));
    Body::once(http_body_util::StreamBody::new(stream).map_err(|error: std::io::Error| error.into()))
}

#[tokio::test(start_paused = true)]
async fn f6_outputs_are_streamed_to_a_writer_and_never_held_whole() {
    let transport = ScriptedTransport::new([
        Reply::answer(http::Response::new(pieces(4096))),
        Reply::answer(http::Response::new(pieces(4096))),
    ]);
    let client: Client = Client::builder(BASE).transport(transport.clone()).max_body(2048).build().unwrap();
    let mut file = Vec::new();
    let output = || client.jobs().download_output("1", "/out dir/a#1.txt");
    let bytes = output().stream().await.unwrap().write_to(&mut file).await.unwrap();
    assert_eq!((bytes, file.len()), (4096 * 1024, 4096 * 1024));
    assert_eq!(transport.requests()[0].uri.path(), "/jobs/v2/1/outputs/media/out%20dir/a%231.txt");
    // Whole, it would be beyond the limit.
    assert_eq!(output().await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn a_part_of_a_file_is_asked_for_by_its_range_and_a_bad_answer_is_an_error_not_a_file() {
    let part = http::Response::builder().status(206).header("content-range", "bytes 0-3/20").body("the ");
    let missing = r#"{"status": "error", "message": "No such file", "version": "2", "result": null}"#;
    let (client, transport) = client([
        Reply::json(401, EXPIRED),
        Reply::json(200, RENEWED),
        Reply::answer(part.unwrap()),
        Reply::json(404, missing),
    ]);
    let operation = DownloadFile::new("s", "nryan/in.txt").range(ByteRange::new(0, 4));
    let mut download = client.files().download(operation.clone()).stream().await.unwrap();
    assert_eq!((download.status().as_u16(), download.range()), (206, Some("bytes 0-3/20")));
    assert_eq!(download.next().await.unwrap().unwrap(), "the ");
    assert_eq!(transport.requests()[2].headers["range"], "bytes=0-3");
    assert_eq!(transport.requests()[2].headers["accept"], "*/*");
    let error = client.files().download(operation).stream().await.unwrap_err();
    assert_eq!(error.to_string(), "agave.files.download: 404 Not Found: No such file");
}
