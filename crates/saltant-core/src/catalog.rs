//! Operations by name, with JSON arguments, for command lines, overviews and recorded calls.
//!
//! Each service has one table, which is made from the operations themselves. An operation from the table is an
//! [`Operation`](crate::Operation) like any other; its output is JSON.
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
mod described;
pub(crate) mod entry;
mod place;
mod secrets;
mod synonyms;

pub use any::{AnyItem, AnyList, AnyOperation, AnyPage, AnyText};
pub use arguments::{Argument, ArgumentError, Arguments};
pub use described::{Described, DescribedFields};
pub use entry::{AnswerKind, Entry, Listed};
pub use place::Place;

/// The tables of all enabled services.
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
