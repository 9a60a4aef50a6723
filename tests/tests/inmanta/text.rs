//! Text beyond ASCII, which the server misreads in a query.

use saltant::inmanta::{ListFacts, ListResources, ResourceFilter};
use serde_json::json;

use super::{id, page, script};

fn body(request: &saltant_http::testing::SentRequest) -> serde_json::Value {
    serde_json::from_slice(&request.body).expect("a JSON body")
}

#[tokio::test(start_paused = true)]
async fn p10_filters_and_page_bounds_of_any_script_reach_the_server() {
    let (client, transport) = script([page(&[], None)]);
    let environment = client.environment(id());
    let filter = ResourceFilter::new().agent("web").resource_id_value("日本").resource_id_value("x");
    environment.resources().list(ListResources::new().limit(2).first_id("é").filter(filter)).await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(request.uri, "http://localhost:8888/api/v2/resource?limit=2&filter.agent=web");
    assert_eq!(body(request), json!({"first_id": "é", "filter.resource_id_value": ["日本", "x"]}));
    assert_eq!(
        (request.method.as_str(), &request.headers["content-type"]),
        ("GET", &"application/json".parse().unwrap())
    );
    environment
        .facts()
        .list(ListFacts::new().first_id("ascii"))
        .request()
        .map(|plain| {
            assert!(plain.body().as_bytes().unwrap().is_empty());
        })
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn p10_a_link_is_followed_to_its_end_whatever_its_ids_are() {
    let link = |id: &str| format!("/api/v2/resource?limit=1&sort=agent.asc&start=a&first_id={id}");
    let next = [link("b"), link("%C3%B6"), link("%E6%97%A5")];
    let replies = [
        page(&["b"], Some(&next[0])),
        page(&["ö"], Some(&next[1])),
        page(&["日"], Some(&next[2])),
        page(&["z"], None),
    ];
    let (client, transport) = script(replies);
    let environment = client.environment(id());
    let list = ListResources::new().limit(1).deploy_summary(true);
    let all = environment.resources().list(list).items().all().await.unwrap();
    assert_eq!(all.len(), 4);
    let requests = transport.requests();
    let shared = "http://localhost:8888/api/v2/resource?limit=1&sort=agent.asc&start=a";
    assert_eq!(requests[1].uri, &*format!("{shared}&first_id=b"));
    assert!(requests[1].body.is_empty());
    // The two differ in their bodies alone, and are not taken for the same page.
    assert_eq!(
        (requests[2].uri.to_string(), body(&requests[2])),
        (shared.to_owned(), json!({"first_id": "ö"}))
    );
    assert_eq!(
        (requests[3].uri.to_string(), body(&requests[3])),
        (shared.to_owned(), json!({"first_id": "日"}))
    );
}

#[tokio::test(start_paused = true)]
async fn p10_what_is_named_in_any_script_is_found_and_deleted() {
    let (client, transport) = script([(); 2].map(|()| saltant_http::testing::Reply::json(200, "{}")));
    client.roles().delete("viewer ü").await.unwrap();
    let environment = client.environment(id());
    let delete = environment.parameters().delete("f").arguments(|delete| delete.resource_id("t::T[a,k=日]"));
    delete.await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests[0].uri, "http://localhost:8888/api/v2/role");
    assert_eq!((requests[0].method.as_str(), body(&requests[0])), ("DELETE", json!({"name": "viewer ü"})));
    assert_eq!(body(&requests[1]), json!({"resource_id": "t::T[a,k=日]"}));
}
