//! Lists that come in pages, as streams of pages and of items.

mod given;
pub(crate) mod items;
pub(crate) mod pages;
mod watch;
