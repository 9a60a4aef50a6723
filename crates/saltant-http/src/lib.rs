//! The executor: sends saltant's requests, retries those that may be repeated, renews credentials, limits
//! time and size, pages and waits.
//!
//! Most programs use the `saltant` crate, whose clients are built on this one. What happens to a call, stage
//! by stage, is in `pipeline.rs`. There is no background task: dropping a future stops all its work.
//!
//! ```no_run
//! use saltant_core::saltant::{ListTaskQueues, StaticToken};
//! use saltant_http::Client;
//!
//! # async fn run() -> Result<(), saltant_core::Error> {
//! let client = Client::builder("https://saltant.example.org/api")
//!     .credential(StaticToken::new("a-token"))
//!     .build()?;
//! let page = client.call(ListTaskQueues::new().page_size(5_u64)).await?;
//! println!("{} of {} queues", page.results.len(), page.count);
//! # Ok(())
//! # }
//! ```
#![warn(clippy::missing_errors_doc)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod call;
mod client;
mod clock;
mod headers;
mod lists;
mod observe;
mod pipeline;
#[cfg(feature = "replay")]
pub mod replay;
mod settings;
pub mod testing;
mod transport;

pub use call::all::{CallAll, DEFAULT_CONCURRENCY, map_concurrent};
pub use call::download::{Download, WriteTo};
pub use call::waiting::{PollSchedule, WaitStatus, Waiting};
pub use call::{Call, Response};
pub use client::Client;
pub use client::builder::ClientBuilder;

pub use clock::SystemClock;
pub use lists::items::Items;
pub use lists::pages::Pages;
pub use observe::{Observation, Observer};
pub use settings::{Limits, Timeouts};
#[cfg(not(target_family = "wasm"))]
pub use transport::file_body::file_body;
#[cfg(feature = "hyper")]
pub use transport::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
pub use transport::reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport::tower::{TowerTransport, TransportService};

pub use saltant_core as core;
