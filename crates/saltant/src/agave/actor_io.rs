//! The pipe and the socket between a program inside an actor and Abaco.

use std::fs::File;
use std::io::{ErrorKind as Io, Read as _};
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use saltant_core::{BaseUrl, Error, ErrorKind};

use super::ActorContext;

/// The pipe with a binary message, and the variable with its path on a dev server.
const MESSAGE: Place = Place { path: "/_abaco_binary_data", variable: "_abaco_binary_data" };
/// The socket that takes results, and the variable with its path on a dev server.
const RESULTS: Place = Place { path: "/_abaco_results.sock", variable: "_abaco_results" };

struct Place {
    path: &'static str,
    variable: &'static str,
}

impl ActorContext {
    /// The most bytes of a result: Abaco cuts a longer one off.
    pub const LONGEST_RESULT: usize = 131_072;

    /// Takes the binary message; `None` if the message is none. It can be taken once: a pipe is empty then.
    ///
    /// Abaco has written the whole message before the program starts, so nothing is waited for.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the pipe is there and cannot be read.
    pub fn take_binary_message(&self) -> Result<Option<Vec<u8>>, Error> {
        take_message(self.path(&MESSAGE))
    }

    /// Adds a result to those of this execution, of at most [`LONGEST_RESULT`](Self::LONGEST_RESULT) bytes.
    ///
    /// The sender of the message takes results one by one.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the result is too long, or if Abaco's socket does not take it,
    /// as outside of an actor.
    pub fn send_result(&self, result: impl AsRef<[u8]>) -> Result<(), Error> {
        send(result.as_ref(), self.path(&RESULTS))
    }

    /// Abaco has fixed paths. A dev server has no container, so it names a path for each execution.
    ///
    /// A sender can set any variable that Abaco does not set itself. So the variable counts only where the tenant is
    /// a server of this machine, whose address no sender can set.
    fn path(&self, place: &Place) -> &Path {
        let server = self.variable("_abaco_api_server").and_then(|address| address.parse::<BaseUrl>().ok());
        let is_here = server.is_some_and(|server| server.is_loopback());
        let named = self.variable(place.variable).filter(|path| is_here && !path.is_empty());
        Path::new(named.unwrap_or(place.path))
    }
}

fn failed(what: &str, path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("{} {what}: {error}", path.display())).with_source(error)
}

fn take_message(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    use rustix::fs::{Mode, OFlags};

    // A pipe that nobody writes to would block otherwise.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut file = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(rustix::io::Errno::NOENT) => return Ok(None),
        Err(error) => return Err(failed("cannot be opened", path, error.into())),
    };
    let (mut message, mut part) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut part) {
            Ok(0) => break,
            Ok(length) => message.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == Io::Interrupted => {}
            Err(error) if error.kind() == Io::WouldBlock => break,
            Err(error) => return Err(failed("cannot be read", path, error)),
        }
    }
    Ok((!message.is_empty()).then_some(message))
}

fn send(result: &[u8], path: &Path) -> Result<(), Error> {
    if result.len() > ActorContext::LONGEST_RESULT {
        let limit = ActorContext::LONGEST_RESULT;
        let text = format!("a result has at most {limit} bytes, and this one has {}", result.len());
        return Err(Error::new(ErrorKind::Usage, text));
    }
    let sent = UnixDatagram::unbound().and_then(|socket| socket.send_to(result, path));
    sent.map(|_| ()).map_err(|error| failed("takes no result", path, error))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::path::PathBuf;

    use super::*;

    /// A path of this test in a folder of its own.
    fn path(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("saltant-actor-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder.join("it")
    }

    fn remove(path: &Path) {
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_binary_message_is_taken_from_the_pipe_without_waiting() {
        let pipe = path("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        // Open for both, so that neither end waits for the other.
        let mut writer = File::options().read(true).write(true).open(&pipe).unwrap();
        assert_eq!(take_message(&pipe).unwrap(), None);
        writer.write_all(&[0, 159, 146, 150]).unwrap();
        assert_eq!(take_message(&pipe).unwrap().unwrap(), [0, 159, 146, 150]);
        assert_eq!(take_message(&pipe).unwrap(), None);
        remove(&pipe);
    }

    #[test]
    fn paths_are_named_by_a_server_of_this_machine_only() {
        let path = |server: &str, name: &str| {
            let variables = [("_abaco_actor_id", "a"), ("_abaco_api_server", server), (name, "/tmp/x")];
            let context = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let context = ActorContext::from_vars(context).unwrap();
            [&MESSAGE, &RESULTS].map(|place| context.path(place).to_str().unwrap().to_owned())
        };
        let (message, results) = ("/_abaco_binary_data", "/_abaco_results.sock");
        for here in ["http://127.0.0.1:8000", "http://localhost:8000/"] {
            assert_eq!(path(here, "_abaco_binary_data"), ["/tmp/x", results]);
            assert_eq!(path(here, "_abaco_results"), [message, "/tmp/x"]);
        }
        for elsewhere in ["https://api.tacc.utexas.edu", "http://192.0.2.1", "localhost", ""] {
            assert_eq!(path(elsewhere, "_abaco_binary_data"), [message, results], "{elsewhere}");
            assert_eq!(path(elsewhere, "_abaco_results"), [message, results], "{elsewhere}");
        }
    }

    #[test]
    fn a_message_may_be_a_file_or_missing() {
        let file = path("file");
        assert_eq!(take_message(&file).unwrap(), None);
        fs::write(&file, vec![7; 200_000]).unwrap();
        assert_eq!(take_message(&file).unwrap().unwrap().len(), 200_000);
        let error = take_message(file.parent().unwrap()).unwrap_err();
        assert!(error.to_string().contains("cannot be read"), "{error}");
        remove(&file);
    }

    #[test]
    fn a_result_is_one_datagram_and_one_that_would_be_cut_off_is_refused() {
        let socket = path("socket");
        let error = send(b"x", &socket).unwrap_err();
        assert!(error.to_string().contains("takes no result"), "{error}");
        let receiver = UnixDatagram::bind(&socket).unwrap();
        send(b"one", &socket).unwrap();
        send(&vec![7; ActorContext::LONGEST_RESULT], &socket).unwrap();
        let mut buffer = vec![0; 300_000];
        assert_eq!(receiver.recv(&mut buffer).unwrap(), 3);
        assert_eq!(&buffer[..3], b"one");
        assert_eq!(receiver.recv(&mut buffer).unwrap(), ActorContext::LONGEST_RESULT);
        let error = send(&vec![7; ActorContext::LONGEST_RESULT + 1], &socket).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        remove(&socket);
    }
}
