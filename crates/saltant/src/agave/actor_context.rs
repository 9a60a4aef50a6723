use std::collections::BTreeMap;
use std::fmt;

use saltant_core::Error;
use saltant_http::Call;
use saltant_types::{Secret, Value};

use super::{ActorId, Client, ExecutionId, UpdateActorState, Username, WorkerId, python_literal};
use crate::env;

/// What a program finds out about itself when it runs inside an actor: its message, its environment and who it is.
///
/// Abaco gives it in environment variables that begin with `_abaco_`, and the message in `MSG`. Their names are
/// those of Abaco 1.9.0 and of agavepy.
///
/// ```no_run
/// use saltant::agave::ActorContext;
///
/// # async fn run() -> Result<(), saltant::Error> {
/// let context = ActorContext::from_env()?;
/// let client = context.client()?;
/// let runs = context.state().and_then(|state| state["runs"].as_u64()).unwrap_or(0);
/// let user = context.username().map_or_else(|| "?".to_owned(), |user| user.to_string());
/// println!("{user} says {:?}", context.message());
/// context.update_state(&client, serde_json::json!({"runs": runs + 1})).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ActorContext {
    actor_id: ActorId,
    variables: BTreeMap<String, String>,
}

impl ActorContext {
    /// The variable that tells a program that it runs inside an actor.
    const ACTOR_ID: &'static str = "_abaco_actor_id";

    /// The context of this process.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) outside of an actor.
    pub fn from_env() -> Result<Self, Error> {
        // A variable that is no text cannot be one of Abaco's.
        let texts = std::env::vars_os();
        Self::from_vars(
            texts.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// Does the same as [`from_env`](Self::from_env) with variables from another source.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the variable with the actor's id is missing or empty.
    pub fn from_vars(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Error> {
        let variables: BTreeMap<String, String> = variables.into_iter().collect();
        let actor_id = env::required(&|name: &str| variables.get(name).cloned(), Self::ACTOR_ID)?;
        Ok(Self { actor_id: ActorId::new(actor_id), variables })
    }

    /// The actor's id.
    pub fn actor_id(&self) -> &ActorId {
        &self.actor_id
    }

    /// The actor's id in Abaco's database: the tenant and the id.
    pub fn actor_db_id(&self) -> Option<&str> {
        self.abaco("actor_dbid")
    }

    /// The actor's name.
    pub fn actor_name(&self) -> Option<&str> {
        self.abaco("actor_name")
    }

    /// The id of this execution.
    pub fn execution_id(&self) -> Option<ExecutionId> {
        self.abaco("execution_id").map(ExecutionId::from)
    }

    /// The worker that runs this execution.
    pub fn worker_id(&self) -> Option<WorkerId> {
        self.abaco("worker_id").map(WorkerId::from)
    }

    /// The user who sent the message.
    pub fn username(&self) -> Option<Username> {
        self.abaco("username").map(Username::from)
    }

    /// The image that this container runs.
    pub fn image(&self) -> Option<&str> {
        self.abaco("container_repo")
    }

    /// The type of the message: `str`, `application/json` or `application/octet-stream`.
    pub fn content_type(&self) -> Option<&str> {
        // agavepy reads the older name.
        self.abaco("Content_Type").or_else(|| self.abaco("Content-Type"))
    }

    /// The message as a text; `None` if it is binary.
    pub fn raw_message(&self) -> Option<&str> {
        self.variable("MSG")
    }

    /// The message as a value.
    ///
    /// Abaco writes objects and lists as Python does (`{'a': True}`). They are read as what they mean, and so is
    /// JSON. Anything else is a text.
    pub fn message(&self) -> Option<Value> {
        self.raw_message().map(value_of)
    }

    /// The state that the actor has kept; `None` if there is none.
    pub fn state(&self) -> Option<Value> {
        self.abaco("actor_state").map(value_of)
    }

    /// A variable of the execution: one of the actor's own or of the message.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// A client for the tenant that runs the actor, with the token that Abaco gave to this execution.
    ///
    /// The token is not renewed.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if Abaco gave no address or no token, or an address that a client
    /// refuses.
    pub fn client(&self) -> Result<Client, Error> {
        let read = |name: &str| env::required(&|name: &str| self.variables.get(name).cloned(), name);
        Client::new(read("_abaco_api_server")?, Secret::from(read("_abaco_access_token")?))
    }

    /// Sets the state that the actor keeps until its next message: any JSON that is not empty.
    pub fn update_state<'c>(
        &self,
        client: &'c Client,
        state: impl Into<Value>,
    ) -> Call<'c, UpdateActorState> {
        client.actors().update_state(self.actor_id.clone(), state)
    }

    /// A variable of Abaco's own; an empty one is not set.
    fn abaco(&self, name: &str) -> Option<&str> {
        self.variable(&format!("_abaco_{name}")).filter(|value| !value.is_empty() && *value != "None")
    }
}

/// The variables may hold secrets.
impl fmt::Debug for ActorContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActorContext").field("actor_id", &self.actor_id).finish_non_exhaustive()
    }
}

