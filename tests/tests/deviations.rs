//! Intended differences from the services' own Python clients that no other test shows.

use saltant::core::Declared as _;
use saltant::core::catalog::{ArgumentError, find};
use saltant::core::saltant::{GetTaskInstance, GetUser, JsonWebToken, ListUsers, StaticToken};
use saltant::core::{BaseUrl, Credential as _};
use saltant::saltant::{ListTaskQueues, TaskQueueFilter, TextLookup, TokenPair};
use saltant::{Client, ErrorKind, Executable, Operation};
use saltant_http::testing::{Reply, ScriptedTransport};
use serde_json::{Value, json};

fn base() -> BaseUrl {
    "https://saltant.test/api".parse().unwrap()
}

fn refusal(name: &str, arguments: Value) -> ArgumentError {
    find(name).unwrap().operation(arguments).unwrap_err()
}

fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    let client = Client::builder("https://saltant.test/api").transport(transport.clone()).build().unwrap();
    (client, transport)
}

#[test]
fn arguments_of_the_wrong_shape_are_refused_before_anything_is_sent() {
    for (name, arguments, wrong) in [
        ("saltant.task_queues.create", json!({"name": "q", "private": "yes"}), "private"),
        ("saltant.task_queues.create", json!({"name": 5}), "name"),
        (
            "saltant.task_whitelists.create",
            json!({"name": "w", "whitelisted_executable_task_types": 2}),
            "whitelisted_executable_task_types",
        ),
        (
            "saltant.executable_task_instances.create",
            json!({"task_type": 1, "task_queue": 1, "arguments": "{}"}),
            "arguments",
        ),
        ("saltant.executable_task_instances.terminate", json!({"uuid": "not-a-uuid"}), "uuid"),
    ] {
        let error = refusal(name, arguments);
        assert!(matches!(error, ArgumentError::Wrong { name, .. } if name == wrong), "{error}");
    }
    assert_eq!(refusal("saltant.task_queues.create", json!({})), ArgumentError::Missing("name"));
}

#[test]
fn fields_that_the_server_ignores_are_refused() {
    let error = refusal(
        "saltant.executable_task_types.create",
        json!({"name": "t", "command_to_run": "true", "bogus": 1}),
    );
    assert!(matches!(error, ArgumentError::Unknown { name, .. } if name == "bogus"));
}

#[tokio::test]
async fn an_empty_name_is_refused_before_anything_is_sent() {
    let (client, transport) = client([]);
    for name in ["", "  "] {
        let error = client.task_queues().get_by_name(name).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
    }
    assert!(transport.requests().is_empty());
}

#[test]
fn a_path_value_is_one_segment_and_never_empty() {
    let request = GetUser::new("a/b?c#d").to_request(&base()).unwrap();
    assert_eq!(request.uri().to_string(), "https://saltant.test/api/users/a%2Fb%3Fc%23d/");
    for name in ["", ".", ".."] {
        assert_eq!(GetUser::new(name).to_request(&base()).unwrap_err().kind(), ErrorKind::Encode, "{name:?}");
    }
}

#[test]
fn a_uuid_is_written_in_one_spelling() {
    for spelt in ["8C93E8B4-CF1A-4387-9DC4-78BE37627356", "8c93e8b4cf1a43879dc478be37627356"] {
        let uuid: saltant::Uuid = spelt.parse().unwrap();
        let request = GetTaskInstance::<Executable>::new(uuid).to_request(&base()).unwrap();
        assert!(request.uri().path().ends_with("/8c93e8b4-cf1a-4387-9dc4-78be37627356/"), "{spelt}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_missing_instance_ends_at_once() {
    let (client, transport) = client([Reply::json(404, r#"{"detail": "Not found."}"#)]);
    let error =
        client.executable_task_instances().wait_until_finished(saltant::Uuid::nil()).await.unwrap_err();
    assert!(saltant::Error::from(error).is_not_found());
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn each_kind_of_token_goes_with_its_own_scheme() {
    let mut headers = http::HeaderMap::new();
    StaticToken::new("t").apply(ListUsers::METADATA.auth, &mut headers).unwrap();
    assert_eq!(headers["authorization"], "Token t");
    JsonWebToken::new(TokenPair::new("a", "r")).apply(ListUsers::METADATA.auth, &mut headers).unwrap();
    assert_eq!(headers["authorization"], "Bearer a");
}

#[tokio::test]
async fn sending_leaves_an_operation_as_it_was() {
    let (client, transport) = client([]);
    let list = ListTaskQueues::new().filters(TaskQueueFilter::new().name(TextLookup::exact("q")));
    let before = list.to_request(client.http().base_url()).unwrap().uri().clone();
    assert!(client.task_queues().list(list.clone()).await.is_err());
    assert_eq!(list.to_request(client.http().base_url()).unwrap().uri(), &before);
    assert_eq!(transport.requests()[0].uri, before);
}
