//! Agave / Tapis v2: apps, jobs, files and actors.
//!
//! Start with a [`Client`]; its methods lead to [`Actors`], [`Apps`], [`Files`], [`Jobs`],
//! [`MetadataItems`], [`MetadataSchemas`], [`Notifications`], [`Profiles`], [`Systems`] and [`Tokens`].
//!
//! ```no_run
//! use saltant::agave::{Client, JobRequest, ListJobOutputs};
//!
//! # async fn run(mut file: impl tokio::io::AsyncWrite + Unpin) -> Result<(), saltant::Error> {
//! let client = Client::new("https://api.tacc.utexas.edu", "a-token")?;
//! let request = JobRequest::new().app_id("wc-1.00").name("count").archive(true);
//! let request = request.input("query1", "agave://storage.example.org/nryan/in.txt");
//! let job = client.jobs().submit(request).await?;
//! let id = job.id.expect("a submitted job has an id");
//! client.jobs().wait_until_finished(id.clone()).await?;
//! for output in client.jobs().list_outputs(ListJobOutputs::new(id.clone())).items().all().await? {
//!     println!("{} bytes in {}", output.length.unwrap_or(0), output.path.unwrap_or_default());
//! }
//! client.jobs().download_output(id, "out.txt").stream().await?.write_to(&mut file).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Requests that people keep in files are read from the service's own JSON: [`JobRequest`],
//! [`ApplicationRequest`] and [`SystemRequest`] implement `Deserialize`, and what has no field is kept and sent.
//!
//! # The first client
//!
//! [`Client::create_client`] registers an application for a user and logs in with it. [`Client::login`] logs in
//! with one that there is, [`Client::from_cache`] continues a session of agavepy.
//!
//! # Inside an actor
//!
//! [`ActorContext`] is what a program finds out about itself when it runs inside an actor.

mod actor;
mod actor_context;
#[cfg(unix)]
mod actor_io;
mod api_client;
mod app;
mod client;
mod file;
mod job;
mod metadata;
mod metadata_schema;
mod notification;
mod profile;
mod python_literal;
mod system;
mod token;
mod transfer;

pub use actor::Actors;
pub use actor_context::ActorContext;
pub use api_client::{ApiClients, Tenants};
pub use app::Apps;
pub use client::Client;
pub use file::Files;
pub use job::Jobs;
pub use metadata::MetadataItems;
pub use metadata_schema::MetadataSchemas;
pub use notification::Notifications;
pub use profile::Profiles;
pub use system::Systems;
pub use token::Tokens;
pub use transfer::{PARTIAL, Transfer, TransferProgress, Transferred, TransferredFile};

pub use saltant_core::agave::*;
pub use saltant_core::{Body, ByteRange};
pub use saltant_http::{Download, file_body};
pub use saltant_types::agave::*;

/// The guide, so that its code is compiled.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../../docs/agave.md")]
mod guide {}
