//! Tokens, passwords, keys and uuids: unpredictable, or the same every time for tests.

use uuid::Uuid;

use crate::store::Guarded;

/// Where random bytes come from.
pub(crate) struct Random {
    /// A seeded generator for repeatable runs. Without it the operating system is asked, because a guessed
    /// token lets its finder run commands.
    seeded: Option<Guarded<fastrand::Rng>>,
}

impl Random {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seeded: seed.map(|seed| Guarded::new(fastrand::Rng::with_seed(seed))) }
    }

    /// A version 4 uuid.
    pub(crate) fn uuid(&self) -> Uuid {
        match &self.seeded {
            Some(generator) => {
                let bits = generator.with(|generator| generator.u128(..));
                uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
            }
            None => Uuid::new_v4(),
        }
    }

    /// So many hexadecimal digits, for tokens, keys and passwords.
    pub(crate) fn hex(&self, length: usize) -> String {
        let mut digits = String::new();
        while digits.len() < length {
            digits.push_str(&self.uuid().simple().to_string());
        }
        digits.truncate(length);
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_no_seed_does_not() {
        assert_eq!(Random::new(Some(7)).hex(40), Random::new(Some(7)).hex(40));
        assert_ne!(Random::new(Some(7)).hex(40), Random::new(Some(8)).hex(40));
        assert_ne!(Random::new(None).hex(40), Random::new(None).hex(40));
        assert_eq!(Random::new(None).hex(40).len(), 40);
        assert_eq!(Random::new(Some(7)).uuid().get_version_num(), 4);
    }
}
