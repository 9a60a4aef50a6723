//! `saltant login`, `logout` and `whoami`.

mod services;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_dev_server::saltant::NewUser;
use serde_json::Value;

use crate::stub::{self, Request};
use crate::support::{Place, Run, TOKEN, run_with_input};

const PASSWORD: &str = "canary-password";

/// A server with the user anna, who has a password and no static token.
fn place() -> Place {
    Place::with(|builder| builder.user(NewUser::new("anna").password(PASSWORD)))
}

/// One whose access tokens are about to expire when they are given out.
fn place_of_short_tokens() -> Place {
    Place::with(|builder| {
        let builder = builder.user(NewUser::new("anna").password(PASSWORD));
        builder.token_lifetimes(Duration::from_secs(30), Duration::from_secs(3600))
    })
}

fn log_in(place: &Place, arguments: &[&str]) -> Run {
    let mut command = place.bare();
    command.args(["login", "--username", "anna", "--password-file", "-"]).args(arguments);
    run_with_input(command, &format!("{PASSWORD}\n"))
}

fn file(place: &Place, name: &str) -> PathBuf {
    place.home.path().join("state/saltant/sessions").join(name)
}

fn kept(place: &Place, name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file(place, name)).unwrap()).unwrap()
}

#[test]
fn a_login_is_used_by_later_commands_until_the_logout() {
    let place = place();
    let url = place.server.url();
    assert_eq!(log_in(&place, &["--url", &url]).ok(), format!("logged in to saltant at {url} as anna\n"));
    // The address is kept too.
    assert!(place.run_bare(&["call", "users.list"]).ok().contains("anna"));
    assert!(place.run_bare(&["queue", "list"]).ok().contains('['));
    let who = place.run_bare(&["whoami", "--json"]).json();
    assert_eq!((&who["user"], &who["url"]), (&"anna".into(), &url.as_str().into()));
    assert_eq!((&who["from"], &who["renewed"]), (&"saltant login".into(), &true.into()));
    assert!(who["until"].as_str().unwrap().ends_with('Z'), "{who}");
    assert_eq!(place.run_bare(&["logout"]).ok(), "logged out of saltant\n");
    assert_eq!(place.run_bare(&["logout"]).ok(), "not logged in to saltant\n");
    let missing = place.run_bare(&["call", "users.list", "--url", &url]).fails(2);
    assert!(missing.contains("saltant.token is not set"), "{missing}");
    assert!(
        missing.contains("hint: or log in with a name and a password: saltant login saltant"),
        "{missing}"
    );
    assert!(place.run_bare(&["whoami"]).fails(2).contains("you are not logged in"));
}

#[test]
fn a_wrong_password_or_token_keeps_nothing() {
    let place = place();
    let url = place.server.url();
    let mut command = place.bare();
    command.args(["login", "--url", &url, "--username", "anna", "--password-file", "-"]);
    assert!(run_with_input(command, "canary-wrong").fails(1).contains("401 Unauthorized"));
    let mut command = place.bare();
    command.args(["login", "--url", &url, "--token-file", "-"]);
    run_with_input(command, "canary-wrong").fails(1);
    let missing = place.run_bare(&["login", "--url", &url]).fails(2);
    assert!(missing.contains("saltant needs the username\nhint: set it with --username"), "{missing}");
    assert!(!file(&place, "default.saltant.json").exists());
    // A token that works is kept.
    let mut command = place.bare();
    command.args(["login", "--url", &url, "--token-file", "-"]);
    let done = run_with_input(command, TOKEN).ok();
    assert_eq!(done, format!("logged in to saltant at {url}; it is not known when the token expires\n"));
    place.run_bare(&["call", "users.list"]).ok();
}

