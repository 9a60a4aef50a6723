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
fn a_link_is_sent_as_it_is() {
    let environment = script([]).0.environment(id());
    let list = ListAgents::new().link(PageLink::new("/api/v2/agents?limit=2&start=sp+ace%2F"));
    let request = environment.call(list).request().unwrap();
    assert_eq!(request.uri(), "http://localhost:8888/api/v2/agents?limit=2&start=sp+ace%2F");
}

#[test]
fn p11_arguments_of_a_page_that_exclude_each_other_are_refused() {
    let environment = script([]).0.environment(id());
    let says = |name: &str, arguments: serde_json::Value, text: &str| {
        let operation = catalog::find(name).unwrap().operation(arguments).unwrap();
        let error = environment.call(operation).request().unwrap_err();
        assert_eq!(error.kind(), saltant::ErrorKind::Encode, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    };
    let alone = "which repeats all other arguments: give `link` alone";
    let link = "/api/v2/resource?limit=1";
    for beside in [
        json!({"limit": 5}),
        json!({"sort": "agent.asc"}),
        json!({"filter": {"agent": ["a"]}}),
        json!({"deploy_summary": true}),
    ] {
        let mut arguments = beside;
        arguments["link"] = link.into();
        says("inmanta.resource_list", arguments, alone);
    }
    says("inmanta.resource_list", json!({"start": "a", "end": "b"}), "`end`: give it or `start`, not both");
    says(
        "inmanta.get_agents",
        json!({"first_id": "a", "end": "b"}),
        "`end`: give it or `first_id`, not both",
    );
    says(
        "inmanta.resource_list",
        json!({"first_id": "a", "last_id": "b"}),
        "`last_id`: give it or `first_id`",
    );
    says("inmanta.list_desired_state_versions", json!({"start": 1, "end": 2}), "`end`: give it or `start`");
    let both = json!({"first_timestamp": "2026-11-21T00:00:00Z", "last_timestamp": "2026-11-21T00:00:00Z"});
    says("inmanta.get_resource_actions", both, "`last_timestamp`: give it or `first_timestamp`");
}

#[test]
fn what_the_server_would_answer_badly_is_refused_with_what_is_allowed() {
    let environment = script([]).0.environment(id());
    let says = |name: &str, arguments: serde_json::Value, text: &str| {
        let operation = catalog::find(name).unwrap().operation(arguments).unwrap();
        let error = environment.call(operation).request().unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    };
    let fact = json!({"name": "f", "source": "user", "value": "v", "resource_id": "t::T[a,k=v]"});
    says("inmanta.set_fact", fact, "`source`: a fact's source is `fact`, not `user`");
    says(
        "inmanta.update_notification",
        json!({"notification_id": ENVIRONMENT}),
        "`read`: give it or `cleared`",
    );
    let metrics = json!({"metrics": [], "start_interval": "2026-11-21T00:00:00Z", "end_interval": "2026-11-21T01:00:00Z", "nb_datapoints": 1});
    says("inmanta.get_environment_metrics", metrics, "`metrics`: give at least one");
}

#[test]
fn whether_a_fact_expires_can_be_left_as_it_is() {
    let environment = script([]).0.environment(id());
    let arguments =
        json!({"name": "f", "source": "fact", "value": "v", "resource_id": "t::T[a,k=v]", "expires": null});
    let set = catalog::find("inmanta.set_fact").unwrap().operation(arguments).unwrap();
    let request = environment.call(set).request().unwrap();
    let body = r#"{"source":"fact","value":"v","resource_id":"t::T[a,k=v]","expires":null}"#;
    assert_eq!(request.body().as_bytes().unwrap(), body.as_bytes());
}

#[test]
fn bounds_are_texts_times_or_numbers() {
    let (client, _) = script([]);
    let time: saltant::Timestamp = "2026-11-21T02:39:03+02:00".parse().unwrap();
    let query = |request: http::Request<_>| request.uri().query().unwrap_or_default().to_owned();
    let client = client.environment(id());
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
    assert!(sent(environment.call(ListProjects::new()).request().unwrap()).is_empty());
}

#[test]
fn an_operation_without_an_environment_is_refused_before_it_is_sent() {
    let (client, transport) = script([]);
    let by_name = catalog::find("inmanta.resource_list").unwrap().operation(json!({})).unwrap();
    for error in [
        client.call(ListResources::new()).request().unwrap_err(),
        client.call(by_name).request().unwrap_err(),
    ] {
        assert_eq!(error.kind(), saltant::ErrorKind::Usage);
        let text = "no environment is given: name one with the argument `tid`, or set the client's";
        assert_eq!(error.to_string(), format!("inmanta.resource_list: {text}"));
    }
    assert!(transport.requests().is_empty());
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
        (
            "inmanta.resource_list",
            json!({"sort": "name.asc"}),
            "`resource_type`, `agent`, `resource_id_value`, `status`",
        ),
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
    let client = client.environment(id());
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
