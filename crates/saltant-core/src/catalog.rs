//! Operations by their name, with plain JSON arguments: what a command line, a table of contents and a
//! replay of recorded calls need.
//!
//! Each service has one table, made from the operations themselves, so that nothing is listed twice.
//!
//! ```
//! # #[cfg(feature = "saltant")] {
//! use saltant_core::catalog;
//!
//! let entry = catalog::find("saltant.task_queues.get").expect("it is in the table");
//! assert_eq!(entry.arguments[0].name, "id");
//! let operation = entry.operation(serde_json::json!({"id": 7}))?;
//! let request = operation.to_request(&"https://example.org/api".parse()?)?;
//! assert_eq!(request.uri(), "https://example.org/api/taskqueues/7/");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::any::Any;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::decode::Answer;
use crate::{BaseUrl, Body, Error, Facts, Operation, Paged, Streamed};

/// One argument of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The argument's name.
    pub name: &'static str,
    /// Its type, as Rust writes it.
    pub kind: &'static str,
    /// Whether the operation cannot do without it.
    pub required: bool,
    /// What it is, in a line or more.
    pub doc: &'static str,
}

/// What the derive tells about an operation's arguments, and how they are read from JSON.
pub trait Described: Operation {
    /// What the operation does; the first line is a sentence.
    const DOC: &'static str;

    /// The arguments, in the order of the fields.
    const ARGUMENTS: &'static [Argument];

    /// Takes the arguments out of a JSON object.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, ArgumentError>;

    /// Writes the arguments that are given as a JSON object, from which the operation can be made again.
    fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error>;
}

/// Arguments that do not fit an operation; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentError {
    /// The arguments are not a JSON object.
    NotAnObject,
    /// A required argument is not there.
    Missing(&'static str),
    /// The operation has no such argument.
    Unknown {
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// An argument has the wrong shape.
    Wrong {
        /// The argument's name.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("arguments have to be a JSON object"),
            Self::Missing(name) => write!(f, "argument `{name}` is missing"),
            Self::Unknown { name, known } if known.is_empty() => {
                write!(f, "there is no argument `{name}`: the operation takes none")
            }
            Self::Unknown { name, known } => {
                write!(f, "there is no argument `{name}`; there are: {}", known.join(", "))
            }
            Self::Wrong { name, reason } => write!(f, "argument `{name}`: {reason}"),
        }
    }
}

impl std::error::Error for ArgumentError {}

/// Arguments on their way into an operation.
#[derive(Clone, Debug, Default)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Starts from JSON: an object, or null for none.
    pub fn new(arguments: Value) -> Result<Self, ArgumentError> {
        match arguments {
            Value::Object(map) => Ok(Self(map)),
            Value::Null => Ok(Self::default()),
            _ => Err(ArgumentError::NotAnObject),
        }
    }

    /// Takes an argument that has to be there.
    pub fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, ArgumentError> {
        let value = self.0.remove(name).ok_or(ArgumentError::Missing(name))?;
        Self::read(name, value)
    }

    /// Takes an argument that may be left out.
    pub fn optional<T: DeserializeOwned + Default>(
        &mut self,
        name: &'static str,
    ) -> Result<T, ArgumentError> {
        self.0.remove(name).map_or_else(|| Ok(T::default()), |value| Self::read(name, value))
    }

    /// Ends the reading: what is left over belongs nowhere.
    pub fn finish(self, known: &[Argument]) -> Result<(), ArgumentError> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(ArgumentError::Unknown {
                name,
                known: known.iter().map(|argument| argument.name).collect(),
            }),
        }
    }

    /// Reads a value; an error says where in it and what is wrong.
    fn read<T: DeserializeOwned>(name: &'static str, value: Value) -> Result<T, ArgumentError> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let at = error.path().to_string();
            let reason = error.inner().to_string();
            let reason = if at == "." { reason } else { format!("at {at}: {reason}") };
            ArgumentError::Wrong { name, reason: crate::redact(&reason).into_owned() }
        })
    }
}

/// An operation of which only the name is known: its answers are JSON.
pub trait AnyOperation: fmt::Debug + Send + Sync {
    /// What is known about the operation.
    fn facts(&self) -> &'static Facts;

    /// The HTTP request, without a credential.
    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error>;

    /// Reads an answer into the operation's output and writes that as JSON.
    fn read(&self, answer: &Answer) -> Result<Value, Error>;

    /// Reads one page of a list: its items, and the operation for the next page. `None` if it is no list.
    fn read_page(&self, answer: &Answer) -> Option<Result<AnyPage, Error>>;

    /// The operation to begin with when all items of a list are wanted; `None` if it is no list.
    fn for_all(&self) -> Option<Box<dyn AnyOperation>>;

    /// The operation itself.
    fn as_any(&self) -> &dyn Any;
}

/// One page of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct AnyPage {
    /// The items.
    pub items: Vec<AnyItem>,
    /// The operation for the next page; `None` on the last one.
    pub next: Option<Box<dyn AnyOperation>>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AnyItem {
    /// The item as JSON.
    pub value: Value,
    /// What tells it from others, if the list says so.
    pub identity: Option<u128>,
}

