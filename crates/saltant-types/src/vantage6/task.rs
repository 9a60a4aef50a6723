use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{
    AlgorithmStoreId, CollaborationId, Link, ListLink, OrganizationId, Rows, Run, RunResult, RunStatus,
    StudyId, UserId,
};
use crate::Timestamp;
use crate::id::id;

id! {
    /// The id of a task.
    TaskId(u64)
}

id! {
    /// The id of a job: a task and all tasks that it has started share one.
    JobId(u64)
}

/// A task: an algorithm that runs at several organizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// The task's id.
    pub id: TaskId,
    /// The name; empty if it was given none.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The algorithm's image.
    #[serde(default)]
    pub image: String,
    /// The job that it belongs to.
    pub job_id: JobId,
    /// Where it stands: derived from its runs. Any failed run makes it failed; it is completed once all are.
    pub status: RunStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was completed. A task that failed has none.
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// The collaboration.
    pub collaboration: Link<CollaborationId>,
    /// The study, if it belongs to one.
    #[serde(default)]
    pub study: Option<Link<StudyId>>,
    /// The task that has started it, if it is a subtask.
    #[serde(default)]
    pub parent: Option<Link<TaskId>>,
    /// The organization that has started it.
    pub init_org: Link<OrganizationId>,
    /// The user who has started it; `None` if that user is gone.
    #[serde(default)]
    pub init_user: Option<Link<UserId>>,
    /// The algorithm store that the image comes from.
    #[serde(default)]
    pub algorithm_store: Option<Link<AlgorithmStoreId>>,
    /// The databases that the nodes are to use.
    #[serde(default)]
    pub databases: Vec<TaskDatabase>,
    /// The runs; left out where the task is itself included in a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<Rows<Run>>,
    /// The results.
    #[serde(default)]
    pub results: Rows<RunResult>,
    /// The subtasks.
    #[serde(default)]
    pub children: ListLink,
}

impl From<&Task> for TaskId {
    fn from(task: &Task) -> Self {
        task.id
    }
}

/// The answer to the question where a task stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskState {
    /// Where it stands.
    pub status: RunStatus,
}

/// A database of a task, as the server keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskDatabase {
    /// The name by which the nodes know it.
    pub label: String,
    /// What else was said of it: JSON, as a text.
    #[serde(default)]
    pub parameters: Option<String>,
}

impl TaskDatabase {
    /// What else was said of it: `query`, `sheet_name`, `preprocessing` …
    pub fn values(&self) -> Result<Map<String, Value>, serde_json::Error> {
        self.parameters.as_deref().map_or_else(|| Ok(Map::new()), serde_json::from_str)
    }
}

/// A database for a new task: a label, and how to read it.
///
/// ```
/// use saltant_types::vantage6::Database;
///
/// let plain: Database = "default".into();
/// let queried = Database::new("omop").query("SELECT * FROM person");
/// assert_eq!(serde_json::to_string(&plain)?, r#"{"label":"default"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, saltant_macros::HasSchema)]
pub struct Database {
    /// The name by which the nodes know it: a word of letters, digits and `_`.
    pub label: String,
    /// The query, for a database that takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The sheet, for a spreadsheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_name: Option<String>,
    /// What is done to the data first: objects with a `function`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preprocessing: Option<Vec<Value>>,
    /// What a newer server takes beside these.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Database {
    /// A database by its label.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// Sets the query.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = Some(query.into());
        self
    }

    /// Sets the sheet of a spreadsheet.
    #[must_use]
    pub fn sheet_name(mut self, name: impl Into<String>) -> Self {
        self.sheet_name = Some(name.into());
        self
    }

    /// Sets what is done to the data first.
    #[must_use]
    pub fn preprocessing(mut self, steps: impl IntoIterator<Item = Value>) -> Self {
        self.preprocessing = Some(steps.into_iter().collect());
        self
    }
}

impl From<&str> for Database {
    fn from(label: &str) -> Self {
        Self::new(label)
    }
}

/// From an object, or from a text, which is the label.
impl<'de> Deserialize<'de> for Database {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        #[derive(Deserialize)]
        struct Whole {
            #[serde(default)]
            label: String,
            query: Option<String>,
            sheet_name: Option<String>,
            preprocessing: Option<Vec<Value>>,
            #[serde(flatten)]
            other: Map<String, Value>,
        }
        match Value::deserialize(deserializer)? {
            Value::String(label) => Ok(Self::new(label)),
            value => {
                let Whole { label, query, sheet_name, preprocessing, other } =
                    serde_json::from_value(value).map_err(D::Error::custom)?;
                Ok(Self { label, query, sheet_name, preprocessing, other })
            }
        }
    }
}
