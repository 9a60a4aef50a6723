//! `--watch`: repeats a command and redraws what it shows.

use std::io::Write as _;
use std::time::Duration;

use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output;

/// Whether a command is repeated.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct WatchArgs {
    /// Repeat the command and redraw what it shows, until it is interrupted
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "2s")]
    #[arg(value_parser = duration::parse)]
    watch: Option<Duration>,
}

impl WatchArgs {
    pub(crate) fn is_given(self) -> bool {
        self.watch.is_some()
    }

    /// Refuses to repeat what changes something.
    pub(crate) fn check(self, is_read: bool) -> Result<(), Failure> {
        if self.is_given() && !is_read {
            return Err(Failure::usage("--watch is only for commands that read"));
        }
        Ok(())
    }
}

/// Runs a command once, or again and again with `--watch`. It returns what has to be drawn.
pub(crate) async fn repeat(
    args: WatchArgs,
    mut run: impl AsyncFnMut() -> Result<(Exit, Option<String>), Failure>,
) -> Result<Exit, Failure> {
    loop {
        let (exit, drawing) = run().await?;
        let Some(pause) = args.watch else { return Ok(exit) };
        draw(&drawing.unwrap_or_default())?;
        tokio::time::sleep(pause).await;
    }
}

/// Draws the text from the upper left corner of the terminal on, as much as the terminal has lines for. A pipe
/// gets it after what it has got before.
fn draw(text: &str) -> std::io::Result<()> {
    let mut out = output::stdout();
    match output::rows() {
        None => out.write_all(text.as_bytes())?,
        Some(rows) => {
            const HOME: &str = "\x1b[H";
            const REST_OF_LINE: &str = "\x1b[K";
            const REST_OF_SCREEN: &str = "\x1b[J";
            let mut screen = HOME.to_owned();
            for line in text.lines().take(rows.saturating_sub(1)) {
                screen.push_str(line);
                screen.push_str(REST_OF_LINE);
                screen.push('\n');
            }
            screen.push_str(REST_OF_SCREEN);
            out.write_all(screen.as_bytes())?;
        }
    }
    out.flush()
}
