//! Lists, whose pages are links.

use saltant::inmanta::{ListResourceActions, ListResources};
use saltant::{ErrorKind, Value};
use saltant_core::catalog::{self, Described as _};
use saltant_http::testing::Reply;
use serde_json::json;

use super::{ENVIRONMENT, header, id, page, script};

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
