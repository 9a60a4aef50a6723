//! What the catalog knows about an operation's arguments.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;
use syn::ext::IdentExt as _;

use crate::answer::Answer;
use crate::field::{Field, Place, Shape};
use crate::parse::Declaration;
use crate::syntax::service_words;

pub(crate) fn operation(declaration: &Declaration<'_>) -> TokenStream {
    let (ident, doc, aliases) = (declaration.ident, &declaration.doc, &declaration.aliases);
    let (impl_generics, type_generics, bounds) = declaration.generics.split_for_impl();
    let parts = parts(&declaration.fields);
    let (reads, writes) = (reads(&declaration.fields), declaration.fields.iter().map(write));
    let entry = match declaration.answer {
        Answer::Page { .. } => quote!(paged),
        Answer::Bytes => quote!(bytes),
        _ => quote!(of),
    };
    let summary = format!("{}\n", doc.split("\n\n").next().unwrap_or_default());
    let doc_macro =
        quote::format_ident!("__doc_{}_{ident}", service_words(&declaration.name.value()).join("_"));
    let document = declaration.document.then(|| document(declaration));
    // The macro of the core drops this where the catalog is switched off.
    quote! {
        /// A method that only passes the operation on, with the operation's summary and aliases.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! #doc_macro {
            ($($method:tt)*) => {
                #[doc = #summary]
                #(#aliases)*
                $($method)*
            };
        }

        ::saltant_core::__described! {
            impl #impl_generics ::saltant_core::catalog::Described for #ident #type_generics #bounds {
                const DOC: &'static str = #doc;
                const ARGUMENTS: &'static [&'static [::saltant_core::catalog::Argument]] = &[#(#parts),*];

                fn from_arguments(
                    arguments: &mut ::saltant_core::catalog::Arguments,
                ) -> ::core::result::Result<Self, ::saltant_core::catalog::ArgumentError> {
                    let _ = &arguments;
                    #reads
                }

                fn write_arguments(
                    &self,
                    arguments: &mut ::saltant_core::private::JsonObject,
                ) -> ::core::result::Result<(), ::saltant_core::private::JsonError> {
                    let _ = &arguments;
                    #(#writes)*
                    Ok(())
                }
            }
        }
        #document
        ::saltant_core::__described! {
            impl #impl_generics ::saltant_core::catalog::Listed for #ident #type_generics #bounds {
                const ENTRY: ::saltant_core::catalog::Entry = ::saltant_core::catalog::Entry::#entry::<Self>();
            }
        }
    }
}

/// Reads the operation from a document in the service's own spelling.
fn document(declaration: &Declaration<'_>) -> TokenStream {
    let ident = declaration.ident;
    quote! {
        ::saltant_core::__described! {
            /// Reads the document in the service's own spelling, or the arguments. What it cannot send is an
            /// error that names it.
            impl<'de> ::saltant_core::private::Deserialize<'de> for #ident {
                fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
                where
                    D: ::saltant_core::private::Deserializer<'de>,
                {
                    let value = ::saltant_core::private::Value::deserialize(deserializer)?;
                    <Self as ::saltant_core::catalog::Described>::from_json(value)
                        .map_err(::saltant_core::private::DeserializeError::custom)
                }
            }
        }
    }
}

pub(crate) fn fields(ident: &syn::Ident, fields: &[Field<'_>]) -> TokenStream {
    let arguments = fields.iter().map(argument);
    let (reads, writes) = (reads(fields), fields.iter().map(write));
    quote! {
        ::saltant_core::__described! {
            impl ::saltant_core::catalog::DescribedFields for #ident {
                const ARGUMENTS: &'static [::saltant_core::catalog::Argument] = &[#(#arguments),*];

                fn from_arguments(
                    arguments: &mut ::saltant_core::catalog::Arguments,
                ) -> ::core::result::Result<Self, ::saltant_core::catalog::ArgumentError> {
                    #reads
                }

                fn write_arguments(
                    &self,
                    arguments: &mut ::saltant_core::private::JsonObject,
                ) -> ::core::result::Result<(), ::saltant_core::private::JsonError> {
                    #(#writes)*
                    Ok(())
                }
            }
        }
    }
}

