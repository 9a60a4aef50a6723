//! Agave's client against a scripted transport: what only shows when several requests belong together.

use std::time::Duration;

use http_body_util::BodyExt as _;
use saltant::agave::{
    ByteRange, Client, DownloadFile, EventNotification, ImportFile, JobState, ListActors, ListApps,
    ListCredentials, ListMetadata, ListSchemas, ManageFile, NamedUpload, Nonce, OAuthClient, OAuthToken,
    SendMessage, SubmitJob, Token,
};
use saltant::core::Body;
use saltant::http::testing::{Reply, ScriptedTransport};
use saltant::{ErrorKind, Map, WaitError};
use saltant_core::catalog::{self, AnswerKind, Entry};

const BASE: &str = "https://tenant.example.org";
const EXPIRED: &str = r#"{"fault": {"code": 900901, "message": "Invalid Credentials", "description": "x"}}"#;
const RENEWED: &str = r#"{"access_token": "new", "refresh_token": "next", "expires_in": 14400}"#;

fn envelope(result: &str) -> String {
    format!(r#"{{"status": "success", "message": null, "version": "2.2.22", "result": {result}}}"#)
}

fn good(result: &str) -> Reply {
    Reply::json(200, envelope(result))
}

/// A client with a token that can be renewed, and its transport.
fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    let token = Token::new("old").with_refresh_token("refresh");
    let credential = OAuthToken::new(OAuthClient::new("key", "secret"), token);
    let client = Client::builder(BASE).transport(transport.clone()).credential(credential).seed(7).build();
    (client.unwrap(), transport)
}

fn authorizations(transport: &ScriptedTransport) -> Vec<String> {
    let value = |request: &saltant::http::testing::SentRequest| {
        request.headers.get("authorization").map_or("none", |value| value.to_str().unwrap()).to_owned()
    };
    transport.requests().iter().map(value).collect()
}

/// key:secret
const BASIC: &str = "Basic a2V5OnNlY3JldA==";

fn metadata(range: std::ops::Range<u32>) -> Reply {
    let items: Vec<_> =
        range.map(|number| format!(r#"{{"uuid": "{number}", "name": "n", "schemaId": null}}"#)).collect();
    good(&format!("[{}]", items.join(",")))
}

fn offset_of(request: &saltant::http::testing::SentRequest) -> u32 {
    let query = request.uri.query().unwrap_or_default();
    let pair = query.split('&').find_map(|pair| pair.strip_prefix("offset=").or(pair.strip_prefix("skip=")));
    pair.map_or(0, |value| value.parse().unwrap())
}

async fn all_metadata(transport: &ScriptedTransport, limit: u64) -> Result<usize, saltant::Error> {
    let client: Client = Client::builder(BASE).transport(transport.clone()).build().unwrap();
    let list = ListMetadata::new().limit(limit);
    client.call(list).items().max_items(5000).all().await.map(|items| items.len())
}

#[tokio::test(start_paused = true)]
async fn p7_a_server_that_ignores_the_offset_is_an_error() {
    let transport = ScriptedTransport::answering(|_| metadata(0..2));
    let error = all_metadata(&transport, 2).await.unwrap_err();
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::RepeatedPage, 2));
}

#[tokio::test(start_paused = true)]
async fn p8_a_server_that_caps_its_pages_does_not_end_a_list() {
    for (count, cap) in [(700, 250), (250, 250), (230, 100), (99, 50)] {
        let transport = ScriptedTransport::answering(move |request| {
            let offset = offset_of(request);
            metadata(offset.min(count)..count.min(offset + cap))
        });
        assert_eq!(all_metadata(&transport, 1000).await.unwrap(), count as usize, "{count} by {cap}");
    }
}

