use std::process::Command;

use crate::support::{Place, run, run_with_input};

/// What bash would offer for the last of the words.
fn offered(mut command: Command, words: &[&str]) -> Vec<String> {
    command.env("SALTANT_COMPLETE", "bash").env("_CLAP_IFS", "\n");
    command.env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.args(["--", "saltant"]).args(words);
    run_with_input(command, "").ok().lines().map(str::to_owned).collect()
}

#[test]
fn commands_flags_words_operations_and_profiles_are_completed() {
    let place = Place::new();
    place.write_config("[profiles.work.saltant]\nurl = 'https://example.org/'\n");
    for (words, candidate) in [
        (&["dev"][..], "dev-server"),
        (&["vantage6", "ta"], "task"),
        (&["v6", "task", "li"], "list"),
        (&["queue", "list", "--name-s"], "--name-startswith"),
        (&["instance", "list", "--class", ""], "container"),
        (&["call", "saltant.executable_task_instances.cl"], "saltant.executable_task_instances.clone"),
        (&["call", "users.list", "--profile", ""], "work"),
        (&["completions", "f"], "fish"),
        (&["agave", "files", "up"], "upload"),
        (&["agave", "files", "download", "--par"], "--parallel"),
        (&["agave", "job", "outputs", "d"], "download"),
        (&["agave", "actor", "lo"], "logs"),
    ] {
        let candidates = offered(place.bare(), words);
        assert!(candidates.iter().any(|one| one == candidate), "{words:?}: {candidates:?}");
    }
}

#[test]
fn names_are_completed_if_the_server_answers_soon() {
    let place = Place::new();
    place.run(&["queue", "create", "--name", "gpu"]).ok();
    for words in [
        &["queue", "get", ""][..],
        &["instance", "create", "--queue", "g"],
        &["instance", "list", "--queue", "g"],
    ] {
        // On a busy machine half a second may be over before the answer.
        let is_offered = || offered(place.command(), words).iter().any(|one| one == "gpu");
        assert!((0..20).any(|_| is_offered()), "{words:?}");
    }
    // Without a token nothing is asked.
    let before = place.server.request_count();
    let mut command = place.bare();
    command.env("SALTANT_API_URL", place.server.url());
    assert!(!offered(command, &["queue", "get", ""]).iter().any(|one| one == "gpu"));
    assert_eq!(place.server.request_count(), before);
}

#[test]
fn each_shell_has_a_script() {
    for shell in ["bash", "elvish", "zsh", "fish", "powershell"] {
        let script = run(&["completions", shell]).ok();
        assert!(script.contains("SALTANT_COMPLETE"), "{shell}: {script}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("man1");
    run(&["man", "--out", out.to_str().unwrap()]).ok();
    for page in
        ["saltant", "saltant-call", "saltant-queue-create", "saltant-vantage6-task-list", "saltant-api"]
    {
        let text =
            std::fs::read_to_string(out.join(format!("{page}.1"))).unwrap_or_else(|_| panic!("{page}"));
        assert!(text.contains(".SH NAME"), "{page}");
    }
    assert!(run(&["man"]).ok().contains("saltant"));
}
