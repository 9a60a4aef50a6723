use std::sync::atomic::{AtomicU32, Ordering};

/// Limits the retries of all calls of a client together, so that an outage does not multiply the requests.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

impl Quota {
    /// The budget at first, which is also the most.
    const FULL: u32 = 100;
    /// What a retry costs. Each success gives one back.
    const RETRY: u32 = 5;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry; `false` if not enough is left.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Adds what a success earns.
    pub(crate) fn give_back(&self) {
        // The quota is full most of the time. Reading first avoids a write to memory that all threads share.
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            let give = |left: u32| (left < Self::FULL).then_some(left + 1);
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Quota;

    #[test]
    fn r4_twenty_retries_are_paid_and_five_successes_pay_for_another() {
        let quota = Quota::new();
        quota.give_back();
        assert_eq!((0..100).filter(|_| quota.take()).count(), 20);
        (0..4).for_each(|_| quota.give_back());
        assert!(!quota.take());
        quota.give_back();
        assert!(quota.take() && !quota.take());
    }
}
