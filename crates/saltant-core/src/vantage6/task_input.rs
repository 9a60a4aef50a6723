use saltant_types::schema::{Field, HasSchema, Schema};
use saltant_types::vantage6::OrganizationId;
use saltant_types::{Uuid, Value};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::base64::ToBase64;
use super::payload::{Payload, PayloadError};
use super::sealed::Sealed;
use crate::request::Body;

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
#[derive(Clone, Debug)]
pub struct Participant {
    /// The organization.
    pub id: OrganizationId,
    /// Its own input; by default that of all.
    pub input: Option<TaskInput>,
}

impl Participant {
    /// An organization that gets the input of all.
    pub fn new(id: impl Into<OrganizationId>) -> Self {
        Self { id: id.into(), input: None }
    }

    /// Gives it an input of its own: a JSON value, a [`Payload`] of any bytes, a [`Sealed`] message, a [`Body`] that
    /// is read while it is uploaded, or the name of a blob.
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

/// The input of one organization. `Debug` does not show the content.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TaskInput {
    /// Bytes that are not encrypted. The server takes bytes that are not UTF-8 text for encrypted ones, and
    /// refuses them where the collaboration is not encrypted.
    Clear(Payload),
    /// A message that is encrypted for the organization.
    Sealed(Sealed),
    /// The name of a blob with the input, which was uploaded before.
    Blob(Uuid),
    /// Content that is not encrypted and is read while it is uploaded, such as a large file. Only a server that
    /// stores blobs takes it.
    Stream(Body),
    /// A message that is encrypted for the organization and is read while it is uploaded: `key$start$`, each in
    /// base64, and the encrypted bytes. Only a server that stores blobs takes it.
    SealedStream(Body),
}

impl TaskInput {
    /// Reads the text that the service takes: base64, an encrypted message, or the name of a blob.
    pub fn from_wire(text: &str) -> Result<Self, PayloadError> {
        // No base64 has a `-` or a `$`.
        match text.parse() {
            Ok(name) if text.contains('-') => Ok(Self::Blob(name)),
            _ if text.contains('$') => text.parse().map(Self::Sealed),
            _ => Payload::from_wire(text).map(Self::Clear),
        }
    }

    /// The text that the service takes; `None` for a stream, which is uploaded first.
    pub fn to_wire(&self) -> Option<String> {
        match self {
            Self::Clear(payload) => Some(payload.to_wire()),
            Self::Sealed(message) => Some(message.as_str().to_owned()),
            Self::Blob(name) => Some(name.to_string()),
            Self::Stream(_) | Self::SealedStream(_) => None,
        }
    }

    /// The content of the blob that stands for it; `None` if it is the name of one. It is changed while it is sent.
    pub fn to_blob(&self) -> Option<Body> {
        match self {
            Self::Clear(payload) => Some(Body::from(payload.bytes().clone()).recoded(ToBase64::default)),
            Self::Sealed(message) => Some(message.to_blob()),
            Self::Blob(_) => None,
            Self::Stream(content) => Some(content.recoded(ToBase64::default)),
            Self::SealedStream(message) => Some(message.clone()),
        }
    }

    /// Whether it is not encrypted, as far as that can be seen.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear(_) | Self::Stream(_))
    }
}

impl From<Payload> for TaskInput {
    fn from(payload: Payload) -> Self {
        Self::Clear(payload)
    }
}

impl From<Value> for TaskInput {
    fn from(value: Value) -> Self {
        Self::Clear(value.into())
    }
}

impl From<Sealed> for TaskInput {
    fn from(message: Sealed) -> Self {
        Self::Sealed(message)
    }
}

impl From<Body> for TaskInput {
    fn from(content: Body) -> Self {
        Self::Stream(content)
    }
}

impl From<Uuid> for TaskInput {
    fn from(blob: Uuid) -> Self {
        Self::Blob(blob)
    }
}

/// As JSON a participant is an id, or an object with `id` and one form of input: `input` (any JSON but a text, or
/// the text that the service takes), `base64` (bytes, not encrypted), `sealed` (an encrypted message), `stream` (a
/// file, not encrypted) or `blob` (the name of a blob).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: OrganizationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blob: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stream: Option<Body>,
}

impl Written {
    fn new(id: OrganizationId) -> Self {
        Self { id, input: None, base64: None, sealed: None, blob: None, stream: None }
    }

