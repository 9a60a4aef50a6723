//! `calls!`: the methods of a handle that pass an operation on, a row each.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FnArg, Generics, Ident, Pat, Path, Result, Token, Type, braced, parenthesized};

/// `inmanta, impl<'c> Agents<'c> via self.0 { … }`
pub(crate) struct Calls {
    service: Ident,
    generics: Generics,
    handle: Type,
    client: Expr,
    rows: Vec<Row>,
}

/// `list(ListAgents);` or `get(id: AgentId) -> GetAgent;`
struct Row {
    docs: Vec<Attribute>,
    name: Ident,
    /// The arguments of `new`; `None` where the method takes the operation.
    arguments: Option<Vec<(Ident, Type)>>,
    operation: Path,
}

impl Parse for Calls {
    fn parse(stream: ParseStream<'_>) -> Result<Self> {
        let service = stream.parse()?;
        stream.parse::<Token![,]>()?;
        stream.parse::<Token![impl]>()?;
        let mut generics: Generics = stream.parse()?;
        let handle = stream.parse()?;
        let via: Ident = stream.parse()?;
        if via != "via" {
            return Err(syn::Error::new(via.span(), "write `via` and the client that sends"));
        }
        let client = Expr::parse_without_eager_brace(stream)?;
        generics.where_clause = stream.parse()?;
        let content;
        braced!(content in stream);
        let mut rows = Vec::new();
        while !content.is_empty() {
            rows.push(content.parse()?);
        }
        Ok(Self { service, generics, handle, client, rows })
    }
}

impl Parse for Row {
    fn parse(stream: ParseStream<'_>) -> Result<Self> {
        let docs = stream.call(Attribute::parse_outer)?;
        let name = stream.parse()?;
        let content;
        parenthesized!(content in stream);
        let is_operation = !content.is_empty()
            && !(content.peek(Ident) && content.peek2(Token![:]) && !content.peek2(Token![::]));
        let row = if is_operation {
            Self { docs, name, arguments: None, operation: content.parse()? }
        } else {
            let given = Punctuated::<FnArg, Token![,]>::parse_terminated(&content)?;
            let arguments = given.into_iter().map(argument).collect::<Result<_>>()?;
            stream.parse::<Token![->]>()?;
            Self { docs, name, arguments: Some(arguments), operation: stream.parse()? }
        };
        stream.parse::<Token![;]>()?;
        Ok(row)
    }
}

fn argument(argument: FnArg) -> Result<(Ident, Type)> {
    match argument {
        FnArg::Typed(typed) => match *typed.pat {
            Pat::Ident(pattern) => Ok((pattern.ident, *typed.ty)),
            other => Err(syn::Error::new_spanned(other, "an argument has a name")),
        },
        FnArg::Receiver(receiver) => Err(syn::Error::new_spanned(receiver, "every row takes `self`")),
    }
}

pub(crate) fn expand(calls: &Calls) -> TokenStream {
    let Calls { service, generics, handle, client, rows } = calls;
    let (impl_generics, _, bounds) = generics.split_for_impl();
    let methods = rows.iter().map(|row| row.method(service, client));
    quote! {
        impl #impl_generics #handle #bounds {
            #(#methods)*
        }
    }
}

impl Row {
    fn method(&self, service: &Ident, client: &Expr) -> TokenStream {
        let Self { docs, name, arguments, operation } = self;
        let mut plain = operation.clone();
        for segment in &mut plain.segments {
            segment.arguments = syn::PathArguments::None;
        }
        let words: Vec<_> = plain.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let doc = format_ident!("__doc_{service}_{}", words.join("_"));
        let link = format!(
            "\nSends [`{}`](saltant_core::{service}::{}), which says more.",
            words.last().map_or("", String::as_str),
            words.join("::"),
        );
        let body = match arguments {
            None => quote! {
                (self, operation: #operation) -> ::saltant_http::Call<'c, #operation> {
                    #client.call(operation)
                }
            },
            Some(arguments) => {
                let names = arguments.iter().map(|(name, _)| name);
                let given = arguments.iter().map(|(name, ty)| {
                    if crate::setters::is_plain(ty) {
                        quote!(#name: #ty)
                    } else {
                        quote!(#name: impl Into<#ty>)
                    }
                });
                quote! {
                    (self, #(#given),*) -> ::saltant_http::Call<'c, #operation> {
                        #client.call(<#operation>::new(#(#names),*))
                    }
                }
            }
        };
        quote! {
            #[doc = ::saltant_core::#doc!()]
            #(#docs)*
            #[doc = #link]
            pub fn #name #body
        }
    }
}
