use std::any::Any;
use std::fmt::{self, Debug};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::described::Described;
use crate::answer::{Answer, ReadError};
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::request::{EncodeError, Encoder};
use crate::rules::{Facts, Paged, Position, Question};

/// An operation that was made by its name. Its output is JSON.
///
/// It is called like an operation with a type of its own.
#[derive(Clone)]
pub struct AnyOperation {
    inner: Arc<dyn Erased>,
    /// The namespace that this call works in, instead of the client's.
    namespace: Option<Arc<str>>,
}

impl AnyOperation {
    pub(super) fn new(inner: impl Erased + 'static) -> Self {
        Self { inner: Arc::new(inner), namespace: None }
    }

    pub(super) fn in_namespace(mut self, namespace: Option<String>) -> Self {
        self.namespace = namespace.map(Arc::from);
        self
    }

    /// The operation as a list; `None` if it does not come in pages.
    pub fn into_list(self) -> Option<AnyList> {
        self.inner.clone().list().map(|list| AnyList { operation: self, list })
    }

    /// The operation with its answer as a text, in which the keys have the order of the model.
    pub fn into_text(self) -> AnyText {
        AnyText(self)
    }

    /// The operation with its own type, if that is `O`.
    pub fn downcast_ref<O: Operation + 'static>(&self) -> Option<&O> {
        self.inner.as_any().downcast_ref()
    }

    /// The arguments that are given, as a JSON object from which the operation can be made again.
    pub fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut arguments = self.inner.to_arguments()?;
        if let (Some(namespace), Some(value)) = (self.metadata().namespace, &self.namespace) {
            arguments.insert(namespace.argument.to_owned(), Value::from(&**value));
        }
        Ok(arguments)
    }
}

impl Debug for AnyOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl Operation for AnyOperation {
    type Output = Value;

    fn metadata(&self) -> &'static Metadata {
        self.inner.metadata()
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.inner.encode(request)?;
        match (self.metadata().namespace, &self.namespace) {
            (Some(namespace), Some(value)) => request.header(namespace.header, value),
            _ => Ok(()),
        }
    }

    fn decode(&self, answer: &Answer) -> Result<Value, ReadError> {
        self.inner.decode(answer)
    }

    fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
        self.inner.question(facts)
    }

    fn learn(&self, answer: &Answer, facts: &Facts) {
        self.inner.learn(answer, facts);
    }

    fn uploads(&self, facts: &Facts) -> Result<Vec<Question>, EncodeError> {
        self.inner.uploads(facts)
    }

    fn uploaded(&self, answers: &[Answer]) -> Result<Self, ReadError> {
        Ok(Self { inner: self.inner.uploaded(answers)?, namespace: self.namespace.clone() })
    }
}

/// An operation that was made by its name. Its output is JSON as a text.
///
/// The keys have the order of the model, while those of a [`Value`] are sorted.
#[derive(Clone, Debug)]
pub struct AnyText(AnyOperation);

impl Operation for AnyText {
    type Output = String;

    fn metadata(&self) -> &'static Metadata {
        self.0.metadata()
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.0.encode(request)
    }

    fn decode(&self, answer: &Answer) -> Result<String, ReadError> {
        self.0.inner.decode_text(answer)
    }

    fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
        self.0.question(facts)
    }

    fn learn(&self, answer: &Answer, facts: &Facts) {
        self.0.learn(answer, facts);
    }

    fn uploads(&self, facts: &Facts) -> Result<Vec<Question>, EncodeError> {
        self.0.uploads(facts)
    }

    fn uploaded(&self, answers: &[Answer]) -> Result<Self, ReadError> {
        self.0.uploaded(answers).map(Self)
    }
}

/// A list that was made by its name. Its items are JSON.
#[derive(Clone)]
pub struct AnyList {
    operation: AnyOperation,
    list: Arc<dyn ErasedList>,
}

impl AnyList {
    /// The operation that asks for this page.
    pub fn operation(&self) -> &AnyOperation {
        &self.operation
    }

    fn with<O>(&self, list: O) -> Self
    where
        List<O>: Erased + ErasedList + 'static,
    {
        let list = Arc::new(List(list));
        let operation = AnyOperation { inner: list.clone(), namespace: self.operation.namespace.clone() };
        Self { operation, list }
    }
}

impl Debug for AnyList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.fmt(f)
    }
}

impl Operation for AnyList {
    type Output = AnyPage;

    fn metadata(&self) -> &'static Metadata {
        self.operation.metadata()
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.operation.encode(request)
    }

    fn decode(&self, answer: &Answer) -> Result<AnyPage, ReadError> {
        self.list.decode_page(self, answer)
    }

    fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
        self.operation.question(facts)
    }

    fn learn(&self, answer: &Answer, facts: &Facts) {
        self.operation.learn(answer, facts);
    }
}

impl Paged for AnyList {
    type Item = AnyItem;

    fn items(page: AnyPage) -> Vec<AnyItem> {
        page.items
    }

    fn item_count(page: &AnyPage) -> Option<usize> {
        page.item_count
    }

    fn next(&self, page: &AnyPage) -> Option<Self> {
        page.next.clone()
    }

    fn ahead(&self, steps: u32) -> Option<Self> {
        self.list.ahead(self, steps)
    }

    fn pages_after(&self, page: &AnyPage) -> Option<u64> {
        page.pages_after
    }

    fn position(&self, page: &AnyPage) -> Option<Position> {
        page.position
    }

    fn for_all(self) -> Self {
        self.list.for_all(&self)
    }

