//! The operation's arguments, for the catalog.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::field::{Field, Shape};
use crate::parse::Declaration;

pub(crate) fn described(declaration: &Declaration<'_>) -> TokenStream {
    let (ident, doc) = (declaration.ident, &declaration.doc);
    let (impl_generics, type_generics, bounds) = declaration.generics.split_for_impl();
    let arguments = declaration.fields.iter().map(argument);
    let reads = declaration.fields.iter().map(|field| {
        let (ident, name) = (field.ident, argument_name(field));
        let take = if field.is_required() { quote!(required) } else { quote!(optional) };
        quote!(#ident: arguments.#take(#name)?)
    });
    let writes = declaration.fields.iter().map(write);
    // The macro of the core drops this where the catalog is switched off.
    quote! {
        ::saltant_core::__described! {
            impl #impl_generics ::saltant_core::catalog::Described for #ident #type_generics #bounds {
                const DOC: &'static str = #doc;
                const ARGUMENTS: &'static [::saltant_core::catalog::Argument] = &[#(#arguments),*];

                fn from_arguments(
                    arguments: &mut ::saltant_core::catalog::Arguments,
                ) -> ::core::result::Result<Self, ::saltant_core::catalog::ArgumentError> {
                    let _ = &arguments;
                    Ok(Self { #(#reads),* })
                }

                fn to_arguments(
                    &self,
                ) -> ::core::result::Result<::saltant_core::private::JsonObject, ::saltant_core::private::JsonError>
                {
                    #[allow(unused_mut)]
                    let mut arguments = ::saltant_core::private::JsonObject::new();
                    #(#writes)*
                    Ok(arguments)
                }
            }
        }
    }
}

/// The argument's name is the field's, which is the one of the service's documents.
fn argument_name(field: &Field<'_>) -> String {
    let name = field.ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

fn argument(field: &Field<'_>) -> TokenStream {
    let (name, doc, required) = (argument_name(field), &field.doc, field.is_required());
    let shown = match field.shape {
        Shape::Option(inner) => inner.to_token_stream(),
        Shape::OptionVec(item) | Shape::Vec(item) | Shape::RequiredVec(item) => quote!([#item]),
        _ => field.ty.to_token_stream(),
    };
    let kind = shown.to_string().replace(' ', "");
    quote! {
        ::saltant_core::catalog::Argument { name: #name, kind: #kind, required: #required, doc: #doc }
    }
}

fn write(field: &Field<'_>) -> TokenStream {
    let (ident, name) = (field.ident, argument_name(field));
    let insert = quote! {
        arguments.insert(#name.to_owned(), ::saltant_core::private::to_json(&self.#ident)?);
    };
    match field.shape {
        Shape::Required | Shape::RequiredVec(_) => insert,
        Shape::Option(_) | Shape::OptionVec(_) => quote!(if self.#ident.is_some() { #insert }),
        Shape::Settable => quote!(if !self.#ident.is_unset() { #insert }),
        Shape::Vec(_) => quote!(if !self.#ident.is_empty() { #insert }),
        Shape::Group => quote!(if self.#ident != ::core::default::Default::default() { #insert }),
    }
}
