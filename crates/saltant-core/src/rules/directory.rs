use std::fmt::Debug;

use crate::answer::{Answer, Error};
use crate::metadata::Metadata;
use crate::request::{BaseUrl, Body};

/// Where the parts of a service live, for a service that says so itself in a catalogue.
///
/// An operation names its [part](Metadata::part); without one, it belongs at the address that the client was
/// given. Like a [credential](crate::Credential), a directory sends nothing: an executor sends the question,
/// once and for one caller at a time, and shows it every good answer.
pub trait Directory: Debug + Send + Sync + 'static {
    /// The address of a part; `None` if it is not known.
    fn base(&self, part: &str) -> Option<BaseUrl>;

    /// The request that asks the service at an address for its parts.
    fn question(&self, base: &BaseUrl) -> Result<(&'static Metadata, http::Request<Body>), Error>;

    /// Takes addresses from a good answer to any operation, if there are some in it.
    fn learn(&self, metadata: &Metadata, answer: &Answer);

    /// The error for a part that the service does not mention.
    fn missing(&self, part: &str) -> Error;
}
