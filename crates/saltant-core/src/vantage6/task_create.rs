use std::fmt;

use saltant_types::Value;
use saltant_types::vantage6::{AlgorithmStoreId, CollaborationId, Database, OrganizationId, StudyId, Task};
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use super::Payload;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Creates a task: an algorithm that is to run at several organizations.
///
/// Inputs are sent as they are given. To a collaboration that is encrypted they have to go encrypted, each
/// for its own organization; the server refuses what does not fit, but has seen it by then.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.create", POST "task", output = Task)]
#[operation(check = Self::check, write = Self::write)]
pub struct CreateTask {
    /// The algorithm's image.
    #[json]
    pub image: String,
    /// The organizations that are to run it, at least one, each with an input of its own if it has one.
    #[custom]
    pub organizations: Vec<Participant>,
    /// The input of those that have none of their own: any JSON. By convention an object with `method`,
    /// `args` and `kwargs`.
    #[custom]
    pub input: Option<Value>,
    /// A name: at most 128 characters, not all digits.
    #[json]
    pub name: Option<String>,
    /// What it is for: at most 1024 characters.
    #[json]
    pub description: Option<String>,
    /// The collaboration. It may be left out where there is a study.
    #[json = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// The study, which implies its collaboration.
    #[json = "study_id"]
    pub study: Option<StudyId>,
    /// The algorithm store that the image is to be looked up in.
    #[json = "store_id"]
    pub store: Option<AlgorithmStoreId>,
    /// The databases that the nodes are to use.
    #[json]
    pub databases: Option<Vec<Database>>,
    /// The server's own address, for the store to ask back at, where the server's settings do not have it.
    #[json]
    pub server_url: Option<String>,
}

impl CreateTask {
    fn check(&self) -> Result<(), EncodeError> {
        let refuse = |name, reason: &str| Err(EncodeError::Refused { name, reason: reason.to_owned() });
        if self.collaboration.is_none() && self.study.is_none() {
            return refuse("collaboration", "a task belongs to a collaboration or a study: give one of them");
        }
        let is_name = |label: &str| {
            label.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && label.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        match self.databases.iter().flatten().find(|database| !is_name(&database.label)) {
            Some(_) => refuse("databases", "a label is a word of letters, digits and `_`, no digit first"),
            None => Ok(()),
        }
    }

    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        let rows: Result<Vec<_>, _> = self.organizations.iter().map(|one| self.row(one)).collect();
        request.json("organizations", &rows?)
    }

    fn row(&self, participant: &Participant) -> Result<Row, EncodeError> {
        let input = self.input_of(participant)?;
        let input = match input {
            TaskInput::Wire(text) => text,
            TaskInput::Json(value) => {
                let name = "input";
                let payload = Payload::from_json(&value);
                payload.map_err(|error| EncodeError::Json { name, reason: error.to_string() })?.to_wire()
            }
        };
        Ok(Row { id: participant.id, input })
    }

    /// The input of one of the organizations: its own, or that of all.
    pub fn input_of(&self, participant: &Participant) -> Result<TaskInput, EncodeError> {
        let own = participant.input.clone();
        own.or_else(|| self.input.clone().map(TaskInput::Json)).ok_or_else(|| EncodeError::Refused {
            name: "input",
            reason: format!("organization {} has none, and there is none for all", participant.id),
        })
    }
}

#[derive(Serialize)]
struct Row {
    id: OrganizationId,
    input: String,
}

/// One organization of a new task.
///
/// ```
/// use saltant_core::vantage6::{CreateTask, Participant};
/// use serde_json::json;
///
/// let task = CreateTask::new("harbor.example.org/average:1", [
///     Participant::new(2).input(json!({"method": "average", "kwargs": {"column": "age"}})),
///     Participant::new(3).input(json!({"method": "average", "kwargs": {"column": "AGE"}})),
/// ]);
/// ```
#[derive(Clone, Debug, PartialEq, saltant_macros::HasSchema)]
pub struct Participant {
    /// The organization.
    pub id: OrganizationId,
    /// Its own input; by default that of all.
    pub input: Option<TaskInput>,
}