#[cfg(unix)]
#[test]
fn a15_only_the_owner_can_read_the_tokens_and_no_output_shows_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    let run = log_in(&place, &["--url", &place.server.url()]);
    assert!(!format!("{run:?}").contains("canary"), "{run:?}");
    let path = file(&place, "default.saltant.json");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let session = kept(&place, "default.saltant.json");
    let secrets = [&session["values"]["token"], &session["values"]["refresh_token"]];
    assert!(!session.to_string().contains(PASSWORD));
    for arguments in [
        &["whoami"][..],
        &["whoami", "--json"],
        &["config", "show"],
        &["config", "show", "--json"],
        &["call", "users.list", "--dry-run"],
        &["call", "users.list", "-v"],
    ] {
        let run = format!("{:?}", place.run_bare(arguments));
        assert!(secrets.iter().all(|secret| !run.contains(secret.as_str().unwrap())), "{run}");
    }
    let dry = place.run_bare(&["call", "users.list", "--dry-run"]).ok();
    assert!(dry.contains("authorization: ***"), "{dry}");
}

#[test]
fn a15_tokens_go_only_to_the_address_that_they_are_for() {
    let (place, other) = (place(), Place::new());
    log_in(&place, &["--url", &place.server.url()]).ok();
    let withheld = place.run_bare(&["call", "users.list", "--url", &other.server.url()]).fails(2);
    assert!(withheld.contains("you are logged in to") && withheld.contains("was not sent"), "{withheld}");
    assert_eq!(other.server.request_count(), 0);
}

#[test]
fn a15_a_login_belongs_to_a_profile_and_a_given_token_comes_before_it() {
    let place = place();
    let url = place.server.url();
    place.write_config(&format!(
        "default = 'work'\n[profiles.work.saltant]\nurl = '{url}'\ntoken = 'canary-old'\n\
         [profiles.other.saltant]\nurl = '{url}'\n"
    ));
    place.run_bare(&["call", "users.list"]).fails(1);
    log_in(&place, &[]).ok();
    assert!(file(&place, "work.saltant.json").exists());
    place.run_bare(&["call", "users.list"]).ok();
    place.run_bare(&["call", "users.list", "--profile", "other"]).fails(2);
    place.run_bare(&["call", "users.list", "--token", "canary-flag"]).fails(1);
    let mut command = place.bare();
    command.env("SALTANT_AUTH_TOKEN", "canary-variable").args(["call", "users.list"]);
    run_with_input(command, "").fails(1);
    let mut command = place.bare();
    command.env("SALTANT_AUTH_TOKEN", "canary-variable");
    command.args(["login", "--username", "anna", "--password-file", "-"]);
    let warned = run_with_input(command, PASSWORD).stderr;
    assert!(warned.contains("SALTANT_AUTH_TOKEN is set, and commands use its token"), "{warned}");
}

#[test]
fn a15_a_renewed_token_is_kept_at_once() {
    let place = place_of_short_tokens();
    log_in(&place, &["--url", &place.server.url()]).ok();
    let before = kept(&place, "default.saltant.json");
    place.run_bare(&["call", "users.list"]).ok();
    let after = kept(&place, "default.saltant.json");
    assert_ne!(before["values"]["token"], after["values"]["token"]);
    assert_eq!(before["values"]["refresh_token"], after["values"]["refresh_token"]);
    assert_eq!(before["user"], after["user"]);
}

#[test]
fn a_broken_file_is_named_and_logging_out_removes_it() {
    let place = place();
    log_in(&place, &["--url", &place.server.url()]).ok();
    std::fs::write(file(&place, "default.saltant.json"), "{\"url\": \"canary").unwrap();
    let broken = place.run_bare(&["call", "users.list"]).fails(2);
    assert!(broken.contains("this is not a session") && !broken.contains("canary"), "{broken}");
    place.run_bare(&["logout"]).ok();
    log_in(&place, &["--url", &place.server.url()]).ok();
}

/// An Agave service whose refresh tokens work once.
#[derive(Default)]
struct Agave {
    /// The number of the newest token.
    newest: usize,
    /// Tokens before this one have expired.
    first_good: usize,
}

