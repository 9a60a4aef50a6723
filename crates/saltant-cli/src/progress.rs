//! Progress of a wait: a bar on a terminal, else a line for each instance.

use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{clean, output};

/// Progress of a wait for many instances. It is printed on stderr, since stdout is for results.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    total: usize,
    done: usize,
    failed: usize,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(total: usize, quiet: bool) -> Self {
        let bar = (std::io::stderr().is_terminal() && !quiet).then(|| bar(total));
        Self { bar, total, done: 0, failed: 0, quiet }
    }

    /// Shows the state of what is waited for, on a terminal.
    pub(crate) fn watcher(&self) -> impl Fn(&str) + Send + Sync + 'static + use<> {
        let bar = self.bar.clone();
        move |state| {
            if let Some(bar) = &bar {
                bar.set_message(clean::line(state).into_owned());
            }
        }
    }

    /// Shows how much of one thing is done: on the bar, or as a line whenever the text has changed.
    pub(crate) fn counter(&self) -> impl Fn(u64, u64, &str) + Send + Sync + 'static + use<> {
        let (bar, is_quiet) = (self.bar.clone(), self.quiet);
        let last = Mutex::new(String::new());
        move |done, total, text| {
            if let Some(bar) = &bar {
                bar.set_length(total);
                bar.set_position(done);
                bar.set_message(clean::line(text).into_owned());
                return;
            }
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if !is_quiet && *last != text {
                output::message(&format!("{}\n", clean::line(text)));
                text.clone_into(&mut last);
            }
        }
    }

    /// Counts an instance that has finished.
    pub(crate) fn finished(&mut self, what: &str, state: &str, good: bool) {
        self.done += 1;
        self.failed += usize::from(!good);
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
            bar.set_message(match self.failed {
                0 => String::new(),
                failed => format!("{failed} without success"),
            });
        } else if !self.quiet {
            let line = format!("{}/{} {what} {state}", self.done, self.total);
            output::message(&format!("{}\n", clean::line(&line)));
        }
    }
}

/// The bar is cleared, so that it does not stay above the results.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let template = "{spinner} {bar:30.green} {pos}/{len} {elapsed} {msg:.yellow}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
