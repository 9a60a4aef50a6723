use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use saltant_types::inmanta::PageLink;

use crate::request::{EncodeError, Encoder, QueryGroup};

/// The page that a link leads to. The link repeats limit, order and filters, so it goes alone.
impl QueryGroup for Option<PageLink> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.iter().try_for_each(|link| request.link("link", link.as_str()))
    }
}

/// Implements paging by the server's links for a list operation with `tid` and `link`.
///
/// The next page is the same list in the same environment with nothing but the link. The link does not carry
/// the environment; its query is sent as it is, to the list's own address.
macro_rules! linked_pages {
    ($operation:ident $(($($required:ident),+))?, $item:ty $(, identity = $identity:expr)?) => {
        impl $crate::Paged for $operation {
            type Item = $item;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                page.data
            }

            fn next(&self, page: &Self::Output) -> Option<Self> {
                let link = page.links.next.clone()?;
                let mut next = Self::new($($(self.$required.clone()),+)?);
                next.tid = self.tid;
                next.link = Some(link);
                Some(next)
            }

            $(
                fn identity(item: &Self::Item) -> Option<u128> {
                    let identity: fn(&Self::Item) -> u128 = $identity;
                    Some(identity(item))
                }
            )?
        }
    };
}

pub(super) use linked_pages;

/// Tells texts apart.
///
/// The server misreads a link whose bound has other than ASCII characters, and then the last item of a page
/// comes once more on the next one.
pub(super) fn text_identity(text: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, text).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
