//! Requests as they are made: the environment, links, bounds, and the description of their arguments.

use http::{HeaderName, HeaderValue};
use saltant::inmanta::{
    ENVIRONMENT_HEADER, ListAgents, ListCompiles, ListProjects, ListResources, ListVersions, ModelVersion,
    PageLink,
};
use saltant_core::catalog::{self, AnswerKind, Argument};
use saltant_core::types::schema::Schema;
use serde_json::json;

use super::{ENVIRONMENT, id, script};

#[test]
fn a_link_replaces_the_whole_query() {
    let (client, _) = script([]);
    let filter = saltant::inmanta::AgentFilter::new().name("a");
    let list = ListAgents::new().limit(5).start("x").first_id("y").filter(filter);
    let list = list.link(PageLink::new("/api/v2/agents?limit=2&start=sp+ace%2F%C3%BC"));
    let request = client.call(list).request().unwrap();
    assert_eq!(request.uri(), "http://localhost:8888/api/v2/agents?limit=2&start=sp+ace%2F%C3%BC");
}

#[test]
fn bounds_are_texts_times_or_numbers() {
    let (client, _) = script([]);
    let time: saltant::Timestamp = "2026-11-21T02:39:03+02:00".parse().unwrap();
    let query = |request: http::Request<_>| request.uri().query().unwrap_or_default().to_owned();
    let compiles = client.call(ListCompiles::new().limit(0).start(time).first_id("i")).request().unwrap();
    assert_eq!(query(compiles), "limit=0&first_id=i&start=2026-11-21T00%3A39%3A03Z");
    let versions = client.call(ListVersions::new().end(ModelVersion::new(7))).request().unwrap();
    assert_eq!(query(versions), "end=7");
    let by_name = catalog::find("inmanta.list_desired_state_versions").unwrap();
    let by_name = by_name.operation(json!({"end": 7})).unwrap();
    assert_eq!(query(client.call(by_name).request().unwrap()), "end=7");
}

#[test]
fn an_environment_of_the_call_goes_before_the_clients() {
    let other = "f0711eb7-a69e-4d4a-9c19-df74b53bb7d5";
    let (client, _) = script([]);
    let environment = client.environment(id());
    let sent = |request: http::Request<_>| -> Vec<String> {
        let ids = request.headers().get_all("x-inmanta-tid").iter();
        ids.map(|id| id.to_str().unwrap().to_owned()).collect()
    };
    let name = HeaderName::from_static(ENVIRONMENT_HEADER);
    let call = environment.call(ListResources::new()).header(name, HeaderValue::from_static(other));
    assert_eq!(sent(call.request().unwrap()), [other]);
    let by_name = catalog::find("inmanta.resource_list").unwrap().operation(json!({"tid": other})).unwrap();
    assert_eq!(sent(environment.call(by_name).request().unwrap()), [other]);
    assert_eq!(sent(environment.call(ListResources::new()).request().unwrap()), [ENVIRONMENT]);
    assert!(sent(client.call(ListResources::new()).request().unwrap()).is_empty());
}

