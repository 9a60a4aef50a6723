//! Jobs and actors, with the files that people have from the Python clients.

use serde_json::{Value, json};

use super::{EXECUTION, STORAGE, Tenant};

/// Registers an app around a script from a file as the Python clients take it.
fn create_app(tenant: &Tenant, script: &str) -> String {
    tenant.put("app/wrapper.sh", script.as_bytes());
    tenant.run(&["files", "upload", "app", "data.example:app"]).ok();
    tenant.write("app.json", &json!({
        "name": "count", "version": "1", "executionType": "CLI", "parallelism": "SERIAL", "available": true,
        "executionSystem": EXECUTION, "deploymentSystem": STORAGE, "deploymentPath": "app",
        "templatePath": "wrapper.sh", "testPath": "wrapper.sh", "label": "Count", "helpURI": "https://example.org",
        "shortDescription": "Counts", "tags": ["a"], "ontology": [], "modules": [], "checkpointable": false,
        "defaultMaxRunTime": "00:10:00", "defaultNodeCount": 1, "defaultMemoryPerNode": 1,
        "defaultProcessorsPerNode": 1, "defaultQueue": "default",
        "inputs": [{
            "id": "text", "value": {"default": "", "validator": "", "required": false, "visible": true, "order": 0},
            "details": {"label": "Text", "description": "A text", "argument": null, "showArgument": false},
            "semantics": {"minCardinality": 0, "maxCardinality": 1, "ontology": [], "fileTypes": ["raw-0"]},
        }],
        "parameters": [{
            "id": "mode", "value": {"type": "string", "default": "good", "visible": true},
            "details": {"label": "Mode"}, "semantics": {"minCardinality": 0, "maxCardinality": 1},
        }],
        "outputs": [],
    }));
    let app = tenant.run(&["app", "create", "app.json"]).json();
    assert_eq!((&app["shortDescription"], &app["inputs"][0]["id"]), (&json!("Counts"), &json!("text")));
    app["id"].as_str().unwrap().to_owned()
}

fn job(app: &str, mode: &str) -> Value {
    json!({
        "name": "a job", "appId": app, "batchQueue": "default", "executionSystem": EXECUTION,
        "maxRunTime": "00:05:00", "memoryPerNode": "1GB", "nodeCount": 1, "processorsPerNode": 1,
        "archive": true, "archiveSystem": STORAGE, "inputs": {}, "parameters": {"mode": mode},
        "notifications": [],
    })
}

const SCRIPT: &str = "mkdir -p sub; printf '\\000\\377' > sub/binary; echo ${mode} > out.txt
case ${mode} in bad) ${AGAVE_JOB_CALLBACK_FAILURE} ;; esac
";

#[test]
fn apps_and_jobs_are_made_from_the_files_of_the_python_clients() {
    let tenant = Tenant::new();
    let app = create_app(&tenant, SCRIPT);
    tenant.write("job.json", &job(&app, "good"));
    let submitted = tenant.run(&["job", "submit", "job.json"]).json();
    let good = submitted["id"].as_str().unwrap();
    // Standard input is a file too.
    let bad = tenant.run_with(&["job", "submit", "-"], &job(&app, "bad").to_string()).json();
    let bad = bad["id"].as_str().unwrap();

    let waited = tenant.run(&["job", "wait", good, bad, "--interval", "5ms"]);
    assert_eq!(waited.code, Some(4), "{waited:?}");
    let states: Vec<_> =
        waited.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    assert_eq!((&states[0]["status"], &states[1]["status"]), (&json!("FINISHED"), &json!("FAILED")));
    let mut lines: Vec<_> = waited.stderr.lines().map(|line| &line[4..]).collect();
    lines.sort_unstable();
    let mut expected = [format!("{good} FINISHED"), format!("{bad} FAILED")];
    expected.sort();
    assert_eq!(lines, expected);
    let history = tenant.run(&["job", "history", good, "-o", "csv", "--columns", "status"]).ok();
    assert!(history.contains("PENDING\n") && history.ends_with("FINISHED\n"), "{history}");
    tenant.run(&["job", "wait", good, "--quiet"]).ok();

    let outputs = tenant.run(&["job", "outputs", "ls", good, "-o", "name"]).ok();
    assert!(outputs.lines().any(|name| name == "out.txt"), "{outputs}");
    assert_eq!(tenant.run(&["job", "outputs", "ls", good, "sub", "-o", "name"]).ok(), "binary\n");
    tenant.run(&["job", "outputs", "download", good]).ok();
    assert_eq!(tenant.read(&format!("{good}/sub/binary")), [0, 255]);
    tenant.run(&["job", "outputs", "download", good, "out.txt", "sub", "--to", "some"]).ok();
    assert_eq!(
        (tenant.read("some/out.txt"), tenant.read("some/sub/binary")),
        (b"good\n".to_vec(), vec![0, 255])
    );
    let missing = tenant.run(&["job", "outputs", "download", good, "none"]).fails(1);
    assert!(missing.contains("has no output none"), "{missing}");
    tenant.run(&["job", "outputs", "download", good, "../x"]).fails(2);
    tenant.run(&["job", "outputs", "download", "..", "--to", "x"]).fails(2);
}

