use serde_json::{Map, Value};

use super::arguments::{Argument, ArgumentError, Arguments};
use crate::operation::{Declared, Fields};

/// An operation's arguments as data, and how they are read from JSON. The derive implements it.
pub trait Described: Declared {
    /// What the operation does; the first line is a sentence.
    const DOC: &'static str;

    /// The arguments, in the order of the fields, in parts: shared arguments are one part.
    const ARGUMENTS: &'static [&'static [Argument]];

    /// Takes the arguments out of a JSON object.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, ArgumentError>;

    /// Reads the whole operation from JSON: an object with its arguments. Those that are sent in the body may
    /// have the service's own names, so that a document for the service is read, too.
    fn from_json(arguments: Value) -> Result<Self, ArgumentError> {
        let mut arguments = Arguments::new(arguments)?;
        let operation = Self::from_arguments(&mut arguments)?;
        arguments.finish(Self::ARGUMENTS.iter().copied().flatten().copied())?;
        Ok(operation)
    }

    /// Writes the arguments that are given into a JSON object.
    fn write_arguments(&self, arguments: &mut Map<String, Value>) -> Result<(), serde_json::Error>;

    /// The arguments that are given, as a JSON object from which the operation can be made again.
    fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut arguments = Map::new();
        self.write_arguments(&mut arguments).map(|()| arguments)
    }
}

/// The same for arguments that operations share.
pub trait DescribedFields: Fields {
    /// The arguments, in the order of the fields.
    const ARGUMENTS: &'static [Argument];

    /// Takes the arguments out of a JSON object.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, ArgumentError>;

    /// Writes the arguments that are given into a JSON object.
    fn write_arguments(&self, arguments: &mut Map<String, Value>) -> Result<(), serde_json::Error>;
}
