use std::collections::{HashSet, VecDeque};

/// What has just been given of a list: the identities on the page being given and on the one before.
///
/// An item that moves from one page to the next between two requests is recognised by it.
#[derive(Debug, Default)]
pub(crate) struct Recent(VecDeque<HashSet<u128>>);

impl Recent {
    /// Begins a page with so many items.
    pub(crate) fn begin_page(&mut self, items: usize) {
        self.0.push_back(HashSet::with_capacity(items));
        if self.0.len() > 2 {
            self.0.pop_front();
        }
    }

    /// Whether an item has not been seen just now. One without an identity is always new.
    pub(crate) fn is_new(&mut self, identity: Option<u128>) -> bool {
        let Some(identity) = identity else { return true };
        let seen = self.0.iter().any(|page| page.contains(&identity));
        if let Some(page) = self.0.back_mut() {
            page.insert(identity);
        }
        !seen
    }
}
