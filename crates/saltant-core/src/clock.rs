use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The time that the executor uses. Programs and tests can set another clock.
pub trait Clock: Send + Sync + 'static {
    /// The time since a fixed moment. It never goes back.
    fn now(&self) -> Duration;

    /// The time of the calendar, for dates in headers and tokens.
    fn wall(&self) -> SystemTime;

    /// A future that is ready once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}
