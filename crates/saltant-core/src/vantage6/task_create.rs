use saltant_types::Value;
use saltant_types::vantage6::{AlgorithmStoreId, CollaborationId, Database, OrganizationId, StudyId, Task};
use serde::Serialize;

use super::blob::{UploadBlob, ask_for_blobs, name_of, stores_blobs};
use super::task_input::{Participant, TaskInput};
use super::{GetCollaboration, GetStudy, collaboration, study};
use crate::answer::{Answer, ReadError};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};
use crate::rules::{Facts, Question};

/// Creates a task: an algorithm that runs at several organizations.
///
/// An encrypted collaboration takes only inputs that are encrypted, each for its organization. The server
/// refuses the others, but only after it has received them. So for a task with an input that is not encrypted,
/// a client first asks whether the collaboration is encrypted, and remembers the answer. If it is, the call
/// fails with kind [`Encode`](crate::ErrorKind::Encode) and the task is not sent. `Encryption::create_task` of
/// the facade (feature `encryption`) encrypts the inputs.
///
/// Some servers store inputs as blobs. A client asks that once, before its first task. It then uploads each input
/// ([`UploadBlob`]) and sends the names of the blobs. If the task is refused after that, the blobs stay on the server,
/// unreadable.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.create", POST "task", output = Task)]
#[operation(check = Self::check, write = Self::write, question = Self::question)]
#[operation(uploads = Self::uploads, uploaded = Self::uploaded, document)]
pub struct CreateTask {
    /// The algorithm's image.
    #[json]
    pub image: String,
    /// The organizations that run it, at least one, each with an input of its own if it has one.
    #[custom]
    pub organizations: Vec<Participant>,
    /// The input of the organizations that have none of their own: any JSON. By convention it is an object
    /// with `method`, `args` and `kwargs`.
    #[custom]
    pub input: Option<Value>,
    /// A name: at most 128 characters, not only digits.
    #[json]
    pub name: Option<String>,
    /// What the task is for: at most 1024 characters.
    #[json]
    pub description: Option<String>,
    /// The collaboration. It may be left out if there is a study.
    #[json = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// The study, which implies its collaboration.
    #[json = "study_id"]
    pub study: Option<StudyId>,
    /// The algorithm store to look the image up in.
    #[json = "store_id"]
    pub store: Option<AlgorithmStoreId>,
    /// The databases that the nodes use.
    #[json]
    pub databases: Option<Vec<Database>>,
    /// Whether inputs that are not encrypted are sent even to an encrypted collaboration. The collaboration is
    /// then not looked up.
    #[custom(flag)]
    pub unencrypted: bool,
    /// The server's own address, for the store to call back. Needed if the server's settings lack it.
    #[json]
    pub server_url: Option<String>,
}

