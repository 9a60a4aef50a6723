use serde_json::Value;

use crate::support::{Place, Run, TOKEN, run_with_input};

/// A place whose config file has the profiles `work` and `wrong`, which has a wrong token.
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

/// The origin of a setting in the output of `config show`.
fn source(shown: &Value, name: &str) -> String {
    let settings = shown["settings"].as_array().unwrap();
    let setting = settings.iter().find(|row| row["service"] == "saltant" && row["name"] == name).unwrap();
    setting["from"].as_str().unwrap().to_owned()
}

#[test]
fn the_profile_comes_from_the_flag_else_the_variable_else_the_default() {
    let place = with_profiles();
    let users = ["call", "users.list"];
    run_in(&place, &[], &users).fails(1);
    run_in(&place, &[("SALTANT_PROFILE", "work")], &users).ok();
    run_in(&place, &[("SALTANT_PROFILE", "wrong")], &["call", "users.list", "--profile", "work"]).ok();
    let missing = run_in(&place, &[("SALTANT_PROFILE", "nobody")], &users).fails(2);
    assert!(
        missing.starts_with("error: SALTANT_PROFILE: ") && missing.contains("has no profile \"nobody\""),
        "{missing}"
    );
    assert!(missing.contains("profiles: work, wrong"), "{missing}");
}

#[test]
fn a_flag_overrides_the_environment_which_overrides_the_profile() {
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
    // The call uses the values that `config show` prints.
    run_in(&place, &variables, &["call", "users.list"]).ok();
    run_in(&place, &variables, &["call", "users.list", "--token", "x"]).fails(1);
    // An empty variable counts as not set.
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
    assert!(empty.contains("the first line has no token"), "{empty}");
}

#[test]
fn a6_a_profiles_token_is_sent_to_the_profiles_address_only() {
    let place = with_profiles();
    let other = Place::new();
    let call = ["call", "users.list", "--profile", "work"];
    for run in [
        run_in(&place, &[("SALTANT_API_URL", &other.server.url())], &call),
        run_in(&place, &[], &[&call[..], &["--url", &other.server.url()]].concat()),
    ] {
        let withheld = run.fails(2);
        assert!(withheld.contains("the profile has a token, but for another address"), "{withheld}");
    }
    assert_eq!(other.server.request_count(), 0);
    let shown =
        run_in(&place, &[], &["config", "show", "--profile", "work", "--url", "https://example.org/"]).ok();
    assert!(shown.contains("not used: the profile's is for the profile's address"), "{shown}");
    // Another path on the same server is still the same server.
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
fn a_config_file_that_others_can_read_causes_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = with_profiles();
    let call = ["call", "users.list", "--profile", "work"];
    assert_eq!(run_in(&place, &[], &call).stderr, "");
    std::fs::set_permissions(place.config_file(), std::fs::Permissions::from_mode(0o640)).unwrap();
    let warned = run_in(&place, &[], &call);
    assert!(
        warned.stderr.contains("contains secrets and other users can read it: run chmod 600"),
        "{warned:?}"
    );
    warned.ok();
}
