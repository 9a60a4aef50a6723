use serde_json::Value;

use crate::support::{Place, Run, TOKEN, run_with_input};

/// A place whose config file has the profiles `work`, which is right, and `wrong`, whose token is.
fn with_profiles() -> Place {
    let place = Place::new();
    let url = place.server.url();
    place.write_config(&format!(
        "default = 'wrong'\n\
         [profiles.work.saltant]\nurl = '{url}'\ntoken = '{TOKEN}'\n\
         [profiles.wrong.saltant]\nurl = '{url}'\ntoken = 'canary-wrong'\n"
    ));
    place
}

fn run_in(place: &Place, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = place.bare();
    command.envs(variables.iter().copied()).args(arguments);
    run_with_input(command, "")
}

/// Where `config show` says that a setting comes from.
fn source(shown: &Value, name: &str) -> String {
    let settings = shown["settings"].as_array().unwrap();
    let setting = settings.iter().find(|row| row["service"] == "saltant" && row["name"] == name).unwrap();
    setting["from"].as_str().unwrap().to_owned()
}

#[test]
fn a_profile_is_named_by_flag_then_variable_then_default() {
    let place = with_profiles();
    let users = ["call", "users.list"];
    run_in(&place, &[], &users).fails(1);
    run_in(&place, &[("SALTANT_PROFILE", "work")], &users).ok();
    run_in(&place, &[("SALTANT_PROFILE", "wrong")], &["call", "users.list", "--profile", "work"]).ok();
    let missing = run_in(&place, &[("SALTANT_PROFILE", "nobody")], &users).fails(2);
    assert!(missing.contains("SALTANT_PROFILE: there is no profile \"nobody\""), "{missing}");
    assert!(missing.contains("there are: work, wrong"), "{missing}");
}

#[test]
fn a_flag_overrules_the_environment_and_that_the_profile() {
    let place = with_profiles();
    let show = |variables: &[(&str, &str)], flags: &[&str]| {
        run_in(&place, variables, &[&["config", "show", "--json"], flags].concat()).json()
    };
    assert_eq!(source(&show(&[], &[]), "token"), "profile wrong");
    let variables = [("SALTANT_AUTH_TOKEN", TOKEN)];
    assert_eq!(source(&show(&variables, &[]), "token"), "environment variable SALTANT_AUTH_TOKEN");
    assert_eq!(source(&show(&variables, &[]), "url"), "profile wrong");
    assert_eq!(source(&show(&variables, &["--token", "x"]), "token"), "flag --token");
    assert_eq!(source(&show(&variables, &["--set", "token=x"]), "token"), "flag --set");
    // What is said is what is done.
    run_in(&place, &variables, &["call", "users.list"]).ok();
    run_in(&place, &variables, &["call", "users.list", "--token", "x"]).fails(1);
    // An empty variable is as none.
    assert_eq!(source(&show(&[("SALTANT_AUTH_TOKEN", "")], &[]), "token"), "profile wrong");
}

#[test]
fn a_token_comes_from_a_file_or_standard_input() {
    let place = with_profiles();
    let file = place.home.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    run_in(&place, &[], &["call", "users.list", "--token-file", file.to_str().unwrap()]).ok();
    let mut command = place.bare();
    command.args(["call", "users.list", "--token-file", "-"]);
    run_with_input(command, &format!("{TOKEN}\n")).ok();
    std::fs::write(&file, "\n").unwrap();
    let empty = run_in(&place, &[], &["call", "users.list", "--token-file", file.to_str().unwrap()]).fails(2);
    assert!(empty.contains("no token in it"), "{empty}");
}

#[test]
fn a6_a_profiles_token_goes_to_the_profiles_address_only() {
    let place = with_profiles();
    let other = Place::new();
    let call = ["call", "users.list", "--profile", "work"];
    for run in [
        run_in(&place, &[("SALTANT_API_URL", &other.server.url())], &call),
        run_in(&place, &[], &[&call[..], &["--url", &other.server.url()]].concat()),
    ] {
        let withheld = run.fails(2);
        assert!(withheld.contains("is for another address than the one in use"), "{withheld}");
    }
    assert_eq!(other.server.request_count(), 0);
    let shown =
        run_in(&place, &[], &["config", "show", "--profile", "work", "--url", "https://example.org/"]).ok();
    assert!(shown.contains("not used: the profile's is for the profile's address"), "{shown}");
    // Another path of the same server is the same server.
    let same = place.server.url().trim_end_matches('/').to_owned();
    run_in(&place, &[], &[&call[..], &["--url", &same]].concat()).ok();
}

#[test]
fn a5_no_output_shows_a_token() {
    let place = with_profiles();
    let variables = [("SALTANT_AUTH_TOKEN", TOKEN)];
    for arguments in [
        &["config", "show"][..],
        &["config", "show", "--json"],
        &["config", "show", "--profile", "work"],
        &["config", "use"],
        &["call", "users.list", "-v"],
        &["call", "users.list", "--dry-run"],
        &["call", "users.list", "--url", "http://127.0.0.1:1/api/", "-v"],
        &["call", "users.list", "--url", "https://canary-user:canary-pass@example.org/"],
        &["call", "task_queues.create"],
    ] {
        for variables in [&variables[..], &[]] {
            let run = run_in(&place, variables, arguments);
            assert!(!format!("{run:?}").contains("canary"), "{arguments:?}: {run:?}");
        }
    }
    let shown = run_in(&place, &variables, &["config", "show"]).ok();
    assert!(shown.contains("saltant.token  (hidden)"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_config_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = with_profiles();
    let call = ["call", "users.list", "--profile", "work"];
    assert_eq!(run_in(&place, &[], &call).stderr, "");
    std::fs::set_permissions(place.config_file(), std::fs::Permissions::from_mode(0o640)).unwrap();
    let warned = run_in(&place, &[], &call);
    assert!(warned.stderr.contains("holds secrets and other users can read it: chmod 600"), "{warned:?}");
    warned.ok();
}
