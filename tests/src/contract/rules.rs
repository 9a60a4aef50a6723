use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use http::HeaderMap;
use saltant_core::catalog::{Argument, Entry};
use saltant_core::{AuthUse, Credential, Error, ErrorKind};
use serde_json::{Map, Value};

use super::meaning::{Fields, holds};
use super::play::base_path;
use super::{
    BodyKind, Exchange, Line, Outcome, Play, Request, Response, agave, astakos, inmanta, saltant, vantage6,
};

/// What a recorded call asks of this project.
#[non_exhaustive]
pub enum Ask {
    /// An operation of the catalog, with arguments that are already named as it names them.
    Operation(&'static Entry, Map<String, Value>),
    /// A piece of a program: for what takes several requests.
    Play(Play),
    /// Nothing can be asked for that would lead to the recorded request, so only the answers are read.
    Answers,
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Operation(entry, arguments) => {
                f.debug_tuple("Operation").field(entry).field(arguments).finish()
            }
            Self::Play(_) => f.write_str("Play"),
            Self::Answers => f.write_str("Answers"),
        }
    }
}

/// The error that an answer has to become, read from the record independently of this project's own reading.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The error's kind.
    pub kind: ErrorKind,
    /// A text that holds the error's message; `None` if the service does not say it in words.
    pub message: Option<String>,
    /// The service's word for the reason.
    pub code: Option<String>,
    /// What is wrong with which field.
    pub fields: BTreeMap<String, Vec<String>>,
}

impl Expected {
    /// An error of which only the kind is known.
    pub fn of(kind: ErrorKind) -> Self {
        Self { kind, message: None, code: None, fields: BTreeMap::new() }
    }
}

/// How the lines of one service are understood.
///
/// All that is particular to a service is said here; nothing else knows a service's name. No rule looks at a
/// line's id.
pub trait Rules: Send + Sync {
    /// The service's name, as operation names begin.
    fn service(&self) -> &'static str;

    /// The address of the recorded server, as a client would be given it.
    fn base_url(&self, line: &Line) -> String;

    /// The line with what stands for something else, such as the server's address, put in.
    fn prepared<'a>(&self, line: &'a Line) -> Cow<'a, Line> {
        Cow::Borrowed(line)
    }

    /// What the call asks of this project; an error if the name or the arguments say nothing.
    fn ask(&self, line: &Line) -> Result<Ask, String>;

    /// The credential that the call was made with, by what the call is, not by the recorded header's scheme.
    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String>;

    /// Whether an argument that the line does not name was given all the same, but not written down by the
    /// recorder, so that it is taken from the request. That is so for what the operation cannot do without.
    fn is_unrecorded(&self, _line: &Line, argument: &Argument, _given: &Map<String, Value>) -> bool {
        argument.required
    }

    /// Headers that are compared beside those that may carry a credential.
    fn compared_headers(&self) -> &'static [&'static str] {
        &[]
    }

    /// How a header's value that is sent is written in the record, where that has placeholders.
    fn as_recorded<'a>(&self, value: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(value)
    }

    /// Whether a pair of the recorded query is one that the Python client adds by itself.
    fn is_left_out(&self, _line: &Line, _name: &str, _value: &str) -> bool {
        false
    }

    /// Whether a body that is sent says as little as none.
    fn is_empty_body(&self, _body: &[u8]) -> bool {
        false
    }

    /// The recorded JSON body, without what the Python client adds by itself.
    fn recorded_body<'a>(&self, _line: &Line, body: &'a Value) -> Cow<'a, Value> {
        Cow::Borrowed(body)
    }

    /// Compares a body that is neither JSON nor a form.
    fn same_raw_body(
        &self,
        _line: &Line,
        recorded: &Request,
        _headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let text = recorded.body.as_str().unwrap_or_default();
        let own = String::from_utf8_lossy(body);
        if recorded.body_kind == BodyKind::Text && own == text {
            return Ok(());
        }
        Err(format!("the body of kind {:?} differs", recorded.body_kind))
    }

    /// Whether an answer is for the call to read. An answer with a bad status may be: to a question whether
    /// something is there, for one.
    fn is_good(&self, _line: &Line, response: &Response) -> bool {
        response.has_good_status() && matches!(response.body_kind, BodyKind::Json | BodyKind::None)
    }

    /// What a good answer holds, without the service's envelope.
    fn payload<'a>(&self, _line: &Line, response: &'a Response) -> Cow<'a, Value> {
        Cow::Borrowed(&response.body)
    }

    /// Whether a value is what a good answer holds; if not, in what it differs.
    fn same_value(&self, line: &Line, response: &Response, value: &Value) -> Result<(), String> {
        holds(&self.payload(line, response), value, self.fields())
    }

    /// How strictly fields that only an output has are taken.
    fn fields(&self) -> Fields {
        Fields::Same
    }

    /// The error that an answer which is not good has to become.
    fn expected_error(&self, response: &Response) -> Expected;

    /// The operation that an exchange belongs to, where method and path do not say it.
    fn operation_of(&self, _line: &Line, _exchange: &Exchange) -> Option<&'static Entry> {
        None
    }

    /// What is left of a path below the base URL; `None` if it is elsewhere.
    fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        let base = base_path(&self.base_url_of_paths())?;
        path.strip_prefix(base.as_str())
    }

    /// The base URL that [`below_base`](Self::below_base) goes by.
    fn base_url_of_paths(&self) -> String;

    /// Checks what became of the exchanges against what the Python client made of them.
    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String>;

    /// Checks that the line agrees with itself, for example the recorded exception with the answer.
    fn check_record(&self, _line: &Line) -> Result<(), String> {
        Ok(())
    }

    /// The known habit of the Python client that a line shows, if it does: a word by which the table of
    /// deviations may name lines.
    fn habit(&self, _line: &Line) -> Option<&'static str> {
        None
    }
}

/// A credential that is never renewed: a record shows what one token led to.
#[derive(Debug)]
pub struct NotRenewed<C>(pub C);

impl<C: Credential> Credential for NotRenewed<C> {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        self.0.apply(auth, headers)
    }
}

/// The rules of a service.
pub fn rules_of(service: &str) -> Option<&'static dyn Rules> {
    const ALL: &[&dyn Rules] =
        &[&saltant::Saltant, &vantage6::Vantage6, &inmanta::Inmanta, &agave::Agave, &astakos::Astakos];
    ALL.iter().copied().find(|rules| rules.service() == service)
}
