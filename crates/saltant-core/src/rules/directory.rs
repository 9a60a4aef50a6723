use std::fmt::Debug;

use crate::answer::{Answer, Error};
use crate::metadata::Metadata;
use crate::request::{BaseUrl, Body};

/// The addresses of the parts of a service, for a service that publishes them in a catalogue.
///
/// An operation names its [part](Metadata::part); without one, it uses the client's own address. Like a
/// [credential](crate::Credential), a directory sends nothing: an executor sends its question once, and passes
/// every good answer to it.
pub trait Directory: Debug + Send + Sync + 'static {
    /// The address of a part; `None` if it is not known.
    fn base(&self, part: &str) -> Option<BaseUrl>;

    /// The request for the catalogue of the service at an address.
    fn question(&self, base: &BaseUrl) -> Result<(&'static Metadata, http::Request<Body>), Error>;

    /// Takes the addresses from a good answer to any operation, if it has some.
    fn learn(&self, metadata: &Metadata, answer: &Answer);

    /// The error for a part that the catalogue lacks.
    fn missing(&self, part: &str) -> Error;
}
