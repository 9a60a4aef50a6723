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
    /// The id of a job. A task and its subtasks share one.
    JobId(u64)
}

/// A task: an algorithm that runs at several organizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// The task's id.
    pub id: TaskId,
    /// The name; empty if it has none.
    #[serde(default)]
    pub name: String,
    /// What the task is for.
    #[serde(default)]
    pub description: String,
    /// The algorithm's image.
    #[serde(default)]
    pub image: String,
    /// The job that it belongs to.
    pub job_id: JobId,
    /// Its status, which the server derives from its runs: one failed run makes it failed, and it is
    /// completed once all runs are.
    pub status: RunStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was completed; `None` for a task that failed.
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// The collaboration that it belongs to.
    pub collaboration: Link<CollaborationId>,
    /// The study, if it belongs to one.
    #[serde(default)]
    pub study: Option<Link<StudyId>>,
    /// The task that created it, if it is a subtask.
    #[serde(default)]
    pub parent: Option<Link<TaskId>>,
    /// The organization that created it.
    pub init_org: Link<OrganizationId>,
    /// The user who created it; `None` if that user was deleted.
    #[serde(default)]
    pub init_user: Option<Link<UserId>>,
    /// The algorithm store that the image comes from.
    #[serde(default)]
    pub algorithm_store: Option<Link<AlgorithmStoreId>>,
    /// The databases that the nodes use.
    #[serde(default)]
    pub databases: Vec<TaskDatabase>,
    /// The runs; `None` where a run includes the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<Rows<Run>>,
    /// The results of its runs.
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

/// The status of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskStatus {
    /// The status that the server derives from the task's runs.
    pub status: RunStatus,
}

/// A database of a task, as the server stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskDatabase {
    /// The name that the nodes know it by.
    pub label: String,
    /// Its other settings: JSON as a text.
    #[serde(default)]
    pub parameters: Option<String>,
}

impl TaskDatabase {
    /// Its other settings, such as `query`, `sheet_name` and `preprocessing`.
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
    /// The name that the nodes know it by: letters, digits and `_`, no digit first.
    pub label: String,
    /// The query, for a database that takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The sheet, for a spreadsheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_name: Option<String>,
    /// Steps that prepare the data: objects with a `function`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preprocessing: Option<Vec<Value>>,
    /// Further settings, such as `arguments`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Database {
    /// A database with a label and no settings.
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

    /// Sets the steps that prepare the data.
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

impl From<&String> for Database {
    fn from(label: &String) -> Self {
        Self::new(label)
    }
}

impl From<String> for Database {
    fn from(label: String) -> Self {
        Self::new(label)
    }
}

/// Reads an object, or a text as the label.
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