/// What an organization is to work on. `Debug` does not show it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum TaskInput {
    /// A value, which is sent as JSON.
    Json(Value),
    /// The text to be sent: bytes in base64, or encrypted.
    Wire(String),
}

impl saltant_types::schema::HasSchema for TaskInput {
    const SCHEMA: saltant_types::schema::Schema = saltant_types::schema::Schema::Json;
}

impl From<Payload> for TaskInput {
    fn from(payload: Payload) -> Self {
        Self::Wire(payload.to_wire())
    }
}

impl From<Value> for TaskInput {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl fmt::Debug for TaskInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json(_) => "Json(…)",
            Self::Wire(_) => "Wire(…)",
        })
    }
}

impl Participant {
    /// An organization that gets the input of all.
    pub fn new(id: impl Into<OrganizationId>) -> Self {
        Self { id: id.into(), input: None }
    }

    /// Gives it an input of its own: a JSON value, or a [`Payload`] of any bytes.
    #[must_use]
    pub fn input(mut self, input: impl Into<TaskInput>) -> Self {
        self.input = Some(input.into());
        self
    }
}

impl From<OrganizationId> for Participant {
    fn from(id: OrganizationId) -> Self {
        Self::new(id)
    }
}

impl From<u64> for Participant {
    fn from(id: u64) -> Self {
        Self::new(id)
    }
}

/// As JSON a participant is an id, or an object with `id` and either `input` (any JSON) or `wire` (the text
/// to be sent).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: OrganizationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wire: Option<String>,
}

impl Serialize for Participant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = self.id;
        match self.input.clone() {
            None => id.serialize(serializer),
            Some(TaskInput::Json(value)) => {
                Written { id, input: Some(value), wire: None }.serialize(serializer)
            }
            Some(TaskInput::Wire(text)) => {
                Written { id, input: None, wire: Some(text) }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Participant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if !value.is_object() {
            return serde_json::from_value(value)
                .map(|id| Self { id, input: None })
                .map_err(D::Error::custom);
        }
        let Written { id, input, wire } = serde_json::from_value(value).map_err(D::Error::custom)?;
        Ok(Self { id, input: wire.map(TaskInput::Wire).or(input.map(TaskInput::Json)) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(task: &CreateTask) -> Result<Value, String> {
        let request = task.to_request(&"http://h/api".parse().unwrap()).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap())
    }

    #[test]
    fn organizations_get_their_own_input_or_that_of_all() {
        let organizations = [
            Participant::new(2),
            Participant::new(3).input(json!({})),
            Participant::new(4).input(Payload::new("x")),
        ];
        let task = CreateTask::new("i", organizations).input(json!([1])).study(1);
        let expected = json!({"image": "i", "study_id": 1, "organizations": [
            {"id": 2, "input": "WzFd"}, {"id": 3, "input": "e30="}, {"id": 4, "input": "eA=="}
        ]});
        assert_eq!(body(&task), Ok(expected));
    }

    #[test]
    fn what_the_server_would_refuse_or_misread_is_not_sent() {
        let task = || CreateTask::new("i", [2]).input(json!({})).collaboration(1);
        assert!(
            body(&CreateTask::new("i", [2]).collaboration(1))
                .unwrap_err()
                .contains("organization 2 has none")
        );
        assert!(
            body(&CreateTask::new("i", [2]).input(json!({})))
                .unwrap_err()
                .contains("collaboration or a study")
        );
        for label in ["", "1a", "a b"] {
            assert!(body(&task().databases([label])).unwrap_err().contains("a label is a word"), "{label}");
        }
        assert!(body(&task().databases(["default_1"])).is_ok());
    }

    #[test]
    fn a5_inputs_are_not_in_debug() {
        let task = CreateTask::new("i", [Participant::new(2).input(json!("canary"))]).collaboration(1);
        assert!(!format!("{task:?}").contains("canary"));
    }
}