    fn input(self) -> Result<Option<TaskInput>, String> {
        let Self { id: _, input, base64, sealed, blob, stream } = self;
        let reason = |error: PayloadError| error.to_string();
        let mut forms = [
            input.map(of_json).transpose().map_err(reason)?,
            base64.map(|text| Payload::from_wire(&text)).transpose().map_err(reason)?.map(TaskInput::Clear),
            sealed.map(|text| text.parse()).transpose().map_err(reason)?.map(TaskInput::Sealed),
            blob.map(TaskInput::Blob),
            stream.map(TaskInput::Stream),
        ]
        .into_iter()
        .flatten();
        match (forms.next(), forms.next()) {
            (Some(_), Some(_)) => Err("more than one form of input".to_owned()),
            (input, _) => Ok(input),
        }
    }
}

fn of_json(input: Value) -> Result<TaskInput, PayloadError> {
    match input {
        Value::String(text) => TaskInput::from_wire(&text),
        value => Ok(value.into()),
    }
}

impl Serialize for Participant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written::new(self.id);
        match &self.input {
            None => return self.id.serialize(serializer),
            Some(TaskInput::Clear(payload)) => match payload.json::<Value>() {
                // Other bytes may mean the same value, and have to stay as they are.
                Ok(value) if !value.is_string() && Payload::from(value.clone()) == *payload => {
                    Written { input: Some(value), ..written }
                }
                _ => Written { base64: Some(payload.to_wire()), ..written },
            },
            Some(TaskInput::Sealed(message)) => {
                Written { sealed: Some(message.as_str().to_owned()), ..written }
            }
            Some(TaskInput::Blob(name)) => Written { blob: Some(*name), ..written },
            Some(TaskInput::Stream(content)) => Written { stream: Some(content.clone()), ..written },
            Some(TaskInput::SealedStream(_)) => {
                return Err(serde::ser::Error::custom("an encrypted stream cannot be written as a text"));
            }
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Participant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if !value.is_object() {
            return serde_json::from_value(value)
                .map(|id: OrganizationId| Self::new(id))
                .map_err(D::Error::custom);
        }
        let written: Written = serde_json::from_value(value).map_err(D::Error::custom)?;
        let id = written.id;
        written.input().map(|input| Self { id, input }).map_err(D::Error::custom)
    }
}

impl HasSchema for Participant {
    const SCHEMA: Schema = {
        const fn field(name: &'static str, doc: &'static str, schema: Schema) -> Field {
            Field { name, doc, required: false, schema }
        }
        Schema::OneOf(&[
            OrganizationId::SCHEMA,
            Schema::Record(&[
                Field {
                    name: "id",
                    doc: "The organization.",
                    required: true,
                    schema: OrganizationId::SCHEMA,
                },
                field(
                    "input",
                    "Its own input: any JSON but a text, sent unencrypted; or the text that the service takes, \
                     which is base64, an encrypted message or the name of a blob.",
                    Schema::Json,
                ),
                field("base64", "Its own input: bytes in base64, sent unencrypted.", Schema::Text),
                field("sealed", "Its own input: a message that is encrypted for it.", Schema::Text),
                field("blob", "Its own input: the name of a blob that has it.", Schema::Uuid),
                field(
                    "stream",
                    "Its own input: a content that is uploaded unencrypted, to a server that stores blobs.",
                    Schema::File,
                ),
            ]),
        ])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participant_is_written_and_read_as_the_same_json() {
        for text in [
            "2",
            r#"{"id":2,"input":{"a":[1,2.5]}}"#,
            r#"{"id":2,"base64":"eA=="}"#,
            r#"{"id":2,"base64":"WyAxIF0="}"#,
            r#"{"id":2,"sealed":"a2V5$aXY=$"}"#,
            r#"{"id":2,"blob":"00000000-0000-0000-0000-000000000001"}"#,
            r#"{"id":2,"stream":"text"}"#,
        ] {
            let participant: Participant = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&participant).unwrap(), text);
        }
    }

    #[test]
    fn an_input_that_is_not_what_its_form_says_is_refused() {
        for (text, reason) in [
            (r#"{"id":2,"base64":"a2V5$aXY=$"}"#, "not base64; is it encrypted?"),
            (r#"{"id":2,"sealed":"eA=="}"#, "not an encrypted message: `key$start$content`, each in base64"),
            (r#"{"id":2,"sealed":"$$"}"#, "not an encrypted message: `key$start$content`, each in base64"),
            (
                r#"{"id":2,"sealed":"eA==$eA==$eA==$eA=="}"#,
                "not an encrypted message: `key$start$content`, each in base64",
            ),
            (r#"{"id":2,"input":1,"base64":"eA=="}"#, "more than one form of input"),
        ] {
            let error = serde_json::from_str::<Participant>(text).unwrap_err();
            assert_eq!(error.to_string(), reason, "{text}");
        }
    }
}