#[test]
fn executions_of_actors_are_waited_for_and_their_logs_are_printed() {
    let tenant = Tenant::new();
    tenant.write("actor.json", &json!({"image": "example/echo", "name": "echo", "stateless": true}));
    let actor = tenant.run(&["actor", "create", "actor.json"]).json()["id"].as_str().unwrap().to_owned();
    assert!(tenant.run(&["actor", "wait", &actor]).fails(1).contains("has no execution"));
    let send = |message: &str| {
        let sent = tenant.run(&["actor", "send-message", &actor, "--body", message]).json();
        sent["executionId"].as_str().unwrap().to_owned()
    };
    let first = send("one");
    let waited = tenant.run(&["actor", "wait", &actor, "--interval", "5ms"]);
    assert_eq!(waited.stderr, format!("1/1 {first} COMPLETE\n"));
    assert_eq!(waited.json()["status"], "COMPLETE");
    let second = send("bad");
    let failed = tenant.run(&["actor", "wait", &actor, "--interval", "5ms"]);
    assert_eq!(failed.code, Some(4), "{failed:?}");
    assert_eq!(failed.stderr, format!("1/1 {second} COMPLETE, exit code 1\n"));
    assert_eq!(tenant.run(&["actor", "logs", &actor]).ok(), "got bad\n");
    assert_eq!(tenant.run(&["actor", "logs", &actor, &first]).ok(), "got one\n");
    let as_json = tenant.run(&["actor", "logs", &actor, &first, "-o", "json"]).json();
    assert_eq!(as_json["logs"], "got one\n");
}

#[test]
fn a_message_is_sent_from_a_file_or_a_pipe_binary_or_not() {
    let tenant = Tenant::new();
    tenant.write("actor.json", &json!({"image": "example/show", "name": "show"}));
    let actor = tenant.run(&["actor", "create", "actor.json"]).json()["id"].as_str().unwrap().to_owned();
    tenant.put("message.bin", &[0, 255, 10]);
    let help = tenant.run(&["actor", "send-binary-message", "--help"]).ok();
    assert!(help.contains("FILE"), "{help}");
    for (file, input, received) in
        [("message.bin", "", "[0, 255, 10]"), ("-", "\0text", "[0, 116, 101, 120, 116]")]
    {
        tenant.run_with(&["actor", "send-binary-message", &actor, "--message", file], input).ok();
        tenant.run(&["actor", "wait", &actor, "--interval", "5ms"]).ok();
        assert_eq!(tenant.run(&["actor", "logs", &actor]).ok().trim_end(), received);
    }
    tenant.run(&["actor", "send-binary-message", &actor, "--message", "none.bin"]).fails(2);

    // The other operations that take bytes.
    tenant.run(&["files", "import-data", STORAGE, "", "--file-to-upload", "message.bin"]).ok();
    tenant
        .run_with(
            &["files", "import-to-default-system", "", "--file-to-upload", "-", "--file-name", "piped"],
            "\0",
        )
        .ok();
    tenant.run(&["files", "download", "data.example:message.bin", "data.example:piped", "back/"]).ok();
    assert_eq!((tenant.read("back/message.bin"), tenant.read("back/piped")), (vec![0, 255, 10], vec![0]));
}
