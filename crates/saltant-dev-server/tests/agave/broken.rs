//! Answers of proxies and of broken servers, which faults give.

use saltant_dev_server::Fault;
use serde_json::Value;

use super::stage::stage;

const FAILED: &str = r#"{"status": "error", "message": "It failed", "version": "2.2.27", "result": null}"#;
const NOTHING: &str = r#"{"status": "success", "message": null, "version": "2.2.27", "result": null}"#;
const GATEWAY: &str = r#"{"fault": {"code": 900800, "message": "It is too much", "description": "Wait"}}"#;
const PAGE: &str = "<html>Bad gateway</html>";

#[test]
pub(crate) fn answers_of_proxies_and_broken_servers_are_given_by_faults() {
    let stage = stage();
    let give = |request: &str, status: u16, body: &str| {
        let kind = if body.starts_with('{') { "application/json" } else { "text/html" };
        let fault = Fault::status(status);
        stage.server.inject(if body.is_empty() { fault } else { fault.body(kind, body) });
        let answer = stage.ask("matt", request, &Value::Null);
        assert_eq!((answer.status, answer.text.as_str()), (status, body), "{request}");
    };
    for path in [
        "actors/v2",
        "apps/v2/",
        "files/v2/listings/",
        "jobs/v2/",
        "meta/v2/data",
        "notifications/v2/",
        "profiles/v2",
        "systems/v2/",
    ] {
        for (status, body) in [
            (200, ""),
            (200, FAILED),
            (200, NOTHING),
            (200, PAGE),
            (204, ""),
            (404, GATEWAY),
            (429, GATEWAY),
            (500, ""),
            (500, FAILED),
            (502, PAGE),
        ] {
            give(&format!("GET /{path}"), status, body);
        }
    }
    for request in [
        "GET /clients/v2/",
        "GET /jobs/v2/x/history",
        "GET /tenants",
        "POST /actors/v2",
        "POST /files/v2/media/x",
        "POST /meta/v2/data",
        "POST /notifications/v2/",
        "POST /systems/v2/",
        "PUT /files/v2/media/x",
    ] {
        give(request, 500, FAILED);
    }
    give("GET /jobs/v2/x", 200, NOTHING);
    give("POST /token", 500, r#"{"error": "server_error", "error_description": "It failed"}"#);
    give("POST /token", 503, PAGE);
}
