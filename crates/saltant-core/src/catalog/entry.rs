use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::any::{AnyOperation, Bytes, List, Plain};
use super::arguments::{Argument, ArgumentError, Arguments};
use super::described::Described;
use crate::metadata::Metadata;
use crate::request::Body;
use crate::request::body::with_attached;
use crate::rules::Paged;

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

    /// The entry of an operation that answers bytes. If they are read whole, they are a text.
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

    /// The arguments: the namespace, if the operation has one, then the fields in their order.
    pub fn arguments(&self) -> impl Iterator<Item = Argument> + Clone + use<> {
        let namespace = self.metadata.namespace.map(|namespace| Argument {
            name: namespace.argument,
            wire: namespace.argument,
            schema: namespace.schema,
            required: false,
            document: false,
            doc: namespace.doc,
        });
        namespace.into_iter().chain(self.arguments.iter().copied().flatten().copied())
    }

    /// Makes the operation from JSON arguments.
    ///
    /// The namespace is an argument too, with the name from the service's documents. Without it, the client's
    /// own namespace is used.
    pub fn operation(&self, arguments: Value) -> Result<AnyOperation, ArgumentError> {
        self.operation_with(arguments, BTreeMap::new())
    }

    /// Makes the operation from JSON arguments and bodies that JSON cannot hold, such as files.
    ///
    /// Where an argument takes bytes, a text that is a key of `bodies` stands for that body.
    ///
    /// ```
    /// # #[cfg(feature = "agave")] {
    /// use std::collections::BTreeMap;
    ///
    /// use saltant_core::{Body, Operation, catalog};
    ///
    /// let entry = catalog::find("agave.actors.send_binary_message").expect("it is in the table");
    /// let arguments = serde_json::json!({"actor_id": "a", "message": "@image.png"});
    /// let bodies = BTreeMap::from([("@image.png".to_owned(), Body::from(vec![0x89, 0xff]))]);
    /// let request = entry.operation_with(arguments, bodies)?.to_request(&"https://h".parse()?)?;
    /// assert_eq!(request.body().as_bytes().unwrap()[..], [0x89, 0xff]);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn operation_with(
        &self,
        arguments: Value,
        bodies: BTreeMap<String, Body>,
    ) -> Result<AnyOperation, ArgumentError> {
        with_attached(bodies, || self.read(arguments))
    }

    fn read(&self, arguments: Value) -> Result<AnyOperation, ArgumentError> {
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

/// An operation that has an entry in the table of its service.
pub trait Listed: Described {
    /// The operation's entry.
    const ENTRY: Entry;
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.metadata.name).finish_non_exhaustive()
    }
}
