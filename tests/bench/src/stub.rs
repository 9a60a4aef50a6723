//! A server that answers as fast as possible, so that the client's share is measured.
//!
//! The address `http://127.0.0.1:PORT/TOTAL/LATENCY/api/` has `TOTAL` instances, and each answer comes after
//! `LATENCY` milliseconds. At `http://127.0.0.1:PORT/BYTES/0/api/file` is a file of this length.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How many instances finish with each tick of a wait.
pub(crate) const FINISH_PER_TICK: u64 = 1_000;

/// The instances of a wait: how many have finished, and how many do with each tick.
struct Finished {
    count: AtomicU64,
    per_tick: u64,
}

/// Serves until it is killed, and prints its address first.
pub(crate) async fn serve(per_tick: u64) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/", listener.local_addr()?);
    let finished = Arc::new(Finished { count: AtomicU64::new(0), per_tick });
    loop {
        let (socket, _) = listener.accept().await?;
        let finished = finished.clone();
        tokio::spawn(async move {
            // The error of a closed connection does not matter.
            let _ = connection(socket, &finished).await;
        });
    }
}

/// The UUID of the instance with a number.
pub(crate) fn uuid(index: u64) -> String {
    format!("00000000-0000-4000-8000-{index:012x}")
}

async fn connection(mut socket: TcpStream, finished: &Finished) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(16 * 1024);
    loop {
        let head_end = loop {
            if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            if socket.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..head_end]).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let end = head_end + length.unwrap_or(0);
        while buffer.len() < end {
            if socket.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        buffer.drain(..end);
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if let Some(length) = target.strip_suffix("/0/api/file").and_then(|path| path[1..].parse().ok()) {
            file(&mut socket, length).await?;
            continue;
        }
        let (latency, status, body) = answer(method, target, finished);
        // tokio's timers have a resolution of one millisecond and may end that much later.
        let latency = latency.saturating_sub(Duration::from_millis(1));
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let head = format!(
            "HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        socket.write_all(head.as_bytes()).await?;
        socket.write_all(body.as_bytes()).await?;
    }
}

/// Sends a file of this length.
async fn file(socket: &mut TcpStream, length: usize) -> std::io::Result<()> {
    const PIECE: usize = 64 * 1024;
    let piece = vec![b'x'; PIECE];
    socket.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").as_bytes()).await?;
    for begin in (0..length).step_by(PIECE) {
        socket.write_all(&piece[..PIECE.min(length - begin)]).await?;
    }
    Ok(())
}

fn answer(method: &str, target: &str, finished: &Finished) -> (Duration, u16, String) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut parts = path.trim_matches('/').split('/');
    let mut number = || parts.next().and_then(|part| part.parse::<u64>().ok()).unwrap_or(0);
    let (total, latency) = (number(), Duration::from_millis(number()));
    let mut body = String::new();
    if method == "POST" {
        instance(&mut body, 0, "created");
        return (latency, 201, body);
    }
    if let Some(uuid) = parts.nth(2).filter(|uuid| !uuid.is_empty()) {
        let index = uuid.rsplit('-').next().and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or(0);
        instance(&mut body, index, "running");
        return (latency, 200, body);
    }
    list(&mut body, total, query, finished);
    (latency, 200, body)
}

fn list(body: &mut String, total: u64, query: &str, finished: &Finished) {
    let query: BTreeMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let number =
        |name, default| query.get(name).and_then(|text: &String| text.parse().ok()).unwrap_or(default);
    let (page, size): (u64, u64) = (number("page", 1), number("page_size", 10));
    // The list is sorted from new to old. The oldest finish first: numbers below `done` have finished.
    let (rows, state) = match query.get("state__in").map(String::as_str) {
        None => (0..total, "running"),
        Some(states) if states.contains("successful") => {
            let done = finished.count.load(Ordering::Relaxed).min(total);
            (done.saturating_sub(2 * finished.per_tick)..done, "successful")
        }
        Some(_) => {
            // A request for the first page of unfinished instances starts a tick.
            let done = match page {
                1 => finished.count.fetch_add(finished.per_tick, Ordering::Relaxed),
                _ => finished.count.load(Ordering::Relaxed).saturating_sub(finished.per_tick),
            };
            (done.min(total)..total, "running")
        }
    };
    let count = rows.end - rows.start;
    let first = (page - 1) * size;
    let shown = rows
        .rev()
        .skip(usize::try_from(first).unwrap_or(usize::MAX))
        .take(usize::try_from(size).unwrap_or(0));
    let next = if first + size < count { "\"http://elsewhere.invalid/\"" } else { "null" };
    let _ = write!(body, "{{\"count\":{count},\"next\":{next},\"previous\":null,\"results\":[");
    for (index, row) in shown.enumerate() {
        if index > 0 {
            body.push(',');
        }
        instance(body, row, state);
    }
    body.push_str("]}");
}

fn instance(body: &mut String, index: u64, state: &str) {
    let (minute, second, micro) = (index / 60 % 60, index % 60, index % 1_000_000);
    let hour = index / 3_600 % 24;
    let day = 1 + index / 86_400 % 28;
    let created = format!("2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}.{micro:06}Z");
    let end = if state == "successful" { format!("\"{created}\"") } else { "null".to_owned() };
    // Writing to a String cannot fail.
    let _ = write!(
        body,
        "{{\"uuid\":\"{}\",\"user\":\"matt\",\"name\":\"sample {index}\",\"state\":\"{state}\",\
         \"datetime_created\":\"{created}\",\"datetime_finished\":{end},\
         \"arguments\":{{\"sample\":{index},\"reference\":\"GRCh38\",\"threads\":8}},\
         \"task_queue\":1,\"task_type\":2}}",
        uuid(index)
    );
}
