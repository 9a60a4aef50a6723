//! A server of one run.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

/// How long a server may take to start: it creates its tables first.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long a server may take to end its schedulers and executors.
const END: Duration = Duration::from_secs(20);

/// A running server, which is ended on drop with all processes that it started.
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts a server on an empty database of this name.
    pub(super) fn start(
        python: &Path,
        folder: &Path,
        database: (u16, &str),
        auth: bool,
    ) -> anyhow::Result<Self> {
        let home = folder.join(database.1);
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        std::fs::create_dir_all(home.join("state"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let config = home.join("inmanta.cfg");
        std::fs::write(
            &config,
            settings(port, database, home.to_str().context("the path is not UTF-8")?, auth),
        )?;
        let log = File::create(home.join("server.log"))?;
        let mut command = Command::new(python);
        command.args(["-m", "inmanta.app", "-c"]).arg(&config).args(["-vv", "server"]);
        command.env("HOME", &home).env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.stdout(log.try_clone()?).stderr(log).spawn()?;
        let mut server = Self { child, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended with {status}; see {}", home.display());
            }
            ensure!(started.elapsed() < PATIENCE, "the server does not start; see {}", home.display());
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }

    /// The server's address.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn settings(port: u16, (database_port, database): (u16, &str), home: &str, auth: bool) -> String {
    let mut text = format!(
        "[config]\nstate-dir = {home}/state\nlog-dir = {home}/state\n\
         [database]\nhost = 127.0.0.1\nport = {database_port}\nname = {database}\nusername = inmanta\npassword = x\n\
         [server]\nbind-address = 127.0.0.1\nbind-port = {port}\nagent-hold = 4\nagent-timeout = 12\n\
         auth = {auth}\nauth_method = database\n"
    );
    for transport in ["agent", "compiler", "client", "cmdline"] {
        text.extend(["[", transport, "_rest_transport]\nport = ", &port.to_string(), "\n"]);
    }
    if auth {
        let key = "A".repeat(43);
        let section = format!(
            "[auth_jwt_default]\nalgorithm = HS256\nsign = true\nclient_types = agent,compiler,api\nkey = {key}\n\
             expire = 0\nissuer = http://127.0.0.1:{port}/\naudience = http://127.0.0.1:{port}/\n"
        );
        text.push_str(&section);
    }
    text
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let started = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && started.elapsed() < END {
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
