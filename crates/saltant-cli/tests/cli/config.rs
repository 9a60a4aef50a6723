use crate::support::{Place, Run, TOKEN, run_with_input};

fn set(place: &Place, arguments: &[&str], input: &str) -> Run {
    let mut command = place.bare();
    command.args(["config", "set"]).args(arguments);
    run_with_input(command, input)
}

#[test]
fn a_setting_that_is_stored_is_used() {
    let place = Place::new();
    let url = place.server.url();
    assert_eq!(set(&place, &["url", &url], "").ok(), "saltant.url is set in profile default\n");
    assert_eq!(
        set(&place, &["token"], &format!("{TOKEN}\n")).ok(),
        "saltant.token is set in profile default\n"
    );
    place.run_bare(&["call", "users.list"]).ok();
    let shown = place.run_bare(&["config", "show"]).ok();
    let path = place.config_file();
    let expected =
        format!("config file  {}\nprofile      default (default of the config file)\n", path.display());
    assert!(shown.starts_with(&expected), "{shown}");
    assert_eq!(place.run_bare(&["config", "path"]).ok(), format!("{}\n", path.display()));
}

#[test]
fn a_secret_is_not_taken_from_the_command_line() {
    let place = Place::new();
    let refused = set(&place, &["token", "canary"], "").fails(2);
    assert!(refused.contains("other users of this machine could see it"), "{refused}");
    assert!(!place.config_file().exists());
}

#[cfg(unix)]
#[test]
fn a7_only_the_owner_can_read_the_file_and_its_directory() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    set(&place, &["token"], TOKEN).ok();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.config_file()), 0o600);
    assert_eq!(mode(place.config_file().parent().unwrap()), 0o700);
}

#[test]
fn there_are_several_profiles_and_one_is_the_default() {
    let place = Place::new();
    set(&place, &["url", &place.server.url(), "--profile", "work"], "").ok();
    set(&place, &["token", "--profile", "work"], TOKEN).ok();
    set(&place, &["url", "https://example.org/api", "--profile", "test"], "").ok();
    let listed = place.run_bare(&["config", "use"]).ok();
    assert_eq!(listed, "PROFILE  SERVICES\ntest     saltant\nwork     saltant   default\n");
    place.run_bare(&["call", "users.list"]).ok();
    place.run_bare(&["config", "use", "test"]).ok();
    let dry = place.run_bare(&["call", "users.list", "--dry-run"]).ok();
    assert!(dry.starts_with("GET https://example.org/api/users/"), "{dry}");
    let missing = place.run_bare(&["config", "use", "nobody"]).fails(2);
    assert!(missing.contains("profiles: test, work"), "{missing}");
    place.run_bare(&["config", "unset", "url"]).ok();
    place.run_bare(&["config", "unset", "url"]).fails(2);
    place.run_bare(&["call", "users.list"]).fails(2);
}

#[test]
fn a_wrong_setting_is_refused_before_anything_is_written() {
    let place = Place::new();
    for (arguments, reason) in [
        (&["url", "example.org"][..], "has to start with https://"),
        (&["url", "https://canary@example.org"], "must not hold a user name"),
        (&["colour", "red"], "settings: url, token"),
        (&["nowhere.url", "https://example.org"], "there is no service \"nowhere\""),
        (&["token"], "the value is empty"),
    ] {
        let refused = set(&place, arguments, "").fails(2);
        assert!(refused.contains(reason) && !refused.contains("canary"), "{arguments:?}: {refused}");
    }
    assert!(!place.config_file().exists());
}

#[test]
fn the_path_of_the_file_comes_from_a_flag_or_a_variable() {
    let place = Place::new();
    let file = place.home.path().join("mine.toml");
    let file = file.to_str().unwrap();
    set(&place, &["url", "https://example.org/api/", "--config", file], "").ok();
    place.run_bare(&["config", "show", "--config", "/nonexistent/mine.toml"]).fails(2);
    let mut command = place.bare();
    command.env("SALTANT_CONFIG", file).args(["config", "show", "--json"]);
    let shown = run_with_input(command, "").json();
    assert_eq!(
        (&shown["file"], &shown["settings"][0]["value"]),
        (&file.into(), &"https://example.org/api/".into())
    );
}

#[test]
fn a7_updates_of_the_config_file_at_the_same_time_do_not_lose_each_other() {
    let place = Place::new();
    let update = |thread: usize, round: usize| {
        let mut command = place.bare();
        command.args(["config", "set", "url", "https://example.org/", "--profile"]);
        command.arg(format!("p{thread}-{round}"));
        run_with_input(command, "").ok();
    };
    std::thread::scope(|scope| {
        for thread in 0..6 {
            scope.spawn(move || (0..4).for_each(|round| update(thread, round)));
        }
    });
    let listed = place.run_bare(&["config", "use"]).ok();
    assert_eq!(listed.lines().count(), 1 + 6 * 4, "{listed}");
    let directory = place.config_file().parent().unwrap().to_owned();
    let names = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".config.toml.lock", "config.toml"]);
}

#[cfg(unix)]
#[test]
fn an_environment_variable_that_is_not_text_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = Place::new();
    for name in ["SALTANT_AUTH_TOKEN", "SALTANT_PROFILE"] {
        let mut command = place.bare();
        command.env(name, std::ffi::OsStr::from_bytes(b"canary\xff")).args(["config", "show"]);
        let refused = run_with_input(command, "").fails(2);
        assert_eq!(refused, format!("error: the environment variable {name} is not UTF-8 text\n"));
    }
}