impl CreateTask {
    /// Whether the task's collaboration is encrypted has to be known before an input leaves unencrypted, and whether
    /// the server stores blobs before an input leaves at all.
    fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
        self.check()?;
        if let Some(question) = self.question_about_encryption(facts)? {
            return Ok(Some(question));
        }
        let has_content = |participant: &Participant| !matches!(participant.input, Some(TaskInput::Blob(_)));
        let has_content = self.organizations.iter().any(has_content);
        Ok((has_content && stores_blobs(facts).is_none()).then(ask_for_blobs))
    }

    fn question_about_encryption(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
        let Some(organization) = self.in_clear().next().filter(|_| !self.unencrypted) else {
            return Ok(None);
        };
        let id = match (self.collaboration, self.study) {
            (Some(id), _) => id,
            (None, None) => return Ok(None),
            (None, Some(study)) => match study::collaboration_of(study, facts) {
                Some(id) => id,
                None => return Ok(Some(Question::new(GetStudy::new(study)))),
            },
        };
        match collaboration::is_encrypted(id, facts) {
            None => Ok(Some(Question::new(GetCollaboration::new(id)))),
            Some(false) => Ok(None),
            Some(true) => Err(EncodeError::Refused {
                name: "input",
                reason: format!(
                    "the collaboration is encrypted, and the input of organization {organization} is not: \
                     encrypt it (`Encryption::create_task`), or set `unencrypted` to send it as it is"
                ),
            }),
        }
    }

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

    /// Each input that is not a blob yet, if the server stores blobs.
    fn uploads(&self, facts: &Facts) -> Result<Vec<Question>, EncodeError> {
        if stores_blobs(facts) != Some(true) {
            return Ok(Vec::new());
        }
        let inputs: Vec<_> = self.inputs().collect::<Result<_, _>>()?;
        Ok(inputs.iter().filter_map(|(_, input)| input.to_blob()).map(UploadBlob::question).collect())
    }

    /// The same task with the names of the blobs.
    fn uploaded(&self, answers: &[Answer]) -> Result<Self, ReadError> {
        let mut names = answers.iter().map(name_of);
        let mut task = self.clone();
        for participant in &mut task.organizations {
            if matches!(participant.input, Some(TaskInput::Blob(_))) {
                continue;
            }
            if let Some(name) = names.next() {
                participant.input = Some(TaskInput::Blob(name?));
            }
        }
        Ok(task)
    }

    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        let rows: Vec<_> = self.inputs().map(|row| row.and_then(Row::new)).collect::<Result<_, _>>()?;
        request.json("organizations", &rows)
    }

    /// The input of each organization: its own, or that of all.
    fn inputs(&self) -> impl Iterator<Item = Result<(OrganizationId, TaskInput), EncodeError>> {
        let for_all = self.input.clone().map(TaskInput::from);
        self.organizations.iter().map(move |participant| {
            let id = participant.id;
            let input = participant.input.clone().or_else(|| for_all.clone());
            let missing = || EncodeError::Refused {
                name: "input",
                reason: format!("organization {id} has no input of its own, and the task has no input for all organizations"),
            };
            Ok((id, input.ok_or_else(missing)?))
        })
    }

    /// The organizations with an input that is not encrypted.
    pub fn in_clear(&self) -> impl Iterator<Item = OrganizationId> {
        let is_clear =
            |participant: &&Participant| participant.input.as_ref().is_none_or(TaskInput::is_clear);
        self.organizations.iter().filter(is_clear).map(|participant| participant.id)
    }

    /// The same task with every input encrypted: `seal` gets the organization and its [clear](TaskInput::is_clear)
    /// input.
    pub fn sealed<E: From<EncodeError>>(
        mut self,
        mut seal: impl FnMut(OrganizationId, TaskInput) -> Result<TaskInput, E>,
    ) -> Result<Self, E> {
        let sealed = self.inputs().map(|row| {
            let (id, input) = row?;
            let input = if input.is_clear() { seal(id, input)? } else { input };
            Ok(Participant { id, input: Some(input) })
        });
        let organizations = sealed.collect::<Result<_, E>>()?;
        (self.organizations, self.input) = (organizations, None);
        Ok(self)
    }
}

#[derive(Serialize)]
struct Row {
    id: OrganizationId,
    input: String,
}

impl Row {
    fn new((id, input): (OrganizationId, TaskInput)) -> Result<Self, EncodeError> {
        let refused = || EncodeError::Refused {
            name: "input",
            reason: format!(
                "the input of organization {id} is a stream, which only a server that stores blobs takes"
            ),
        };
        Ok(Self { id, input: input.to_wire().ok_or_else(refused)? })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Payload, Sealed};
    use super::*;
    use crate::request::Body;

    const SEALED: &str = "a2V5$aXY=$";

