//! The paging of an operation whose answer is a page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::answer::Answer;
use crate::field::{Field, Place};
use crate::parse::Declaration;

/// Paging, by the type of the `#[page]` field.
pub(crate) fn paged(declaration: &Declaration<'_>, root: &TokenStream) -> Option<TokenStream> {
    let (Answer::Page { item, by }, Some(field)) = (&declaration.answer, declaration.paging()) else {
        return None;
    };
    let (ident, page, paging) = (declaration.ident, field.ident, field.ty);
    let (impl_generics, type_generics, bounds) = declaration.generics.split_for_impl();
    let all = field
        .options
        .all
        .as_ref()
        .map_or_else(|| quote!(#root::Paging::for_all(self.#page)), |path| quote!(#path(&self)));
    let identity = by.as_ref().map(|field| {
        quote! {
            fn identity(item: &Self::Item) -> ::core::option::Option<u64> {
                ::core::option::Option::Some(#root::private::identity(&item.#field))
            }
        }
    });
    let is_repeated = |field: &&Field<'_>| {
        matches!(field.place, Place::Query | Place::QueryGroup)
            && !field.is_required()
            && field.options.with.is_none()
    };
    let repeated = declaration.fields.iter().filter(is_repeated).map(|field| field.ident);
    // A page that `map` has changed does not show how many items the server sent.
    let item_count = if declaration.map.is_some() {
        quote!({
            let _ = page;
            ::core::option::Option::None
        })
    } else {
        quote!(::core::option::Option::Some(<#paging as #root::Paging>::item_count(page)))
    };
    Some(quote! {
        impl #impl_generics #root::Paged for #ident #type_generics #bounds {
            type Item = #item;

            fn items(page: Self::Output) -> ::std::vec::Vec<Self::Item> {
                <#paging as #root::Paging>::items(page)
            }

            fn item_count(page: &Self::Output) -> ::core::option::Option<usize> {
                #item_count
            }

            fn next(&self, page: &Self::Output) -> ::core::option::Option<Self> {
                let page = #root::Paging::next(&self.#page, page)?;
                let mut next = self.clone();
                next.#page = page;
                if <#paging as #root::Paging>::IS_LINKED {
                    #(next.#repeated = ::core::default::Default::default();)*
                }
                ::core::option::Option::Some(next)
            }

            fn ahead(&self, steps: u32) -> ::core::option::Option<Self> {
                let page = #root::Paging::ahead(&self.#page, steps)?;
                let mut later = self.clone();
                later.#page = page;
                ::core::option::Option::Some(later)
            }

            fn pages_after(&self, page: &Self::Output) -> ::core::option::Option<u64> {
                #root::Paging::pages_after(&self.#page, page)
            }

            fn position(&self, page: &Self::Output) -> ::core::option::Option<#root::Position> {
                #root::Paging::position(&self.#page, page)
            }

            fn for_all(mut self) -> Self {
                self.#page = #all;
                self
            }

            #identity
        }
    })
}
