use std::collections::{HashSet, VecDeque};

/// The identities of the items on this page of a list and on the page before, to recognise an item that moves
/// from one page to the next between two requests.
#[derive(Debug, Default)]
pub(crate) struct Recent(VecDeque<HashSet<u128>>);

impl Recent {
    /// Begins a page with this number of items.
    pub(crate) fn begin_page(&mut self, items: usize) {
        self.0.push_back(HashSet::with_capacity(items));
        if self.0.len() > 2 {
            self.0.pop_front();
        }
    }

    /// Whether an item is on neither page yet. One without an identity is always new.
    pub(crate) fn is_new(&mut self, identity: Option<u128>) -> bool {
        let Some(identity) = identity else { return true };
        let seen = self.0.iter().any(|page| page.contains(&identity));
        if let Some(page) = self.0.back_mut() {
            page.insert(identity);
        }
        !seen
    }
}
