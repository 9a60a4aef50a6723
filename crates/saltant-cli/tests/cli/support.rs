//! Running the command against a server in this process.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::JoinHandle;

use saltant_dev_server::saltant::{DevServer, DevServerBuilder, NewUser};
use serde_json::Value;
use tempfile::TempDir;

/// The token of the superuser of [`Place`], which no output may show.
pub(crate) const TOKEN: &str = "canary-of-matt";

/// The command without any setting: no server, no profile, none of the caller's environment variables.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saltant"));
    let ours = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with("SALTANT_") || name == "NO_COLOR" || name.starts_with("CLICOLOR")
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("XDG_STATE_HOME", "/nonexistent")
        .env("COLUMNS", "100");
    command
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Run {
    /// The standard output of a run that succeeded.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.stdout
    }

    /// The standard output of a run that succeeded, as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        let text = self.ok();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// The standard error of a run that ended with this code.
    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self.stderr
    }
}

/// Runs a command to its end, with a text on its standard input.
pub(crate) fn run_with_input(mut command: Command, input: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // The command may end without reading its input.
    let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends").into()
}

/// Runs the command without any setting.
pub(crate) fn run(arguments: &[&str]) -> Run {
    let mut command = command();
    command.args(arguments);
    run_with_input(command, "")
}

/// A server that answers one request, and its address, from which the answer is made.
pub(crate) fn answering(answer: impl FnOnce(&str) -> Vec<u8>) -> (JoinHandle<String>, String) {
    answering_all(1, answer)
}

/// A server that answers this many requests, each the same. It returns the heads of the requests.
pub(crate) fn answering_all(
    requests: usize,
    answer: impl FnOnce(&str) -> Vec<u8>,
) -> (JoinHandle<String>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let body = answer(&url);
    let server = std::thread::spawn(move || {
        let mut heads = Vec::new();
        for _ in 0..requests {
            let (mut stream, _) = listener.accept().expect("the command connects");
            let start = heads.len();
            while !heads[start..].ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("the command sends a request");
                heads.extend(byte);
            }
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
            write!(stream, "{head}content-length: {}\r\n\r\n", body.len()).expect("the command listens");
            stream.write_all(&body).expect("the command listens");
        }
        String::from_utf8(heads).expect("a head is text")
    });
    (server, url)
}

/// A server with the users matt (superuser) and daniel, and a home for the config file.
pub(crate) struct Place {
    pub(crate) server: DevServer,
    pub(crate) home: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(set_up: impl FnOnce(DevServerBuilder) -> DevServerBuilder) -> Self {
        let users = DevServer::builder().user(NewUser::new("matt").token(TOKEN)).user("daniel");
        Self {
            server: set_up(users).start_blocking().expect("the server starts"),
            home: tempfile::tempdir().expect("there is a temporary directory"),
        }
    }

    /// The command with the server's address and matt's token in its environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.bare();
        command.env("SALTANT_API_URL", self.server.url()).env("SALTANT_AUTH_TOKEN", TOKEN);
        command
    }

    /// The command with an empty home for the config file and no other setting.
    pub(crate) fn bare(&self) -> Command {
        let mut command = command();
        command.env("XDG_CONFIG_HOME", self.home.path());
        command.env("XDG_STATE_HOME", self.home.path().join("state"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.command();
        command.args(arguments);
        run_with_input(command, "")
    }

    pub(crate) fn run_bare(&self, arguments: &[&str]) -> Run {
        let mut command = self.bare();
        command.args(arguments);
        run_with_input(command, "")
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.home.path().join("saltant/config.toml")
    }

    pub(crate) fn write_config(&self, text: &str) {
        let path = self.config_file();
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        std::fs::write(&path, text).expect("it can be written");
        make_private(&path);
    }

    /// Creates a task type that runs `command` and a queue for it, and returns their ids.
    pub(crate) fn task_type(&self, class: &str, command: &str) -> (String, String) {
        let extra: &[&str] = match class {
            "container" => &["container_image=alpine", "container_type=docker"],
            _ => &[],
        };
        let name = format!("{class} {command}");
        let create = [
            "call",
            &format!("{class}_task_types.create"),
            &format!("name={name}"),
            &format!("command_to_run={command}"),
        ];
        let id = self.run(&[&create, extra].concat()).json()["id"].to_string();
        let whitelist = self.run(&[
            "call",
            "task_whitelists.create",
            &format!("name={name}"),
            &format!("whitelisted_{class}_task_types={id}"),
        ]);
        let whitelist = whitelist.json()["id"].to_string();
        let queue = format!("{class}-{id}");
        let queue = self.run(&[
            "call",
            "task_queues.create",
            &format!("name={queue}"),
            &format!("whitelists={whitelist}"),
        ]);
        (id, queue.json()["id"].to_string())
    }

    /// Creates an instance of a new task type that runs `command`, and returns its UUID.
    pub(crate) fn instance(&self, class: &str, command: &str, name: &str) -> String {
        let (task_type, queue) = self.task_type(class, command);
        self.instance_of(class, &task_type, &queue, name)
    }

    pub(crate) fn instance_of(&self, class: &str, task_type: &str, queue: &str, name: &str) -> String {
        let create = self.run(&[
            "call",
            &format!("{class}_task_instances.create"),
            &format!("task_type={task_type}"),
            &format!("task_queue={queue}"),
            &format!("name={name}"),
        ]);
        create.json()["uuid"].as_str().expect("it is a text").to_owned()
    }
}

#[cfg(unix)]
pub(crate) fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("it is ours");
}

#[cfg(not(unix))]
pub(crate) fn make_private(_: &Path) {}
