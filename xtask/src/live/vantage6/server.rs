use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

/// How long a server may take to start: it creates its tables and rules first.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server, which is ended on drop.
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts a server with an empty database.
    pub(super) fn start(python: &Path, folder: &Path) -> anyhow::Result<Self> {
        let home = folder.join("run");
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        std::fs::create_dir_all(&home)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let config = home.join("config.yaml");
        let database = home.join("database.sqlite");
        std::fs::write(&config, settings(port, database.to_str().context("the path is not UTF-8")?))?;
        let log = home.join("log");
        let script = crate::root().join("xtask/src/live/vantage6/server.py");
        let mut command = Command::new(python);
        command.arg(script).arg(&config).arg(port.to_string());
        // It creates folders below these.
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env(name, &home);
        }
        command.env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
        let child =
            command.stdout(File::create(&log)?).stderr(File::options().append(true).open(&log)?).spawn()?;
        let mut server = Self { child, port };
        server.wait(&log)?;
        Ok(server)
    }

    /// The address of the API.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/api", self.port)
    }

    fn wait(&mut self, log: &Path) -> anyhow::Result<()> {
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}; see {}", log.display());
            }
            ensure!(started.elapsed() < PATIENCE, "the server does not start; see {}", log.display());
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }
}

fn settings(port: u16, database: &str) -> String {
    format!(
        r#"description: a server for one run of tests
ip: 127.0.0.1
port: {port}
api_path: /api
uri: sqlite:///{database}
allow_drop_all: true
jwt_secret_key: 00000000-0000-4000-8000-000000000001
logging:
  file: server.log
  level: WARNING
  use_console: true
  backup_count: 1
  max_size: 1024
  format: "%(asctime)s %(name)s %(levelname)s %(message)s"
  datefmt: "%H:%M:%S"
"#
    )
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