#[tokio::test(start_paused = true)]
async fn p7_the_pages_of_actors_are_asked_for_with_skip() {
    let (client, transport) = client([good(r#"[{"id": "a"}, {"id": "b"}]"#), good(r#"[{"id": "c"}]"#)]);
    let actors = client.call(ListActors::new().limit(2_u64)).items().all().await.unwrap();
    let queries: Vec<_> =
        transport.requests().iter().map(|sent| sent.uri.query().unwrap().to_owned()).collect();
    assert_eq!((actors.len(), queries), (3, vec!["limit=2".to_owned(), "limit=2&skip=2".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn a1_many_calls_that_find_the_token_expired_renew_it_once() {
    let expired = (0..3).map(|_| Reply::json(401, EXPIRED).after(Duration::from_millis(10)));
    let replies =
        expired.chain([Reply::json(200, RENEWED)]).chain((0..3).map(|_| good(r#"{"status": "RUNNING"}"#)));
    let (client, transport) = client(replies);
    let jobs = client.jobs();
    let (a, b, c) = tokio::join!(jobs.get_status("1"), jobs.get_status("2"), jobs.get_status("3"));
    for status in [a, b, c] {
        assert_eq!(status.unwrap().status, Some(JobState::Running));
    }
    let sent = authorizations(&transport);
    assert_eq!(sent[..3], ["Bearer old", "Bearer old", "Bearer old"]);
    assert_eq!(sent[3], BASIC);
    assert_eq!(sent[4..], ["Bearer new", "Bearer new", "Bearer new"]);
    let renewal = &transport.requests()[3];
    assert_eq!(renewal.uri.to_string(), format!("{BASE}/token"));
    assert_eq!(renewal.body, "grant_type=refresh_token&scope=PRODUCTION&refresh_token=refresh");
}

#[tokio::test(start_paused = true)]
async fn a1_a_submitted_job_is_sent_again_after_a_renewal_because_the_gateway_kept_it_out() {
    let (client, transport) =
        client([Reply::json(401, EXPIRED), Reply::json(200, RENEWED), Reply::json(201, envelope("{}"))]);
    client.jobs().submit(SubmitJob::new("wc-1.00", "run", true, Map::new(), Map::new())).await.unwrap();
    let sent = transport.requests();
    assert_eq!(sent[0].body, sent[2].body);
    assert_eq!(
        sent[2].body,
        r#"{"appId":"wc-1.00","name":"run","archive":true,"inputs":{},"parameters":{}}"#
    );
}

#[tokio::test(start_paused = true)]
async fn a3_a_401_of_a_service_itself_renews_nothing() {
    let refused = r#"{"status": "error", "message": "Unauthorized access", "version": "2", "result": null}"#;
    let (client, transport) = client([Reply::json(401, refused)]);
    let error = client.jobs().get_status("1").await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.to_string(), "agave.jobs.get_status: 401 Unauthorized: Unauthorized access");
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_says_why_itself() {
    let refused = r#"{"error": "invalid_grant", "error_description": "Persisted refresh token is gone."}"#;
    let (client, _) = client([Reply::json(401, EXPIRED), Reply::json(400, refused)]);
    let error = client.jobs().get_status("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("Persisted refresh token is gone."), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_nonce_goes_in_the_query_instead_of_a_token_and_is_shown_nowhere() {
    let transport =
        ScriptedTransport::new([Reply::json(404, r#"{"status": "error", "message": "No actor"}"#)]);
    let client: Client = Client::builder(BASE)
        .transport(transport.clone())
        .credential(Nonce::new("TACC_canary"))
        .build()
        .unwrap();
    let error = client.actors().send_message(SendMessage::new("a1", "hi")).await.unwrap_err();
    let sent = &transport.requests()[0];
    assert_eq!(sent.uri.to_string(), format!("{BASE}/actors/v2/a1/messages?x-nonce=TACC_canary"));
    assert_eq!(sent.body, r#"{"message":"hi"}"#);
    assert_eq!(authorizations(&transport), ["none"]);
    assert!(!format!("{error} {error:?} {client:?}").contains("canary"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_a_200_is_an_error() {
    let (client, _) = client([Reply::json(200, r#"{"status": "error", "message": "no such app"}"#)]);
    let error = client.apps().list(ListApps::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "agave.apps.list: 200 OK: no such app");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[tokio::test(start_paused = true)]
async fn p1_all_items_come_page_by_page_and_a_short_page_is_the_last() {
    let page = |from: u64, to: u64| {
        let apps: Vec<_> = (from..to).map(|n| format!(r#"{{"id": "app-{n}"}}"#)).collect();
        good(&format!("[{}]", apps.join(",")))
    };
    let (client, transport) = client([page(0, 2), page(2, 4), page(4, 5)]);
    let apps = client.apps().list(ListApps::new().limit(2)).items().all().await.unwrap();
    assert_eq!(apps.len(), 5);
    let queries: Vec<_> =
        transport.requests().iter().map(|sent| sent.uri.query().unwrap().to_owned()).collect();
    assert_eq!(queries, ["limit=2", "limit=2&offset=2", "limit=2&offset=4"]);
}

#[tokio::test(start_paused = true)]
async fn p3_a_server_that_ignores_the_limit_is_not_requested_for_ever() {
    let (client, transport) = client([good("[{}, {}, {}]")]);
    let apps = client.apps().list(ListApps::new().limit(2)).items().all().await.unwrap();
    assert_eq!((apps.len(), transport.requests().len()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn w1_stopped_and_killed_are_ends_and_archiving_finished_is_none() {
    let status = |word: &str| good(&format!(r#"{{"id": "1", "status": "{word}"}}"#));
    let words = ["PENDING", "SOMETHING_NEW", "ARCHIVING_FINISHED", "FINISHED"];
    let (waiting, transport) = client(words.map(status));
    let job = waiting.jobs().wait_until_finished("1").await.unwrap();
    assert_eq!((job.status, transport.requests().len()), (Some(JobState::Finished), 4));
    for word in ["STOPPED", "KILLED", "FAILED"] {
        let (waiting, _) = client([status("RUNNING"), status(word), status("RUNNING"), status(word)]);
        let Err(WaitError::Failed { state, last }) = waiting.jobs().wait_until_finished("1").await else {
            panic!("{word} is a failure")
        };
        assert_eq!(state, word);
        assert_eq!(last.status, Some(JobState::from(word)));
        assert_eq!(waiting.jobs().wait("1").await.unwrap().status, Some(JobState::from(word)));
    }
}

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

#[tokio::test(start_paused = true)]
async fn a_login_from_the_environment_needs_all_of_a_renewable_credential_or_none() {
    let with = |names: &'static [&'static str]| {
        Client::from_vars(move |name| names.contains(&name).then(|| format!("https://{name}.example.org")))
    };
    assert!(with(&["TAPIS_BASE_URL", "TAPIS_TOKEN"]).is_ok());
    assert!(
        with(&["TAPIS_BASE_URL", "TAPIS_TOKEN", "TAPIS_REFRESH_TOKEN", "TAPIS_API_KEY", "TAPIS_API_SECRET"])
            .is_ok()
    );
    for (names, missing) in [
        (&["TAPIS_TOKEN"][..], "TAPIS_BASE_URL"),
        (&["TAPIS_BASE_URL"], "TAPIS_TOKEN"),
        (&["TAPIS_BASE_URL", "TAPIS_TOKEN", "TAPIS_REFRESH_TOKEN"], "TAPIS_API_KEY"),
        (&["TAPIS_BASE_URL", "TAPIS_TOKEN", "TAPIS_REFRESH_TOKEN", "TAPIS_API_KEY"], "TAPIS_API_SECRET"),
    ] {
        let error = with(names).unwrap_err();
        assert_eq!(error.to_string(), format!("the environment variable {missing} is not set"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_header_of_the_programs_own_goes_with_each_request() {
    let (client, transport) = client([good("[]")]);
    let name = http::HeaderName::from_static("x-custom");
    let with_header: Client = client.http().with_header(name, http::HeaderValue::from_static("yes")).into();
    with_header.apps().list(ListApps::new()).await.unwrap();
    assert_eq!(transport.requests()[0].headers["x-custom"], "yes");
}

/// The arguments of an operation of the catalog.
fn arguments(entry: &Entry) -> Vec<&'static str> {
    entry.arguments().map(|argument| argument.name).collect()
}

fn agave_entries() -> impl Iterator<Item = &'static Entry> {
    catalog::entries().filter(|entry| entry.metadata.name.starts_with("agave."))
}

#[test]
fn a13_operations_with_a_secret_inside_an_argument_are_known() {
    let has_secret = |entry: &&Entry| entry.arguments().any(|argument| argument.schema.has_secret());
    let names: Vec<_> = agave_entries().filter(has_secret).map(|entry| entry.metadata.name).collect();
    assert_eq!(
        names,
        [
            "agave.token.create",
            "agave.token.refresh",
            "agave.actors.get_nonce",
            "agave.actors.delete_nonce",
            "agave.systems.add",
            "agave.systems.update",
            "agave.systems.update_credentials",
            "agave.systems.update_credentials_for_internal_user",
            "agave.systems.update_credentials_for_internal_user_by_type",
        ]
    );
}

#[test]
fn a_list_with_a_limit_and_search_terms_comes_in_pages_and_nothing_else_does() {
    for entry in agave_entries() {
        let arguments = arguments(entry);
        let is_list = ["limit", "offset", "search"].iter().all(|name| arguments.contains(name));
        assert_eq!(entry.answer == AnswerKind::Page, is_list, "{}: {arguments:?}", entry.metadata.name);
    }
}

#[tokio::test(start_paused = true)]
async fn an_item_in_place_of_a_list_is_an_error_unless_the_service_declares_it() {
    let one = || good(r#"{"name": "x", "uuid": "7", "username": "nryan"}"#);
    let (client, _) = client([one(), one(), one()]);
    let credentials = client.systems().list_credentials(ListCredentials::new("s")).await.unwrap();
    assert_eq!(credentials[0].username.as_deref(), Some("nryan"));
    let schemas = client.schemas().list(ListSchemas::new()).items().all().await.unwrap();
    assert_eq!(schemas[0].uuid.as_ref().unwrap(), "7");
    let error = client.apps().list(ListApps::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_may_be_left_out_is_none_when_it_is_missing_null_or_an_empty_text() {
    let missing = Reply::json(200, r#"{"status": "success", "message": null}"#);
    let (client, _) = client([missing, good("null"), good("\"\""), good(r#"{"name": "x"}"#)]);
    let mkdir = || client.files().manage(ManageFile::new("s", "nryan", "mkdir").path("new"));
    for _ in 0..3 {
        assert_eq!(mkdir().await.unwrap(), None);
    }
    assert_eq!(mkdir().await.unwrap().unwrap().name.as_deref(), Some("x"));
}

#[tokio::test(start_paused = true)]
async fn a_request_without_an_operation_has_the_credential_and_the_errors_of_the_rest() {
    let missing = r#"{"status": "error", "message": "No such monitor", "result": null}"#;
    let (client, transport) = client([good("[]"), Reply::json(404, missing)]);
    let monitors = || client.request(http::Method::GET, "monitors/v2/").query("target", "a b");
    assert_eq!(monitors().await.unwrap().body(), envelope("[]").as_bytes());
    assert_eq!(transport.requests()[0].uri.to_string(), format!("{BASE}/monitors/v2/?target=a%20b"));
    assert_eq!(authorizations(&transport), ["Bearer old"]);
    let error = monitors().await.unwrap_err();
    assert_eq!(error.api().map(|api| api.message.as_str()), Some("No such monitor"));
}
