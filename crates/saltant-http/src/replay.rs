//! Recordings of exchanges with a server.
//!
//! A [`Recorder`] wraps a transport and writes each exchange to a file, with secrets masked. A [`Replayer`]
//! answers from such a file, without a network.
//!
//! ```
//! use saltant_http::Client;
//! use saltant_http::replay::{Recorder, Replayer};
//! # use saltant_http::testing::{Reply, ScriptedTransport};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let path = std::env::temp_dir().join(format!("saltant-replay-doc-{}", std::process::id()));
//! # let transport = ScriptedTransport::new([Reply::json(200, r#"{"username": "u", "email": ""}"#)]);
//! # let operation = || saltant_core::saltant::GetUser::new("u");
//! // Once with a server; `transport` would be a `ReqwestTransport`.
//! let recorder = Recorder::create(transport, &path)?;
//! let client = Client::builder("https://saltant.example.org/api").transport(recorder).build()?;
//! client.call(operation()).await?;
//!
//! // Then without a server.
//! let replayer = Replayer::open(&path)?;
//! let client = Client::builder("https://saltant.example.org/api").transport(replayer.clone()).build()?;
//! client.call(operation()).await?;
//! assert!(replayer.unused().is_empty() && replayer.unexpected().is_empty());
//! # std::fs::remove_file(path)?;
//! # Ok(())
//! # }
//! ```

mod exchange;
mod recorder;
mod replayer;
mod scrub;

pub use exchange::{Asked, Content, Exchange};
pub use recorder::Recorder;
pub use replayer::Replayer;
