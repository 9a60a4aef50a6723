use saltant_types::vantage6::Page;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ReadError, decode};
use crate::rules::{Position, paging};

/// Which page of a list is wanted, and in which order.
///
/// The next page is asked for by its number: the server's links lose parameters that are given several
/// times.
#[derive(Clone, Debug, Default, PartialEq, Eq, crate::Fields)]
pub struct Paging {
    /// The number of the page, from 1.
    #[query]
    pub page: Option<u64>,
    /// The number of items per page, at least 1. The server's default is 10; it has no upper limit.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several separated by commas. A `-` before a field reverses its order. The
    /// server answers 500 to an unknown field.
    #[query]
    pub sort: Option<String>,
}

impl Paging {
    /// Items per page where a request does not say it.
    const DEFAULT_SIZE: u64 = 10;
    /// Items per page when all are wanted.
    const LARGE: u64 = 100;
    /// Runs and results per page when all are wanted: each may have megabytes.
    const SMALL: u64 = 20;

    fn of_size(mut self, size: u64) -> Self {
        self.per_page.get_or_insert(size);
        self
    }

    /// Where to begin for all tasks: the server sends the newest first.
    pub(super) fn newest_first(&self) -> Self {
        self.clone().of_size(Self::LARGE)
    }

    /// Where to begin for all runs and results: the server sends the newest first.
    pub(super) fn few_newest_first(&self) -> Self {
        self.clone().of_size(Self::SMALL)
    }
}

impl paging::Paging for Paging {
    type Page<T: Send> = Page<T>;

    /// The number of all items is in a header only.
    fn read<T>(answer: &Answer) -> Result<Page<T>, ReadError>
    where
        T: DeserializeOwned + Send,
    {
        let mut page: Page<T> = decode::json(answer)?;
        let total = answer.headers().get("total-count").and_then(|value| value.to_str().ok());
        page.total = total.and_then(|text| text.trim().parse().ok()).or(page.total);
        Ok(page)
    }

    fn items<T: Send>(page: Page<T>) -> Vec<T> {
        page.data
    }

    fn item_count<T: Send>(page: &Page<T>) -> usize {
        page.data.len()
    }

    fn next<T: Send>(&self, page: &Page<T>) -> Option<Self> {
        if page.has_next() { self.ahead(1) } else { None }
    }

    fn ahead(&self, steps: u32) -> Option<Self> {
        let page = self.page.unwrap_or(1).checked_add(u64::from(steps))?;
        Some(Self { page: Some(page), ..self.clone() })
    }

    fn pages_after<T: Send>(&self, page: &Page<T>) -> Option<u64> {
        if !page.has_next() {
            return Some(0);
        }
        let size = self.per_page.unwrap_or(Self::DEFAULT_SIZE).max(1);
        Some(page.total?.div_ceil(size).saturating_sub(self.page.unwrap_or(1)))
    }

    fn position<T: Send>(&self, page: &Page<T>) -> Option<Position> {
        let size = self.per_page.unwrap_or(Self::DEFAULT_SIZE);
        let before = self.page.unwrap_or(1).checked_sub(1)?.checked_mul(size)?;
        Some(Position { before, total: page.total?, by_item: false })
    }

    /// Most lists have no order of their own on the server: without one, a page may repeat an item of another
    /// page and omit others.
    fn for_all(self) -> Self {
        let mut paging = self.of_size(Self::LARGE);
        paging.sort.get_or_insert_with(|| "id".to_owned());
        paging
    }
}
