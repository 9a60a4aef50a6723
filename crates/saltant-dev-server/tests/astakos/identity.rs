use std::time::Duration;

use saltant_dev_server::astakos::{DevServer, NewUser};
use serde_json::{Value, json};

use crate::http::Request;
use crate::stage::{ADA, NOBODY, World, world};

const TOKENS: &str = "/astakos/identity/v2.0/tokens";

#[test]
fn an_empty_body_gets_the_catalogue_and_a_token_in_the_body_gets_the_user() {
    let world = world();
    let empty = world.ask("nobody", "POST", TOKENS, None);
    assert_eq!((empty.status, empty.header("content-type")), (200, Some("application/json; charset=UTF-8")));
    let empty = empty.json();
    assert_eq!(empty["access"].as_object().unwrap().keys().collect::<Vec<_>>(), ["serviceCatalog"]);
    let (_, access) = world.post("", TOKENS, json!({"auth": {"token": {"id": "token-of-ada"}}}));
    let access = &access["access"];
    assert_eq!(access["serviceCatalog"], empty["access"]["serviceCatalog"]);
    assert_eq!(
        access["token"],
        json!({"id": "token-of-ada", "expires": "2026-12-21T12:00:00+00:00", "tenant": {"id": ADA, "name": "Ada Lovelace"}})
    );
    let role = json!([{"id": "1", "name": "default"}]);
    assert_eq!(access["user"], json!({"id": ADA, "name": "Ada Lovelace", "roles": role, "roles_links": []}));
}

#[test]
fn the_catalogue_leads_to_two_ports() {
    let world = world();
    let (_, found) = world.post("", TOKENS, Value::Null);
    let entries = found["access"]["serviceCatalog"].as_array().unwrap().clone();
    let address = |name: &str| {
        let entry = entries.iter().find(|entry| entry["name"] == name).unwrap();
        entry["endpoints"][0]["publicURL"].as_str().unwrap().to_owned()
    };
    let (here, elsewhere) = (format!("http://{}", world.0.addr()), world.0.other_origin());
    assert_ne!(here, elsewhere);
    assert_eq!(address("astakos_account"), format!("{here}/astakos/account/v1.0"));
    assert_eq!(address("astakos_identity"), world.0.url());
    assert_eq!(address("astakos_oauth2"), format!("{elsewhere}/astakos/oauth2/"));
    assert_eq!(entries[0]["endpoints"][0]["SNF:uiURL"], format!("{elsewhere}/astakos/ui"));
    let port = |origin: &str| origin.rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let fixed = DevServer::builder().address(([127, 0, 0, 2], port(&here)).into()).start_blocking().unwrap();
    assert_eq!(port(&fixed.other_origin()), port(&here) + 1, "the next one, if the first is given");
    let other = elsewhere.strip_prefix("http://").unwrap().parse().unwrap();
    let services = crate::http::send(other, &Request::new("GET", "/astakos/ui/get_services")).unwrap().json();
    let urls: Vec<_> = services.as_array().unwrap().iter().map(|entry| entry["url"].is_null()).collect();
    assert_eq!(urls, [false, false, true], "one component has no address");
}

#[test]
fn wrong_credentials_are_told_apart() {
    let world = World::new(
        DevServer::builder()
            .user(NewUser::new("gone@example.org").token("token-of-gone").inactive())
            .user(NewUser::new("new@example.org").token("token-of-new").without_signed_terms()),
    );
    let refused = |auth: Value| {
        let (status, body) = world.post("", TOKENS, json!({"auth": auth}));
        let fault = body.as_object().unwrap().values().next().unwrap().clone();
        (status, fault["message"].as_str().unwrap().to_owned())
    };
    let wrong = |message: &str| (401, message.to_owned());
    assert_eq!(refused(json!({"token": {"id": "x"}})), wrong("Invalid token"));
    assert_eq!(refused(json!({"token": {"id": "token-of-gone"}})), wrong("User inactive"));
    assert_eq!(refused(json!({"token": {"id": "token-of-new"}})), wrong("Pending approval terms"));
    let password = |username: &str, password: &str| json!({"passwordCredentials": {"username": username, "password": password}});
    assert_eq!(refused(password(NOBODY, "x")), wrong("Invalid credentials"));
    assert_eq!(refused(password(ADA, "x")), wrong("Invalid token"));
    assert_eq!(world.post("", TOKENS, json!({"auth": password(ADA, "token-of-ada")})).0, 200);
    let tenant = |name: &str| json!({"token": {"id": "token-of-ada"}, "tenantName": name});
    assert_eq!(refused(tenant(NOBODY)), (400, "Not conforming tenantName".to_owned()));
    for name in [ADA, ""] {
        assert_eq!(world.post("", TOKENS, json!({"auth": tenant(name)})).0, 200);
    }
    for wrong in
        [json!({}), json!({"token": {}}), json!({"token": {"id": null}}), json!({"token": 5}), Value::Null]
    {
        assert_eq!(refused(wrong.clone()).0, 400, "{wrong}");
    }
    world.0.advance_clock(Duration::from_secs(30 * 24 * 3600));
    assert_eq!(refused(json!({"token": {"id": "token-of-ada"}})), wrong("Authentication expired"));
    let (status, body) = world.get("ada", "quotas");
    assert_eq!((status, &body["unauthorized"]["message"]), (401, &json!("Authentication expired")));
}

