//! Starts an Inmanta server from the Python package index, with a PostgreSQL cluster of its own, on loopback, without and
//! with authentication, and runs the checks of the client on it.

mod cluster;
mod server;

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, ensure};
use saltant_tests::inmanta_suite::{self, Login};

use super::missing;
use super::python::Pythons;
use cluster::{Cluster, Programs};
use server::Server;

/// The installed packages. With later versions of the last three the server answers 500 to GraphQL queries.
const PACKAGES: [&str; 4] =
    ["inmanta-core==17.0.0", "strawberry-graphql<0.290", "graphql-core<3.3", "SQLAlchemy<2.1"];

const PYTHONS: Pythons = Pythons { oldest: 12, newest: 12 };

/// The first version of PostgreSQL that takes a sub-select without a name.
const NAMELESS: u32 = 16;

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let folder = crate::root().join("target/live/inmanta");
    let Some(programs) = Programs::find()? else {
        return Ok(missing("there is no PostgreSQL on PATH or below /usr/lib/postgresql"));
    };
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    if programs.version()? < NAMELESS {
        name_the_sub_select(&python)?;
    }
    let home = folder.join("run");
    std::fs::create_dir_all(&home)?;
    let mut cluster = Cluster::start(programs, &home)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut passed, mut failed) = (0, 0);
    for (name, login) in
        [("open", None), ("closed", Some(Login { username: "admin", password: "admin-password" }))]
    {
        cluster.create(name)?;
        let server = Server::start(&python, &home, (cluster.port, name), login.is_some())?;
        if login.is_some() {
            let script = crate::root().join("xtask/src/live/inmanta/user.py");
            let mut command = Command::new(&python);
            command.arg(script).arg(cluster.port.to_string()).arg(name).env("PYTHONDONTWRITEBYTECODE", "1");
            ensure!(command.status()?.success(), "the first user could not be created");
        }
        let checks = runtime.block_on(inmanta_suite::run(&server.url(), login))?;
        drop(server);
        for failure in &checks.failed {
            println!("FAIL {name}: {failure}");
        }
        println!("{name}: {checks}");
        (passed, failed) = (passed + checks.passed, failed + checks.failed.len());
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Gives a sub-select of the installed package a name, which PostgreSQL before 16 requires. Without it the scheduler
/// takes in no second version.
fn name_the_sub_select(python: &Path) -> anyhow::Result<()> {
    const END: &str = "                ORDER BY cm.version\n            )\n            -- drop first row";
    let script = "import importlib.util as u; print(u.find_spec('inmanta').submodule_search_locations[0])";
    let found = Command::new(python).args(["-c", script]).output()?;
    let file = Path::new(String::from_utf8(found.stdout)?.trim()).join("data/__init__.py");
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    if text.contains(END) {
        std::fs::write(file, text.replace(END, &END.replace(")\n", ") AS pairs_of_versions\n")))?;
    }
    Ok(())
}
