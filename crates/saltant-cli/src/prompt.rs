//! Questions on the terminal.

use std::io::{self, IsTerminal as _, Write as _};

use crate::exit::Failure;

/// Whether an answer is seen while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    Shown,
    Hidden,
}

/// The flag that answers a question beforehand.
pub(crate) const YES: &str = "yes";

/// Asks before something is done that cannot be taken back.
pub(crate) async fn confirm(what: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let text = format!("{what}: this has to be confirmed, and standard input is not a terminal");
        return Err(Failure::usage(text).hint(format!("--{YES} confirms it")));
    }
    let answer = ask(&format!("{what}? [y/N]"), Echo::Shown).await?;
    if matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::usage("nothing was done"))
}

/// Asks for a line on the terminal, which standard input has to be.
///
/// However it ends, the terminal shows afterwards what is typed: also if the future is dropped because of an
/// interrupt.
#[cfg(unix)]
pub(crate) async fn ask(question: &str, echo: Echo) -> Result<String, Failure> {
    let hidden = (echo == Echo::Hidden).then(terminal::hide).transpose()?;
    write!(io::stderr(), "{question}: ")?;
    // A read cannot be interrupted, so it has a thread of its own, which ends with the process.
    let (sender, line) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        // Nobody receives it after an interrupt.
        let _ = sender.send(read.map(|_| line));
    });
    let line = line.await.map_err(io::Error::other)??;
    drop(hidden);
    Ok(line.trim().to_owned())
}

/// Asks for a line on the terminal, which standard input has to be.
#[cfg(not(unix))]
#[allow(clippy::unused_async, reason = "it is asynchronous elsewhere")]
pub(crate) async fn ask(question: &str, echo: Echo) -> Result<String, Failure> {
    let terminal = console::Term::stderr();
    write!(io::stderr(), "{question}: ")?;
    let line = if echo == Echo::Hidden { terminal.read_secure_line()? } else { terminal.read_line()? };
    Ok(line.trim().to_owned())
}

#[cfg(unix)]
mod terminal {
    use std::io::{self, Write as _, stdin};

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// The settings of the terminal before it stopped showing what is typed. They are restored when this is
    /// dropped.
    pub(super) struct Hidden(Termios);

    pub(super) fn hide() -> io::Result<Hidden> {
        let before = tcgetattr(stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin(), OptionalActions::Flush, &hidden)?;
        Ok(Hidden(before))
    }

    impl Drop for Hidden {
        fn drop(&mut self) {
            // If the terminal is gone, there is nothing to restore.
            let _ = tcsetattr(stdin(), OptionalActions::Flush, &self.0);
            // The line end that was typed was not shown.
            let _ = writeln!(io::stderr());
        }
    }
}