/// The arguments in the order of the fields, in parts: those that operations share are a part of their own.
fn parts(fields: &[Field<'_>]) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    let mut own: Vec<TokenStream> = Vec::new();
    for field in fields {
        if is_group(field) {
            let ty = field.ty;
            parts.extend((!own.is_empty()).then(|| quote!(&[#(#own),*])));
            parts.push(quote!(<#ty as ::saltant_core::catalog::DescribedFields>::ARGUMENTS));
            own.clear();
        } else {
            own.push(argument(field));
        }
    }
    parts.extend((!own.is_empty()).then(|| quote!(&[#(#own),*])));
    parts
}

fn is_group(field: &Field<'_>) -> bool {
    matches!(field.place, Place::Fields | Place::Page)
}

/// The argument's name is the field's, which is the one of the service's documents.
fn argument_name(field: &Field<'_>) -> String {
    field.ident.unraw().to_string()
}

fn argument(field: &Field<'_>) -> TokenStream {
    let (name, doc, required) = (argument_name(field), &field.doc, field.is_required());
    let (wire, document) = (wire_name(field), field.place == Place::Body);
    let schema = |ty: &Type| quote!(<#ty as ::saltant_core::types::schema::HasSchema>::SCHEMA);
    let schema = match field.shape {
        // That it may be left out is not that it may be null.
        Shape::Option(inner) => schema(inner),
        Shape::OptionVec(item) | Shape::Vec(item) | Shape::RequiredVec(item) => {
            let item = schema(item);
            quote!(::saltant_core::types::schema::Schema::List(&#item))
        }
        _ => schema(field.ty),
    };
    quote! {
        ::saltant_core::catalog::Argument {
            name: #name,
            wire: #wire,
            schema: #schema,
            required: #required,
            document: #document,
            doc: #doc,
        }
    }
}

/// Reads all fields. Those of the body may stand under their names on the wire.
fn reads(fields: &[Field<'_>]) -> TokenStream {
    let names: Vec<_> = fields.iter().map(argument_name).collect();
    let renames = fields.iter().filter(|field| !names.contains(&wire_name(field))).map(|field| {
        let (name, wire) = (argument_name(field), wire_name(field));
        quote!(arguments.rename(#wire, #name)?;)
    });
    // What takes the rest comes last.
    let takes_rest = |field: &&Field<'_>| field.options.rest || field.place == Place::Body;
    let (rest, others): (Vec<_>, Vec<_>) = fields.iter().partition(takes_rest);
    let values = others.into_iter().chain(rest).map(read);
    quote! {
        #(#renames)*
        Ok(Self { #(#values),* })
    }
}

fn wire_name(field: &Field<'_>) -> String {
    if field.place == Place::Json { field.wire.clone() } else { argument_name(field) }
}

fn read(field: &Field<'_>) -> TokenStream {
    let (ident, name, ty) = (field.ident, argument_name(field), field.ty);
    if field.options.rest {
        return quote!(#ident: arguments.rest(#name)?);
    }
    if is_group(field) {
        return quote!(#ident: <#ty as ::saltant_core::catalog::DescribedFields>::from_arguments(arguments)?);
    }
    if field.place == Place::Body && field.is_required() {
        return quote!(#ident: arguments.document(#name)?);
    }
    let take = if field.is_required() { quote!(required) } else { quote!(optional) };
    quote!(#ident: arguments.#take(#name)?)
}

fn write(field: &Field<'_>) -> TokenStream {
    let (ident, name, ty) = (field.ident, argument_name(field), field.ty.to_token_stream());
    if is_group(field) {
        return quote!(<#ty as ::saltant_core::catalog::DescribedFields>::write_arguments(&self.#ident, arguments)?;);
    }
    let insert = quote! {
        arguments.insert(#name.to_owned(), ::saltant_core::private::to_json(&self.#ident)?);
    };
    match field.shape {
        Shape::Required | Shape::RequiredVec(_) => insert,
        Shape::Option(_) | Shape::OptionVec(_) => quote!(if self.#ident.is_some() { #insert }),
        Shape::Settable => quote!(if !self.#ident.is_unset() { #insert }),
        Shape::Vec(_) => quote!(if !self.#ident.is_empty() { #insert }),
        Shape::Flag => quote!(if self.#ident { #insert }),
        Shape::Group => quote!(if self.#ident != ::core::default::Default::default() { #insert }),
    }
}
