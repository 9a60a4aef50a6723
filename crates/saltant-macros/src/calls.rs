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

/// `list(ListAgents);`, `get(id: AgentId) -> GetAgent;` or `delete() -> DeleteAgent(self.id);`
struct Row {
    docs: Vec<Attribute>,
    name: Ident,
    /// The method's arguments; `None` where it takes the operation.
    arguments: Option<Vec<(Ident, Type)>>,
    operation: Path,
    /// The arguments of `new`, where they are not the method's.
    given: Option<Punctuated<Expr, Token![,]>>,
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
        let is_argument = content.peek(Ident) && content.peek2(Token![:]) && !content.peek2(Token![::]);
        let row = if !content.is_empty() && !is_argument {
            Self { docs, name, arguments: None, operation: content.parse()?, given: None }
        } else {
            let given = Punctuated::<FnArg, Token![,]>::parse_terminated(&content)?;
            let arguments = given.into_iter().map(argument).collect::<Result<_>>()?;
            stream.parse::<Token![->]>()?;
            // Not `Path::parse`: it takes what is in parentheses for the arguments of an `Fn`.
            let mut operation = stream.call(Path::parse_mod_style)?;
            if let Some(last) = operation.segments.last_mut().filter(|_| stream.peek(Token![<])) {
                last.arguments = syn::PathArguments::AngleBracketed(stream.parse()?);
            }
            let given = if stream.peek(syn::token::Paren) {
                let content;
                parenthesized!(content in stream);
                Some(Punctuated::parse_terminated(&content)?)
            } else {
                None
            };
            Self { docs, name, arguments: Some(arguments), operation, given }
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
    // A handle borrows its client and is taken by value; a client is borrowed by the call.
    let is_handle = generics.lifetimes().next().is_some();
    let methods = rows.iter().map(|row| row.method(service, client, is_handle));
    quote! {
        impl #impl_generics #handle #bounds {
            #(#methods)*
        }
    }
}

impl Row {
    fn method(&self, service: &Ident, client: &Expr, is_handle: bool) -> TokenStream {
        let Self { docs, name, arguments, operation, given } = self;
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
        let (receiver, lifetime) =
            if is_handle { (quote!(self), quote!('c)) } else { (quote!(&self), quote!('_)) };
        let (parameters, value) = match arguments {
            None => (vec![quote!(operation: #operation)], quote!(operation)),
            Some(arguments) => {
                let parameters = arguments.iter().map(|(name, ty)| {
                    if crate::setters::is_plain(ty) {
                        quote!(#name: #ty)
                    } else {
                        quote!(#name: impl Into<#ty>)
                    }
                });
                let names = arguments.iter().map(|(name, _)| name);
                let given = given.as_ref().map_or_else(|| quote!(#(#names),*), |given| quote!(#given));
                (parameters.collect(), quote!(<#operation>::new(#given)))
            }
        };
        quote! {
            ::saltant_core::#doc! {
                #(#docs)*
                #[doc = #link]
                pub fn #name(#receiver, #(#parameters),*) -> ::saltant_http::Call<#lifetime, #operation> {
                    #client.call(#value)
                }
            }
        }
    }
}
