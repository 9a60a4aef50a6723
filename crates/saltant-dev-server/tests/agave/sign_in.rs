//! The token endpoint, the gateway, clients, profiles.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use saltant_dev_server::agave::DevServerBuilder;
use serde_json::{Value, json};

use super::stage::{Stage, stage, stage_with};
use crate::http::{Answer, Request};

fn basic(name: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")))
}

fn token(stage: &Stage, key: &str, secret: &str, form: &str) -> Answer {
    stage.send(&Request::new("POST", "/token").header("authorization", &basic(key, secret)).form(form))
}

fn me(stage: &Stage, token: &str) -> Answer {
    let request = Request::new("GET", "/profiles/v2/me").header("authorization", &format!("Bearer {token}"));
    stage.send(&request)
}

#[test]
pub(crate) fn a_refresh_token_works_once_and_ends_the_old_access_token() {
    let stage = stage();
    let matt = stage.server.user("matt").unwrap().clone();
    let password = "grant_type=password&username=matt&password=password-of-matt&scope=PRODUCTION";
    let answer = token(&stage, &matt.client_key, &matt.client_secret, password);
    let pair = answer.json();
    assert_eq!(
        (answer.status, pair["expires_in"].as_u64(), &pair["token_type"]),
        (200, Some(14400), &json!("bearer"))
    );
    let (access, refresh) = (pair["access_token"].as_str().unwrap(), pair["refresh_token"].as_str().unwrap());
    assert_eq!(me(&stage, access).json()["result"]["username"], "matt");
    let renewal = format!("grant_type=refresh_token&scope=PRODUCTION&refresh_token={refresh}");
    let renewed = token(&stage, &matt.client_key, &matt.client_secret, &renewal).json();
    assert_eq!(me(&stage, renewed["access_token"].as_str().unwrap()).status, 200);
    let old = me(&stage, access);
    assert_eq!((old.status, &old.json()["fault"]["code"]), (401, &json!(900_901)));
    let again = token(&stage, &matt.client_key, &matt.client_secret, &renewal);
    assert_eq!((again.status, &again.json()["error"]), (400, &json!("invalid_grant")));
}

#[test]
pub(crate) fn grants_are_refused_with_the_words_of_oauth() {
    let stage = stage();
    let (matt, daniel) = (stage.server.user("matt").unwrap(), stage.server.user("daniel").unwrap());
    for (secret, form, status, error) in [
        ("wrong", "grant_type=password&username=matt&password=password-of-matt", 401, "invalid_client"),
        (&*daniel.client_secret, "grant_type=password&username=matt&password=x", 400, "invalid_grant"),
        (&*daniel.client_secret, "grant_type=password&username=matt", 400, "invalid_request"),
        (&*daniel.client_secret, "grant_type=magic", 400, "unsupported_grant_type"),
        (&*daniel.client_secret, "username=matt", 400, "invalid_request"),
        // The refresh token of another client.
        (
            &*daniel.client_secret,
            &format!("grant_type=refresh_token&refresh_token={}", matt.refresh_token),
            400,
            "invalid_grant",
        ),
        (
            &*daniel.client_secret,
            "grant_type=admin_password&username=daniel&password=password-of-daniel&token_username=matt",
            400,
            "invalid_grant",
        ),
    ] {
        let answer = token(&stage, &daniel.client_key, secret, form);
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)), "{form}");
        assert!(answer.json()["error_description"].is_string());
    }
    let form = "grant_type=admin_password&username=matt&password=password-of-matt&token_username=daniel";
    let answer = token(&stage, &daniel.client_key, &daniel.client_secret, form).json();
    assert_eq!(me(&stage, answer["access_token"].as_str().unwrap()).json()["result"]["username"], "daniel");
    let answer = token(&stage, &daniel.client_key, &daniel.client_secret, "grant_type=client_credentials");
    assert!(answer.json()["refresh_token"].is_null() && answer.status == 200);
}

#[test]
pub(crate) fn tokens_expire_and_the_fault_is_json_or_xml() {
    let stage = stage_with(|builder| builder.token_life(Duration::from_secs(60)));
    assert_eq!(me(&stage, "token-of-matt").status, 200);
    stage.server.advance_clock(Duration::from_secs(60));
    let answer = me(&stage, "token-of-matt");
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["fault"]["message"], "Invalid Credentials");

    let stage = stage_with(DevServerBuilder::xml_faults);
    stage.server.advance_clock(Duration::from_secs(4 * 3600));
    let answer = me(&stage, "token-of-matt");
    assert_eq!((answer.status, answer.header("content-type")), (401, Some("application/xml; charset=UTF-8")));
    assert!(
        answer.text.contains("<ams:code>900903</ams:code><ams:message>Access Token Expired</ams:message>")
    );
    assert!(me(&stage, "nonsense").text.contains("<ams:code>900901</ams:code>"));
}