    fn identity(item: &AnyItem) -> Option<u64> {
        item.identity
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnyPage {
    /// The items.
    pub items: Vec<AnyItem>,
    /// The list from the next page on; `None` on the last page.
    pub next: Option<AnyList>,
    /// How many pages follow this one, if the service says so.
    pub pages_after: Option<u64>,
    /// The number of items as the server sent them; `None` if the client has left some out.
    pub item_count: Option<usize>,
    /// Where this page lies in the whole list, where the service tells.
    pub position: Option<Position>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AnyItem {
    /// The item as JSON.
    pub value: Value,
    /// The same as a text, in which the keys have the order of the model.
    pub text: String,
    /// Its identity, if the list knows it.
    pub identity: Option<u64>,
}

/// An operation without its type.
pub(super) trait Erased: Debug + Send + Sync {
    fn metadata(&self) -> &'static Metadata;
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError>;
    fn decode(&self, answer: &Answer) -> Result<Value, ReadError>;
    fn decode_text(&self, answer: &Answer) -> Result<String, ReadError>;
    fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError>;
    fn learn(&self, answer: &Answer, facts: &Facts);
    fn uploads(&self, facts: &Facts) -> Result<Vec<Question>, EncodeError>;
    fn uploaded(&self, answers: &[Answer]) -> Result<Arc<dyn Erased>, ReadError>;
    fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error>;
    fn list(self: Arc<Self>) -> Option<Arc<dyn ErasedList>>;
    fn as_any(&self) -> &dyn Any;
}

/// A list without its type.
pub(super) trait ErasedList: Send + Sync {
    fn decode_page(&self, list: &AnyList, answer: &Answer) -> Result<AnyPage, ReadError>;
    fn ahead(&self, list: &AnyList, steps: u32) -> Option<AnyList>;
    fn for_all(&self, list: &AnyList) -> AnyList;
}

/// Implements what does not depend on the kind of answer.
macro_rules! erased {
    ($kind:ident, ($($bound:tt)*), |$self:ident, $answer:ident| $decode:expr, |$list:ident| $as_list:expr) => {
        impl<O> Erased for $kind<O>
        where
            O: Described + 'static,
            $($bound)*
        {
            fn metadata(&self) -> &'static Metadata {
                O::METADATA
            }

            fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
                self.0.encode(request)
            }

            fn decode(&$self, $answer: &Answer) -> Result<Value, ReadError> {
                to_json(&to_text(&$decode)?)
            }

            fn decode_text(&$self, $answer: &Answer) -> Result<String, ReadError> {
                to_text(&$decode)
            }

            fn question(&self, facts: &Facts) -> Result<Option<Question>, EncodeError> {
                self.0.question(facts)
            }

            fn learn(&self, answer: &Answer, facts: &Facts) {
                self.0.learn(answer, facts);
            }

            fn uploads(&self, facts: &Facts) -> Result<Vec<Question>, EncodeError> {
                self.0.uploads(facts)
            }

            fn uploaded(&self, answers: &[Answer]) -> Result<Arc<dyn Erased>, ReadError> {
                Ok(Arc::new(Self(self.0.uploaded(answers)?)))
            }

            fn to_arguments(&self) -> Result<Map<String, Value>, serde_json::Error> {
                self.0.to_arguments()
            }

            fn list(self: Arc<Self>) -> Option<Arc<dyn ErasedList>> {
                let $list = self;
                $as_list
            }

            fn as_any(&self) -> &dyn Any {
                &self.0
            }
        }
    };
}

/// An operation that answers a value.
#[derive(Debug)]
pub(super) struct Plain<O>(pub(super) O);

/// An operation that answers bytes.
#[derive(Debug)]
pub(super) struct Bytes<O>(pub(super) O);

/// A list that comes in pages.
#[derive(Debug)]
pub(super) struct List<O>(pub(super) O);

erased!(Plain, (O::Output: Serialize), |self, answer| self.0.decode(answer)?, |_list| None);
erased!(
    Bytes,
    (O: Operation<Output = bytes::Bytes>),
    |self, answer| String::from_utf8_lossy(&self.0.decode(answer)?),
    |_list| None
);
erased!(
    List,
    (O: Paged, O::Output: Serialize, O::Item: Serialize),
    |self, answer| self.0.decode(answer)?,
    |list| Some(list)
);

impl<O> ErasedList for List<O>
where
    O: Described + Paged + 'static,
    O::Output: Serialize,
    O::Item: Serialize,
{
    fn decode_page(&self, list: &AnyList, answer: &Answer) -> Result<AnyPage, ReadError> {
        let page = self.0.decode(answer)?;
        let next = self.0.next(&page).map(|next| list.with(next));
        let (pages_after, position) = (self.0.pages_after(&page), self.0.position(&page));
        let item_count = O::item_count(&page);
        let item = |item| {
            let text = to_text(item)?;
            Ok(AnyItem { value: to_json(&text)?, text, identity: O::identity(item) })
        };
        let items = O::items(page).iter().map(item).collect::<Result<_, ReadError>>()?;
        Ok(AnyPage { items, next, pages_after, item_count, position })
    }

    fn ahead(&self, list: &AnyList, steps: u32) -> Option<AnyList> {
        self.0.ahead(steps).map(|later| list.with(later))
    }

    fn for_all(&self, list: &AnyList) -> AnyList {
        list.with(self.0.clone().for_all())
    }
}

/// The value is made from its text: a type is written in one way only.
fn to_json(text: &str) -> Result<Value, ReadError> {
    serde_json::from_str(text).map_err(|error| ReadError::Decode(error.to_string()))
}

fn to_text(value: &impl Serialize) -> Result<String, ReadError> {
    serde_json::to_string(value).map_err(|error| ReadError::Decode(error.to_string()))
}