#[test]
fn a_token_of_the_other_kind_is_unknown_and_one_in_the_query_counts() {
    let world = world();
    for (who, path) in [
        ("cyclades", "quotas"),
        ("ada", "commissions"),
        ("ada", "service_quotas"),
        ("", "quotas"),
        ("x", "quotas"),
    ] {
        let (status, body) = world.get(who, path);
        assert_eq!((status, body["unauthorized"]["code"].as_u64()), (401, Some(401)), "{who} {path}");
    }
    assert_eq!(world.get("", "quotas?X-Auth-Token=token-of-ada").0, 200);
}

#[test]
fn names_and_uuids_are_found_and_the_unknown_left_out() {
    let world = world();
    let find = |who: &str, body: Value| {
        let path = if who == "ada" { "user_catalogs" } else { "service/user_catalogs" };
        world.post(who, path, body)
    };
    let body = json!({"uuids": [ADA, NOBODY], "displaynames": ["ADA@example.org", "x@example.org"]});
    let found =
        json!({"uuid_catalog": {ADA: "ada@example.org"}, "displayname_catalog": {"ADA@example.org": ADA}});
    assert_eq!(find("ada", body.clone()), (200, found.clone()));
    assert_eq!(find("cyclades", body), (200, found));
    let (_, all) = find("cyclades", json!({"uuids": null, "displaynames": null}));
    assert_eq!(all["uuid_catalog"].as_object().unwrap().len(), 3);
    assert_eq!(all["displayname_catalog"].as_object().unwrap().len(), 3);
    let none = json!({"uuid_catalog": {}, "displayname_catalog": {}});
    assert_eq!(find("ada", json!({"uuids": null, "displaynames": null})), (200, none.clone()));
    assert_eq!(find("ada", json!({})), (200, none));
    // This body may have any type.
    let request =
        Request::new("POST", "/astakos/account/v1.0/user_catalogs").header("x-auth-token", "token-of-ada");
    let request = Request { body: br#"{"uuids": []}"#.to_vec(), ..request };
    assert_eq!(world.send(&request).status, 200);
}

#[test]
fn feedback_needs_a_message_and_its_type_does_not_matter() {
    let world = world();
    let send = |content_type: &str, body: &str| {
        let request =
            Request::new("POST", "/astakos/account/v1.0/feedback").header("x-auth-token", "token-of-ada");
        let answer =
            world.send(&Request { body: body.into(), ..request.header("content-type", content_type) });
        (answer.status, answer.header("content-type").map(str::to_owned))
    };
    let json = Some("application/json; charset=UTF-8".to_owned());
    assert_eq!(send("application/octet-stream", "feedback_msg=hi&feedback_data=x"), (200, json.clone()));
    assert_eq!(send("application/x-www-form-urlencoded", "feedback_msg=hi"), (200, json.clone()));
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"feedback_msg\"\r\n\r\nhi\r\n--b--\r\n";
    assert_eq!(send("multipart/form-data; boundary=b", multipart), (200, json.clone()));
    assert_eq!(send("application/x-www-form-urlencoded", "feedback_data=x"), (400, json));
}

#[test]
fn a_code_of_oauth_gives_one_token_for_twenty_seconds() {
    let world = world();
    let authorize = || world.0.authorize("ada@example.org", "portal", "https://files.example.org/").unwrap();
    let exchange = |basic: &str, code: &str, redirect: &str| {
        let form = format!("grant_type=authorization_code&code={code}&redirect_uri={redirect}");
        let request =
            Request::new("POST", "/astakos/oauth2/token").header("authorization", basic).form(&form);
        let answer = world.send(&request);
        (answer.status, answer.header("content-type").unwrap().to_owned(), answer.json())
    };
    // portal:s3cret
    let (basic, redirect) = ("Basic cG9ydGFsOnMzY3JldA==", "https%3A%2F%2Fportal.example.org%2Fback");
    let code = authorize();
    let (status, content_type, granted) = exchange(basic, &code, redirect);
    assert_eq!((status, content_type.as_str()), (200, "application/json; charset=UTF-8"));
    assert_eq!((&granted["token_type"], &granted["expires_in"]), (&json!("Bearer"), &json!(20)));
    let (status, content_type, fault) = exchange(basic, &code, redirect);
    assert_eq!((status, content_type.as_str()), (400, "text/html"));
    assert_eq!(fault, json!({"error": "generic_error", "exception": "Invalid code"}));
    for (basic, redirect) in
        [("Basic cG9ydGFsOng=", redirect), ("Basic x", redirect), ("Bearer x", redirect), (basic, "x")]
    {
        assert_eq!(exchange(basic, &authorize(), redirect).0, 400);
    }
    let token = granted["access_token"].as_str().unwrap();
    let ask = |query: &str| world.get("", &format!("{TOKENS}/{token}{query}"));
    let (status, access) = ask("");
    assert_eq!((status, &access["access"]["user"]["id"]), (200, &json!(ADA)));
    assert_eq!(access["access"]["token"]["expires"], "2026-11-21T12:00:20+00:00");
    assert_eq!(ask("?belongsTo=https://files.example.org/a").0, 200);
    assert_eq!(ask("?belongsTo=https://other.example.org/").0, 404);
    assert_eq!(
        world.get("", &format!("{TOKENS}/token-of-ada")).0,
        404,
        "a user's own token is none of these"
    );
    world.0.advance_clock(Duration::from_secs(20));
    assert_eq!(ask("").0, 404);
    let late = authorize();
    world.0.advance_clock(Duration::from_secs(60));
    assert_eq!(exchange(basic, &late, redirect).0, 400);
    assert_eq!(world.0.authorize("ada@example.org", "nobody", ""), None);
}
