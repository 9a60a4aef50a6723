//! Finds a Python on this machine and installs packages from the Python package index.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The range of suitable Pythons: the oldest and the newest minor version of 3.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pythons {
    pub(super) oldest: u32,
    pub(super) newest: u32,
}

impl Pythons {
    /// A Python with these packages, which are installed into the folder once; or the reason why not.
    pub(super) fn with(self, packages: &[&str], folder: &Path) -> anyhow::Result<Result<PathBuf, String>> {
        let Self { oldest, newest } = self;
        let Some(python) = self.find() else {
            let which =
                if oldest == newest { format!("3.{oldest}") } else { format!("3.{oldest} to 3.{newest}") };
            return Ok(Err(format!(
                "there is no Python {which} with venv on PATH or among pyenv's versions"
            )));
        };
        self.install(&python, packages, folder)
    }

    /// A suitable Python, the newest first: from PATH, else from pyenv.
    fn find(self) -> Option<PathBuf> {
        let names = (self.oldest..=self.newest).rev().map(|minor| PathBuf::from(format!("python3.{minor}")));
        let plain = [PathBuf::from("python3"), PathBuf::from("python")];
        names.chain(plain).chain(pyenv()).find(|python| self.will_do(python))
    }

    fn will_do(self, python: &Path) -> bool {
        let Self { oldest, newest } = self;
        let check = format!(
            "import sys, venv, ensurepip; sys.exit(not (3, {oldest}) <= sys.version_info[:2] <= (3, {newest}))"
        );
        let mut command = Command::new(python);
        command.args(["-c", &check]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn install(
        self,
        python: &Path,
        packages: &[&str],
        folder: &Path,
    ) -> anyhow::Result<Result<PathBuf, String>> {
        let environment = folder.join("venv");
        let inside = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let done = folder.join("installed");
        let wanted = packages.join("\n");
        if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) && self.will_do(&inside)
        {
            return Ok(Ok(inside));
        }
        std::fs::create_dir_all(folder)?;
        println!("installing {} for {}", packages.join(" and "), python.display());
        let made = Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment).status()?;
        if !made.success() {
            return Ok(Err(format!("{} cannot make a virtual environment", python.display())));
        }
        let mut pip = Command::new(&inside);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "wheel", "setuptools"]);
        if !pip.args(packages).status()?.success() {
            return Ok(Err(format!("pip could not install {}", packages.join(" and "))));
        }
        std::fs::write(done, wanted)?;
        Ok(Ok(inside))
    }
}

/// A Python 2.7 with pip: from PATH, else from pyenv.
pub(super) fn python_2() -> Option<PathBuf> {
    let check = "import sys, pip; sys.exit(sys.version_info[:2] != (2, 7))";
    let names = ["python2.7", "python2"].map(PathBuf::from);
    names.into_iter().chain(pyenv()).find(|python| {
        let mut command = Command::new(python);
        command.args(["-c", check]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

/// The Pythons in pyenv's folder, the newest first.
fn pyenv() -> Vec<PathBuf> {
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let versions = root.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let mut found: Vec<_> =
        versions.into_iter().flatten().flatten().map(|version| version.path().join("bin/python")).collect();
    found.sort();
    found.reverse();
    found
}