    fn body(task: &CreateTask) -> Result<Value, String> {
        let request = task.to_request(&"http://h/api".parse().unwrap()).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap())
    }

    fn organizations() -> [Participant; 5] {
        [
            Participant::new(2),
            Participant::new(3).input(json!({})),
            Participant::new(4).input(Payload::new("x")),
            Participant::new(5).input(SEALED.parse::<Sealed>().unwrap()),
            Participant::new(6).input(TaskInput::Blob(saltant_types::Uuid::nil())),
        ]
    }

    #[test]
    fn organizations_get_their_own_input_or_that_of_all() {
        let task = CreateTask::new("i", organizations()).input(json!([1])).study(1);
        let expected = json!({"image": "i", "study_id": 1, "organizations": [
            {"id": 2, "input": "WzFd"}, {"id": 3, "input": "e30="}, {"id": 4, "input": "eA=="},
            {"id": 5, "input": SEALED}, {"id": 6, "input": "00000000-0000-0000-0000-000000000000"},
        ]});
        assert_eq!(body(&task), Ok(expected));
    }

    #[test]
    fn sealing_replaces_every_input_in_the_clear_and_no_other() {
        let task = CreateTask::new("i", organizations()).input(json!([1])).collaboration(1);
        assert_eq!(task.in_clear().map(OrganizationId::get).collect::<Vec<_>>(), [2, 3, 4]);
        let mut seen = Vec::new();
        let sealed = task.sealed(|id, input| {
            let TaskInput::Clear(payload) = input else { panic!("{input:?}") };
            seen.push((id.get(), payload.text().unwrap().to_owned()));
            Ok::<_, EncodeError>("b3du$aXY=$".parse::<Sealed>().unwrap().into())
        });
        let sealed = sealed.unwrap();
        assert_eq!(seen, [(2, "[1]".to_owned()), (3, "{}".to_owned()), (4, "x".to_owned())]);
        assert_eq!(sealed.in_clear().count(), 0);
        let sent = body(&sealed).unwrap();
        let sent: Vec<_> =
            sent["organizations"].as_array().unwrap().iter().map(|row| &row["input"]).collect();
        let own = "b3du$aXY=$";
        assert_eq!(sent, [own, own, own, SEALED, "00000000-0000-0000-0000-000000000000"]);
    }

    #[test]
    fn where_the_server_stores_blobs_each_input_is_uploaded_and_its_name_sent() {
        let facts = Facts::default();
        let participants = organizations().into_iter().chain([Participant::new(7).input(Body::from("s"))]);
        let task = CreateTask::new("i", participants).input(json!([1])).collaboration(1);
        let clear = task.clone().unencrypted(true);
        assert_eq!(clear.question(&facts).unwrap().unwrap().metadata().path, "blobstream/status");
        let status = |enabled: bool| -> Answer {
            http::Response::new(json!({"blob_store_enabled": enabled}).to_string().into())
        };
        let ask = ask_for_blobs();
        ask.learn(&status(false), &facts).unwrap();
        assert!(task.uploads(&facts).unwrap().is_empty());
        assert!(
            body(&task)
                .unwrap_err()
                .contains("organization 7 is a stream, which only a server that stores blobs takes")
        );
        ask.learn(&status(true), &facts).unwrap();
        assert!(clear.question(&facts).unwrap().is_none());
        assert_eq!(task.uploads(&facts).unwrap().len(), 5, "a blob is not uploaded again");
        let name = |at: usize| format!("00000000-0000-0000-0000-00000000000{at}");
        let answers: Vec<Answer> =
            (1..6).map(|at| http::Response::new(json!({"uuid": name(at)}).to_string().into())).collect();
        let sent = body(&task.uploaded(&answers).unwrap()).unwrap();
        let sent: Vec<_> =
            sent["organizations"].as_array().unwrap().iter().map(|row| row["input"].clone()).collect();
        assert_eq!(sent, [name(1), name(2), name(3), name(4), name(0), name(5)]);
        let unreadable: Answer = http::Response::new("{}".into());
        assert!(task.uploaded(&[unreadable]).is_err());
    }

    #[test]
    fn what_the_server_would_refuse_or_misread_is_not_sent() {
        let task = || CreateTask::new("i", [2]).input(json!({})).collaboration(1);
        assert!(
            body(&CreateTask::new("i", [2]).collaboration(1))
                .unwrap_err()
                .contains("organization 2 has no input of its own")
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
        let sealed = "Y2FuYXJ5$aXY=$".parse::<Sealed>().unwrap();
        let organizations = [Participant::new(2).input(json!("canary")), Participant::new(3).input(sealed)];
        let task = CreateTask::new("i", organizations).collaboration(1);
        let shown = format!("{task:?}");
        assert!(!shown.contains("canary") && !shown.contains("Y2FuYXJ5"), "{shown}");
    }
}
