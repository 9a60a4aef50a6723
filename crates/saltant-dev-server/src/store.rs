//! Data in memory: a value behind a lock, and a table of rows by id.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A value behind a lock that is never held across an await.
#[derive(Debug, Default)]
pub(crate) struct Guarded<T>(RwLock<T>);

impl<T> Guarded<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(RwLock::new(value))
    }

    /// Reads or changes the value, as in one transaction.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        // A panic elsewhere leaves no half-written row behind, as rows are replaced whole.
        work(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the value, at the same time as others read it.
    pub(crate) fn read<R>(&self, work: impl FnOnce(&T) -> R) -> R {
        work(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A row with an id that the server has given it.
pub(crate) trait Keyed {
    fn id(&self) -> u64;
}

/// Rows in the order of their ids. They are shared, so that a page can be written after the lock is released.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: BTreeMap<u64, Arc<T>>,
    /// The largest id so far. A database never gives an id twice.
    last: u64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), last: 0 }
    }
}

impl<T: Keyed> Table<T> {
    /// The id for the next new row; the first is 1.
    pub(crate) fn next_id(&self) -> u64 {
        self.last + 1
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Arc<T>> {
        self.rows.get(&id)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<T>> {
        self.rows.values()
    }

    /// Adds a row, or replaces the one with the same id.
    pub(crate) fn put(&mut self, row: T) -> Arc<T> {
        let (id, row) = (row.id(), Arc::new(row));
        self.last = self.last.max(id);
        self.rows.insert(id, Arc::clone(&row));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Row(u64, &'static str);

    impl Keyed for Row {
        fn id(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn rows_are_added_replaced_and_listed_by_id() {
        let mut table = Table::default();
        assert_eq!(table.next_id(), 1);
        table.put(Row(2, "b"));
        table.put(Row(1, "a"));
        table.put(Row(2, "c"));
        assert_eq!(table.iter().map(|row| row.1).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(table.get(2).map(|row| row.1), Some("c"));
        assert_eq!(table.next_id(), 3);
    }
}
