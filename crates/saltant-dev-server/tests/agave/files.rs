//! Files, and that nothing outside the data directory can be reached.

use serde_json::{Value, json};

use super::stage::{Stage, stage};
use crate::http::Request;

fn manage(stage: &Stage, path: &str, action: &str, to: &str) -> (u16, Value) {
    let body = json!({"action": action, "path": to});
    let answer = stage.ask("matt", &format!("PUT /files/v2/media/system/data.matt/{path}"), &body);
    (answer.status, answer.json())
}

fn names(stage: &Stage, path: &str) -> Vec<String> {
    let items = stage.get("matt", &format!("/files/v2/listings/system/data.matt/{path}"));
    items.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn history(stage: &Stage, path: &str) -> Vec<String> {
    let items = stage.get("matt", &format!("/files/v2/history/system/data.matt/{path}"));
    items.as_array().unwrap().iter().map(|item| item["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
pub(crate) fn a_file_is_uploaded_listed_downloaded_and_deleted() {
    let stage = stage();
    let answer = stage.upload("matt", "system/data.matt/", "a b.txt", "0123456789");
    let result = answer.json()["result"].clone();
    assert_eq!(
        (answer.status, &result["path"], &result["status"]),
        (202, &json!("/home/a b.txt"), &json!("STAGING_QUEUED"))
    );
    assert_eq!(stage.upload("matt", "", "a b.txt", "0123456789").status, 202);
    assert_eq!(
        history(&stage, "a%20b.txt")[4..],
        ["OVERWRITTEN", "STAGING_QUEUED", "STAGING_COMPLETED", "UPLOAD"]
    );

    let items = stage.get("matt", "/files/v2/listings/system/data.matt/");
    assert_eq!(
        (&items[0]["name"], &items[0]["path"], &items[0]["type"]),
        (&json!("."), &json!("/home"), &json!("dir"))
    );
    assert_eq!(
        (&items[1]["name"], &items[1]["length"], &items[1]["permissions"]),
        (&json!("a b.txt"), &json!(10), &json!("ALL"))
    );
    // The directory itself counts.
    assert_eq!(stage.get("matt", "/files/v2/listings/?limit=1").as_array().unwrap().len(), 1);
    assert_eq!(stage.get("matt", "/files/v2/listings/?offset=1")[0]["name"], "a b.txt");

    let get = |range: &str| {
        let request = Request::new("GET", "/files/v2/media/system/data.matt//home/a%20b.txt")
            .header("authorization", "Bearer token-of-matt")
            .header("range", range);
        stage.send(&request)
    };
    let whole = get("");
    assert_eq!(
        (whole.status, whole.text.as_str(), whole.header("content-type")),
        (200, "0123456789", Some("text/plain"))
    );
    assert_eq!(whole.header("content-disposition"), Some("inline; filename=\"ab.txt\""));
    let part = get("bytes=2-4,7-8");
    assert_eq!(
        (part.status, part.text.as_str(), part.header("content-range")),
        (206, "234", Some("bytes 2-4/10"))
    );
    assert_eq!(get("bytes=99-").status, 416);
    assert_eq!(stage.refused("matt", "GET /files/v2/media/", &Value::Null).0, 501);

    stage.good("matt", "DELETE /files/v2/media/a%20b.txt", &Value::Null);
    assert_eq!(
        stage.refused("matt", "GET /files/v2/media/a%20b.txt", &Value::Null),
        (404, "File/folder does not exist".to_owned())
    );
    assert_eq!(stage.refused("matt", "DELETE /files/v2/media/a%20b.txt", &Value::Null).0, 404);
    assert_eq!(history(&stage, "a%20b.txt").last().unwrap(), "DELETED");
    assert_eq!(stage.upload("matt", "nowhere", "x", "").status, 404);
}

#[test]
pub(crate) fn directories_are_made_renamed_moved_and_copied() {
    let stage = stage();
    assert_eq!(manage(&stage, "", "mkdir", "a/b").0, 201);
    assert_eq!(manage(&stage, "", "mkdir", "a/b").0, 200);
    stage.upload("matt", "a/b", "f", "x");
    assert_eq!(stage.upload("matt", "a/b/f", "g", "x").status, 400);
    assert_eq!(manage(&stage, "a/b", "mkdir", "f").0, 400);
    assert_eq!(manage(&stage, "", "mkdir", "").0, 400);
    let (status, renamed) = manage(&stage, "a", "rename", "c");
    assert_eq!(
        (status, &renamed["message"], &renamed["result"]["path"]),
        (200, &json!("Rename success"), &json!("/home/c"))
    );
    assert!(history(&stage, "c/b/f").contains(&"UPLOAD".to_owned()), "the history moves with the file");
    assert_eq!(manage(&stage, "c", "rename", "x/y").0, 400);
    assert_eq!(manage(&stage, "c", "copy", "d").0, 200);
    assert_eq!(names(&stage, "d/b"), [".", "f"]);
    assert_eq!(manage(&stage, "c", "rename", "d").0, 400);
    assert_eq!(manage(&stage, "c", "copy", "c/inside").0, 400);
    let (status, moved) = manage(&stage, "c/b/f", "move", "/other/g");
    assert_eq!((status, &moved["message"]), (200, &json!("Move success")));
    assert_eq!(
        (names(&stage, "c/b"), names(&stage, "/other")),
        (vec![".".to_owned()], vec![".".to_owned(), "g".to_owned()])
    );
    assert_eq!(manage(&stage, "", "explode", "x").0, 501);
    assert_eq!(stage.refused("matt", "PUT /files/v2/media/", &json!({"path": "x"})).0, 400);
    assert_eq!(stage.refused("matt", "DELETE /files/v2/media//", &Value::Null).0, 400);
}

#[test]
pub(crate) fn permissions_are_granted_on_files_and_on_everything_in_a_directory() {
    let stage = stage();
    stage.good("matt", "POST /systems/v2/data.matt/roles", &json!({"username": "daniel", "role": "GUEST"}));
    manage(&stage, "", "mkdir", "shared/deep");
    stage.upload("matt", "shared/deep", "f", "x");
    assert_eq!(stage.upload("daniel", "system/data.matt/shared/deep", "g", "x").status, 403);
    let grant = json!({"username": "daniel", "permission": "READ_WRITE", "recursive": true});
    let path = "POST /files/v2/pems/system/data.matt/shared";
    assert_eq!(stage.refused("daniel", path, &grant).0, 403);
    assert_eq!(stage.ask("matt", path, &grant).status, 201);
    assert_eq!(stage.upload("daniel", "system/data.matt/shared/deep", "g", "x").status, 202);
    let pems = stage.get("matt", "/files/v2/pems/system/data.matt/shared");
    assert_eq!(pems[1]["permission"], json!({"read": true, "write": true, "execute": false}));
    assert_eq!(stage.ask("matt", path, &json!({"username": "daniel", "permission": "NONE"})).status, 200);
    assert_eq!(stage.upload("daniel", "system/data.matt/shared/deep", "g", "x").status, 403);
    assert_eq!(stage.refused("matt", path, &json!({"username": "daniel", "permission": "SOME"})).0, 400);
}

#[test]
pub(crate) fn files_are_imported_from_systems_and_from_this_machine_only() {
    let stage = stage();
    stage.upload("matt", "", "f", "content");
    let import =
        |url: &str| stage.ask("matt", "POST /files/v2/media/system/here.matt/", &json!({"urlToIngest": url}));
    let done = |file: &str, status: &str| {
        stage.until("matt", &format!("/files/v2/history/system/here.matt/{file}"), |events| {
            events.as_array().unwrap().last().is_some_and(|event| event["status"] == status)
        })
    };
    assert_eq!(import("agave://data.matt/f").status, 202);
    done("f", "STAGING_COMPLETED");
    let own = format!("{}files/v2/media/system/data.matt/f", stage.server.url());
    stage.good(
        "matt",
        "POST /files/v2/media/system/here.matt/",
        &json!({"urlToIngest": own, "fileName": "g"}),
    );
    done("g", "STAGING_COMPLETED");
    assert_eq!(stage.ask("matt", "GET /files/v2/media/system/here.matt/g", &Value::Null).text, "content");
    assert_eq!(import(&format!("{}tenants?x=1", stage.server.url())).status, 202);
    done("tenants", "STAGING_COMPLETED");
    import(&format!("{}profiles/v2/me", stage.server.url()));
    done("me", "STAGING_FAILED");
    for url in
        ["http://192.0.2.1/x", "https://localhost/x", "file:///etc/passwd", "http://127.0.0.1.example.org/x"]
    {
        assert_eq!(import(url).status, 400, "{url}");
    }
    assert_eq!(import("agave://data.matt/absent").status, 202);
    done("absent", "STAGING_FAILED");
    assert_eq!(import("agave://nowhere/x").status, 404);
}

#[cfg(unix)]
#[test]
pub(crate) fn no_path_and_no_link_leads_out_of_a_system() {
    use std::os::unix::fs::symlink;

    let stage = stage();
    let outside = stage.data.path().join("secret");
    std::fs::write(&outside, "secret").unwrap();
    let home = stage.data.path().join("systems/data.matt/home");
    symlink(&outside, home.join("absolute")).unwrap();
    symlink("../../../secret", home.join("relative")).unwrap();
    symlink(stage.data.path(), home.join("directory")).unwrap();
    symlink("inside.txt", home.join("good")).unwrap();
    stage.upload("matt", "", "inside.txt", "fine");
    assert_eq!(names(&stage, ""), [".", "good", "inside.txt"]);
    assert_eq!(stage.ask("matt", "GET /files/v2/media/good", &Value::Null).text, "fine");
    for path in [
        "absolute",
        "relative",
        "directory/secret",
        "../../secret",
        "..%2F..%2Fsecret",
        "/../secret",
        "%2E%2E/%2E%2E/secret",
        "directory",
        "/home/directory/systems",
    ] {
        for request in [format!("GET /files/v2/media/{path}"), format!("GET /files/v2/listings/{path}")] {
            let (status, _) = stage.refused("matt", &request, &Value::Null);
            assert!(status == 404 || status == 400, "{request}: {status}");
        }
        assert_eq!(
            stage
                .refused(
                    "matt",
                    &format!("PUT /files/v2/media/{path}"),
                    &json!({"action": "copy", "path": "x"})
                )
                .0,
            404,
            "{path}"
        );
    }
    for name in ["absolute", "relative", "directory"] {
        assert!(stage.upload("matt", "", name, "overwritten").status >= 400, "{name}");
    }
    assert!(stage.upload("matt", "directory", "new", "x").status >= 400);
    // A name is one name, whatever it holds.
    assert_eq!(stage.upload("matt", "", "../../evil", "x").status, 202);
    assert!(home.join("evil").exists());
    for to in ["../../../evil", "directory/evil"] {
        assert!(manage(&stage, "inside.txt", "copy", to).0 >= 400, "{to}");
        assert!(manage(&stage, "", "mkdir", to).0 >= 400, "{to}");
    }
    // A copy of the whole home brings nothing in from outside, and deleting links deletes links only.
    assert_eq!(manage(&stage, "", "copy", "/copy").0, 200);
    assert_eq!(names(&stage, "/copy"), [".", "evil", "good", "inside.txt"]);
    stage.good("matt", "DELETE /files/v2/media/directory", &Value::Null);
    stage.good("matt", "DELETE /files/v2/media/absolute", &Value::Null);
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "secret");
    let mut left: Vec<_> =
        std::fs::read_dir(stage.data.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["secret", "systems"]);
}
