//! What an algorithm that is a function sees of its run.

use std::fmt;
use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method};
use tokio::runtime::Handle;

use super::environment::{Order, databases};
use crate::json::Json;
use crate::service::Request;
use crate::store::Guarded;
use crate::vantage6::app::Vantage6;
use crate::vantage6::handler;
use crate::vantage6::store::status;

/// The run of an algorithm that is a function. It does what the client of an algorithm's container does.
pub struct Work {
    app: Arc<Vantage6>,
    order: Order,
    input: Vec<u8>,
    log: Guarded<String>,
    runtime: Handle,
}

/// A task that an algorithm starts at other organizations.
#[derive(Clone, Debug)]
#[must_use = "a subtask is started by giving it to `Work::start`"]
pub struct Subtask {
    name: String,
    organizations: Vec<u64>,
    input: Vec<u8>,
}

impl Subtask {
    /// A task with this input, which is JSON, for these organizations.
    pub fn new(input: impl Into<Vec<u8>>, organizations: impl IntoIterator<Item = u64>) -> Self {
        Self { name: String::new(), organizations: organizations.into_iter().collect(), input: input.into() }
    }

    /// Sets the name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

impl Work {
    pub(super) fn new(app: &Arc<Vantage6>, order: &Order, input: Vec<u8>) -> Self {
        let (app, order) = (Arc::clone(app), order.clone());
        Self { app, order, input, log: Guarded::default(), runtime: Handle::current() }
    }

    /// The input, decrypted: JSON with `method`, and maybe `args` and `kwargs`.
    pub fn input(&self) -> &[u8] {
        &self.input
    }

    /// The name of the organization whose node this is.
    pub fn organization(&self) -> &str {
        &self.order.organization
    }

    /// The id of that organization.
    pub fn organization_id(&self) -> u64 {
        self.order.organization_id
    }

    /// The place of the node's database with a label.
    pub fn database(&self, label: &str) -> Option<&str> {
        databases(&self.app.nodes, &self.order)
            .find(|database| database.label == label)
            .map(|database| database.uri.as_str())
    }

    /// The labels of the databases that the task asks for, in its order.
    pub fn requested_databases(&self) -> impl Iterator<Item = &str> {
        self.order.databases.iter().map(|(label, _)| label.as_str())
    }

    /// Adds a line to the log, which others see while the run goes on.
    pub fn log(&self, line: &str) {
        let line = format!("{line}\n");
        self.log.with(|log| log.push_str(&line));
        self.app.store.with(|tables| tables.add_log(self.order.run, &line));
    }

    /// The ids and names of all organizations of the collaboration.
    pub fn organizations(&self) -> Result<Vec<(u64, String)>, String> {
        let id = self.order.collaboration;
        let path = format!("/organization?collaboration_id={id}&per_page=1000&sort=id");
        let rows = self.request(Method::GET, &path, None)?;
        let Some(Json::Array(rows)) = rows.get("data") else { return Ok(Vec::new()) };
        let read = |row: &Json| Some((number(row, "id")?, row.get("name")?.as_str()?.to_owned()));
        Ok(rows.iter().filter_map(read).collect())
    }

    /// Starts a task at other organizations, and returns its id. The error is the server's message.
    pub fn start(&self, subtask: &Subtask) -> Result<u64, String> {
        let mut organizations = Vec::new();
        for id in &subtask.organizations {
            let sealed =
                self.app.store.with(|tables| self.order.form.seal(&self.app, tables, *id, &subtask.input));
            let sealed = sealed.ok_or_else(|| format!("organization {id} has no public key"))?;
            organizations.push(Json::object([("id", (*id).into()), ("input", sealed.into())]));
        }
        let databases =
            self.order.databases.iter().map(|(label, _)| Json::object([("label", label.as_str().into())]));
        let image = self.order.image.as_str();
        let mut body = vec![
            ("image".to_owned(), image.into()),
            ("collaboration_id".to_owned(), self.order.collaboration.into()),
            ("organizations".to_owned(), Json::Array(organizations)),
            ("databases".to_owned(), databases.collect()),
        ];
        if !subtask.name.is_empty() {
            body.push(("name".to_owned(), subtask.name.as_str().into()));
        }
        let task = self.request(Method::POST, "/task", Some(&Json::Object(body)))?;
        number(&task, "id").ok_or_else(|| "the server returned no task".to_owned())
    }

    /// Waits until a task has ended, and returns the decrypted results in the order of its organizations. A run that
    /// failed has no result, or an empty one, and is left out.
    pub fn wait(&self, task: u64) -> Result<Vec<Vec<u8>>, String> {
        let mut ended = self.app.nodes.ended.subscribe();
        loop {
            if ended.borrow_and_update().stopped {
                return Err("the nodes have stopped".to_owned());
            }
            let state = self.request(Method::GET, &format!("/task/{task}/status"), None)?;
            if status::is_finished(state.get("status").and_then(Json::as_str).unwrap_or("")) {
                break;
            }
            // The sender lives as long as this run.
            let _ = self.runtime.block_on(ended.changed());
        }
        let path = format!("/result?task_id={task}&per_page=1000");
        let rows = self.request(Method::GET, &path, None)?;
        let Some(Json::Array(rows)) = rows.get("data") else { return Ok(Vec::new()) };
        let results = rows.iter().rev().filter_map(|row| row.get("result")?.as_str());
        let (form, own) = (self.order.form, self.order.organization_id);
        let opened: Vec<_> = self
            .app
            .store
            .with(|tables| results.filter_map(|text| form.open(&self.app, tables, own, text)).collect());
        Ok(opened.into_iter().filter(|content| !content.is_empty()).collect())
    }

    pub(super) fn into_log(self) -> String {
        self.log.with(std::mem::take)
    }

    /// Sends a request as the client of an algorithm does, with its token.
    fn request(&self, method: Method, path: &str, body: Option<&Json>) -> Result<Json, String> {
        let mut headers = HeaderMap::new();
        let token = HeaderValue::try_from(format!("Bearer {}", self.order.token));
        headers.insert(AUTHORIZATION, token.map_err(|_| "the token is broken".to_owned())?);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let request = Request {
            method,
            uri: format!("/api{path}").parse().map_err(|_| "the path is broken".to_owned())?,
            headers,
            body: body.map(Json::to_text).unwrap_or_default().into(),
            stuck_in: None,
        };
        let answer = handler::reply(&self.app, &request);
        let succeeded = answer.status().is_success();
        let data = answer.into_json().unwrap_or(Json::Null);
        if succeeded {
            return Ok(data);
        }
        Err(data.get("msg").and_then(Json::as_str).unwrap_or("the server refused the request").to_owned())
    }
}

fn number(row: &Json, name: &str) -> Option<u64> {
    row.get(name)?.as_i64()?.try_into().ok()
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work").field("run", &self.order.run).finish_non_exhaustive()
    }
}
