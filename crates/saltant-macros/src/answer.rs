//! What an operation answers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{Error, Ident, Result, Token, Type};

/// What a successful answer holds.
#[derive(Clone)]
pub(crate) enum Answer {
    Nothing,
    Value(Type),
    List(Type),
    Page { item: Type, by: Option<Ident> },
    Bytes,
}

impl Answer {
    /// Reads what follows `output`, `list` or `page`; `None` if the word says no answer.
    pub(crate) fn parse(word: &Ident, stream: ParseStream<'_>) -> Result<Option<Self>> {
        let of = |stream: ParseStream<'_>| match stream.parse::<Ident>() {
            Ok(of) if of == "of" => Ok(()),
            _ => Err(Error::new(word.span(), format!("write `{word} of Item`"))),
        };
        Ok(Some(match word.to_string().as_str() {
            "bytes" => Self::Bytes,
            "output" => {
                stream.parse::<Token![=]>()?;
                match stream.parse()? {
                    Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Nothing,
                    value => Self::Value(value),
                }
            }
            "list" => {
                of(stream)?;
                Self::List(stream.parse()?)
            }
            "page" => {
                of(stream)?;
                let item = stream.parse()?;
                let by = stream.peek(Ident).then(|| stream.parse::<Ident>()).transpose()?;
                if let Some(word) = by.as_ref().filter(|word| *word != "by") {
                    return Err(Error::new(word.span(), "write `page of Item by field`"));
                }
                Self::Page { item, by: by.map(|_| stream.parse()).transpose()? }
            }
            _ => return Ok(None),
        }))
    }

    /// The type of the value. `paging` is the type of the `#[page]` field.
    pub(crate) fn output(&self, root: &TokenStream, paging: Option<&Type>) -> TokenStream {
        match self {
            Self::Nothing => quote!(()),
            Self::Value(output) => quote!(#output),
            Self::List(item) => quote!(::std::vec::Vec<#item>),
            Self::Page { item, .. } => quote!(<#paging as #root::Paging>::Page<#item>),
            Self::Bytes => quote!(#root::Bytes),
        }
    }

    /// How the value is read unless the operation says otherwise.
    pub(crate) fn read(
        &self,
        root: &TokenStream,
        service: &TokenStream,
        paging: Option<&Type>,
    ) -> TokenStream {
        match self {
            Self::Nothing => quote!(<#service as #root::Service>::read_nothing(answer)),
            Self::Value(_) => quote!(<#service as #root::Service>::read(answer)),
            Self::List(_) => quote!(<#service as #root::Service>::read_list(answer)),
            Self::Page { item, .. } => quote!(<#paging as #root::Paging>::read::<#item>(answer)),
            Self::Bytes => quote!(#root::decode::bytes(answer)),
        }
    }
}
