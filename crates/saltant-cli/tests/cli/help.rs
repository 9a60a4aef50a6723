use crate::support::run;

#[test]
fn every_command_has_help_with_examples() {
    for command in [
        "",
        "demo",
        "dev-server",
        "dev-server astakos",
        "dev-server agave",
        "operations",
        "call",
        "api",
        "wait",
        "config",
        "completions",
        "man",
        "agave files download",
        "agave files upload",
        "agave files cp",
        "agave job outputs download",
        "agave actor wait",
    ] {
        let arguments: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
        let help = run(&arguments).ok();
        assert!(help.contains("Examples:\n  saltant "), "{command}: {help}");
        insta::assert_snapshot!(format!("help {command}").trim().replace(' ', "-"), help);
    }
    for command in ["show", "set", "unset", "path", "use"] {
        run(&["config", command, "--help"]).ok();
    }
}

#[test]
fn the_operations_of_saltant_are_a_table() {
    insta::assert_snapshot!("operations-saltant", run(&["operations", "saltant"]).ok());
    insta::assert_snapshot!("operation", run(&["operations", "saltant.task_queues.patch"]).ok());
}

#[test]
fn operations_are_printed_as_json_and_searched() {
    let all = run(&["operations", "--json"]).json();
    let all = all.as_array().unwrap();
    assert!(all.len() >= 33);
    let get = all.iter().find(|entry| entry["name"] == "saltant.task_queues.get").unwrap();
    insta::assert_snapshot!("operation-json", serde_json::to_string_pretty(get).unwrap());
    let found = run(&["operations", "saltant", "CLONE", "--json"]).json();
    let names: Vec<_> =
        found.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["saltant.executable_task_instances.clone", "saltant.container_task_instances.clone"]);
}

#[test]
fn the_version_is_the_crates() {
    assert_eq!(run(&["--version"]).ok(), format!("saltant {}\n", env!("CARGO_PKG_VERSION")));
}
