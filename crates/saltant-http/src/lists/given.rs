use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// How many identities a generation holds.
const GENERATION: usize = 8_192;

/// The identities of the items that were given last: at least [`GENERATION`] of them, at most twice as many.
///
/// An item moves to another page because others were added or removed between two requests, so it comes again
/// soon. Older identities are forgotten, so that a list of any length takes the same memory.
#[derive(Default)]
pub(super) struct Given {
    newer: Identities,
    older: Identities,
}

type Identities = HashSet<u64, BuildHasherDefault<Ready>>;

/// Identities are hashes already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Given {
    /// Adds an identity; false if it is known.
    pub(super) fn add(&mut self, identity: u64) -> bool {
        if self.older.contains(&identity) || !self.newer.insert(identity) {
            return false;
        }
        if self.newer.len() == GENERATION {
            std::mem::swap(&mut self.newer, &mut self.older);
            self.newer.clear();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_a_million_items_take_the_memory_of_a_few_thousand() {
        let mut given = Given::default();
        for identity in 0..1_000_000 {
            assert!(given.add(identity));
            assert!(given.newer.len() + given.older.len() <= 2 * GENERATION);
        }
        let room = given.newer.capacity() + given.older.capacity();
        assert!(room <= 4 * GENERATION, "{room}");
    }

    #[test]
    fn p1_an_item_is_known_while_fewer_others_than_a_generation_came_after_it() {
        let last = GENERATION as u64;
        for at in [0, 1, last - 1] {
            let mut given = Given::default();
            assert!((0..at).all(|identity| given.add(identity)));
            assert!(given.add(u64::MAX));
            assert!((at..at + last - 1).all(|identity| given.add(identity)));
            assert!(!given.add(u64::MAX), "{at}");
        }
    }
}
