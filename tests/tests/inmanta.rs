//! Inmanta's client on a scripted transport: headers of every request, paging by links, waiting.

#[path = "inmanta/doing.rs"]
mod doing;
#[path = "inmanta/requests.rs"]
mod requests;
#[path = "inmanta/text.rs"]
mod text;

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saltant::inmanta::v1::ParameterLookup;
use saltant::inmanta::{
    BearerToken, Client, CreateEnvironment, CreateProject, EnvironmentId, ListEnvironments,
    ListResourceActions, ListResources,
};
use saltant::{ErrorKind, Value, WaitError, WaitPolicy};
use saltant_core::catalog::{self, Described as _};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest, TestClock};
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
async fn a_link_is_followed_as_it_is_with_environment_and_token() {
    let next = "/api/v2/resource?limit=2&filter.status=%21orphaned&start=t&first_id=t%3A%3AT%5Ba%2Ckey%3Dsp+ace%2F%5D";
    let (client, transport) = script([page(&["a", "sp ace/"], Some(next)), page(&["b"], None)]);
    let environment = client.environment(id());
    let list = ListResources::new().limit(2);
    let all = environment.resources().list(list).items().all().await.unwrap();
    let names: Vec<_> = all.iter().map(|resource| &*resource.id_details.resource_id_value).collect();
    assert_eq!(names, ["a", "sp ace/", "b"]);
    let requests = transport.requests();
    let uris: Vec<_> = requests.iter().map(|request| request.uri.to_string()).collect();
    assert_eq!(
        uris,
        ["http://localhost:8888/api/v2/resource?limit=2", &format!("http://localhost:8888{next}")]
    );
    for request in &requests {
        assert_eq!(header(request, "x-inmanta-tid"), Some(ENVIRONMENT));
        assert_eq!(header(request, "authorization"), Some("Bearer t"));
    }
}

