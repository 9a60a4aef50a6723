use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::answer::{Answer, Error};
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::request::{BaseUrl, Body};

/// What a client knows of its service: facts that decide whether an operation may be sent.
///
/// A fact has a name, such as the path of the thing that it is about.
#[derive(Debug, Default)]
pub struct Facts(Mutex<BTreeMap<String, Value>>);

impl Facts {
    /// The fact with a name, if it is known.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Takes a fact, instead of an older one.
    pub fn put(&self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.into(), value.into());
    }
}

/// A call that another operation needs before it is sent: a question to the service, or an upload.
pub struct Question(Box<dyn Asked>);

impl Question {
    /// A call of an operation, which [learns](Operation::learn) from its answer.
    pub fn new(operation: impl Operation + 'static) -> Self {
        Self(Box::new(operation))
    }

    /// The operation's metadata.
    pub fn metadata(&self) -> &'static Metadata {
        self.0.metadata()
    }

    /// The request, without a credential.
    pub fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        self.0.to_request(base)
    }

    /// Takes the facts from the answer.
    pub fn learn(&self, answer: &Answer, facts: &Facts) -> Result<(), Error> {
        self.0.learn(answer, facts)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Question").field(&self.metadata().name).finish()
    }
}

/// An operation without its type.
trait Asked: Send + Sync {
    fn metadata(&self) -> &'static Metadata;
    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error>;
    fn learn(&self, answer: &Answer, facts: &Facts) -> Result<(), Error>;
}

impl<O: Operation> Asked for O {
    fn metadata(&self) -> &'static Metadata {
        Operation::metadata(self)
    }

    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        Operation::to_request(self, base)
    }

    fn learn(&self, answer: &Answer, facts: &Facts) -> Result<(), Error> {
        self.read(answer)?;
        Operation::learn(self, answer, facts);
        Ok(())
    }
}

#[cfg(all(test, feature = "saltant"))]
mod tests {
    use super::*;
    use crate::saltant::GetTaskQueue;

    #[test]
    fn a_question_shows_its_operation_and_no_argument() {
        let question = Question::new(GetTaskQueue::new(7));
        assert_eq!(format!("{question:?}"), r#"Question("saltant.task_queues.get")"#);
    }
}
