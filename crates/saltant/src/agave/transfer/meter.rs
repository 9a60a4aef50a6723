//! Counts what has been moved.

use std::sync::{Arc, Mutex, PoisonError};

use super::{OnProgress, TransferProgress};

/// The progress of a whole transfer.
#[derive(Clone)]
pub(super) struct Meter {
    now: Arc<Mutex<TransferProgress>>,
    report: Option<OnProgress>,
}

/// The progress of one file.
#[derive(Clone)]
pub(super) struct FileMeter {
    all: Meter,
    moved: Arc<Mutex<u64>>,
}

impl Meter {
    pub(super) fn new(report: Option<OnProgress>) -> Self {
        Self { now: Arc::default(), report }
    }

    /// Changes the progress and reports it.
    pub(super) fn change(&self, change: impl FnOnce(&mut TransferProgress)) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut now);
        if let Some(report) = &self.report {
            report(&now);
        }
    }

    /// Counts the files that were found, with the bytes in them.
    pub(super) fn found(&self, lengths: impl Iterator<Item = Option<u64>>) {
        self.change(|progress| {
            for length in lengths {
                progress.files += 1;
                progress.bytes = progress.bytes.saturating_add(length.unwrap_or(0));
            }
        });
    }

    pub(super) fn file(&self) -> FileMeter {
        FileMeter { all: self.clone(), moved: Arc::default() }
    }
}

impl FileMeter {
    /// Sets how many bytes of the file are in place.
    pub(super) fn set(&self, bytes: u64) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *moved, bytes);
        self.all.change(|progress| {
            progress.moved = progress.moved.saturating_sub(before).saturating_add(bytes);
        });
    }

    /// Sets how many bytes of the file were in place before the transfer.
    pub(super) fn keep(&self, bytes: u64) {
        self.all.change(|progress| progress.kept = progress.kept.saturating_add(bytes));
        self.set(bytes);
    }

    /// Corrects the length of the file.
    pub(super) fn length(&self, before: Option<u64>, now: u64) {
        self.all.change(|progress| {
            progress.bytes = progress.bytes.saturating_sub(before.unwrap_or(0)).saturating_add(now);
        });
    }
}
