//! Tokens, passwords, keys and uuids: unpredictable, or the same every time for tests.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// Where random bytes come from.
pub(crate) struct Random {
    /// A seeded generator for repeatable runs. Without it the operating system is asked, because
    /// whoever guesses a token can run commands.
    seeded: Option<Mutex<fastrand::Rng>>,
}

impl Random {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seeded: seed.map(|seed| Mutex::new(fastrand::Rng::with_seed(seed))) }
    }

    /// A version 4 uuid.
    pub(crate) fn uuid(&self) -> Uuid {
        match &self.seeded {
            Some(generator) => {
                let bits = generator.lock().unwrap_or_else(PoisonError::into_inner).u128(..);
                uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
            }
            None => Uuid::new_v4(),
        }
    }

    /// A key of forty hexadecimal digits, the form of the real server's tokens.
    pub(crate) fn token(&self) -> String {
        let mut digits = format!("{}{}", self.uuid().simple(), self.uuid().simple());
        digits.truncate(40);
        digits
    }

    /// A password that can be typed.
    pub(crate) fn password(&self) -> String {
        let mut digits = self.uuid().simple().to_string();
        digits.truncate(20);
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_no_seed_does_not() {
        assert_eq!(Random::new(Some(7)).token(), Random::new(Some(7)).token());
        assert_ne!(Random::new(Some(7)).token(), Random::new(Some(8)).token());
        assert_ne!(Random::new(None).token(), Random::new(None).token());
        assert_eq!(Random::new(Some(7)).uuid().get_version_num(), 4);
    }
}
