//! The operation's implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::LitStr;

use crate::field::{Field, Place, Shape};
use crate::parse::Declaration;

pub(crate) fn expand(declaration: &Declaration<'_>) -> TokenStream {
    let ident = declaration.ident;
    let (impl_generics, type_generics, bounds) = declaration.generics.split_for_impl();
    let constructor = constructor(declaration);
    let setters = declaration.fields.iter().filter_map(setter);
    let texts = Texts::of(declaration);
    let consts = &texts.consts;
    let facts = facts(declaration, &texts);
    let output = &declaration.output;
    let by_place = declaration.fields.iter().filter(|field| field.place != Place::Custom);
    let writes = by_place.map(write);
    let read = match &declaration.read {
        Some(path) => quote!(#path(answer)),
        None if declaration.streamed => quote!(::saltant_core::decode::bytes(answer)),
        None => {
            let service = service(declaration);
            quote!(<#service as ::saltant_core::Service>::read(answer))
        }
    };
    let read = match &declaration.refine {
        Some(path) => quote!(#read.map(|output| #path(self, output))),
        None => read,
    };
    let check = declaration.check.iter();
    let streamed = declaration
        .streamed
        .then(|| quote!(impl #impl_generics ::saltant_core::Streamed for #ident #type_generics #bounds {}));
    let custom = declaration.write.iter();
    let described = crate::describe::described(declaration);
    quote! {
        impl #impl_generics #ident #type_generics #bounds {
            #consts
            #constructor
            #(#setters)*
        }

        impl #impl_generics ::saltant_core::Operation for #ident #type_generics #bounds {
            type Output = #output;

            const FACTS: &'static ::saltant_core::Facts = &#facts;

            fn encode(
                &self,
                request: &mut ::saltant_core::Encoder,
            ) -> ::core::result::Result<(), ::saltant_core::EncodeError> {
                let _ = &request;
                #(#check(self)?;)*
                #(#writes)*
                #(#custom(self, request)?;)*
                Ok(())
            }

            fn decode(
                &self,
                answer: &::saltant_core::Answer,
            ) -> ::core::result::Result<#output, ::saltant_core::ReadError> {
                #read
            }
        }

        #streamed

        #described
    }
}

/// `new`, with the fields that cannot be left out, and `Default` where there are none.
fn constructor(declaration: &Declaration<'_>) -> TokenStream {
    let required: Vec<_> = declaration.fields.iter().filter(|field| field.is_required()).collect();
    let arguments = required.iter().map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        if let Shape::RequiredVec(item) = field.shape {
            quote!(#ident: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>)
        } else {
            quote!(#ident: impl ::core::convert::Into<#ty>)
        }
    });
    let values = declaration.fields.iter().map(|field| {
        let ident = field.ident;
        match field.shape {
            Shape::Required => quote!(#ident: #ident.into()),
            Shape::RequiredVec(_) => {
                quote!(#ident: #ident.into_iter().map(::core::convert::Into::into).collect())
            }
            _ => quote!(#ident: ::core::default::Default::default()),
        }
    });
    let names = required.iter().map(|field| format!("`{}`", field.wire)).collect::<Vec<_>>().join(", ");
    let doc = match required.len() {
        0 => "The operation with nothing set.".to_owned(),
        _ => format!("The operation with what it cannot do without: {names}."),
    };
    // An operation of a generic class cannot implement Default here without repeating its bounds; nobody
    // needs it there, so the lint is told instead.
    quote! {
        #[doc = #doc]
        #[allow(clippy::new_without_default)]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setter(field: &Field<'_>) -> Option<TokenStream> {
    let (ident, ty, docs) = (field.ident, field.ty, &field.docs);
    let (argument, value) = match field.shape {
        Shape::Required | Shape::RequiredVec(_) => return None,
        Shape::Option(inner) => {
            (quote!(impl ::core::convert::Into<#inner>), quote!(::core::option::Option::Some(value.into())))
        }
        Shape::OptionVec(item) => (
            quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>),
            quote!(::core::option::Option::Some(
                value.into_iter().map(::core::convert::Into::into).collect()
            )),
        ),
        Shape::Vec(item) => (
            quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>),
            quote!(value.into_iter().map(::core::convert::Into::into).collect()),
        ),
        Shape::Settable | Shape::Group => (quote!(impl ::core::convert::Into<#ty>), quote!(value.into())),
    };
    Some(quote! {
        #(#docs)*
        #[must_use]
        pub fn #ident(mut self, value: #argument) -> Self {
            self.#ident = #value;
            self
        }
    })
}

/// Writes one field into the request.
fn write(field: &Field<'_>) -> TokenStream {
    let (ident, wire) = (field.ident, &field.wire);
    let one = |value: TokenStream| match field.place {
        Place::Path => quote!(request.path(#wire, #value)?;),
        Place::PathSecret => quote!(request.path(#wire, &(#value).expose())?;),
        Place::PathTail => quote!(request.path_tail(#wire, #value)?;),
        Place::Query => quote!(request.query(#wire, #value);),
        Place::QueryGroup => quote!(::saltant_core::QueryGroup::encode(#value, request)?;),
        Place::Json => quote!(request.json(#wire, #value)?;),
        Place::JsonGroup => quote!(request.json_fields(#wire, #value)?;),
        Place::Body => quote!(request.json_body(#wire, #value)?;),
        Place::Form => quote!(request.form(#wire, #value);),
        Place::Header => quote!(request.header(#wire, #value)?;),
        Place::Custom => TokenStream::new(),
    };
    match field.shape {
        Shape::Required | Shape::RequiredVec(_) | Shape::Group => one(quote!(&self.#ident)),
        Shape::Option(_) | Shape::OptionVec(_) => {
            let write = one(quote!(value));
            // A query repeats the name for each value; everywhere else a list is one value.
            match (&field.shape, field.place) {
                (Shape::OptionVec(_), Place::Query) => {
                    quote!(for value in self.#ident.iter().flatten() { #write })
                }
                // The placeholder has to be filled all the same: nothing names the root.
                (_, Place::PathTail) => quote!(match &self.#ident {
                    ::core::option::Option::Some(value) => { #write }
                    ::core::option::Option::None => request.path_tail(#wire, &"")?,
                }),
                _ => quote!(if let ::core::option::Option::Some(value) = &self.#ident { #write }),
            }
        }
        Shape::Vec(_) => {
            let write = one(quote!(value));
            quote!(for value in &self.#ident { #write })
        }
        Shape::Settable => {
            let write = one(quote!(&self.#ident));
            quote!(if !self.#ident.is_unset() { #write })
        }
    }
}

/// The operation's name and path, which are put together from parts where a task class stands in them.
struct Texts {
    consts: TokenStream,
    name: TokenStream,
    path: TokenStream,
}

impl Texts {
    fn of(declaration: &Declaration<'_>) -> Self {
        let mut consts = TokenStream::new();
        let mut text = |literal: &LitStr, word: &str| match parts(literal, &declaration.parameters()) {
            None => quote!(#literal),
            Some(parts) => {
                let (text, reference) = (format_ident!("{word}_TEXT"), format_ident!("{word}_PARTS"));
                consts.extend(quote! {
                    const #reference: &'static ::saltant_core::private::ConstText =
                        &::saltant_core::private::ConstText::join(&[#(#parts),*]);
                    const #text: &'static str = Self::#reference.as_str();
                });
                quote!(Self::#text)
            }
        };
        let name = text(&declaration.name, "NAME");
        let path = text(&declaration.path, "PATH");
        Self { consts, name, path }
    }
}

/// Splits a text at `{K}` where `K` is a type parameter; `None` if there is none in it.
fn parts(literal: &LitStr, parameters: &[String]) -> Option<Vec<TokenStream>> {
    let text = literal.value();
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    loop {
        let found = parameters.iter().filter_map(|k| rest.find(&format!("{{{k}}}")).map(|at| (at, k))).min();
        let Some((at, parameter)) = found else { break };
        let (before, ident) = (&rest[..at], format_ident!("{parameter}"));
        parts.push(quote!(#before));
        parts.push(quote!(#ident::WORD));
        rest = &rest[at + parameter.len() + 2..];
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(quote!(#rest));
    Some(parts)
}

fn facts(declaration: &Declaration<'_>, texts: &Texts) -> TokenStream {
    let service = service(declaration);
    let method = declaration.method.to_string();
    let method = format_ident!("{}{}", &method[..1], method[1..].to_lowercase());
    let (name, path) = (&texts.name, &texts.path);
    let effect = declaration.effect.iter().map(|word| quote!(.effect(::saltant_core::Effect::#word)));
    let auth = declaration.auth.iter().map(|word| quote!(.auth(::saltant_core::AuthUse::#word)));
    let outcome = declaration.outcome.iter().map(|path| quote!(.outcome(#path)));
    let part = declaration.part.iter().map(|name| quote!(.part(#name)));
    let status = &declaration.status;
    let success = if status.is_empty() { TokenStream::new() } else { quote!(.success(&[#(#status),*])) };
    let json = declaration.fields.iter().any(|field| matches!(field.place, Place::Json | Place::JsonGroup));
    let body = (json || declaration.body).then(|| quote!(.with_body()));
    let accept = declaration.streamed.then(|| quote!(.accept("*/*")));
    quote! {
        ::saltant_core::Facts::new::<#service>(#name, ::saltant_core::Method::#method, #path)
            #(#effect)* #(#auth)* #(#part)* #(#outcome)* #success #body #accept
    }
}

/// The service's type: given, or `crate::<service>::<Service>` by the name's first word.
fn service(declaration: &Declaration<'_>) -> TokenStream {
    if let Some(service) = &declaration.service {
        return quote!(#service);
    }
    let name = declaration.name.value();
    let module = name.split('.').next().unwrap_or_default();
    let marker = format!("{}{}", module[..1].to_uppercase(), &module[1..]);
    let (module, marker) = (format_ident!("{module}"), format_ident!("{marker}"));
    quote!(crate::#module::#marker)
}