#[tokio::test(start_paused = true)]
async fn p3_a_page_that_repeats_its_link_ends_with_an_error() {
    let next = "/api/v2/resource?limit=1&first_id=%C3%BC";
    let (client, transport) = script([page(&["ü"], Some(next)), page(&["ü"], Some(next))]);
    let environment = client.environment(id());
    let mut items = environment.resources().list(ListResources::new().limit(1)).items();
    assert_eq!(items.next().await.unwrap().unwrap().id_details.resource_id_value, "ü");
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RepeatedPage);
    assert!(items.next().await.is_none());
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_resource_that_begins_the_next_page_once_more_is_given_once() {
    let next = "/api/v2/resource?limit=2&first_id=%C3%BC";
    let (client, _) = script([page(&["a", "ü"], Some(next)), page(&["ü", "z"], None)]);
    let environment = client.environment(id());
    let all = environment.resources().list(ListResources::new()).items().all().await.unwrap();
    assert_eq!(all.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn p8_rows_that_a_server_hides_behind_repeated_ones_are_an_error() {
    let next = "/api/v2/resource?limit=2&first_id=b";
    let (client, _) = script([page(&["a", "b"], Some(next)), page(&["b"], None)]);
    let environment = client.environment(id());
    let error = environment.resources().list(ListResources::new()).items().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IncompleteList);
    let says = "inmanta.resource_list: the list ended after 2 items, but it has 3 by the server's count; the server \
                gave 1 items twice";
    assert_eq!(error.to_string(), says);
    let (client, _) = script([page(&["a", "b"], Some(next)), page(&["b"], None)]);
    let environment = client.environment(id());
    let first = environment.resources().list(ListResources::new()).items().max_items(2).all().await;
    assert_eq!(first.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a6_a_link_to_another_place_is_not_followed() {
    for link in ["https://evil.test/api/v2/resource?limit=1", "//evil.test/api/v2/resource", "/api/v2/user"] {
        let (client, transport) = script([page(&["a"], Some(link))]);
        let environment = client.environment(id());
        let mut pages = environment.resources().list(ListResources::new()).pages();
        assert!(pages.next().await.unwrap().is_ok());
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{link}: {error}");
        assert_eq!(transport.requests().len(), 1, "{link}");
    }
}

#[tokio::test(start_paused = true)]
async fn p2_the_next_operation_is_a_resume_token_that_survives_json() {
    let next = "/api/v2/resource?limit=1&first_id=a+b";
    let (client, _) = script([page(&["a"], Some(next))]);
    let environment = client.environment(id());
    let mut pages = environment.resources().list(ListResources::new().limit(1).deploy_summary(true)).pages();
    pages.next().await.unwrap().unwrap();
    let token = pages.resume().unwrap().to_arguments().unwrap();
    assert_eq!(Value::from(token.clone()), json!({"link": next}));
    let again = catalog::find("inmanta.resource_list").unwrap().operation(token.into()).unwrap();
    let request = environment.call(again).request().unwrap();
    assert_eq!(request.uri(), &*format!("http://localhost:8888{next}"));
    assert_eq!(request.headers()["x-inmanta-tid"], ENVIRONMENT);
}

#[tokio::test(start_paused = true)]
async fn the_resume_token_of_a_list_by_name_keeps_the_environment() {
    let next = "/api/v2/resource?limit=1&first_id=a+b";
    let (client, transport) = script([page(&["a"], Some(next)), page(&["b", "c"], None)]);
    let arguments = json!({"tid": ENVIRONMENT, "limit": 1});
    let list = catalog::find("inmanta.resource_list").unwrap().operation(arguments).unwrap();
    let mut pages = client.call(list.into_list().unwrap()).pages();
    pages.next().await.unwrap().unwrap();
    let token = pages.resume().unwrap().operation().to_arguments().unwrap();
    assert_eq!(Value::from(token), json!({"tid": ENVIRONMENT, "link": next}));
    pages.next().await.unwrap().unwrap();
    for request in transport.requests() {
        assert_eq!(header(&request, "x-inmanta-tid"), Some(ENVIRONMENT));
    }
}

#[tokio::test(start_paused = true)]
async fn the_list_of_actions_ends_with_an_empty_page_and_has_pages_only_with_a_limit() {
    let next = "/api/v2/resource_actions?limit=1000&last_timestamp=t";
    let actions = |data: Value| {
        Reply::json(200, json!({"data": data, "links": {"next": next, "prev": next}}).to_string())
    };
    let action = json!({
        "environment": ENVIRONMENT, "version": 1, "action_id": ENVIRONMENT, "action": "deploy",
        "started": "2026-11-21T00:39:03Z"
    });
    let (client, transport) = script([actions(json!([action])), actions(json!([]))]);
    let environment = client.environment(id());
    let all = environment.resources().list_actions(ListResourceActions::new()).items().all().await.unwrap();
    assert_eq!(all.len(), 1);
    let queries: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| request.uri.query().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(queries, ["limit=1000", "limit=1000&last_timestamp=t"]);
}

#[tokio::test(start_paused = true)]
async fn a_list_of_actions_from_a_time_on_goes_to_newer_ones_and_keeps_what_its_links_lack() {
    let times = ["2026-11-21T00:39:03Z", "2026-11-21T00:40:03Z"];
    let link =
        |name: &str, at: &str| format!("/api/v2/resource_actions?limit=1&{name}={}", at.replace(':', "%3A"));
    let actions = |at: &str| {
        let action = json!({"environment": ENVIRONMENT, "version": 1, "action_id": ENVIRONMENT, "action": "deploy", "started": at});
        let links = json!({"next": link("last_timestamp", at), "prev": link("first_timestamp", at)});
        Reply::json(200, json!({"data": [action], "links": links}).to_string())
    };
    let (client, transport) =
        script([actions(times[0]), actions(times[1]), Reply::json(200, r#"{"data": [], "links": {}}"#)]);
    let environment = client.environment(id());
    let list = ListResourceActions::new()
        .limit(1)
        .first_timestamp("2026-11-21T00:39:00Z".parse::<saltant::Timestamp>().unwrap());
    let list = list.exclude_changes([saltant::inmanta::Change::Nochange]);
    let mut pages = environment.resources().list_actions(list).pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let queries: Vec<_> =
        transport.requests().iter().map(|sent| sent.uri.query().unwrap_or_default().to_owned()).collect();
    let begin = "limit=1&first_timestamp=2026-11-21T00%3A3";
    assert_eq!(
        queries,
        [
            format!("{begin}9%3A00Z&exclude_changes=nochange"),
            format!("{begin}9%3A03Z&exclude_changes=nochange"),
            "limit=1&first_timestamp=2026-11-21T00%3A40%3A03Z&exclude_changes=nochange".to_owned(),
        ]
    );
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
async fn a_renewal_goes_without_the_environment() {
    let expired = r#"{"message": "Access denied: Signature has expired"}"#;
    let logged_in = |token| Reply::json(200, LOGGED_IN.replace("new", token));
    let replies = [logged_in("old"), Reply::json(403, expired), logged_in("new"), page(&[], None)];
    let (client, transport) = script(replies);
    let environment = client.log_in("u", "p").await.unwrap().environment(id());
    environment.resources().list(ListResources::new()).await.unwrap();
    let sent: Vec<_> =
        transport.requests().iter().map(|sent| header(sent, "x-inmanta-tid").map(str::to_owned)).collect();
    let tid = || Some(ENVIRONMENT.to_owned());
    assert_eq!(sent, [None, tid(), None, tid()]);
}

/// A JSON web token with an expiry, in seconds since 1970.
fn token(expiry: u64) -> String {
    let claims = URL_SAFE_NO_PAD.encode(json!({"exp": expiry}).to_string());
    format!("e30.{claims}.s")
}

#[tokio::test(start_paused = true)]
async fn a2_a_token_that_lives_for_seconds_is_not_renewed_with_nearly_every_call() {
    for (life, most) in [(12, 7), (5, 16)] {
        let (start, begun) = (1_000_000, tokio::time::Instant::now());
        let transport = ScriptedTransport::answering(move |request| {
            if request.uri.path() != "/api/v2/login" {
                return Reply::json(200, r#"{"data": []}"#);
            }
            Reply::json(200, LOGGED_IN.replace("new", &token(start + begun.elapsed().as_secs() + life)))
        });
        for seed in [1, 2, 3] {
            let client = Client::builder("http://localhost:8888")
                .transport(transport.clone())
                .clock(TestClock::starting_at(
                    SystemTime::UNIX_EPOCH + Duration::from_secs(start) + begun.elapsed(),
                ))
                .seed(seed)
                .build()
                .unwrap();
            let before = transport.requests().len();
            let client = client.log_in("u", "p").await.unwrap();
            for _ in 0..60 {
                client.environments().list(ListEnvironments::new()).await.unwrap();
                tokio::time::advance(Duration::from_secs(1)).await;
            }
            let logins = transport.requests().len() - before - 60;
            // The login itself, once since it is not known how old the first token is, and then each in its last quarter.
            assert!((4..=most + 2).contains(&logins), "{life} s, seed {seed}: {logins} logins");
        }
    }
}

const LOGGED_IN: &str =
    r#"{"data": {"token": "new", "user": {"username": "u", "auth_method": "database", "is_admin": false}}}"#;

#[tokio::test(start_paused = true)]
async fn a_login_goes_without_a_token_even_when_the_client_has_one() {
    let (client, transport) = script([Reply::json(200, LOGGED_IN)]);
    let answer = client.users().login("u", "p").await.unwrap();
    assert_eq!(answer.token.expose(), "new");
    assert_eq!(header(&transport.requests()[0], "authorization"), None);
    assert_eq!(transport.requests()[0].body, r#"{"username":"u","password":"p"}"#);
}

#[tokio::test(start_paused = true)]
async fn a1_an_expired_token_is_renewed_by_one_login_and_the_call_goes_again() {
    let expired = r#"{"message": "Access denied: Signature has expired"}"#;
    let logged_in = |token| Reply::json(200, LOGGED_IN.replace("new", token));
    let replies =
        [logged_in("old"), Reply::json(403, expired), logged_in("new"), Reply::json(200, r#"{"data": []}"#)];
    let (client, transport) = script(replies);
    let client = client.log_in("u", "p").await.unwrap();
    client.environments().list(ListEnvironments::new()).await.unwrap();
    let tokens: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| header(request, "authorization").map(str::to_owned))
        .collect();
    assert_eq!(tokens, [None, Some("Bearer old".to_owned()), None, Some("Bearer new".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a3_a_bad_token_is_an_error_of_its_own_and_not_renewed() {
    let bad = r#"{"message": "Access denied: Unable to decode provided JWT bearer token."}"#;
    let (client, transport) = script([Reply::json(403, bad)]);
    let error = client.environments().list(ListEnvironments::new()).await.unwrap_err();
    assert!(error.is_auth() && !error.is_forbidden(), "{error}");
    assert_eq!(transport.requests().len(), 1);
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

fn compile(completed: Option<&str>, success: Option<bool>) -> Reply {
    let compile = "5eae2968-c04f-4d6e-bb60-b555c8592188";
    let data = json!({"id": compile, "environment": ENVIRONMENT, "completed": completed, "success": success});
    Reply::json(200, json!({"data": data}).to_string())
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_a_compile_ends_when_it_has_completed() {
    let ended = Some("2026-11-21T00:40:06.351358+00:00");
    let (client, transport) = script([compile(None, None), compile(None, None), compile(ended, Some(true))]);
    let environment = client.environment(id());
    let wait = environment.compiles().wait_until_successful(id().get());
    let compile = wait.policy(WaitPolicy::default().every(Duration::from_secs(2))).await.unwrap();
    assert_eq!(compile.success, Some(true));
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn w4_a_failed_compile_is_an_error_with_the_compile_in_it() {
    let ended = Some("2026-11-21T00:40:06.351358+00:00");
    let (client, _) = script([compile(ended, Some(false)), compile(ended, Some(false))]);
    let environment = client.environment(id());
    let error = environment.compiles().wait_until_successful(id().get()).await.unwrap_err();
    assert!(matches!(&error, WaitError::Failed { state, .. } if state == "failed"), "{error}");
    assert_eq!(error.into_last().unwrap().success, Some(false));
    assert_eq!(environment.compiles().wait_until_completed(id().get()).await.unwrap().success, Some(false));
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_the_compiles_of_an_environment_ends_with_the_last_one() {
    let (client, transport) = script([Reply::json(200, ""), Reply::json(204, "")]);
    let environment = client.environment(id());
    assert!(!environment.compiles().wait_until_idle().await.unwrap());
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_a_dry_run_ends_when_nothing_is_to_do() {
    let report = |todo: u64| {
        let summary =
            json!({"id": ENVIRONMENT, "environment": ENVIRONMENT, "model": 1, "total": 2, "todo": todo});
        Reply::json(200, json!({"data": {"summary": summary, "diff": []}}).to_string())
    };
    let (client, transport) = script([report(1), report(0)]);
    let environment = client.environment(id());
    let result = environment.dry_runs().wait_until_done(1, id().get()).await.unwrap();
    assert_eq!((result.summary.total, result.summary.todo), (2, 0));
    assert_eq!(transport.requests().len(), 2);
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
