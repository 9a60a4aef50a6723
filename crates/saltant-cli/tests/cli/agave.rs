//! Agave's own commands against the dev server: a tenant with the user matt and two systems.

use std::path::PathBuf;
use std::process::Command;

use saltant_dev_server::agave::{ActorReport, DevServer, NewUser};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Run, command, run_with_input};

mod files;
mod jobs;
#[cfg(unix)]
mod on_a_terminal;

/// The token of matt, which no output may show.
const TOKEN: &str = "canary-of-matt";
const STORAGE: &str = "data.example";
const EXECUTION: &str = "here.example";

/// A tenant, and a folder that the commands run in.
struct Tenant {
    server: DevServer,
    folder: TempDir,
}

impl Tenant {
    fn new() -> Self {
        let server = DevServer::builder()
            .user(NewUser::new("matt").token(TOKEN))
            .actor_command("example/echo", ["sh", "-c", "echo got \"$MSG\"; test \"$MSG\" != bad"])
            .actor_function("example/show", |sent| ActorReport::new().log(format!("{:?}\n", sent.message)))
            .start_blocking()
            .expect("the server starts");
        let tenant = Self { server, folder: tempfile::tempdir().expect("there is a temporary folder") };
        let storage = json!({
            "protocol": "LOCAL", "host": "localhost", "port": 22, "rootDir": "/", "homeDir": "/home",
            "auth": {"type": "LOCAL"},
        });
        tenant.write(
            "storage.json",
            &json!({
                "id": STORAGE, "name": "Files", "type": "STORAGE", "storage": storage,
            }),
        );
        tenant.write("execution.json", &json!({
            "id": EXECUTION, "name": "Here", "type": "EXECUTION", "executionType": "CLI", "scheduler": "FORK",
            "workDir": "/work", "queues": [{"name": "default"}], "storage": storage,
            "login": {"protocol": "LOCAL", "host": "localhost", "port": 22, "auth": {"type": "LOCAL"}},
        }));
        for system in ["storage.json", "execution.json"] {
            tenant.run(&["system", "create", system]).ok();
            std::fs::remove_file(tenant.path(system)).expect("it was written");
        }
        tenant.run(&["system", "manage", STORAGE, "--action", "SETDEFAULT"]).ok();
        tenant
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &Value) {
        self.put(name, content.to_string().as_bytes());
    }

    fn put(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it is ours");
        std::fs::write(path, content).expect("it is ours");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// `saltant agave`, in the folder.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command();
        command.env("TAPIS_BASE_URL", self.server.url()).env("TAPIS_TOKEN", TOKEN);
        command.current_dir(self.folder.path()).arg("agave").args(arguments);
        command
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    #[track_caller]
    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let run = run_with_input(self.command(arguments), input);
        assert!(!format!("{run:?}").contains(TOKEN), "{run:?}");
        run
    }

    /// The names in a folder of a system.
    #[track_caller]
    fn names(&self, address: &str) -> Vec<String> {
        self.run(&["files", "ls", address, "-o", "name"]).ok().lines().map(str::to_owned).collect()
    }

    /// The content of a file of a system.
    #[track_caller]
    fn content(&self, address: &str) -> String {
        self.run(&["files", "download", address, "-"]).ok()
    }
}
