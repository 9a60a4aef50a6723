//! A PostgreSQL cluster of one run.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

/// How long the cluster may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where Debian puts PostgreSQL's programs: below a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Where PostgreSQL's programs are, and who runs them.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    folder: PathBuf,
    /// The user that the programs run as, if this process is root's: they refuse to run as root.
    user: Option<&'static str>,
}

impl Programs {
    /// Finds the programs on PATH, else where Debian puts them.
    pub(super) fn find() -> anyhow::Result<Option<Self>> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut debian: Vec<_> = std::fs::read_dir(DEBIAN)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())))
            .collect();
        debian.sort_unstable();
        let debian = debian.into_iter().rev().map(|(_, folder)| folder.join("bin"));
        let is_whole = |folder: &PathBuf| {
            ["initdb", "postgres", "createdb"].iter().all(|name| folder.join(name).is_file())
        };
        let Some(folder) = std::env::split_paths(&path).chain(debian).find(is_whole) else { return Ok(None) };
        let user = if text(Command::new("id").arg("-u"))? == "0" { Some(other_user()?) } else { None };
        Ok(Some(Self { folder, user }))
    }

    /// The major version.
    pub(super) fn version(&self) -> anyhow::Result<u32> {
        let version = text(Command::new(self.folder.join("postgres")).arg("--version"))?;
        let number = version.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok());
        number.with_context(|| format!("{version} has no number"))
    }

    fn command(&self, name: &str) -> Command {
        let program = self.folder.join(name);
        let mut command = match self.user {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.arg(format!("--reuid={user}")).args(["--clear-groups", "--"]).arg(program);
                command
            }
        };
        command.current_dir("/").stdin(Stdio::null());
        command
    }
}

/// A user that is not root.
fn other_user() -> anyhow::Result<&'static str> {
    let exists =
        |user: &&str| Command::new("id").arg(user).output().is_ok_and(|found| found.status.success());
    ["postgres", "nobody"].into_iter().find(exists).context("PostgreSQL needs a user other than root")
}

fn text(command: &mut Command) -> anyhow::Result<String> {
    Ok(String::from_utf8(done(command)?.stdout)?.trim().to_owned())
}

fn done(command: &mut Command) -> anyhow::Result<Output> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output)
}

/// A running cluster, which is ended on drop. Its user is `inmanta`, and it trusts this machine.
pub(super) struct Cluster {
    programs: Programs,
    child: Child,
    pub(super) port: u16,
}

impl Cluster {
    /// Makes an empty cluster in the folder and starts it.
    pub(super) fn start(programs: Programs, folder: &Path) -> anyhow::Result<Self> {
        let data = folder.join("database");
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        if let Some(user) = programs.user {
            done(Command::new("chown").arg(user).arg(&data))?;
        }
        let mut init = programs.command("initdb");
        init.args(["--username=inmanta", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        done(init.arg("-D").arg(&data))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(folder.join("postgres.log"))?;
        let mut command = programs.command("postgres");
        command.arg("-D").arg(&data).arg("-p").arg(port.to_string());
        for setting in
            ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=200"]
        {
            command.args(["-c", setting]);
        }
        let child = command.stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(Self { programs, child, port })
    }

    /// Makes a database, as soon as the cluster answers.
    pub(super) fn create(&mut self, name: &str) -> anyhow::Result<()> {
        let started = Instant::now();
        let port = self.port.to_string();
        loop {
            let mut create = self.programs.command("createdb");
            let output = create.args(["-h", "127.0.0.1", "-U", "inmanta", "-p", &port, name]).output()?;
            if output.status.success() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("PostgreSQL ended with {status}; see postgres.log");
            }
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            ensure!(started.elapsed() < PATIENCE, "no database {name}: {error}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A fast shutdown: it does not wait for clients.
        let _ = Command::new("kill").arg("-INT").arg(self.child.id().to_string()).status();
        let started = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if started.elapsed() > PATIENCE {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
