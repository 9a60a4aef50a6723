//! Apps and jobs.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use saltant_dev_server::Fault;
use serde_json::{Value, json};

use super::stage::{Stage, stage, stage_with};
use crate::http::Request;

/// Uploads a wrapper script and registers an app around it.
fn app(stage: &Stage, name: &str, script: &str) -> String {
    let mkdir = json!({"action": "mkdir", "path": format!("{name}/lib")});
    stage.good("matt", "PUT /files/v2/media/", &mkdir);
    assert_eq!(stage.upload("matt", name, "wrapper.sh", script).status, 202);
    assert_eq!(stage.upload("matt", &format!("{name}/lib"), "asset.txt", "an asset").status, 202);
    let made = stage.good("matt", "POST /apps/v2/", &document(name));
    made["id"].as_str().unwrap().to_owned()
}

fn document(name: &str) -> Value {
    json!({
        "name": name, "version": "1.0", "executionType": "CLI", "parallelism": "SERIAL",
        "executionSystem": "here.matt", "deploymentSystem": "data.matt", "deploymentPath": name,
        "templatePath": "wrapper.sh", "testPath": "wrapper.sh",
        "inputs": [{"id": "query", "value": {"required": false}}],
        "parameters": [
            {"id": "words", "value": {"type": "string", "default": "none", "enquote": true}},
            {"id": "loud", "value": {"type": "flag"}, "details": {"argument": "--loud"}},
            {"id": "secret", "value": {"type": "string", "visible": false, "default": "hidden default"}},
        ],
    })
}

fn submit(stage: &Stage, app: &str, more: &Value) -> String {
    let mut body = json!({"appId": app, "name": "My Job"});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let job = stage.good("matt", "POST /jobs/v2/", &body);
    assert_eq!(job["status"], "PENDING");
    job["id"].as_str().unwrap().to_owned()
}

fn wait(stage: &Stage, id: &str, status: &str) -> Value {
    stage.until("matt", &format!("/jobs/v2/{id}/status"), |job| {
        let now = job["status"].as_str().unwrap();
        let is_final = ["FINISHED", "FAILED", "STOPPED"].contains(&now);
        assert!(now == status || !is_final, "{}", stage.get("matt", &format!("/jobs/v2/{id}")));
        now == status
    });
    stage.get("matt", &format!("/jobs/v2/{id}"))
}

fn states(stage: &Stage, id: &str) -> Vec<String> {
    let events = stage.get("matt", &format!("/jobs/v2/{id}/history"));
    events.as_array().unwrap().iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect()
}

fn output(stage: &Stage, id: &str, path: &str) -> String {
    stage.ask("matt", &format!("GET /jobs/v2/{id}/outputs/media/{path}"), &Value::Null).text
}

