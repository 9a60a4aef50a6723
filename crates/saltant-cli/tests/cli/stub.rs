//! A server that answers each request by a function, and never keeps a connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// What a client has sent. The names of headers are in small letters.
pub(crate) struct Request {
    /// The path, with the query if there is one.
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// The server. It runs until the test's process ends.
pub(crate) struct Server {
    pub(crate) url: String,
}

impl Server {
    /// Starts it. The function gives the status and the JSON of each answer.
    pub(crate) fn start(answer: impl Fn(&Request) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let answer = answer.clone();
                std::thread::spawn(move || serve(&stream, &*answer));
            }
        });
        Self { url }
    }
}

fn serve(mut stream: &TcpStream, answer: &dyn Fn(&Request) -> (u16, String)) {
    let Some(request) = read(stream) else { return };
    let (status, body) = answer(&request);
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    // The command may have been ended meanwhile.
    let _ = stream.write_all((head + &body).as_bytes());
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut words = first.split(' ');
    let path = words.nth(1)?.to_owned();
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        let name = name.to_lowercase();
        if name == "content-length" {
            length = value.trim().parse().ok()?;
        }
        head.extend([name.as_str(), ":", value]);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, head, body: String::from_utf8(body).ok()? })
}