/// A value that Abaco has written into a variable: JSON, Python's spelling of it, or a text.
fn value_of(text: &str) -> Value {
    let json = serde_json::from_str(text).ok();
    json.or_else(|| python_literal::read(text)).unwrap_or_else(|| text.into())
}

#[cfg(test)]
mod tests {
    use saltant_core::ErrorKind;
    use serde_json::json;

    use super::*;

    fn context(variables: &[(&str, &str)]) -> Result<ActorContext, Error> {
        let pairs = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        ActorContext::from_vars(pairs)
    }

    #[test]
    fn a_program_knows_its_actor_its_message_and_its_state() {
        let context = context(&[
            ("_abaco_actor_id", "a1"),
            ("_abaco_actor_dbid", "TACC_a1"),
            ("_abaco_execution_id", "e1"),
            ("_abaco_worker_id", "None"),
            ("_abaco_username", "nryan"),
            ("_abaco_container_repo", "abacosamples/test"),
            ("_abaco_Content_Type", "application/json"),
            ("_abaco_actor_state", "{'runs': 3, 'last': None}"),
            ("_abaco_actor_name", ""),
            ("MSG", "{'a': True}"),
            ("COLOUR", "red"),
        ])
        .unwrap();
        assert_eq!((context.actor_id().as_str(), context.actor_db_id()), ("a1", Some("TACC_a1")));
        assert_eq!(context.execution_id(), Some("e1".into()));
        assert_eq!((context.worker_id(), context.actor_name()), (None, None));
        assert_eq!(context.username(), Some("nryan".into()));
        assert_eq!(context.image(), Some("abacosamples/test"));
        assert_eq!(context.content_type(), Some("application/json"));
        assert_eq!(context.raw_message(), Some("{'a': True}"));
        assert_eq!(context.message(), Some(json!({"a": true})));
        assert_eq!(context.state(), Some(json!({"runs": 3, "last": null})));
        assert_eq!(context.variable("COLOUR"), Some("red"));
    }

    #[test]
    fn a_message_that_is_neither_json_nor_python_is_a_text() {
        for (text, value) in [
            ("hello", json!("hello")),
            ("{\"a\": [true, null]}", json!({"a": [true, null]})),
            ("5", json!(5)),
            ("{'a': ", json!("{'a': ")),
            ("", json!("")),
        ] {
            let context = context(&[("_abaco_actor_id", "a"), ("MSG", text)]).unwrap();
            assert_eq!(context.message(), Some(value), "{text}");
        }
        assert_eq!(context(&[("_abaco_actor_id", "a")]).unwrap().message(), None);
    }

    #[test]
    fn a_program_outside_an_actor_or_without_a_token_is_told_what_is_missing() {
        let error = context(&[("MSG", "hi")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.to_string().contains("_abaco_actor_id"), "{error}");
        let server = ("_abaco_api_server", "https://h");
        let without = context(&[("_abaco_actor_id", "a"), server, ("_abaco_access_token", "")]).unwrap();
        assert!(without.client().unwrap_err().to_string().contains("_abaco_access_token"));
        let with = context(&[("_abaco_actor_id", "a"), server, ("_abaco_access_token", "canary")]).unwrap();
        assert_eq!(with.client().unwrap().http().base_url().as_str(), "https://h/");
        assert!(!format!("{with:?}").contains("canary"));
    }
}
