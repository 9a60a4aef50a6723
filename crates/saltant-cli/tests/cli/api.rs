use serde_json::json;

use crate::support::{Place, TOKEN, answering_all, run, run_with_input};

#[test]
fn any_request_is_sent_with_the_credential_of_the_profile() {
    let place = Place::new();
    let user = place.run(&["api", "users/matt/"]);
    assert_eq!(
        user.ok(),
        "{\"username\":\"matt\",\"email\":\"matt@example.org\"}",
        "it is printed as it came"
    );
    let create = ["api", "post", "/api/taskqueues/", "-f", "name=7", "-f", "private:=true", "--lines"];
    let queue = place.run(&create).json();
    assert_eq!((&queue["name"], &queue["private"]), (&json!("7"), &json!(true)));
    let found = place.run(&["api", "saltant", "GET", "taskqueues/?private=true", "-q", "name=7"]).json();
    assert_eq!(found["count"], 1);
    let mut command = place.command();
    command.args(["api", "PATCH", "taskqueues/1/", "--input", "-"]);
    assert_eq!(run_with_input(command, r#"{"active": false}"#).json()["active"], false);
    let wrong = place.run(&["api", "nowhere/"]).fails(1);
    assert!(wrong.starts_with("error: saltant.request: 404 Not Found"), "{wrong}");
}

#[test]
fn all_pages_are_followed() {
    let place = Place::with(|builder| builder.page_sizes(2, 2));
    for number in 0..5 {
        place.run(&["queue", "create", "--name", &format!("q{number}")]).ok();
    }
    let before = place.server.request_count();
    let all =
        place.run(&["api", "taskqueues/", "-q", "page_size=2", "-q", "name__startswith=q", "--all"]).json();
    let names: Vec<_> = all.as_array().unwrap().iter().map(|queue| queue["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["q0", "q1", "q2", "q3", "q4"]);
    assert_eq!(place.server.request_count() - before, 3);
    let lines = place.run(&["api", "taskqueues/", "--all", "--lines"]).ok();
    assert_eq!(lines.lines().count(), 5);
    place.run(&["api", "users/matt/", "--all"]).fails(1);
    place.run(&["api", "POST", "taskqueues/", "--all"]).fails(2);
}

#[test]
fn a_list_that_repeats_its_page_ends_with_an_error() {
    let actors = |limit: &str, requests| {
        let (server, url) = answering_all(requests, |_| br#"{"result": [1, 2]}"#.to_vec());
        let run = run(&["api", "agave", "actors/v2", "-q", limit, "--all", "--url", &url, "--token", "t"]);
        (run, server.join().unwrap())
    };
    let (last, heads) = actors("limit=3", 1);
    assert_eq!(last.json(), json!([1, 2]));
    assert!(heads.starts_with("GET /actors/v2?limit=3 "), "{heads}");
    let (repeated, heads) = actors("limit=2", 2);
    assert!(heads.contains("GET /actors/v2?limit=2&offset=2 "), "{heads}");
    assert!(repeated.fails(1).contains("the server gives the same page again"));
}

#[test]
fn a5_a_dry_run_shows_no_secret() {
    let arguments = [
        "api",
        "inmanta",
        "POST",
        "api/v2/login",
        "-q",
        "token=canary-q",
        "-H",
        "X-Auth-Token: canary-h",
        "-f",
        "password=canary-f",
        "-f",
        "username=matt",
        "--dry-run",
        "--url",
        "https://example.org",
        "--token",
        TOKEN,
    ];
    let shown = run(&arguments).ok();
    assert!(shown.starts_with("POST https://example.org/api/v2/login?token="), "{shown}");
    assert!(shown.ends_with("{\"password\":\"***\",\"username\":\"matt\"}\n"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn wrong_requests_are_2() {
    for arguments in [
        &["api", "DANCE", "users/"][..],
        &["api", "saltant", "GET", "users/", "more"],
        &["api"],
        &["api", "users/", "-q", "name"],
        &["api", "users/", "-H", "name"],
        &["api", "POST", "users/", "-f", "name:=x"],
        &["api", "POST", "users/", "-f", "name=x", "--input", "file"],
        &["api", "POST", "users/", "--input", "/nonexistent"],
    ] {
        let connection = ["--url", "https://example.org/api/", "--token", "t"];
        let wrong = run(&[arguments, &connection].concat()).fails(2);
        assert!(wrong.starts_with("error: "), "{arguments:?}: {wrong}");
    }
}