#[test]
pub(crate) fn the_gateway_answers_for_missing_credentials_and_unknown_paths() {
    let stage = stage();
    let answer = stage.ask("", "GET /jobs/v2/", &Value::Null);
    assert_eq!((answer.status, &answer.json()["fault"]["code"]), (401, &json!(900_902)));
    for path in ["/nothing/v2/", "/jobs/v3/", "/jobs", "/"] {
        let answer = stage.ask("matt", &format!("GET {path}"), &Value::Null);
        assert_eq!((answer.status, &answer.json()["fault"]["code"]), (404, &json!(900_906)), "{path}");
    }
    let tenants = stage.ask("", "GET /tenants", &Value::Null).json();
    assert!(tenants.get("version").is_none());
    assert_eq!(tenants["result"][0]["baseUrl"], stage.server.url());
}

#[test]
pub(crate) fn clients_show_their_secret_once_keep_their_key_and_lose_their_tokens() {
    let stage = stage();
    let send = |method: &str, path: &str, body: &str| {
        let mut request =
            Request::new(method, path).header("authorization", &basic("matt", "password-of-matt"));
        if !body.is_empty() {
            request = request.json(body);
        }
        stage.send(&request)
    };
    let made = send("POST", "/clients/v2/", r#"{"clientName": "cli", "description": "d"}"#);
    assert_eq!(made.status, 201);
    let made = made.json()["result"].clone();
    let (key, secret) = (made["consumerKey"].as_str().unwrap(), made["consumerSecret"].as_str().unwrap());
    let shown = send("GET", "/clients/v2/cli", "").json()["result"].clone();
    assert_eq!((&shown["consumerKey"], shown.get("consumerSecret")), (&made["consumerKey"], None));
    let again = send("POST", "/clients/v2/", r#"{"name": "cli"}"#).json()["result"].clone();
    assert_eq!(
        (&again["consumerKey"], &again["consumerSecret"]),
        (&made["consumerKey"], &made["consumerSecret"])
    );
    let form = "grant_type=password&username=matt&password=password-of-matt";
    let access = token(&stage, key, secret, form).json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        send("GET", "/clients/v2/cli/subscriptions", "").json()["result"].as_array().unwrap().len(),
        12
    );
    assert_eq!(send("DELETE", "/clients/v2/cli/subscriptions", "").status, 200);
    assert_eq!(me(&stage, &access).json()["fault"]["code"], 900_908);
    assert_eq!(send("POST", "/clients/v2/cli/subscriptions", r#"{"name": "profiles"}"#).status, 201);
    assert_eq!(me(&stage, &access).status, 200);
    assert_eq!(send("DELETE", "/clients/v2/cli", "").json()["result"], Value::Null);
    assert_eq!(me(&stage, &access).status, 401);
    assert_eq!(send("GET", "/clients/v2/cli", "").status, 404);
    assert_eq!(send("DELETE", "/clients/v2/cli", "").status, 404);
    assert_eq!(send("GET", "/clients/v2/", "").json()["result"].as_array().unwrap().len(), 1);
    let wrong = Request::new("GET", "/clients/v2/").header("authorization", &basic("matt", "x"));
    assert_eq!(stage.send(&wrong).status, 401);
}

#[test]
pub(crate) fn profiles_are_found_by_name_and_shaped_by_the_query() {
    let stage = stage();
    assert_eq!(stage.get("daniel", "/profiles/v2").as_array().unwrap().len(), 2);
    assert_eq!(stage.get("daniel", "/profiles/v2?username=dan")[0]["email"], "daniel@example.org");
    assert_eq!(stage.refused("daniel", "GET /profiles/v2/nobody", &Value::Null).0, 404);
    let naked =
        stage.ask("daniel", "GET /profiles/v2/me?naked=true&filter=username,_links.self.href", &Value::Null);
    let expected =
        format!(r#"{{"username":"daniel","_links.self.href":"{}profiles/v2/daniel"}}"#, stage.server.url());
    assert_eq!(naked.text, expected);
    let pretty = stage.ask("daniel", "GET /profiles/v2/me?pretty=true&filter=username", &Value::Null).text;
    assert!(pretty.contains("\n  \"result\": {\n    \"username\": \"daniel\"\n  }"), "{pretty}");
}
