use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use http::{HeaderMap, Method};
use saltant_core::catalog::{Argument, Entry};
use saltant_core::{AuthUse, Credential, Error, ErrorKind};
use serde_json::{Map, Value};

use super::meaning::{Fields, holds};
use super::play::base_path;
use super::{
    BodyKind, Exchange, Line, Outcome, Play, Request, Response, agave, astakos, inmanta, saltant, vantage6,
};

/// How this project repeats a recorded call.
#[non_exhaustive]
pub enum Ask {
    /// An operation of the catalog, with arguments by the operation's own names.
    Operation(&'static Entry, Map<String, Value>),
    /// A small program, for calls that make several requests.
    Play(Play),
    /// This project cannot make the recorded request, so only the answers are read.
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

/// The expected error of an answer, read from the record without this project's own reading.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The error's kind.
    pub kind: ErrorKind,
    /// A text that contains the error's message; `None` if the service sends no message.
    pub message: Option<String>,
    /// The service's word for the reason.
    pub code: Option<String>,
    /// The messages for each field.
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
/// Everything that is specific to a service is in its rules. No rule uses a line's id.
pub trait Rules: Send + Sync {
    /// The service's name, with which the names of its operations begin.
    fn service(&self) -> &'static str;

    /// The base URL of the recorded server for a client.
    fn base_url(&self, line: &Line) -> String;

    /// The line with its placeholders, such as the server's address, replaced.
    fn prepared<'a>(&self, line: &'a Line) -> Cow<'a, Line> {
        Cow::Borrowed(line)
    }

    /// How to repeat the call; an error if its name or arguments are not known.
    fn ask(&self, line: &Line) -> Result<Ask, String>;

    /// The credential of the call. It follows from the call, not from the recorded header's scheme.
    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String>;

    /// The body of the answer to a request that this client makes beforehand, and a plain request has not made.
    fn beforehand(&self, _line: &Line, _method: &Method, _path: &str) -> Option<&'static str> {
        None
    }

    /// Whether an argument that is missing in the line was given but not recorded, so that it is taken from
    /// the request. By default these are the required arguments.
    fn is_unrecorded(&self, _line: &Line, argument: &Argument, _given: &Map<String, Value>) -> bool {
        argument.required
    }

    /// Headers that are compared in addition to those that may carry a credential.
    fn compared_headers(&self) -> &'static [&'static str] {
        &[]
    }

    /// A sent header's value in the record's spelling, which may have placeholders.
    fn as_recorded<'a>(&self, value: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(value)
    }

    /// Whether the Python client has added a pair of the recorded query by itself.
    fn is_left_out(&self, _line: &Line, _name: &str, _value: &str) -> bool {
        false
    }

    /// Whether a sent body is equivalent to no body.
    fn is_empty_body(&self, _body: &[u8]) -> bool {
        false
    }

    /// The recorded JSON body without what the Python client has added by itself.
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

    /// Whether an answer becomes a value. One with a bad status may: 404 can be the answer to the question
    /// whether something exists.
    fn is_good(&self, _line: &Line, response: &Response) -> bool {
        response.has_good_status() && matches!(response.body_kind, BodyKind::Json | BodyKind::None)
    }

    /// The content of a good answer without the service's envelope.
    fn payload<'a>(&self, _line: &Line, response: &'a Response) -> Cow<'a, Value> {
        Cow::Borrowed(&response.body)
    }

    /// Checks that a value equals the content of a good answer; the error says how it differs.
    fn same_value(&self, line: &Line, response: &Response, value: &Value) -> Result<(), String> {
        holds(&self.payload(line, response), value, self.fields())
    }

    /// Whether fields that only the output has are a difference.
    fn fields(&self) -> Fields {
        Fields::Same
    }

    /// The expected error of an answer that is not good.
    fn expected_error(&self, response: &Response) -> Expected;

    /// The operation of an exchange, if method and path do not determine it.
    fn operation_of(&self, _line: &Line, _exchange: &Exchange) -> Option<&'static Entry> {
        None
    }

    /// A path relative to the base URL; `None` if it is not below it.
    fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        let base = base_path(&self.base_url_of_paths())?;
        path.strip_prefix(base.as_str())
    }

    /// The base URL for [`below_base`](Self::below_base).
    fn base_url_of_paths(&self) -> String;

    /// Compares the outcomes with the Python client's result.
    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String>;

    /// Checks that the line is consistent, for example the recorded exception with the answer.
    fn check_record(&self, _line: &Line) -> Result<(), String> {
        Ok(())
    }

    /// The known habit of the Python client that a line shows, by its name in the table of deviations.
    fn habit(&self, _line: &Line) -> Option<&'static str> {
        None
    }
}

/// A credential that is never renewed: a recorded call has one token.
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