/// An operation's entry in a table.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Entry {
    /// What is known about the operation.
    pub facts: &'static Facts,
    /// What it does; the first line is a sentence.
    pub doc: &'static str,
    /// The arguments, in the order of the fields.
    pub arguments: &'static [Argument],
    /// The name of the Rust type.
    pub type_name: fn() -> &'static str,
    /// Whether the answer is a page of a list.
    pub paged: bool,
    /// Whether the answer is bytes that may come as a stream.
    pub streamed: bool,
    make: fn(&mut Arguments) -> Result<Box<dyn AnyOperation>, ArgumentError>,
}

impl Entry {
    /// The entry of an operation that answers at once.
    pub const fn of<O>() -> Self
    where
        O: Described + 'static,
        O::Output: Serialize,
    {
        Self {
            facts: O::FACTS,
            doc: O::DOC,
            arguments: O::ARGUMENTS,
            type_name: std::any::type_name::<O>,
            paged: false,
            streamed: false,
            make: |arguments| Ok(Box::new(Plain(O::from_arguments(arguments)?))),
        }
    }

    /// The entry of a list that comes in pages.
    pub const fn paged<O>() -> Self
    where
        O: Described + Paged + 'static,
        O::Output: Serialize,
        O::Item: Serialize,
    {
        let mut entry = Self::of::<O>();
        entry.paged = true;
        entry.make = |arguments| Ok(Box::new(List(O::from_arguments(arguments)?)));
        entry
    }

    /// The entry of an operation whose answer is bytes. Read whole, they are shown as a text.
    pub const fn streamed<O>() -> Self
    where
        O: Described + Streamed + 'static,
    {
        Self {
            facts: O::FACTS,
            doc: O::DOC,
            arguments: O::ARGUMENTS,
            type_name: std::any::type_name::<O>,
            paged: false,
            streamed: true,
            make: |arguments| Ok(Box::new(Raw(O::from_arguments(arguments)?))),
        }
    }

    /// Makes the operation from JSON arguments.
    pub fn operation(&self, arguments: Value) -> Result<Box<dyn AnyOperation>, ArgumentError> {
        let mut arguments = Arguments::new(arguments)?;
        let operation = (self.make)(&mut arguments)?;
        arguments.finish(self.arguments)?;
        Ok(operation)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.facts.name).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Plain<O>(O);

impl<O: Operation + 'static> AnyOperation for Plain<O>
where
    O::Output: Serialize,
{
    fn facts(&self) -> &'static Facts {
        O::FACTS
    }

    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        self.0.to_request(base)
    }

    fn read(&self, answer: &Answer) -> Result<Value, Error> {
        to_json(&self.0.read(answer)?)
    }

    fn read_page(&self, _: &Answer) -> Option<Result<AnyPage, Error>> {
        None
    }

    fn for_all(&self) -> Option<Box<dyn AnyOperation>> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        &self.0
    }
}

#[derive(Debug)]
struct Raw<O>(O);

impl<O: Streamed + 'static> AnyOperation for Raw<O> {
    fn facts(&self) -> &'static Facts {
        O::FACTS
    }

    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        self.0.to_request(base)
    }

    fn read(&self, answer: &Answer) -> Result<Value, Error> {
        Ok(Value::String(String::from_utf8_lossy(&self.0.read(answer)?).into_owned()))
    }

    fn read_page(&self, _: &Answer) -> Option<Result<AnyPage, Error>> {
        None
    }

    fn for_all(&self) -> Option<Box<dyn AnyOperation>> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        &self.0
    }
}

#[derive(Debug)]
struct List<O>(O);

impl<O: Paged + 'static> AnyOperation for List<O>
where
    O::Output: Serialize,
    O::Item: Serialize,
{
    fn facts(&self) -> &'static Facts {
        O::FACTS
    }

    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        self.0.to_request(base)
    }

    fn read(&self, answer: &Answer) -> Result<Value, Error> {
        to_json(&self.0.read(answer)?)
    }

    fn read_page(&self, answer: &Answer) -> Option<Result<AnyPage, Error>> {
        Some(self.0.read(answer).and_then(|page| {
            let next = self.0.next(&page).map(|next| Box::new(List(next)) as Box<dyn AnyOperation>);
            let item = |item| Ok(AnyItem { value: to_json(item)?, identity: O::identity(item) });
            let items = O::items(page).iter().map(item).collect::<Result<_, Error>>()?;
            Ok(AnyPage { items, next })
        }))
    }

    fn for_all(&self) -> Option<Box<dyn AnyOperation>> {
        Some(Box::new(List(self.0.clone().for_all())))
    }

    fn as_any(&self) -> &dyn Any {
        &self.0
    }
}

fn to_json(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::new(crate::ErrorKind::Decode, error.to_string()))
}

/// The tables of all services that are switched on.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    const TABLES: &[&[Entry]] = &[
        #[cfg(feature = "saltant")]
        crate::saltant::CATALOG,
        #[cfg(feature = "vantage6")]
        crate::vantage6::CATALOG,
        #[cfg(feature = "inmanta")]
        crate::inmanta::CATALOG,
        #[cfg(feature = "agave")]
        crate::agave::CATALOG,
        #[cfg(feature = "astakos")]
        crate::astakos::CATALOG,
    ];
    TABLES.iter().copied().flatten()
}

/// The entry of the operation with this name.
pub fn find(name: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.facts.name == name)
}
