//! Progress of a transfer: a bar in bytes on a terminal, else a line for each file.

use std::io::IsTerminal as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use saltant::agave::{TransferProgress, Transferred, TransferredFile};

use crate::{clean, output};

/// The progress of all files of a command, on stderr.
pub(crate) struct Bar {
    shown: Option<ProgressBar>,
    now: Arc<Mutex<TransferProgress>>,
    quiet: bool,
}

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = (std::io::stderr().is_terminal() && !quiet).then(bar);
        Self { shown: bar, now: Arc::default(), quiet }
    }

    /// Shows how far a transfer has come.
    pub(crate) fn on_progress(&self) -> impl Fn(&TransferProgress) + Send + Sync + 'static + use<> {
        let (bar, now) = (self.shown.clone(), self.now.clone());
        move |progress| {
            let mut before = now.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(bar) = &bar {
                bar.set_length(progress.bytes);
                bar.set_position(progress.moved);
                if progress.kept != before.kept {
                    // What was there already says nothing about the speed.
                    bar.reset_eta();
                }
                bar.set_message(format!("{} of {} files", progress.finished, progress.files));
            }
            *before = *progress;
        }
    }

    /// Prints what became of each file if no bar is shown.
    pub(crate) fn on_file(&self) -> impl Fn(&TransferredFile) + Send + Sync + 'static + use<> {
        let (is_silent, now) = (self.shown.is_some() || self.quiet, self.now.clone());
        move |file| {
            if is_silent {
                return;
            }
            let now = now.lock().unwrap_or_else(PoisonError::into_inner);
            let end = match &file.result {
                Ok(Transferred::Kept) => "was there already".to_owned(),
                Ok(_) => HumanBytes(file.length.unwrap_or(0)).to_string(),
                Err(_) => "failed".to_owned(),
            };
            let line = format!("{}/{} {} {end}", now.finished, now.files, file.remote);
            output::message(&format!("{}\n", clean::line(&line)));
        }
    }
}

/// The bar is cleared, so that it does not stay above the results.
impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let template = "{spinner} {bar:25.green} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left {msg:.yellow}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
