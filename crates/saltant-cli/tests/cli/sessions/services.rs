//! Logins to Inmanta, Astakos and Agave.

use super::*;

#[test]
fn a_login_to_inmanta_keeps_the_token_until_it_expires() {
    const USER: &str = r#"{"username": "admin", "auth_method": "database", "is_admin": true}"#;
    let server = stub::Server::start(|request| {
        let data = match request.path.as_str() {
            "/api/v2/login" => {
                let body: Value = serde_json::from_str(&request.body).unwrap();
                if body["password"] != PASSWORD {
                    return (401, r#"{"message": "invalid username or password"}"#.to_owned());
                }
                format!(r#"{{"token": "{UNTIL_2100}", "user": {USER}}}"#)
            }
            _ if !request.head.contains(&format!("authorization: Bearer {UNTIL_2100}\r")) => {
                return (401, r#"{"message": "no token"}"#.to_owned());
            }
            "/api/v2/current_user" => USER.to_owned(),
            _ => "[]".to_owned(),
        };
        (200, format!(r#"{{"data": {data}}}"#))
    });
    let place = Place::new();
    let log_in = |password: &str| {
        let mut command = place.bare();
        command.args([
            "login",
            "inmanta",
            "--url",
            &server.url,
            "--username",
            "admin",
            "--password-file",
            "-",
        ]);
        run_with_input(command, password)
    };
    assert!(log_in("wrong").fails(1).contains("invalid username or password"));
    assert!(!file(&place, "default.inmanta.json").exists());
    let done = log_in(PASSWORD).ok();
    assert!(done.ends_with(" as admin; the token expires at 2100-01-01T00:00:00Z\n"), "{done}");
    let who = place.run_bare(&["whoami", "inmanta", "--json"]).json();
    assert_eq!((&who["user"], &who["until"]), (&"admin".into(), &"2100-01-01T00:00:00Z".into()));
    assert_eq!(who["renewed"], false);
    assert_eq!(place.run_bare(&["inmanta", "project", "list"]).ok(), "[]\n");
    place.run_bare(&["logout", "inmanta"]).ok();
    place.run_bare(&["inmanta", "project", "list", "--url", &server.url]).fails(1);
}

#[test]
fn a_login_to_astakos_keeps_two_tokens_and_each_call_uses_its_own() {
    use saltant_dev_server::astakos::{DevServer, NewUser};
    let server = DevServer::builder()
        .user(NewUser::new("ada@example.org").token("canary-user"))
        .service_token("cyclades", "canary-service")
        .start_blocking()
        .expect("the server starts");
    let place = Place::new();
    let mut command = place.bare();
    command.args(["login", "astakos", "--url", &server.url(), "--token-file", "-"]);
    command.args(["--set", "service_token=canary-service"]);
    assert!(run_with_input(command, "canary-user").ok().starts_with("logged in to astakos at "));
    let values = &kept(&place, "default.astakos.json")["values"];
    assert_eq!(
        (&values["token"], &values["service_token"]),
        (&"canary-user".into(), &"canary-service".into())
    );
    // Each of these calls is refused with the other token.
    place.run_bare(&["call", "astakos.get_quotas"]).ok();
    place.run_bare(&["call", "astakos.service_get_quotas"]).ok();
    assert_eq!(place.run_bare(&["whoami", "astakos", "--json"]).json()["from"], "saltant login");
    for (call, token) in
        [("astakos.get_quotas", "canary-service"), ("astakos.service_get_quotas", "canary-user")]
    {
        let mut command = place.bare();
        command.env("ASTAKOS_TOKEN", token).env("ASTAKOS_SERVICE_TOKEN", token);
        command.args(["call", call, "--url", &server.url()]);
        run_with_input(command, "").fails(1);
    }
    let mut wrong = place.bare();
    wrong.args(["login", "astakos", "--url", &server.url(), "--token-file", "-", "--profile", "default"]);
    assert_ne!(run_with_input(wrong, "canary-wrong").code, Some(0));
}

#[test]
fn a_login_to_agave_keeps_the_application_and_renews_the_token() {
    use saltant_dev_server::agave::{DevServer, NewUser};
    let server = DevServer::builder()
        .user(NewUser::new("nryan").password(PASSWORD))
        .token_life(Duration::from_secs(30))
        .start_blocking()
        .expect("the server starts");
    let place = Place::new();
    let mut create = place.bare();
    create.args(["call", "agave.clients.create", "clientName=cli", "--url", &server.url()]);
    create.env("TAPIS_USERNAME", "nryan").env("TAPIS_PASSWORD", PASSWORD);
    let application = run_with_input(create, "").json();
    let text = |key: &str| application[key].as_str().unwrap().to_owned();
    let log_in = |password: &str| {
        let mut command = place.bare();
        command.args([
            "login",
            "agave",
            "--url",
            &server.url(),
            "--username",
            "nryan",
            "--password-file",
            "-",
        ]);
        command.env("TAPIS_API_KEY", text("consumerKey")).env("TAPIS_API_SECRET", text("consumerSecret"));
        run_with_input(command, password)
    };
    assert_ne!(log_in("wrong").code, Some(0));
    assert!(!file(&place, "default.agave.json").exists());
    assert!(log_in(PASSWORD).ok().ends_with(" as nryan\n"));
    let before = kept(&place, "default.agave.json");
    assert_eq!(before["values"]["key"], application["consumerKey"]);
    assert!(!before.to_string().contains(PASSWORD));
    // The token has 30 seconds left, so it is renewed, and what is renewed is kept.
    let who = place.run_bare(&["whoami", "agave", "--json"]).json();
    assert_eq!((&who["user"], &who["renewed"]), (&"nryan".into(), &true.into()));
    let after = kept(&place, "default.agave.json");
    assert_ne!(before["values"]["refresh_token"], after["values"]["refresh_token"]);
    assert_eq!(before["values"]["secret"], after["values"]["secret"]);
}
