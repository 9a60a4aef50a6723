//! vantage6's own user and own organization, which a call need not name.

use saltant_dev_server::vantage6::{DevServer, NewCollaboration, NewUser};
use serde_json::json;

use crate::support::{Run, command, run_with_input};

/// A server on which bob of B may edit his organization.
fn server() -> DevServer {
    DevServer::builder()
        .user("root")
        .collaboration(NewCollaboration::new("both", ["A", "B"]))
        .collaboration(NewCollaboration::new("of B", ["B"]))
        .collaboration(NewCollaboration::new("of A", ["A"]))
        .user(NewUser::new("bob").password("canary-of-bob").organization("B").role("Organization Admin"))
        .start_blocking()
        .expect("the server starts")
}

fn call(server: &DevServer, arguments: &[&str]) -> Run {
    let mut command = command();
    command.arg("call").args(arguments).args(["--url", &server.url()]);
    command.env("VANTAGE6_USERNAME", "bob").env("VANTAGE6_PASSWORD", "canary-of-bob");
    run_with_input(command, "")
}

#[test]
fn an_update_without_an_id_is_that_of_the_own_user_or_organization() {
    let server = server();
    let bob = call(&server, &["vantage6.user.update", "firstname=Robert"]).json();
    assert_eq!((&bob["username"], &bob["firstname"]), (&json!("bob"), &json!("Robert")));
    let own = call(&server, &["vantage6.organization.update", "--json", r#"{"country": "NL"}"#]).json();
    assert_eq!((&own["name"], &own["country"]), (&json!("B"), &json!("NL")));
    // A given id counts.
    call(&server, &["vantage6.user.update", "id=1", "firstname=x"]).fails(1);
}

#[test]
fn the_list_of_collaborations_has_a_scope() {
    let server = server();
    let names = |scope: &str| -> Vec<String> {
        let listed = call(&server, &["vantage6.collaboration.list", scope, "--all"]).json();
        let named = |row: &serde_json::Value| row["name"].as_str().unwrap().to_owned();
        listed.as_array().unwrap().iter().map(named).collect()
    };
    assert_eq!(names("scope=organization"), ["both", "of B"]);
    assert_eq!(names("scope=global"), names("page=1"));
    let refused = call(&server, &["vantage6.collaboration.list", "scope=OWN"]).fails(2);
    assert_eq!(refused, "error: scope has to be organization or global\n");
}

#[test]
fn what_is_ones_own_is_not_guessed() {
    let dry_run = ["call", "vantage6.user.update", "firstname=x", "--url", "http://127.0.0.1:1/api"];
    let refused = crate::support::run(&[&dry_run[..], &["--dry-run"]].concat()).fails(2);
    assert_eq!(refused, "error: a dry run does not know whose the token is\nhint: give id=ID\n");
    let refused = crate::support::run(&[&dry_run[..], &["--token", "a-token"]].concat()).fails(2);
    assert_eq!(refused, "error: the token does not name a user\nhint: give id=ID\n");
}
