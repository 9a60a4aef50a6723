//! Inmanta's client on a scripted transport: lists, logins, waits, and what is special about single requests.

#[path = "inmanta/doing.rs"]
mod doing;
#[path = "inmanta/lists.rs"]
mod lists;
#[path = "inmanta/logins.rs"]
mod logins;
#[path = "inmanta/requests.rs"]
mod requests;
#[path = "inmanta/text.rs"]
mod text;
#[path = "inmanta/waits.rs"]
mod waits;

use saltant::inmanta::v1::ParameterLookup;
use saltant::inmanta::{
    BearerToken, Client, CreateEnvironment, CreateProject, EnvironmentId, ListEnvironments,
};
use saltant::{ErrorKind, Value};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};
use serde_json::json;

const ENVIRONMENT: &str = "174eb0e7-66c6-4768-9455-9a5c43e3c17c";
const LIST: &str = "/api/v2/resource";

fn script(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    let client = Client::builder("http://localhost:8888")
        .transport(transport.clone())
        .credential(BearerToken::new("t"))
        .seed(1)
        .build()
        .expect("the address is good");
    (client, transport)
}

fn id() -> EnvironmentId {
    ENVIRONMENT.parse().expect("a UUID")
}

/// A page with resources of these names and, if given, a link to the next one.
fn page(names: &[&str], next: Option<&str>) -> Reply {
    let resource = |name: &&str| {
        json!({
            "resource_id": format!("t::T[a,key={name}]"), "resource_version_id": format!("t::T[a,key={name}],v=1"),
            "id_details": {"resource_type": "t::T", "agent": "a", "attribute": "key", "resource_id_value": name},
            "requires": [], "status": "deployed"
        })
    };
    let data: Vec<_> = names.iter().map(resource).collect();
    let mut links = json!({"self": LIST});
    if let Some(next) = next {
        links["next"] = next.into();
    }
    let metadata = json!({"total": 3, "before": 0, "after": 0, "page_size": 2});
    Reply::json(200, json!({"data": data, "links": links, "metadata": metadata}).to_string())
}

fn header<'r>(request: &'r SentRequest, name: &str) -> Option<&'r str> {
    request.headers.get(name).map(|value| value.to_str().expect("a text"))
}

#[tokio::test(start_paused = true)]
async fn warnings_of_the_server_come_with_the_response() {
    let warned = r#"{"data": null, "metadata": {"warnings": ["no compile", "é"]}}"#;
    let (client, _) = script([
        Reply::json(200, warned),
        Reply::json(200, r#"{"settings": {}, "metadata": {}}"#),
        Reply::json(200, ""),
    ]);
    let environment = client.environment(id());
    let set = environment.settings().set("auto_deploy", Value::Bool(true)).with_response().await.unwrap();
    assert_eq!(set.warnings, ["no compile", "é"]);
    assert!(environment.v1().settings().list().with_response().await.unwrap().warnings.is_empty());
    assert!(environment.halt().with_response().await.unwrap().warnings.is_empty());
}

#[tokio::test(start_paused = true)]
async fn r1_a_question_to_an_agent_is_an_outcome_and_a_proxys_503_is_tried_again() {
    let asked = Reply::json(503, r#"{"message": "Agents queried for resource parameter."}"#);
    let away = || Reply::json(503, "<h1>away</h1>").header("content-type", "text/html");
    let (client, transport) = script([away(), asked]);
    let environment = client.environment(id());
    let found = environment.parameters().get("p").await.unwrap();
    assert_eq!(found, ParameterLookup::Requested);
    assert_eq!(transport.requests().len(), 2);

    let (client, transport) = script([away(), away(), away()]);
    let error = client.environment(id()).parameters().get("p").await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_head_says_whether_a_file_is_there() {
    let (client, transport) = script([Reply::json(200, ""), Reply::json(404, "")]);
    let id = "97059669371ed42a72435dc0266a432db4348ccc";
    assert!(client.files().stat(id).await.unwrap());
    assert!(!client.files().stat(id).await.unwrap());
    assert_eq!(transport.requests()[0].method, "HEAD");
    assert_eq!(transport.requests()[0].uri.path(), format!("/api/v1/file/{id}"));
}

#[tokio::test(start_paused = true)]
async fn a_request_with_an_effect_is_not_sent_twice() {
    let (client, transport) = script([Reply::json(503, "")]);
    let environment = client.environment(id());
    let error = environment.versions().reserve().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(transport.requests().len(), 1);
    assert_eq!(transport.requests()[0].body, "{}");
}

#[test]
fn the_environment_gives_an_address_and_perhaps_a_token() {
    let vars = |url: &'static str, token: &'static str| {
        Client::from_vars(move |name| match name {
            Client::URL_VARIABLE => Some(url.to_owned()),
            Client::TOKEN_VARIABLE => Some(token.to_owned()),
            _ => None,
        })
    };
    let sends = |client: &Client| {
        client.environments().list(ListEnvironments::new()).request().unwrap().headers().clone()
    };
    assert_eq!(sends(&vars("https://h/inmanta", "t").unwrap())["authorization"], "Bearer t");
    assert!(!sends(&vars("https://h", "").unwrap()).contains_key("authorization"));
    let error = vars("", "canary").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("INMANTA_URL") && !error.to_string().contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn a_project_or_environment_is_taken_where_it_is_also_if_somebody_else_creates_it_meanwhile() {
    let project = json!({"id": ENVIRONMENT, "name": "web", "environments": []});
    let projects = |list: &[&Value]| Reply::json(200, json!({"data": list}).to_string());
    // A taken name is a 500 for projects, and a 400 for environments.
    let taken = Reply::json(500, r#"{"message": "A project with name web already exists."}"#);
    let (client, transport) = script([projects(&[]), taken, projects(&[&project])]);
    let ensured = client.projects().ensure(CreateProject::new("web")).await.unwrap();
    assert_eq!((ensured.value.id.to_string(), ensured.is_new), (ENVIRONMENT.to_owned(), false));
    assert_eq!((ensured.differences, transport.left()), (vec![], 0));

    let environment = json!({
        "id": ENVIRONMENT, "name": "production", "project_id": ENVIRONMENT, "repo_url": "", "repo_branch": "main",
        "description": "d",
    });
    let mut elsewhere = environment.clone();
    elsewhere["project_id"] = json!("00000000-0000-0000-0000-000000000000");
    let taken = Reply::json(400, r#"{"message": "Invalid request: the name is taken"}"#);
    let (client, transport) = script([projects(&[&elsewhere]), taken, projects(&[&elsewhere, &environment])]);
    let create = CreateEnvironment::new(ensured.value.id, "production").branch("next").description("d");
    let ensured = client.environments().ensure(create).await.unwrap();
    assert_eq!(ensured.value.project_id.to_string(), ENVIRONMENT);
    let told: Vec<_> = ensured.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["repo_branch: asked for \"next\", there is \"main\""]);
    assert_eq!(transport.requests()[0].uri.query(), Some("details=true"));
    assert_eq!(transport.left(), 0);
}
