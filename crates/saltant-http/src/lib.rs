//! The executor: sends saltant's requests, retries what may be repeated, renews credentials, bounds time
//! and size, pages and waits.
//!
//! Most programs want the `saltant` crate, whose clients are built on this one. What happens to a call, in
//! this order: span → total time limit → retry → credential → time limit of the attempt →
//! [`Transport`](saltant_core::Transport) → size cap → decode. There is no background task: dropping a
//! future stops all its work.
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
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod builder;
mod call;
mod client;
mod clock;
mod directory;
mod download;
mod gunzip;
mod many;
mod observe;
mod paging;
mod pipeline;
mod quota;
mod raw;
mod reader;
mod recent;
mod redirect;
mod renew;
#[cfg(feature = "replay")]
#[cfg_attr(docsrs, doc(cfg(feature = "replay")))]
pub mod replay;
#[cfg(feature = "reqwest")]
mod reqwest;
mod settings;
pub mod testing;
#[cfg(feature = "tower")]
mod tower;
mod upload;
mod waiting;

pub use builder::ClientBuilder;
pub use call::{Call, Response};
pub use client::Client;
pub use clock::SystemClock;
pub use download::Download;
pub use many::{AT_ONCE, Many, many};
pub use observe::{Observation, Observer};
pub use paging::{Items, Pages};
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub use reqwest::ReqwestTransport;
pub use settings::{Limits, Timeouts};
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub use tower::{TowerTransport, TransportService};
pub use upload::upload_file;
pub use waiting::{Look, Waiting};

pub use saltant_core as core;