fn outputs(stage: &Stage, id: &str, path: &str) -> Vec<String> {
    let items = stage.get("matt", &format!("/jobs/v2/{id}/outputs/listings/{path}"));
    items.as_array().unwrap().iter().map(|item| item["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
pub(crate) fn a_job_goes_through_all_states_and_its_outputs_are_archived() {
    let stage = stage();
    let script = "#!/bin/bash\nwc -c < ${query} | tr -d ' '\necho ${WORDS} ${loud} ${secret} ${AGAVE_JOB_NAME} ${AGAVE_JOB_ARCHIVE}\n\
                  echo shell ${HOME:+set} >&2\nmkdir results; cat lib/asset.txt > results/copy.txt\n";
    let app = app(&stage, "count", script);
    stage.upload("matt", "", "in.txt", "12345");
    let job = submit(
        &stage,
        &app,
        &json!({
            "archive": true,
            "inputs": {"query": "agave://data.matt/in.txt"},
            "parameters": {"words": "a b", "loud": true},
        }),
    );
    let done = wait(&stage, &job, "FINISHED");
    assert_eq!(
        states(&stage, &job),
        [
            "PENDING",
            "PROCESSING_INPUTS",
            "STAGING_INPUTS",
            "STAGED",
            "STAGING_JOB",
            "SUBMITTING",
            "QUEUED",
            "RUNNING",
            "CLEANING_UP",
            "ARCHIVING",
            "ARCHIVING_FINISHED",
            "FINISHED"
        ]
    );
    assert_eq!(done["inputs"], json!({"query": ["agave://data.matt/in.txt"]}));
    assert_eq!(done["parameters"], json!({"words": "a b", "loud": true, "secret": "hidden default"}));
    assert!(done.get("message").is_none() && done["endTime"].is_string());
    assert_eq!(done["archivePath"], format!("/home/matt/archive/jobs/job-{job}"));
    assert_eq!(output(&stage, &job, "my-job.out"), "5\na b --loud hidden default my-job 1\n");
    assert_eq!(output(&stage, &job, "/my-job.err"), "shell set\n");
    assert_eq!(output(&stage, &job, "results/copy.txt"), "an asset");
    // The app's own files are left out, and the work directory is gone.
    let listed = outputs(&stage, &job, "");
    assert_eq!(
        listed,
        ["/in.txt", "/my-job.err", "/my-job.ipcexe", "/my-job.out", "/my-job.pid", "/results"]
    );
    assert_eq!(outputs(&stage, &job, "results"), ["/results/copy.txt"]);
    let work = stage.data.path().join("systems/here.matt").join("work").join("matt");
    assert_eq!(std::fs::read_dir(work).unwrap().count(), 0);
    let range = Request::new("GET", &format!("/jobs/v2/{job}/outputs/media/in.txt"))
        .header("authorization", "Bearer token-of-matt")
        .header("range", "bytes=1-2");
    assert_eq!(stage.send(&range).text, "23");
    for path in ["../../../secret", "/../../x", "..%2F..%2Fx", "absent"] {
        assert_eq!(
            stage.refused("matt", &format!("GET /jobs/v2/{job}/outputs/media/{path}"), &Value::Null).0,
            404
        );
    }
}

#[test]
pub(crate) fn a_job_fails_by_its_callback_or_its_inputs_and_not_by_its_exit_code() {
    let stage = stage();
    let failing = app(&stage, "failing", "false || ${AGAVE_JOB_CALLBACK_FAILURE}\necho after\n");
    let job = submit(&stage, &failing, &json!({}));
    let failed = wait(&stage, &job, "FAILED");
    assert_eq!(failed["message"], "The job's script reported a failure");
    assert_eq!(output(&stage, &job, "my-job.out"), "after\n");
    let exiting = app(&stage, "exiting", "exit 3\n");
    wait(&stage, &submit(&stage, &exiting, &json!({})), "FINISHED");
    let inputs = json!({"inputs": {"query": "agave://data.matt/absent"}});
    let failed = wait(&stage, &submit(&stage, &exiting, &inputs), "FAILED");
    assert!(failed["message"].as_str().unwrap().starts_with("Failed to stage the input"), "{failed}");
}

#[test]
pub(crate) fn a_running_job_is_stopped_with_its_processes_and_may_be_submitted_again() {
    let stage = stage();
    let app = app(&stage, "sleeper", "echo $$\nsleep 600 &\necho $!\nwait\n");
    let job = submit(&stage, &app, &json!({}));
    wait(&stage, &job, "RUNNING");
    let pids = stage
        .until_text(&format!("/jobs/v2/{job}/outputs/media/my-job.out"), |text| text.lines().count() == 2);
    let stop = stage.ask("matt", &format!("POST /jobs/v2/{job}"), &json!({"action": "stop"}));
    assert_eq!((stop.status, stop.json().get("result")), (200, None));
    wait(&stage, &job, "STOPPED");
    for pid in pids.lines() {
        stage.until_true(|| is_gone(pid), "the process has ended");
    }
    // Once more has no effect.
    stage.good("matt", &format!("POST /jobs/v2/{job}"), &json!({"action": "stop"}));
    assert_eq!(states(&stage, &job).iter().filter(|state| *state == "STOPPED").count(), 1);
    let again = stage.ask("matt", &format!("POST /jobs/v2/{job}"), &json!({"action": "resubmit"}));
    assert_eq!(again.status, 202);
    let again = again.json()["result"]["id"].as_str().unwrap().to_owned();
    wait(&stage, &again, "RUNNING");
    assert_eq!(stage.get("matt", "/jobs/v2/?filter=id")[0], json!({"id": again}));
    stage.good("matt", &format!("DELETE /jobs/v2/{again}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET /jobs/v2/{again}"), &Value::Null).0, 404);
    assert_eq!(stage.get("matt", "/jobs/v2/").as_array().unwrap().len(), 1);
    let restored = stage.good("matt", &format!("POST /jobs/v2/{again}"), &json!({"action": "restore"}));
    assert_eq!(restored["status"], "STOPPED");
    assert_eq!(stage.refused("matt", &format!("POST /jobs/v2/{job}"), &json!({"action": "explode"})).0, 400);
}

#[cfg(target_os = "linux")]
#[test]
pub(crate) fn jobs_and_actors_end_with_the_server() {
    let stage = super::stage::stage_with(|builder| {
        builder.actor_command(
            "sleeper",
            ["sh", "-c", "sleep 600 & echo $$ $! > $MARK.new; mv $MARK.new $MARK; wait"],
        )
    });
    let app = app(&stage, "sleeper", "sleep 600 &\necho $$ $!\nwait\n");
    let job = submit(&stage, &app, &json!({}));
    wait(&stage, &job, "RUNNING");
    let mark = stage.data.path().join("mark");
    let actor = json!({"image": "sleeper", "defaultEnvironment": {"MARK": mark}});
    let actor = stage.good("matt", "POST /actors/v2", &actor)["id"].as_str().unwrap().to_owned();
    stage.until("matt", &format!("/actors/v2/{actor}"), |actor| actor["status"] == "READY");
    stage.good("matt", &format!("POST /actors/v2/{actor}/messages"), &json!({"message": "go"}));
    let output = format!("/jobs/v2/{job}/outputs/media/my-job.out");
    let of_job = stage.until_text(&output, |text| text.ends_with('\n'));
    stage.until_true(|| mark.exists(), "the actor has begun");
    let pids = format!("{of_job} {}", std::fs::read_to_string(&mark).unwrap());
    assert_eq!(pids.split_whitespace().filter(|pid| !is_gone(pid)).count(), 4, "{pids}");
    let super::stage::Stage { server, data: _data } = stage;
    drop(server);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while pids.split_whitespace().any(|pid| !is_gone(pid)) {
        assert!(std::time::Instant::now() < deadline, "{pids}");
        std::thread::yield_now();
    }
}

#[cfg(unix)]
#[test]
pub(crate) fn no_link_and_no_archive_of_a_job_leads_out_of_its_system() {
    let stage = stage();
    let secret = stage.data.path().join("secret");
    std::fs::write(&secret, "the secret").unwrap();
    let script = format!(
        "ln -s {0} leak\nln -s {1} all\nln -s ../../../../../secret up\necho mine > own.txt\n",
        secret.display(),
        stage.data.path().display()
    );
    let app = app(&stage, "links", &script);
    for archive in [false, true] {
        let job = submit(&stage, &app, &json!({"archive": archive, "archivePath": "kept"}));
        wait(&stage, &job, "FINISHED");
        assert_eq!(output(&stage, &job, "own.txt"), "mine\n");
        for path in ["leak", "up", "all/secret", "all", "../../secret", "%2E%2E/%2E%2E/secret"] {
            for what in ["media", "listings"] {
                let request = format!("GET /jobs/v2/{job}/outputs/{what}/{path}");
                let (status, _) = stage.refused("matt", &request, &Value::Null);
                assert!(status == 404 || status == 400, "{request}: {status}");
            }
        }
        let names = outputs(&stage, &job, "");
        assert!(!names.iter().any(|name| ["leak", "up", "all"].contains(&name.as_str())), "{names:?}");
    }
    let kept = stage.data.path().join("systems/data.matt/home/kept");
    assert!(kept.join("own.txt").exists() && !kept.join("leak").exists() && !kept.join("all").exists());
    let outside = stage.data.path().join("evil");
    for path in ["../../../evil", "/../../evil", "a/../../../../evil"] {
        let body = json!({"appId": app, "name": "My Job", "archive": true, "archivePath": path});
        let (status, _) = stage.refused("matt", "POST /jobs/v2/", &body);
        assert!(status == 404 || status == 400, "{path}: {status}");
        assert!(!outside.exists(), "{path}");
    }
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), "the secret");
}

