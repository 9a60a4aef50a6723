use std::sync::atomic::{AtomicU32, Ordering};

/// The retries that all calls of a client may have saved up, so that an outage is not met with a storm.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

impl Quota {
    /// What there is at most, and at first.
    const FULL: u32 = 100;
    /// What a retry takes. Each success gives one back.
    const RETRY: u32 = 5;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes what a retry costs; `false` if there is not enough left.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Gives back what a success is worth.
    pub(crate) fn give_back(&self) {
        // A full quota is the rule: look before writing to what all threads share.
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            let give = |left: u32| (left < Self::FULL).then_some(left + 1);
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
        }
    }
}