impl Agave {
    fn answer(&mut self, request: &Request) -> (u16, String) {
        if request.path == "/token" {
            assert!(request.head.contains("authorization: Basic"), "{}", request.head);
            if !request.body.contains(&format!("refresh_token=canary-r{}", self.newest)) {
                return (400, r#"{"error": "invalid_grant", "error_description": "used"}"#.to_owned());
            }
            self.newest += 1;
            let n = self.newest;
            let token = format!(r#""access_token": "canary-a{n}", "refresh_token": "canary-r{n}""#);
            return (200, format!(r#"{{{token}, "expires_in": 14400, "token_type": "bearer"}}"#));
        }
        let is_good = request.head.contains(&format!("authorization: Bearer canary-a{}\r", self.newest));
        if self.newest < self.first_good || !is_good {
            let fault =
                r#"{"fault": {"code": 900904, "message": "Invalid Credentials", "description": "x"}}"#;
            return (401, fault.to_owned());
        }
        let result =
            r#"{"status": "success", "message": null, "version": "2", "result": {"username": "nryan"}}"#;
        (200, result.to_owned())
    }
}

#[test]
fn a15_a_refresh_token_that_works_once_is_not_lost_by_commands_at_the_same_time() {
    let place = Place::new();
    let agave = Arc::new(Mutex::new(Agave::default()));
    let server = stub::Server::start({
        let agave = agave.clone();
        move |request| agave.lock().unwrap().answer(request)
    });
    let cache = place.home.path().join("current");
    let text = format!(
        r#"{{"tenantid": "t", "baseurl": "{}", "apikey": "canary-key", "apisecret": "canary-secret",
            "username": "nryan", "access_token": "canary-a0", "refresh_token": "canary-r0",
            "created_at": "1531243681", "expires_in": "14400"}}"#,
        server.url
    );
    std::fs::write(&cache, text).unwrap();
    let from = format!("--from-agave-cache={}", cache.display());
    let done = place.run_bare(&["login", "agave", &from]).ok();
    assert_eq!(done, format!("logged in to agave at {} as nryan\n", server.url));
    // The token of the file had expired, and was renewed before its first use.
    assert_eq!(agave.lock().unwrap().newest, 1);
    agave.lock().unwrap().first_good = 2;
    let commands = (0..4).map(|_| {
        let mut command = place.bare();
        command.args(["whoami", "agave", "--json"]);
        std::thread::spawn(move || run_with_input(command, ""))
    });
    for run in commands.collect::<Vec<_>>() {
        let who = run.join().unwrap().json();
        assert_eq!((&who["user"], &who["renewed"]), (&"nryan".into(), &true.into()));
    }
    assert_eq!(agave.lock().unwrap().newest, 2);
    assert_eq!(kept(&place, "default.agave.json")["values"]["refresh_token"], "canary-r2");
    // agavepy can go on too.
    let cached: Value = serde_json::from_str(&std::fs::read_to_string(&cache).unwrap()).unwrap();
    assert_eq!(
        (&cached["access_token"], &cached["refresh_token"]),
        (&"canary-a2".into(), &"canary-r2".into())
    );
}

#[test]
fn a15_commands_that_renew_at_once_on_the_dev_server_use_its_refresh_token_once() {
    use saltant_dev_server::{Fault, agave};

    let place = Place::new();
    let user = agave::NewUser::new("matt").password(PASSWORD);
    let server = agave::DevServer::builder().user(user).start_blocking().unwrap();
    let matt = server.user("matt").unwrap();
    let mut command = place.bare();
    command.args(["login", "agave", "--url", &server.url(), "--username", "matt", "--password-file", "-"]);
    command.env("TAPIS_API_KEY", &matt.client_key).env("TAPIS_API_SECRET", &matt.client_secret);
    run_with_input(command, PASSWORD).ok();
    let logins = server.requests().iter().filter(|request| request.path == "/token").count();
    let before = kept(&place, "default.agave.json");
    server.advance_clock(Duration::from_secs(4 * 3600));
    // The answer to the renewal takes long enough for all commands to need one.
    server.inject(Fault::delay(Duration::from_millis(500)).on("POST", "/token"));
    let commands: Vec<_> = (0..3)
        .map(|_| {
            let mut command = place.bare();
            command.args(["call", "agave.profiles.get"]);
            std::thread::spawn(move || run_with_input(command, ""))
        })
        .collect();
    for run in commands {
        assert_eq!(run.join().unwrap().json()["username"], "matt");
    }
    let tokens = server.requests().iter().filter(|request| request.path == "/token").count();
    assert_eq!(tokens - logins, 1);
    let after = kept(&place, "default.agave.json");
    assert_ne!(before["values"]["refresh_token"], after["values"]["refresh_token"]);
    // The kept token is good for the next renewal.
    server.advance_clock(Duration::from_secs(4 * 3600));
    assert_eq!(place.run_bare(&["call", "agave.profiles.get"]).json()["username"], "matt");
}

#[test]
fn agavepys_tokens_that_no_longer_work_are_not_kept() {
    let place = Place::new();
    let server = stub::Server::start(|_| {
        (400, r#"{"error": "invalid_grant", "error_description": "used"}"#.to_owned())
    });
    let cache = place.home.path().join("current");
    let text = format!(
        r#"{{"baseurl": "{}", "apikey": "k", "apisecret": "s", "access_token": "a", "refresh_token": "r",
            "created_at": "1", "expires_in": "1"}}"#,
        server.url
    );
    std::fs::write(&cache, text).unwrap();
    let from = format!("--from-agave-cache={}", cache.display());
    let refused = place.run_bare(&["login", "agave", &from]).fails(1);
    assert!(refused.contains("has tokens that no longer work"), "{refused}");
    assert!(!file(&place, "default.agave.json").exists());
    assert!(place.run_bare(&["login", "vantage6", &from]).fails(2).contains("only for agave"));
}

#[test]
fn a_login_to_vantage6_is_used_and_its_user_is_known() {
    use saltant_dev_server::vantage6::{self, DevServer};
    let server = DevServer::builder()
        .user(vantage6::NewUser::new("anna").password(PASSWORD))
        .start_blocking()
        .expect("the server starts");
    let place = Place::new();
    let mut command = place.bare();
    command.args(["login", "vantage6", "--url", &server.url(), "--username", "anna", "--password-file", "-"]);
    let done = run_with_input(command, PASSWORD).ok();
    assert_eq!(done, format!("logged in to vantage6 at {}/ as anna\n", server.url()));
    let who = place.run_bare(&["whoami", "--json"]).json();
    assert_eq!((&who["service"], &who["user"]), (&"vantage6".into(), &"anna".into()));
    assert!(place.run_bare(&["vantage6", "user", "list"]).ok().contains("anna"));
}

/// A token that expires at the beginning of 2100: `{"exp":4102444800}`.
const UNTIL_2100: &str = "e30.eyJleHAiOjQxMDI0NDQ4MDB9.canary";

#[cfg(unix)]
#[test]
fn a_person_is_asked_for_what_is_missing_and_the_password_is_not_shown() {
    use crate::terminal::Terminal;
    let server = stub::Server::start(|request| {
        let body: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!((&body["username"], &body["password"]), (&"anna".into(), &PASSWORD.into()));
        match body["mfa_code"].as_str() {
            None => (200, r#"{"msg": "Please include your two-factor code"}"#.to_owned()),
            Some("123456") => {
                (200, r#"{"access_token": "canary-a", "refresh_token": "canary-r"}"#.to_owned())
            }
            Some(other) => panic!("{other}"),
        }
    });
    let place = Place::new();
    let mut command = place.bare();
    command.args(["login", "vantage6"]);
    let mut terminal = Terminal::start(command);
    for (question, answer) in
        [("address: ", server.url.as_str()), ("username: ", "anna"), ("password: ", PASSWORD)]
    {
        terminal.wait_for(question);
        terminal.type_text(&format!("{answer}\n"));
    }
    terminal.wait_for("Please include your two-factor code");
    terminal.wait_for("mfa code: ");
    terminal.type_text("123456\n");
    terminal.wait_for("logged in to vantage6");
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(0), "{seen}");
    assert!(!seen.contains("canary") && !seen.contains("123456"), "{seen}");
    assert_eq!(kept(&place, "default.vantage6.json")["values"]["refresh_token"], "canary-r");
}
