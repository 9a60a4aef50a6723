//! `derive(Fields)`: arguments that operations share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result};

use crate::expand::{Home, write};
use crate::field::{Field, Place};
use crate::setters::setter;

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "shared arguments are a struct"));
    };
    let fields = data.fields.iter().map(Field::parse).collect::<Result<Vec<_>>>()?;
    if let Some(field) = fields.iter().find(|field| field.is_required()) {
        let text = "operations share only arguments that may be left out: this one belongs to each of them";
        return Err(Error::new(field.ident.span(), text));
    }
    let ident = &input.ident;
    let home = Home { root: quote!(::saltant_core), in_catalog: true };
    let written = fields.iter().filter(|field| field.place != Place::Custom);
    let writes = written.map(|field| write(field, &home));
    let has_body = fields.iter().any(|field| matches!(field.place, Place::Json | Place::JsonGroup));
    let own = fields.iter().filter_map(|field| {
        let (name, docs, alias, (argument, value)) =
            (field.ident, &field.docs, field.alias(), setter(field)?);
        Some(quote! {
            #(#docs)*
            #alias
            #[must_use]
            pub fn #name(mut self, value: #argument) -> Self {
                self.#name = #value;
                self
            }
        })
    });
    let passed_on = fields.iter().filter_map(|field| {
        let (name, docs, alias, (argument, _)) = (field.ident, &field.docs, field.alias(), setter(field)?);
        Some(quote! {
            #(#docs)*
            #alias
            #[must_use]
            pub fn #name(mut self, value: #argument) -> Self {
                self.$field = self.$field.#name(value);
                self
            }
        })
    });
    let described = crate::describe::fields(ident, &fields);
    let module = quote::format_ident!("__setters_of_{ident}");
    Ok(quote! {
        impl #ident {
            /// Nothing set.
            pub fn new() -> Self {
                Self::default()
            }

            #(#own)*
        }

        impl ::saltant_core::Fields for #ident {
            const HAS_BODY: bool = #has_body;

            fn encode(
                &self,
                request: &mut ::saltant_core::Encoder,
            ) -> ::core::result::Result<(), ::saltant_core::EncodeError> {
                let _ = &request;
                #(#writes)*
                Ok(())
            }
        }

        #described

        // An operation with such a field gets its setters by this: the derive of the operation cannot see
        // the fields of another struct. The macro has the struct's name, so that one import brings both. It
        // stands in a module of its own, because importing it here by name would import the struct as well.
        #[doc(hidden)]
        #[allow(non_snake_case)]
        mod #module {
            macro_rules! #ident {
                ($field:ident) => { #(#passed_on)* };
            }
            pub(crate) use #ident;
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        pub(crate) use #module::*;
    })
}
