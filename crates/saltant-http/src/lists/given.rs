use std::collections::HashSet;

/// How many identities a generation holds.
const GENERATION: usize = 8_192;

/// The identities of the items that were given last: at least [`GENERATION`] of them, at most twice as many.
///
/// An item moves to another page because others were added or removed between two requests, so it comes again
/// soon. Older identities are forgotten, so that a list of any length takes the same memory.
#[derive(Default)]
pub(super) struct Given {
    newer: HashSet<u128>,
    older: HashSet<u128>,
}

impl Given {
    /// Adds an identity; false if it is known.
    pub(super) fn add(&mut self, identity: u128) -> bool {
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
        let last = GENERATION as u128;
        for at in [0, 1, last - 1] {
            let mut given = Given::default();
            assert!((0..at).all(|identity| given.add(identity)));
            assert!(given.add(u128::MAX));
            assert!((at..at + last - 1).all(|identity| given.add(identity)));
            assert!(!given.add(u128::MAX), "{at}");
        }
    }
}