/// Whether a process has ended; one that nobody has waited for yet counts as ended.
fn is_gone(pid: &str) -> bool {
    match std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')),
        Err(_) => true,
    }
}

#[test]
pub(crate) fn submissions_are_checked_against_the_app() {
    let stage = stage();
    let app = app(&stage, "checked", "true\n");
    for (body, status) in [
        (json!({"appId": "nothing-1.0", "name": "n"}), 404),
        (json!({"appId": app}), 400),
        (json!({"name": "n"}), 400),
        (json!({"appId": app, "name": "n", "batchQueue": "x"}), 400),
        (json!({"appId": app, "name": "n", "maxRunTime": "soon"}), 400),
        (json!({"appId": app, "name": "n", "parameters": {"secret": "x"}}), 400),
        (json!({"appId": app, "name": "n", "inputs": {"query": "https://example.org/x"}}), 400),
        (json!({"appId": app, "name": "n", "inputs": {"query": "agave://nowhere/x"}}), 404),
        (json!({"appId": app, "name": "n", "archive": true, "archivePath": "/../x"}), 404),
        (json!({"appId": app, "name": "n", "notifications": [{"url": "ftp://x"}]}), 400),
    ] {
        assert_eq!(stage.refused("matt", "POST /jobs/v2/", &body).0, status, "{body}");
    }
    assert_eq!(stage.refused("daniel", "POST /jobs/v2/", &json!({"appId": app, "name": "n"})).0, 403);
    assert_eq!(stage.get("matt", "/jobs/v2/"), json!([]));
    stage.good("matt", &format!("PUT /apps/v2/{app}"), &json!({"action": "disable"}));
    assert_eq!(stage.refused("matt", "POST /jobs/v2/", &json!({"appId": app, "name": "n"})).0, 400);
}

