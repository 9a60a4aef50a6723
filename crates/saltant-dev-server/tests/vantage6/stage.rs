use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use saltant_dev_server::vantage6::{DevServer, NewUser};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::{Answer, Request, send};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(rename = "as")]
    user: String,
    request: String,
    json: String,
}

/// A server with the rows that the scenarios expect.
pub(crate) struct Stage {
    server: DevServer,
    tokens: HashMap<(String, bool), String>,
    keys: HashMap<u64, String>,
}

impl Stage {
    /// Sets a server up. With two-factor codes it has no rows but its user, who has a secret already.
    pub(crate) fn new(two_factor: bool) -> Self {
        let mut builder = DevServer::builder().user(NewUser::new("root").password("root"));
        if two_factor {
            builder = builder.two_factor();
        }
        let server = builder.start_blocking().unwrap();
        let mut stage = Self { server, tokens: HashMap::new(), keys: HashMap::new() };
        if two_factor {
            stage.make("-", "POST", "/api/token/user", r#"{"username":"root","password":"root"}"#);
            return stage;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vantage6/stage.toml");
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for step in file.step {
            let (method, target) = step.request.split_once(' ').unwrap();
            let made = stage.make(&step.user, method, target, &step.json);
            if let (Some(id), Some(key)) = (made["id"].as_u64(), made["api_key"].as_str()) {
                stage.keys.insert(id, key.to_owned());
            }
        }
        stage
    }

    fn make(&mut self, user: &str, method: &str, target: &str, json: &str) -> Value {
        let mut request = Request::new(method, target).json(&self.replaced(json));
        if user != "-" {
            request = request.header("authorization", &format!("Bearer {}", self.token(user, false)));
        }
        let answer = self.send(&request);
        assert!(answer.status < 300, "{method} {target} {json}: {}", answer.text);
        answer.json()
    }

    /// A token of a user, of `node7`, or of `container3`: an algorithm of task 3 on node 7.
    pub(crate) fn token(&mut self, who: &str, refresh: bool) -> String {
        if let Some(token) = self.tokens.get(&(who.to_owned(), refresh)) {
            return token.clone();
        }
        if let Some(task) = who.strip_prefix("container") {
            let request = Request::new("GET", &format!("/api/task/{task}"));
            let bearer = format!("Bearer {}", self.token("node7", false));
            let image = self.send(&request.header("authorization", &bearer)).json()["image"].clone();
            let body = json!({"task_id": task.parse::<u64>().unwrap(), "image": image}).to_string();
            let made = self.make("node7", "POST", "/api/token/container", &body);
            let token = made["container_token"].as_str().unwrap().to_owned();
            self.tokens.insert((who.to_owned(), false), token.clone());
            return token;
        }
        let made = if let Some(id) = who.strip_prefix("node") {
            let key = &self.keys[&id.parse::<u64>().unwrap()];
            let body = json!({"api_key": key}).to_string();
            self.make("-", "POST", "/api/token/node", &body)
        } else {
            let password = if who == "root" { "root" } else { "Passw0rd!x" };
            let body = json!({"username": who, "password": password}).to_string();
            self.make("-", "POST", "/api/token/user", &body)
        };
        for (name, refresh) in [("access_token", false), ("refresh_token", true)] {
            self.tokens.insert((who.to_owned(), refresh), made[name].as_str().unwrap().to_owned());
        }
        self.tokens[&(who.to_owned(), refresh)].clone()
    }

    /// Puts what the names stand for in their places.
    pub(crate) fn replaced(&mut self, text: &str) -> String {
        let mut text = text.replace("HOST", &self.server.addr().to_string());
        if let Some(mail) = self.server.mails().last() {
            text = text.replace("{mail}", &mail.token);
        }
        for (id, key) in &self.keys {
            text = text.replace(&format!("{{key{id}}}"), key);
        }
        if text.contains("{token:alice}") {
            text = text.replace("{token:alice}", &self.token("alice", false));
        }
        text
    }

    /// Does one thing before a scenario's request.
    pub(crate) fn prepare(&mut self, step: &str) {
        let words: Vec<&str> = step.splitn(3, ' ').collect();
        match words[..] {
            ["clock", seconds] => {
                self.server.advance_clock(Duration::from_secs(seconds.parse().unwrap()));
            }
            [method, target, json] => {
                self.make("root", method, target, json);
            }
            _ => panic!("cannot prepare {step}"),
        }
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        send(self.server.addr(), request).expect("an answer")
    }
}
