//! `--watch`: repeats a command and redraws what it shows.

use std::io::Write as _;

use super::ViewArgs;
use crate::exit::{Exit, Failure};
use crate::output;

/// Runs a command once, or again and again with `--watch`. It returns what has to be drawn.
pub(crate) async fn repeat(
    args: &ViewArgs,
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
