use saltant_dev_server::Fault;
use serde_json::{Value, json};

use super::{EXECUTION, STORAGE, TOKEN, Tenant};
use crate::stub::{self, Request};
use crate::support::{command, run_with_input};

const PART: &str = ".saltant-part";

/// The state of each file, as `upload` and `download` print them.
fn states(text: &str) -> Vec<(String, String)> {
    let files: Vec<Value> = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let text = |file: &Value, key: &str| file[key].as_str().unwrap().to_owned();
    files.iter().map(|file| (text(file, "remote"), text(file, "state"))).collect()
}

#[test]
fn a_folder_goes_up_and_down_with_a_line_for_each_file_and_a_summary() {
    let tenant = Tenant::new();
    tenant.put("project/a.bin", &[0, 159, 146, 150].repeat(100));
    tenant.put("project/sub/b.txt", b"b");
    std::fs::create_dir(tenant.path("project/empty")).unwrap();
    let up = tenant.run(&["files", "upload", "project", "data.example:", "--parallel", "2"]);
    assert_eq!(up.code, Some(0), "{up:?}");
    let copied = |name: &str, state: &str| (name.to_owned(), state.to_owned());
    assert_eq!(
        states(&up.stdout),
        [copied("project/a.bin", "copied"), copied("project/sub/b.txt", "copied")]
    );
    let mut lines: Vec<_> = up.stderr.lines().collect();
    let summary = lines.pop().unwrap();
    assert!(summary.starts_with("2 of 2 files copied, 401 B in "), "{summary}");
    assert!(lines[0].starts_with("1/2 project/") && lines[1].starts_with("2/2 project/"), "{lines:?}");

    // With a slash at its end, the target gets the folder inside; else the folder becomes it, also the next time.
    tenant.run(&["files", "download", "agave://data.example/project", "back", "-q"]).ok();
    assert_eq!(tenant.read("back/a.bin"), tenant.read("project/a.bin"));
    assert_eq!(tenant.read("back/sub/b.txt"), b"b");
    assert!(tenant.path("back/empty").is_dir());
    tenant.run(&["files", "download", "data.example:project", "in/", "--quiet"]).ok();
    tenant.run(&["files", "download", "data.example:project", ".", "--quiet"]).ok();
    assert_eq!(tenant.read("in/project/sub/b.txt"), b"b");
    tenant.run(&["files", "download", "data.example:project/sub/b.txt", "in", "--quiet"]).ok();
    assert_eq!(tenant.read("in/b.txt"), b"b");

    let again = tenant.run(&["files", "download", "data.example:project", "back"]);
    assert_eq!(states(&again.stdout), [copied("project/a.bin", "kept"), copied("project/sub/b.txt", "kept")]);
    assert!(again.stderr.contains("0 of 2 files copied, 0 B in "), "{again:?}");
    assert!(again.stderr.contains("; 2 were there already\n"), "{again:?}");
    tenant.run(&["files", "upload", "project", "data.example:copy"]).ok();
    let again = tenant.run(&["files", "upload", "project", "data.example:copy"]);
    assert_eq!(states(&again.stdout), [copied("copy/a.bin", "kept"), copied("copy/sub/b.txt", "kept")]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_and_not_an_empty_table() {
    let run = Tenant::new().run(&["files", "mkdir", "other.example:a", "-o", "table"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{run:?}");
    assert!(run.stderr.starts_with("error: other.example:a: "), "{run:?}");
}

#[test]
fn addresses_name_the_system_or_mean_the_default_one_and_its_root_with_a_slash() {
    let tenant = Tenant::new();
    tenant.put("f", b"content");
    tenant.run(&["files", "upload", "f"]).ok();
    tenant.run(&["files", "upload", "f", "f", "data.example:inputs"]).ok();
    tenant.run(&["files", "upload", "f", "agave://data.example//top/g"]).ok();
    assert_eq!(tenant.names(""), ["f", "inputs"]);
    assert_eq!(tenant.names("data.example:/"), ["home", "top"]);
    for address in ["f", "./f", "data.example:f", "agave://data.example/f", "/home/f", "data.example:/top/g"]
    {
        assert_eq!(tenant.content(address), "content", "{address}");
    }
    let listed = tenant.run(&["files", "ls", "data.example:inputs"]).json();
    assert_eq!(
        (&listed[0]["name"], &listed[0]["length"], &listed[0]["type"]),
        (&json!("f"), &json!(7), &json!("file"))
    );
    assert_eq!(listed.as_array().unwrap().len(), 1, "the folder itself is left out");
    assert!(tenant.run(&["files", "ls", "https://example.org/x"]).fails(2).contains("SYSTEM:PATH"));
    assert!(tenant.run(&["files", "ls", "data.example:none"]).fails(1).contains("does not exist"));
    tenant.run(&["system", "manage", STORAGE, "--action", "UNSETDEFAULT"]).ok();
    assert!(tenant.run(&["files", "ls"]).fails(2).contains("no default storage system"));
}

#[test]
fn f8_what_exists_is_replaced_only_if_told() {
    let tenant = Tenant::new();
    tenant.put("f", b"first");
    tenant.run(&["files", "upload", "f", "data.example:f"]).ok();
    tenant.put("f", b"another");
    let refused = tenant.run(&["files", "upload", "f", "data.example:f"]);
    assert_eq!(states(&refused.stdout), [("f".to_owned(), "failed".to_owned())]);
    assert!(refused.fails(2).contains("error: f: f exists and is not the same file, so it is not replaced"));
    assert!(tenant.run(&["files", "download", "data.example:f"]).fails(2).contains("is not replaced"));
    assert_eq!((tenant.read("f"), tenant.content("f")), (b"another".to_vec(), "first".to_owned()));
    tenant.run(&["files", "download", "data.example:f", "--replace"]).ok();
    assert_eq!(tenant.read("f"), b"first");
    tenant.put("f", b"another");
    tenant.run(&["files", "upload", "f", "data.example:f", "--replace"]).ok();
    assert_eq!(tenant.content("f"), "another");
}

#[test]
fn f8_what_has_come_is_kept_and_the_same_command_goes_on() {
    let tenant = Tenant::new();
    tenant.put("f", &b"0123456789".repeat(100_000));
    tenant.run(&["files", "upload", "f", "data.example:f"]).ok();
    tenant.server.inject(Fault::cut_answer().on("GET", "/files/v2/media/*"));
    tenant.server.inject(Fault::status(503).on("GET", "/files/v2/media/*").always());
    let down = ["files", "download", "data.example:f", "g", "--retries", "0"];
    let broken = tenant.run(&down);
    assert!(broken.stderr.contains("hint: the same command goes on where this one has ended"), "{broken:?}");
    assert_eq!(broken.code, Some(1));
    let come = tenant.read(&format!("g{PART}")).len();
    assert!(come > 0 && come < 1_000_000 && !tenant.path("g").exists());
    tenant.server.clear_faults();
    let done = tenant.run(&down);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(tenant.read("g"), tenant.read("f"));
    assert!(!tenant.path(&format!("g{PART}")).exists() && !tenant.path(&format!("g{PART}.json")).exists());
    assert!(tenant.server.requests().iter().any(|request| request.status == Some(206)));
}

#[test]
fn standard_input_and_output_are_files_too() {
    let tenant = Tenant::new();
    tenant.run_with(&["files", "upload", "-", "data.example:piped.txt"], "from a pipe").ok();
    assert_eq!(tenant.content("data.example:piped.txt"), "from a pipe");
    let nameless = tenant.run_with(&["files", "upload", "-", "data.example:"], "x").fails(2);
    assert!(nameless.contains("needs the name of a file"), "{nameless}");
    assert!(tenant.run(&["files", "download", "a", "b", "-"]).fails(2).contains("only one file"));
}

#[test]
fn files_are_made_moved_copied_and_removed() {
    let tenant = Tenant::new();
    tenant.put("f", b"content");
    let made = tenant.run(&["files", "mkdir", "data.example:a/b", "c"]).json();
    assert_eq!(made, json!([{"system": STORAGE, "path": "a/b"}, {"system": STORAGE, "path": "c"}]));
    tenant.run(&["files", "upload", "f", "a/b/"]).ok();
    tenant.run(&["files", "cp", "a/b/f", "c"]).ok();
    tenant.run(&["files", "cp", "a/b/f", "c/g"]).ok();
    assert_eq!(
        (tenant.names("a/b"), tenant.names("c")),
        (vec!["f".to_owned()], vec!["f".to_owned(), "g".to_owned()])
    );
    let taken = tenant.run(&["files", "mv", "c/g", "c/f"]).fails(2);
    assert!(taken.contains("c/f: it exists, and is not replaced") && taken.contains("--replace"), "{taken}");
    tenant.run(&["files", "mv", "c/g", "c/f", "--replace"]).ok();
    tenant.run(&["files", "mv", "c/f", "c/renamed"]).ok();
    assert_eq!(tenant.names("c"), ["renamed"]);
    assert_eq!(tenant.content("c/renamed"), "content");

    let several = tenant.run(&["files", "rm", "a/b/f", "c/renamed"]).fails(2);
    assert!(several.contains("remove 2 files and folders: this has to be confirmed"), "{several}");
    let folder = tenant.run(&["files", "rm", "c"]).fails(2);
    assert!(folder.contains("remove the folder c with everything in it"), "{folder}");
    assert!(tenant.run(&["files", "rm", "data.example:/", "-y"]).fails(2).contains("names a whole system"));
    assert_eq!(tenant.names(""), ["a", "c"]);
    assert_eq!(tenant.run(&["files", "rm", "a/b/f"]).json(), json!([{"system": STORAGE, "path": "a/b/f"}]));
    tenant.run(&["files", "rm", "c", "--yes"]).ok();
    let partly = tenant.run(&["files", "rm", "c", "a", "--yes"]);
    assert_eq!(partly.code, Some(1), "{partly:?}");
    assert!(partly.stderr.contains("error: c: ") && tenant.names("").is_empty(), "{partly:?}");
}

#[test]
fn a_copy_to_another_system_and_an_import_are_waited_for() {
    let tenant = Tenant::new();
    tenant.put("f", b"content");
    tenant.run(&["files", "upload", "f", "data.example:f"]).ok();
    tenant.run(&["files", "cp", "data.example:f", "here.example:copied"]).ok();
    assert_eq!(tenant.content("here.example:copied"), "content");
    let moved = tenant.run(&["files", "mv", "data.example:f", "here.example:moved"]).fails(2);
    assert!(moved.contains("copy it with `cp`"), "{moved}");
    let import = ["files", "import", "agave://data.example/f", "here.example:"];
    assert_eq!(tenant.run(&import).json()["name"], "f");
    assert_eq!(tenant.names("here.example:"), ["copied", "f"]);
    assert!(tenant.run(&import).fails(2).contains("it exists, and is not replaced"));
    let history =
        tenant.run(&["files", "history", "here.example:f", "-o", "csv", "--columns", "status"]).ok();
    assert!(history.ends_with("STAGING_COMPLETED\n"), "{history}");
    let missing = ["files", "import", "agave://data.example/none", "here.example:none"];
    let failed = tenant.run(&missing);
    assert!(failed.code == Some(4) && failed.stderr.contains("STAGING_FAILED"), "{failed:?}");
    let system = [EXECUTION, ":none2"].concat();
    let quick = tenant.run(&["files", "import", "agave://data.example/none", &system, "--no-wait"]);
    assert!(quick.code == Some(0) && quick.stderr.contains("files history here.example:none2"), "{quick:?}");
}

#[test]
fn f8_no_name_of_a_server_leads_out_of_the_folder() {
    let names = ["../evil", "..", "/tmp/evil", "a/b", "", "good"];
    let server = stub::Server::start(move |request: &Request| {
        if request.path.contains("/media/") {
            return (200, "x".to_owned());
        }
        let item =
            |name: &str| json!({"name": name, "path": format!("/{name}"), "type": "file", "length": 1});
        let folder = json!({"name": ".", "path": "/d", "type": "dir", "length": 0});
        let items: Vec<_> = [folder].into_iter().chain(names.iter().map(|name| item(name))).collect();
        (200, json!({"status": "success", "result": items}).to_string())
    });
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    let mut command = command();
    command.current_dir(&inside).args(["agave", "files", "download", "s:d", "out"]);
    command.args(["--url", &server.url, "--token", TOKEN]);
    let done = run_with_input(command, "");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains(r#"the server calls a file "../evil""#), "{done:?}");
    let within = |path: &std::path::Path| -> Vec<_> {
        std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!((within(folder.path()), within(&inside)), (vec!["inside".to_owned()], vec!["out".to_owned()]));
    assert_eq!(within(&inside.join("out")), ["good"]);
}

#[test]
fn f8_the_length_is_checked() {
    let server = stub::Server::start(|request: &Request| {
        if request.path.contains("/media/") {
            return (200, "short".to_owned());
        }
        let item = json!({"name": "f", "path": "/f", "type": "file", "length": 9});
        (200, json!({"status": "success", "result": [item]}).to_string())
    });
    let folder = tempfile::tempdir().unwrap();
    // The file may have changed after it was listed: what counts is the length that comes with it.
    let mut changed = command();
    changed.current_dir(folder.path()).args(["agave", "files", "download", "s:f"]);
    run_with_input(
        {
            changed.args(["--url", &server.url, "--token", TOKEN]);
            changed
        },
        "",
    )
    .ok();
    assert_eq!(std::fs::read(folder.path().join("f")).unwrap(), b"short");
    // What is uploaded has to be there with its length.
    let mut short = command();
    short.current_dir(folder.path()).args(["agave", "files", "upload", "f", "s:d/g"]);
    let refused = run_with_input(
        {
            short.args(["--url", &server.url, "--token", TOKEN]);
            short
        },
        "",
    );
    assert_ne!(refused.code, Some(0), "{refused:?}");
}
