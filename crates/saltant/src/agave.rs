//! Agave / Tapis v2: apps, jobs, files and actors.
//!
//! Start with a [`Client`]; its methods lead to [`Actors`], [`Apps`], [`Files`], [`Jobs`],
//! [`MetadataItems`], [`MetadataSchemas`], [`Notifications`], [`Profiles`], [`Systems`] and [`Tokens`].
//!
//! ```no_run
//! use saltant::agave::{Client, ListJobOutputs, SubmitJob};
//! use saltant::Map;
//!
//! # async fn run(mut file: impl tokio::io::AsyncWrite + Unpin) -> Result<(), saltant::Error> {
//! let client = Client::new("https://api.tacc.utexas.edu", "a-token")?;
//! let mut inputs = Map::new();
//! inputs.insert("query1".to_owned(), "agave://storage.example.org/nryan/in.txt".into());
//!
//! let job = client.jobs().submit(SubmitJob::new("wc-1.00", "count", true, inputs, Map::new())).await?;
//! let id = job.id.expect("a submitted job has an id");
//! client.jobs().wait_until_finished(id.clone()).await?;
//! for output in client.jobs().list_outputs(ListJobOutputs::new(id.clone())).items().all().await? {
//!     println!("{} bytes in {}", output.length.unwrap_or(0), output.path.unwrap_or_default());
//! }
//! client.jobs().download_output(id, "out.txt").stream().await?.write_to(&mut file).await?;
//! # Ok(())
//! # }
//! ```

mod actor;
mod app;
mod client;
mod file;
mod job;
mod metadata;
mod metadata_schema;
mod notification;
mod profile;
mod system;
mod token;

pub use actor::Actors;
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

pub use saltant_core::agave::*;
pub use saltant_core::{Body, ByteRange};
pub use saltant_http::{Download, file_body};
pub use saltant_types::agave::*;
