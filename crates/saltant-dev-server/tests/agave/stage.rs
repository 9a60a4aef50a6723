//! A tenant with two users, a storage system and an execution system.

use std::time::{Duration, Instant};

use saltant_dev_server::agave::{DevServer, DevServerBuilder, NewUser};
use serde_json::{Value, json};

use crate::http::{Answer, Request, send};

pub(crate) struct Stage {
    pub(crate) server: DevServer,
    pub(crate) data: tempfile::TempDir,
}

/// matt administers the tenant; `data.matt` is his storage system and default, `here.matt` his execution system.
pub(crate) fn stage() -> Stage {
    stage_with(|builder| builder)
}

pub(crate) fn stage_with(set: impl FnOnce(DevServerBuilder) -> DevServerBuilder) -> Stage {
    let data = tempfile::tempdir().unwrap();
    let builder = DevServer::builder()
        .user(NewUser::new("matt").token("token-of-matt").password("password-of-matt"))
        .user(NewUser::new("daniel").token("token-of-daniel").password("password-of-daniel"))
        .data_directory(data.path())
        .seed(1);
    let server = set(builder).start_blocking().unwrap();
    let stage = Stage { server, data };
    stage.good("matt", "POST /systems/v2/", &storage("data.matt"));
    stage.good("matt", "PUT /systems/v2/data.matt", &json!({"action": "setDefault"}));
    stage.good("matt", "POST /systems/v2/", &execution("here.matt"));
    stage
}

pub(crate) fn storage(id: &str) -> Value {
    json!({
        "id": id, "name": "Data", "type": "STORAGE",
        "storage": {
            "host": "data.example.org", "port": 22, "protocol": "SFTP", "rootDir": "/srv", "homeDir": "/home",
            "auth": {"type": "PASSWORD", "username": "matt", "password": "never-shown"}
        }
    })
}

pub(crate) fn execution(id: &str) -> Value {
    let mut system = storage(id);
    system["type"] = json!("EXECUTION");
    system["executionType"] = json!("CLI");
    system["scheduler"] = json!("FORK");
    system["workDir"] = json!("/work");
    system["queues"] = json!([{"name": "default"}]);
    system["login"] = json!({
        "host": "here.example.org", "port": 22, "protocol": "SSH",
        "auth": {"type": "SSHKEYS", "username": "matt", "privateKey": "never-shown", "publicKey": "never-shown"}
    });
    system
}

impl Stage {
    pub(crate) fn send(&self, request: &Request) -> Answer {
        let answer = send(self.server.addr(), request).expect("an answer");
        super::classes::note(request, &answer);
        answer
    }

    /// Sends `METHOD PATH` with a user's token and, unless it is null, a JSON body.
    pub(crate) fn ask(&self, user: &str, request: &str, body: &Value) -> Answer {
        let (method, path) = request.split_once(' ').unwrap();
        let mut request = Request::new(method, path);
        if !user.is_empty() {
            request = request.header("authorization", &format!("Bearer token-of-{user}"));
        }
        if !body.is_null() {
            request = request.json(&body.to_string());
        }
        self.send(&request)
    }

    /// The result of a request that succeeds.
    pub(crate) fn good(&self, user: &str, request: &str, body: &Value) -> Value {
        let answer = self.ask(user, request, body);
        assert!(answer.status < 300, "{request}: {} {}", answer.status, answer.text);
        answer.json()["result"].clone()
    }

    pub(crate) fn get(&self, user: &str, path: &str) -> Value {
        self.good(user, &format!("GET {path}"), &Value::Null)
    }

    /// The status and message of a request that is refused.
    pub(crate) fn refused(&self, user: &str, request: &str, body: &Value) -> (u16, String) {
        let answer = self.ask(user, request, body);
        let json = answer.json();
        assert_eq!(json["status"], "error", "{request}: {}", answer.text);
        (answer.status, json["message"].as_str().unwrap().to_owned())
    }

    pub(crate) fn upload(&self, user: &str, path: &str, name: &str, content: &str) -> Answer {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"fileToUpload\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n--b--\r\n"
        );
        let mut request = Request::new("POST", &format!("/files/v2/media/{path}"))
            .header("authorization", &format!("Bearer token-of-{user}"))
            .header("content-type", "multipart/form-data; boundary=b");
        request.body = body.into_bytes();
        self.send(&request)
    }

    /// Asks for something until it is as wanted; the server works on it meanwhile.
    pub(crate) fn until(&self, user: &str, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut found = Value::Null;
        self.until_true(
            || {
                found = self.get(user, path);
                wanted(&found)
            },
            path,
        );
        found
    }

    /// Asks for a file until it is as wanted.
    pub(crate) fn until_text(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        self.until_true(
            || {
                text = self.ask("matt", &format!("GET {path}"), &Value::Null).text;
                wanted(&text)
            },
            path,
        );
        text
    }

    /// Tries until something is so, for half a minute at most.
    pub(crate) fn until_true(&self, mut is_so: impl FnMut() -> bool, what: &str) {
        let end = Instant::now() + Duration::from_secs(30);
        while !is_so() {
            assert!(Instant::now() < end, "in vain: {what}; {:?}", self.server);
            std::thread::yield_now();
        }
    }
}
