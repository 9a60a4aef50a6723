//! Operations by their name, with plain JSON arguments: what a command line, a table of contents and a
//! replay of recorded calls need.
//!
//! Each service has one table, made from the operations themselves, so that nothing is listed twice. An
//! operation that is known by its name is an [`Operation`] like any other: its output is JSON.
//!
//! ```
//! # #[cfg(feature = "saltant")] {
//! use saltant_core::{Operation, catalog};
//!
//! let entry = catalog::find("saltant.task_queues.get").expect("it is in the table");
//! assert_eq!(entry.arguments().next().unwrap().name, "id");
//! let operation = entry.operation(serde_json::json!({"id": 7}))?;
//! let request = operation.to_request(&"https://example.org/api".parse()?)?;
//! assert_eq!(request.uri(), "https://example.org/api/taskqueues/7/");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod any;
mod arguments;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

pub use any::{AnyItem, AnyList, AnyOperation, AnyPage};
pub use arguments::{Argument, ArgumentError, Arguments};

use crate::metadata::Metadata;
use crate::operation::{Declared, Fields};
use crate::request::ByteRange;
use crate::rules::Paged;
use any::{Bytes, List, Plain};
use saltant_types::schema::{HasSchema, Schema};

/// What the derive tells about an operation's arguments, and how they are read from JSON.
pub trait Described: Declared {
    /// What the operation does; the first line is a sentence.
    const DOC: &'static str;

    /// The arguments, in the order of the fields. Those that operations share are a part of their own.
    const ARGUMENTS: &'static [&'static [Argument]];

    /// The operation's entry in the table.
    const ENTRY: Entry;

    /// Takes the arguments out of a JSON object.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, ArgumentError>;

    /// Writes the arguments that are given into a JSON object.
    fn write_arguments(&self, arguments: &mut Map<String, Value>) -> Result<(), serde_json::Error>;

    /// The arguments that are given, as a JSON object from which the operation can be made again.
    fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut arguments = Map::new();
        self.write_arguments(&mut arguments).map(|()| arguments)
    }
}

/// The same about arguments that operations share.
pub trait DescribedFields: Fields {
    /// The arguments, in the order of the fields.
    const ARGUMENTS: &'static [Argument];

    /// Takes the arguments out of a JSON object.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, ArgumentError>;

    /// Writes the arguments that are given into a JSON object.
    fn write_arguments(&self, arguments: &mut Map<String, Value>) -> Result<(), serde_json::Error>;
}

/// What an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerKind {
    /// A value, or nothing.
    Value,
    /// A page of a list.
    Page,
    /// Bytes that may come as a stream.
    Bytes,
}

/// An operation's entry in a table.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Entry {
    /// What is known about the operation.
    pub metadata: &'static Metadata,
    /// What it does; the first line is a sentence.
    pub doc: &'static str,
    /// The name of the Rust type.
    pub type_name: fn() -> &'static str,
    /// What it answers.
    pub answer: AnswerKind,
    arguments: &'static [&'static [Argument]],
    make: fn(&mut Arguments) -> Result<AnyOperation, ArgumentError>,
}

impl Entry {
    /// The entry of an operation that answers a value.
    pub const fn of<O>() -> Self
    where
        O: Described + 'static,
        O::Output: Serialize,
    {
        Self::new::<O>(AnswerKind::Value, |arguments| {
            Ok(AnyOperation::new(Plain(O::from_arguments(arguments)?)))
        })
    }

    /// The entry of a list that comes in pages.
    pub const fn paged<O>() -> Self
    where
        O: Described + Paged + 'static,
        O::Output: Serialize,
        O::Item: Serialize,
    {
        Self::new::<O>(AnswerKind::Page, |arguments| {
            Ok(AnyOperation::new(List(O::from_arguments(arguments)?)))
        })
    }

    /// The entry of an operation that answers bytes. Read whole, they are shown as a text.
    pub const fn bytes<O>() -> Self
    where
        O: Described<Output = bytes::Bytes> + 'static,
    {
        Self::new::<O>(AnswerKind::Bytes, |arguments| {
            Ok(AnyOperation::new(Bytes(O::from_arguments(arguments)?)))
        })
    }

    const fn new<O: Described>(
        answer: AnswerKind,
        make: fn(&mut Arguments) -> Result<AnyOperation, ArgumentError>,
    ) -> Self {
        let type_name = std::any::type_name::<O>;
        Self { metadata: O::METADATA, doc: O::DOC, type_name, answer, arguments: O::ARGUMENTS, make }
    }

    /// The arguments: the namespace, if the operation works in one, and the fields in their order.
    pub fn arguments(&self) -> impl Iterator<Item = Argument> + Clone + use<> {
        let namespace = self.metadata.namespace.map(|namespace| Argument {
            name: namespace.argument,
            schema: namespace.schema,
            required: false,
            doc: namespace.doc,
        });
        namespace.into_iter().chain(self.arguments.iter().copied().flatten().copied())
    }

    /// Makes the operation from JSON arguments.
    ///
    /// Where the operation works in a namespace, that is an argument too, under the name that the service's
    /// documents give it. Without it, the client's own namespace holds.
    pub fn operation(&self, arguments: Value) -> Result<AnyOperation, ArgumentError> {
        let mut arguments = Arguments::new(arguments)?;
        let namespace = match self.metadata.namespace {
            Some(namespace) => arguments.optional::<Option<String>>(namespace.argument)?,
            None => None,
        };
        let operation = (self.make)(&mut arguments)?;
        arguments.finish(self.arguments())?;
        Ok(operation.in_namespace(namespace))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.metadata.name).finish_non_exhaustive()
    }
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
    entries().find(|entry| entry.metadata.name == name)
}

impl HasSchema for ByteRange {
    const SCHEMA: Schema = Schema::Form { name: "a range of bytes", example: "0-99" };
}

impl HasSchema for crate::request::Upload {
    const SCHEMA: Schema = Schema::File;
}