#[test]
fn the_environment_is_sent_only_with_operations_that_work_in_one() {
    let (client, _) = script([]);
    let environment = client.environment(id());
    let outside = environment.notify_change().arguments(|change| change.update(false)).request().unwrap();
    assert_eq!(outside.uri().path(), format!("/api/v1/notify/{ENVIRONMENT}"));
    assert_eq!(outside.body().as_bytes().unwrap(), r#"{"update":false}"#);
    assert!(!outside.headers().contains_key("x-inmanta-tid"));
    let inside = environment.halt().request().unwrap();
    assert_eq!(inside.headers()["x-inmanta-tid"], ENVIRONMENT);
    assert_eq!(
        environment.get().request().unwrap().uri().path(),
        format!("/api/v2/environment/{ENVIRONMENT}")
    );
    let raw = environment.request(http::Method::GET, "api/v2/resource").query("limit", 1).request().unwrap();
    assert_eq!(raw.uri(), "http://localhost:8888/api/v2/resource?limit=1");
    assert_eq!(raw.headers()["x-inmanta-tid"], ENVIRONMENT);
}

#[test]
fn both_versions_of_the_api_have_a_handle_for_projects() {
    let (client, _) = script([]);
    let path = |request: http::Request<_>| request.uri().path().to_owned();
    assert_eq!(path(client.projects().list(ListProjects::new()).request().unwrap()), "/api/v2/project");
    assert_eq!(path(client.v1().projects().list().request().unwrap()), "/api/v1/project");
    let environment = client.environment(id());
    let deleted = environment.v1().delete().request().unwrap();
    assert_eq!(path(deleted), format!("/api/v1/environment/{ENVIRONMENT}"));
    let settings = environment.v1().settings().list().request().unwrap();
    assert_eq!(settings.headers()["x-inmanta-tid"], ENVIRONMENT);
}

#[test]
fn filters_sorts_and_secrets_are_described_as_data() {
    let arguments = |name| catalog::find(name).unwrap().arguments();
    let schema = |name, argument: &str| {
        arguments(name).find(|known: &Argument| known.name == argument).unwrap().schema
    };
    let Schema::Filter(keys) = schema("inmanta.resource_list", "filter") else { panic!("a filter") };
    let status = keys.iter().find(|key| key.name == "status").unwrap();
    assert_eq!(status.lookups, ["", "!"]);
    assert!(matches!(status.schema, Schema::Words { known, open: true } if known.contains(&"orphaned")));
    let Schema::Sort { columns, .. } = schema("inmanta.get_agents", "sort") else { panic!("a sort") };
    assert_eq!(columns, ["name", "process_name", "paused", "last_failover", "status"]);
    assert!(matches!(schema("inmanta.resource_list", "tid"), Schema::Id { name: "EnvironmentId", .. }));
    let secrets: Vec<_> = catalog::entries()
        .filter(|entry| entry.metadata.service() == "inmanta")
        .flat_map(|entry| entry.arguments().map(|argument| (entry.metadata.name, argument)))
        .filter(|(_, argument)| argument.schema.has_secret())
        .map(|(name, argument)| format!("{name} {}", argument.name))
        .collect();
    assert_eq!(
        secrets,
        [
            "inmanta.login password",
            "inmanta.add_user password",
            "inmanta.set_password password",
            "inmanta.get_api_docs token"
        ]
    );
}

#[test]
fn arguments_that_the_server_refuses_are_refused_before_anything_is_sent() {
    for (name, arguments, says) in [
        ("inmanta.project_create", json!({"name": "p", "project_id": "nope"}), "UUID"),
        ("inmanta.resource_list", json!({"sort": "agent.up"}), "`asc` or `desc`"),
        ("inmanta.resource_list", json!({"filter": {"nope": ["x"]}}), "there is no filter `nope`"),
        ("inmanta.resource_list", json!({"bogus": 1}), "there is no argument `bogus`"),
        ("inmanta.put_partial", json!({"module_version_info": {}}), "`resources` is missing"),
    ] {
        let error = catalog::find(name).unwrap().operation(arguments).unwrap_err();
        assert!(error.to_string().contains(says), "{name}: {error}");
    }
}

#[test]
fn an_action_is_written_into_the_path_as_the_server_knows_it() {
    use saltant::inmanta::{AgentAction, AllAgentAction, DoAgentAction, DoAllAgentsAction};

    let (client, _) = script([]);
    let one = client.call(DoAgentAction::new("a/b", AgentAction::KeepPausedOnResume)).request().unwrap();
    assert_eq!(one.uri().path(), "/api/v2/agent/a%2Fb/keep_paused_on_resume");
    let all = client.call(DoAllAgentsAction::new(AllAgentAction::Pause)).request().unwrap();
    assert_eq!(all.uri().path(), "/api/v2/agents/pause");
}

#[test]
fn lists_with_links_come_in_pages() {
    let own = catalog::entries().filter(|entry| entry.metadata.service() == "inmanta");
    let with_links: Vec<_> =
        own.filter(|entry| entry.arguments().any(|known| known.name == "link")).collect();
    assert_eq!(with_links.len(), 12);
    for entry in with_links {
        assert_eq!(entry.answer, AnswerKind::Page, "{entry:?}");
        assert!(entry.metadata.namespace.is_some(), "{entry:?}");
    }
}
