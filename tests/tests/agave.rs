//! Agave's client against a scripted transport: what only shows when several requests belong together.

#[path = "agave/files.rs"]
mod files;
#[path = "agave/sign_in.rs"]
mod sign_in;
#[path = "agave/transfers.rs"]
mod transfers;

use std::time::Duration;

use saltant::agave::{
    Client, JobRequest, JobState, ListActors, ListApps, ListCredentials, ListMetadata, ListSchemas,
    ListWorkers, ManageFile, Nonce, OAuthClient, OAuthToken, SendMessage, Token,
};
use saltant::http::testing::{Reply, ScriptedTransport};
use saltant::{ErrorKind, Map, Operation as _, WaitError};
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
async fn actors_are_listed_by_a_server_that_takes_a_page_for_a_search() {
    let found = r#"{"_metadata": {"countReturned": 1, "totalCount": 1}, "search": [{"id": "a"}]}"#;
    let (client, _) = client([good(found), good(found), good(r#"{"id": "a"}"#)]);
    let actors = client.call(ListActors::new().limit(2)).items().all().await.unwrap();
    assert_eq!(actors[0].id, Some("a".into()));
    assert_eq!(client.actors().list_workers(ListWorkers::new("a")).await.unwrap().len(), 1);
    // An object that is no finding is no list of one.
    assert_eq!(client.call(ListActors::new()).await.unwrap_err().kind(), ErrorKind::Decode);
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
    let job = JobRequest::new().app_id("wc-1.00").name("run").archive(true);
    client.jobs().submit(job.inputs(Map::new()).parameters(Map::new())).await.unwrap();
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
    // The refresh token of this test is the word "refresh".
    assert!(error.to_string().contains("Persisted *** token is gone."), "{error}");
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
        let Err(WaitError::Failed { state, last, .. }) = waiting.jobs().wait_until_finished("1").await else {
            panic!("{word} is a failure")
        };
        assert_eq!(state, word);
        assert_eq!(last.status, Some(JobState::from(word)));
        assert_eq!(waiting.jobs().wait("1").await.unwrap().status, Some(JobState::from(word)));
    }
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

#[test]
fn a_job_is_read_from_the_file_that_people_keep_and_nothing_in_it_is_lost() {
    let file = r#"{"appId": "wc-1.00", "name": "run", "archive": true, "archiveOnAppError": true,
        "nodeCount": "2", "maxRunTime": "01:00:00", "inputs": {"q": "agave://s/a"}, "tags": ["x"],
        "notifications": [{"url": "u", "event": "*", "persistent": true, "policy": {"retryLimit": 5}}]}"#;
    let given: serde_json::Value = serde_json::from_str(file).unwrap();
    let job: JobRequest = serde_json::from_str(file).unwrap();
    assert_eq!(job.node_count, Some(2));
    let mut sent = serde_json::to_value(&job).unwrap();
    sent["nodeCount"] = "2".into();
    assert_eq!(sent, given);
    let by_name = catalog::find("agave.jobs.submit").unwrap();
    let typed = saltant::agave::SubmitJob::new(job).to_request(&BASE.parse().unwrap()).unwrap();
    // As the argument, and in place of all arguments.
    for arguments in [serde_json::json!({"body": given}), given] {
        let request = by_name.operation(arguments).unwrap().to_request(&BASE.parse().unwrap()).unwrap();
        assert_eq!(request.body().as_bytes(), typed.body().as_bytes());
    }
    assert!(by_name.operation(serde_json::json!({})).is_err());
}

#[test]
fn a_document_stands_beside_the_arguments_of_the_address_and_hides_its_secrets() {
    let entry = catalog::find("agave.systems.update").unwrap();
    let system = serde_json::json!({"name": "n", "later": {"password": "canary"},
        "storage": {"host": "h", "auth": {"type": "PASSWORD", "username": "u", "password": "canary"}}});
    let mut arguments = system.as_object().unwrap().clone();
    arguments.insert("system_id".to_owned(), "s/1".into());
    let request =
        entry.operation(arguments.clone().into()).unwrap().to_request(&BASE.parse().unwrap()).unwrap();
    assert_eq!(request.uri().path(), "/systems/v2/s%2F1");
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(request.body().as_bytes().unwrap()).unwrap(),
        system
    );
    entry.mask_secrets(&mut arguments);
    assert!(!serde_json::to_string(&arguments).unwrap().contains("canary"), "{arguments:?}");
    let project = catalog::find("astakos.create_project").unwrap();
    let error = project.operation(serde_json::json!({"name": "a.org", "naem": 1})).unwrap_err();
    assert!(error.to_string().contains("naem"), "{error}");
}

#[test]
fn a_message_by_name_is_the_message_of_the_library() {
    let sent = |body: serde_json::Value| {
        let operation = catalog::find("agave.actors.send_message").unwrap();
        let operation = operation.operation(serde_json::json!({"actor_id": "a", "body": body})).unwrap();
        operation.to_request(&BASE.parse().unwrap()).unwrap().body().as_bytes().unwrap().clone()
    };
    let typed = SendMessage::new("a", "hi").to_request(&BASE.parse().unwrap()).unwrap();
    assert_eq!(sent("hi".into()), typed.body().as_bytes().unwrap());
    assert_eq!(sent("hi".into()), r#"{"message":"hi"}"#);
    assert_eq!(sent(serde_json::json!({"message": "hi"})), r#"{"message":"hi"}"#);
    assert_eq!(sent(serde_json::json!(["a", 1])), r#"["a",1]"#);
}
