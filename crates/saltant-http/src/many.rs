use std::future::{Future, IntoFuture};

use futures_util::StreamExt as _;
use futures_util::stream;
use saltant_core::{BoxFuture, Error, Operation};

use crate::Client;

/// How many calls run at once unless something else is said.
pub const AT_ONCE: usize = 8;

/// Runs many calls, at most `at_once` at a time, and gives each one's result in the order of the items.
///
/// A failure stops nothing and loses nothing: it is the result of its own item.
pub async fn many<I, F, T>(items: I, at_once: usize, run: impl FnMut(I::Item) -> F) -> Vec<T>
where
    I: IntoIterator,
    F: Future<Output = T>,
{
    let running =
        items.into_iter().map(run).enumerate().map(|(index, work)| async move { (index, work.await) });
    let mut done: Vec<_> = stream::iter(running).buffer_unordered(at_once.max(1)).collect().await;
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Calls of many operations, some at a time: awaiting it gives a result per operation, in their order.
#[derive(Clone, Debug)]
#[must_use = "calls do nothing until they are awaited"]
pub struct Many<'c, O> {
    client: &'c Client,
    operations: Vec<O>,
    at_once: usize,
}

impl<'c, O: Operation> Many<'c, O> {
    pub(crate) fn new(client: &'c Client, operations: Vec<O>) -> Self {
        Self { client, operations, at_once: AT_ONCE }
    }

    /// Runs at most so many at once; 8 by default.
    pub fn at_once(mut self, calls: usize) -> Self {
        self.at_once = calls;
        self
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Many<'c, O> {
    type Output = Vec<Result<O::Output, Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, operations, at_once } = self;
        Box::pin(many(operations, at_once, move |operation| client.call(operation).into_future()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::many;

    #[tokio::test(start_paused = true)]
    async fn results_are_in_order_and_no_more_than_asked_run_at_once() {
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let results = many(0..20_u64, 4, |item| {
            let (running, most) = (&running, &most);
            async move {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100 - item)).await;
                running.fetch_sub(1, Ordering::SeqCst);
                if item % 3 == 0 { Err(item) } else { Ok(item) }
            }
        })
        .await;
        assert_eq!(most.load(Ordering::SeqCst), 4);
        let expected: Vec<_> = (0..20).map(|item| if item % 3 == 0 { Err(item) } else { Ok(item) }).collect();
        assert_eq!(results, expected);
    }
}