#[test]
pub(crate) fn apps_are_listed_shared_published_and_cloned() {
    let stage = stage();
    let id = app(&stage, "tool", "true\n");
    assert_eq!(id, "tool-1.0");
    for (field, value) in [
        ("name", json!("a b")),
        ("parallelism", json!("X")),
        ("templatePath", json!("absent")),
        ("templatePath", json!("../../x")),
        ("executionSystem", json!("data.matt")),
        ("executionSystem", json!("nowhere")),
    ] {
        let mut body = document("tool");
        body[field] = value;
        assert!(stage.refused("matt", "POST /apps/v2/", &body).0 >= 400, "{body}");
    }
    assert_eq!(stage.good("matt", "POST /apps/v2/tool-1.0", &document("tool"))["revision"], 2);
    let get = "GET /apps/v2/tool-1.0";
    assert_eq!(stage.refused("daniel", get, &Value::Null).0, 403);
    let grant = json!({"username": "daniel", "permission": "READ_EXECUTE"});
    assert_eq!(stage.ask("matt", "POST /apps/v2/tool-1.0/pems", &grant).status, 201);
    assert_eq!(stage.get("daniel", "/apps/v2/tool-1.0/pems/daniel")[0]["permission"]["execute"], true);
    assert_eq!(stage.refused("daniel", "DELETE /apps/v2/tool-1.0", &Value::Null).0, 403);
    let published = stage.ask("matt", "PUT /apps/v2/tool-1.0", &json!({"action": "publish"}));
    assert_eq!((published.status, &published.json()["result"]["id"]), (202, &json!("tool-1.0u2")));
    let clone = json!({"action": "clone", "name": "copy", "version": "3"});
    assert_eq!(stage.good("matt", "PUT /apps/v2/tool-1.0", &clone)["id"], "copy-3");
    assert_eq!(stage.refused("matt", "PUT /apps/v2/tool-1.0", &clone).0, 400);
    let ids = |path: &str| {
        let apps = stage.get("daniel", path);
        apps.as_array().unwrap().iter().map(|app| app["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("/apps/v2/"), ["tool-1.0", "tool-1.0u2"]);
    assert_eq!(ids("/apps/v2/?publicOnly=true"), ["tool-1.0u2"]);
    assert_eq!(ids("/apps/v2/name/tool?privateOnly=true"), ["tool-1.0"]);
    assert_eq!(ids("/apps/v2/system/here.matt").len(), 2);
    assert_eq!(ids("/apps/v2/system/data.matt").len(), 0);
    stage.good("matt", "DELETE /apps/v2/tool-1.0/pems/daniel", &Value::Null);
    stage.good("matt", "DELETE /apps/v2/tool-1.0u2", &Value::Null);
    assert_eq!(ids("/apps/v2/").len(), 0);
}

#[test]
pub(crate) fn jobs_are_searched_shared_and_kept_in_a_state() {
    let stage = stage_with(|builder| builder.fault(Fault::stuck_in("STAGED").on("POST", "/jobs/v2/")));
    let app = app(&stage, "quick", "true\n");
    let stuck = submit(&stage, &app, &json!({}));
    wait(&stage, &stuck, "STAGED");
    let done = submit(&stage, &app, &json!({"name": "other"}));
    wait(&stage, &done, "FINISHED");
    assert_eq!(states(&stage, &stuck).last().unwrap(), "STAGED");
    let ids = |path: &str| {
        let jobs = stage.get("matt", path);
        jobs.as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("/jobs/v2/"), [done.as_str(), &stuck]);
    assert_eq!(ids("/jobs/v2/?status=finished"), Vec::<String>::new());
    assert_eq!(ids("/jobs/v2/?status.in=FINISHED,FAILED"), [done.as_str()]);
    assert_eq!(ids("/jobs/v2/?order=asc&limit=1"), [stuck.as_str()]);
    assert_eq!(ids("/jobs/v2/status/staged"), [stuck.as_str()]);
    assert_eq!(stage.refused("daniel", &format!("GET /jobs/v2/{done}"), &Value::Null).0, 403);
    let grant = json!({"username": "daniel", "permission": "READ"});
    stage.good("matt", &format!("POST /jobs/v2/{done}/pems"), &grant);
    assert_eq!(stage.get("daniel", "/jobs/v2/")[0]["id"], json!(done));
    let pems = stage.get("daniel", &format!("/jobs/v2/{done}/pems/daniel"));
    assert_eq!(pems[0]["permission"], json!({"read": true, "write": false}));
    assert_eq!(stage.refused("daniel", &format!("POST /jobs/v2/{done}"), &json!({"action": "stop"})).0, 403);
}

#[test]
pub(crate) fn notifications_are_posted_to_this_machine_once_or_every_time() {
    let stage = stage();
    let app = app(&stage, "quick", "true\n");
    let hook = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook?status=${{JOB_STATUS}}&name=${{JOB_NAME}}", hook.local_addr().unwrap());
    let job = submit(
        &stage,
        &app,
        &json!({
            "name": "a b",
            "notifications": [{"url": url, "event": "FINISHED"}, {"url": "https://example.org/", "event": "FINISHED"}]
        }),
    );
    let (mut connection, _) = hook.accept().unwrap();
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !request.ends_with(b"}") {
        let read = connection.read(&mut chunk).unwrap();
        assert!(read > 0, "the request ended early");
        request.extend(&chunk[..read]);
    }
    connection.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
    let text = String::from_utf8(request).unwrap();
    assert!(text.starts_with("POST /hook?status=FINISHED&name=a%20b HTTP/1.1\r\n"), "{text}");
    assert!(text.contains("x-agave-notification: ") && text.contains(&format!("\"id\":\"{job}\"")), "{text}");
    let list = format!("/notifications/v2/?associatedUuid={job}");
    let rows =
        stage.until("matt", &list, |rows| rows.as_array().unwrap().iter().all(|row| row["attempts"] == 1));
    assert_eq!((&rows[0]["status"], &rows[0]["responseCode"]), (&json!("COMPLETE"), &json!(204)));
    assert_eq!((&rows[1]["status"], &rows[1]["success"]), (&json!("FAILED"), &json!(false)));
    assert_eq!(stage.get("daniel", "/notifications/v2/"), json!([]));
    let made = stage.ask(
        "matt",
        "POST /notifications/v2/",
        &json!({"associatedUuid": job, "url": "matt@example.org", "persistent": true}),
    );
    assert_eq!((made.status, &made.json()["result"]["event"]), (201, &json!("*")));
    let path = format!("/notifications/v2/{}", made.json()["result"]["id"].as_str().unwrap());
    let changed = stage.good(
        "matt",
        &format!("POST {path}"),
        &json!({"associatedUuid": job, "url": "http://127.0.0.1:1/", "event": "X"}),
    );
    assert_eq!((&changed["event"], &changed["policy"]["retryLimit"]), (&json!("X"), &json!(5)));
    assert_eq!(stage.refused("daniel", &format!("GET {path}"), &Value::Null).0, 404);
    stage.good("matt", &format!("DELETE {path}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET {path}"), &Value::Null).0, 404);
}
