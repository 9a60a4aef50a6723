//! The stage on which scenarios play: a server with users, types, whitelists, queues and instances.

use std::collections::BTreeMap;
use std::time::Duration;

use saltant_dev_server::Timestamp;
use saltant_dev_server::saltant::{DevServer, NewUser};
use serde_json::{Value, json};

use crate::http::{Answer, Request, send};

/// A server with everything that scenarios refer to, the same for each of them.
///
/// Executable types: 1 `true-type`, 2 `args-type` (requires `a` and `b`, the latter with a default),
/// 3 `daniel-type` (on no whitelist, daniel's), 4 `numbers-type` (requires numbers). Container types:
/// 1 `docker-type`, 2 `sing-type`, 3 `daniel-docker` (on no whitelist, daniel's). Whitelists: 1 `wl-all`, 2 `wl-daniel`
/// (daniel's), 3 `wl-empty`. Queues: 1 `q-open`, 2 `q-inactive`, 3 `q-noexec`, 4 `q-nodocker`, 5 `q-nosing`,
/// 6 `q-private` (matt's), 7 `q-daniel-private`, 8 `q-bare` (no whitelist), 9 `q-daniel`.
pub(crate) struct Stage {
    pub(crate) server: DevServer,
    /// What stands for `{name}` in scenarios.
    pub(crate) names: BTreeMap<String, String>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let start: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let server = DevServer::builder()
            .user(NewUser::new("matt").token("token-of-matt").password("password-of-matt"))
            .user(NewUser::new("daniel").token("token-of-daniel").time_zone("Asia/Kolkata"))
            .user(NewUser::new("guest").token("token-of-guest").password("password-of-guest"))
            .seed(1)
            .ticking_clock(start, Duration::from_millis(1))
            .without_worker()
            .start_blocking()
            .unwrap();
        let mut stage = Self { server, names: BTreeMap::new() };
        stage.fill();
        stage
    }

    fn fill(&mut self) {
        let exec = |name: &str| json!({"name": name, "command_to_run": "true"});
        let cont = |name: &str, kind: &str| json!({"name": name, "command_to_run": "x", "container_image": "img:1", "container_type": kind});
        self.make("matt", "executabletasktypes/", &exec("true-type"));
        let mut args = exec("args-type");
        args["required_arguments"] = json!(["a", "b"]);
        args["required_arguments_default_values"] = json!({"b": 2});
        self.make("matt", "executabletasktypes/", &args);
        self.make("daniel", "executabletasktypes/", &exec("daniel-type"));
        let mut numbers = exec("numbers-type");
        numbers["required_arguments"] = json!([1, 2]);
        self.make("matt", "executabletasktypes/", &numbers);
        self.make("matt", "containertasktypes/", &cont("docker-type", "docker"));
        self.make("matt", "containertasktypes/", &cont("sing-type", "singularity"));
        self.make("daniel", "containertasktypes/", &cont("daniel-docker", "docker"));
        let all = json!({
            "name": "wl-all", "whitelisted_executable_task_types": [1, 2, 4], "whitelisted_container_task_types": [1, 2]
        });
        self.make("matt", "taskwhitelists/", &all);
        self.make("daniel", "taskwhitelists/", &json!({"name": "wl-daniel"}));
        self.make("matt", "taskwhitelists/", &json!({"name": "wl-empty"}));
        for (user, name, changed, value) in [
            ("matt", "q-open", "active", true),
            ("matt", "q-inactive", "active", false),
            ("matt", "q-noexec", "runs_executable_tasks", false),
            ("matt", "q-nodocker", "runs_docker_container_tasks", false),
            ("matt", "q-nosing", "runs_singularity_container_tasks", false),
            ("matt", "q-private", "private", true),
            ("daniel", "q-daniel-private", "private", true),
        ] {
            self.make(user, "taskqueues/", &json!({"name": name, changed: value, "whitelists": [1]}));
        }
        self.make("matt", "taskqueues/", &json!({"name": "q-bare"}));
        self.make("daniel", "taskqueues/", &json!({"name": "q-daniel", "whitelists": [1]}));
        for (name, path, queue) in [
            ("executable", "executabletaskinstances/", 1),
            ("private", "executabletaskinstances/", 6),
            ("container", "containertaskinstances/", 1),
        ] {
            let made = self.make("matt", path, &json!({"name": name, "task_type": 1, "task_queue": queue}));
            self.names.insert(name.to_owned(), made["uuid"].as_str().unwrap().to_owned());
        }
        self.names.insert("host".to_owned(), self.server.addr().to_string());
        self.names.insert("nobody".to_owned(), "00000000-0000-4000-8000-000000000000".to_owned());
    }

    fn make(&self, user: &str, path: &str, body: &Value) -> Value {
        let request = Request::new("POST", &format!("/api/{path}"))
            .token(&format!("token-of-{user}"))
            .json(&body.to_string());
        let answer = send(self.server.addr(), &request).unwrap();
        assert_eq!(answer.status, 201, "{path} {body}: {}", answer.text);
        answer.json()
    }

    /// Puts what the names stand for in their places. Those of credentials are made when they are used.
    pub(crate) fn replaced(&mut self, text: &str) -> String {
        if (text.contains("access}") || text.contains("refresh}")) && !self.names.contains_key("access") {
            self.obtain_tokens();
        }
        if text.contains("{session") && !self.names.contains_key("session-cookies") {
            let session = self.server.sign_in("daniel").unwrap();
            self.names.insert("session-cookies".to_owned(), session.cookie_header());
            self.names.insert("session-cookie".to_owned(), format!("sessionid={}", session.session_id));
            self.names.insert("session-csrf".to_owned(), session.csrf_token);
        }
        let mut text = text.to_owned();
        for (name, value) in &self.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    fn obtain_tokens(&mut self) {
        for (user, prefix) in [("matt", ""), ("guest", "guest-")] {
            let body = json!({"username": user, "password": format!("password-of-{user}")}).to_string();
            let pair =
                send(self.server.addr(), &Request::new("POST", "/api/token/").json(&body)).unwrap().json();
            for name in ["access", "refresh"] {
                self.names.insert(format!("{prefix}{name}"), pair[name].as_str().unwrap().to_owned());
            }
        }
    }

    /// Does one thing before a scenario's request: `METHOD PATH JSON`, `clock DAYS` or `remove USER`.
    pub(crate) fn prepare(&mut self, step: &str) {
        let step = self.replaced(step);
        let words: Vec<&str> = step.splitn(3, ' ').collect();
        match words[..] {
            ["clock", days] => {
                // The tokens are to be older than what comes now.
                self.replaced("{access}");
                self.server.advance_clock(Duration::from_secs(days.parse::<u64>().unwrap() * 24 * 3600));
            }
            ["remove", user] => {
                self.replaced("{access}");
                assert!(self.server.remove_user(user), "{user} still owns something");
            }
            [method, path, body] => {
                let request = Request::new(method, path).token("token-of-matt").json(body);
                let answer = send(self.server.addr(), &request).unwrap();
                assert!(answer.status < 300, "{step}: {}", answer.text);
            }
            _ => panic!("cannot prepare {step}"),
        }
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        send(self.server.addr(), request).expect("an answer")
    }
}
