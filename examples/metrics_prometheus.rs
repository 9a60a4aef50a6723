//! Counts and times all requests, and prints the figures as a Prometheus scraper reads them.
//!
//! `cargo run -p saltant-examples -- metrics_prometheus` prints:
//!
//! ```text
//! # TYPE saltant_requests_total counter
//! saltant_requests_total{operation="saltant.task_queues.get",status="404"} 1
//! saltant_requests_total{operation="saltant.users.get",status="200"} 3
//! # TYPE saltant_request_seconds_total counter
//! saltant_request_seconds_total{operation="saltant.task_queues.get",status="404"} 0.…
//! saltant_request_seconds_total{operation="saltant.users.get",status="200"} 0.…
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use saltant::{Client, Observation};

/// Requests and their time, by operation and status.
type Rows = BTreeMap<(&'static str, String), (u64, Duration)>;

#[derive(Clone, Default)]
struct Metrics(Arc<Mutex<Rows>>);

impl Metrics {
    /// Is called after each attempt, also after those that are repeated.
    fn add(&self, seen: &Observation<'_>) {
        // The outcome of an attempt without an answer is a few words without secrets.
        let status = seen.status.map_or(seen.outcome.to_owned(), |status| status.as_u16().to_string());
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, time) = rows.entry((seen.operation, status)).or_default();
        *count += 1;
        *time += seen.elapsed;
    }

    fn text(&self) -> String {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut counts, mut times) = (String::new(), String::new());
        for ((operation, status), (count, time)) in &*rows {
            let labels = format!("{{operation={operation:?},status={status:?}}}");
            let _ = writeln!(counts, "saltant_requests_total{labels} {count}");
            let _ = writeln!(times, "saltant_request_seconds_total{labels} {:.6}", time.as_secs_f64());
        }
        format!(
            "# TYPE saltant_requests_total counter\n{counts}# TYPE saltant_request_seconds_total counter\n{times}"
        )
    }
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let metrics = Metrics::default();
    let observer = metrics.clone();
    let client =
        Client::builder_from_env()?.observer(move |seen: &Observation<'_>| observer.add(seen)).build()?;
    for _ in 0..3 {
        client.users().get("matt").await?;
    }
    let _ = client.task_queues().get(4711).await;
    print!("{}", metrics.text()); // a real program answers `GET /metrics` with this
    Ok(())
}
