//! Load for a server: some connections, each of which sends its next request when it has the answer to the last.
//!
//! It reads of an answer what it has to, so that the server's share is measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::dev_server::TOKENS;
use crate::work::Done;

/// How long requests are sent, unless their number is given.
const PERIOD: Duration = Duration::from_secs(1);

/// What is sent: a list with a query, an instance, or new instances.
struct Plan {
    work: String,
    host: String,
    path: String,
    /// The path of an instance, for `get`.
    instance: String,
    /// The number of instances to create; otherwise the period ends the load.
    most: Option<u64>,
    begun: AtomicU64,
}

/// Sends requests over so many connections. The work is `get`, `create` or the query of a list.
pub(crate) async fn run(
    work: &str,
    connections: usize,
    url: &str,
    most: Option<u64>,
) -> anyhow::Result<Done> {
    let (host, path) =
        url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).context("no address")?;
    let path = format!("/{path}executabletaskinstances/");
    let mut plan = Plan {
        work: work.to_owned(),
        host: host.to_owned(),
        path,
        instance: String::new(),
        most,
        begun: AtomicU64::new(0),
    };
    if work == "get" {
        let list = Connection::open(&plan.host).await?.exchange(&plan.request("", 0)).await?;
        let uuid = list.split_once("\"uuid\":\"").and_then(|(_, rest)| rest.split_once('"'));
        plan.instance = format!("{}{}/", plan.path, uuid.context("there are no instances")?.0);
    }
    let (plan, start) = (Arc::new(plan), Arc::new(Barrier::new(connections + 1)));
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let (plan, start) = (plan.clone(), start.clone());
        tasks.spawn(async move {
            let connection = Connection::open(&plan.host).await;
            start.wait().await;
            send(&plan, connection?).await
        });
    }
    start.wait().await;
    let begun = Instant::now();
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    #[allow(clippy::cast_precision_loss)] // a rate for people
    let rate = count as f64 / begun.elapsed().as_secs_f64();
    Ok(Done { count, note: Some(format!("{rate:.0}")) })
}

async fn send(plan: &Plan, mut connection: Connection) -> anyhow::Result<u64> {
    let begun = Instant::now();
    let mut count = 0;
    loop {
        let number = plan.begun.fetch_add(1, Ordering::Relaxed);
        let is_over = plan.most.map_or_else(|| begun.elapsed() >= PERIOD, |most| number >= most);
        if is_over {
            return Ok(count);
        }
        connection.exchange(&plan.request(&plan.work, number)).await?;
        count += 1;
    }
}

impl Plan {
    fn request(&self, work: &str, number: u64) -> String {
        // One instance of ten is rare: of another user, on another queue, and with another name.
        let is_rare = number.is_multiple_of(10);
        let token = TOKENS[usize::from(is_rare && work == "create")];
        let head = |method: &str, target: &str| {
            format!("{method} {target} HTTP/1.1\r\nhost: {}\r\nauthorization: Token {token}\r\n", self.host)
        };
        match work {
            "get" => head("GET", &self.instance) + "\r\n",
            "create" => {
                let (name, queue) = if is_rare { ("rare", 2) } else { ("sample", 1) };
                let body = format!(
                    "{{\"name\":\"{name} {number}\",\"task_type\":1,\"task_queue\":{queue},\
                     \"arguments\":{{\"sample\":{number},\"reference\":\"GRCh38\",\"threads\":8}}}}"
                );
                let head = head("POST", &self.path);
                format!(
                    "{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
            }
            query => head("GET", &format!("{}?{query}", self.path)) + "\r\n",
        }
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(host: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 << 10) })
    }

    /// Sends a request and gives the body of its answer.
    async fn exchange(&mut self, request: &str) -> anyhow::Result<String> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let (head, length) = loop {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the connection was closed");
            let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            break (end + 4, length(&self.buffer[..end])?);
        };
        while self.buffer.len() < head + length {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the answer breaks off");
        }
        Ok(String::from_utf8_lossy(&self.buffer[head..]).into_owned())
    }
}

/// The length of the body, if the answer is good.
fn length(head: &[u8]) -> anyhow::Result<usize> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    if !status.starts_with('2') {
        bail!("the server answered {status}");
    }
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    length.context("the answer has no length")
}
