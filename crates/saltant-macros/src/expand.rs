//! The operation's implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::LitStr;

use crate::answer::Answer;
use crate::field::{Field, Place, Shape};
use crate::paged::paged;
use crate::parse::Declaration;
use crate::setters::{required, setter};
use crate::syntax::service_words;

/// Where the operation is declared.
pub(crate) struct Home {
    /// The path of `saltant_core` as the operation's crate names it.
    pub(crate) root: TokenStream,
    /// Whether it is an operation of the catalog.
    pub(crate) in_catalog: bool,
}

pub(crate) fn expand(declaration: &Declaration<'_>, home: &Home) -> TokenStream {
    let (root, ident) = (&home.root, declaration.ident);
    let (impl_generics, type_generics, bounds) = declaration.generics.split_for_impl();
    let service = service(declaration, root);
    let paging = declaration.paging().map(|field| field.ty);
    let constructor = constructor(declaration);
    let setters = declaration.fields.iter().map(|field| setters(field, home));
    let texts = Texts::of(declaration, root);
    let consts = &texts.consts;
    let metadata = metadata(declaration, &texts, root, &service);
    let output = declaration.answer.output(root, paging);
    let by_place = declaration.fields.iter().filter(|field| field.place != Place::Custom);
    let writes = by_place.map(|field| write(field, home));
    let read = match (&declaration.read, &declaration.key) {
        (Some(path), _) => quote!(#path(answer)),
        (None, Some(key)) => quote!(#root::decode::json_key(answer, #key)),
        (None, None) => declaration.answer.read(root, &service, paging),
    };
    let read = match &declaration.map {
        Some(path) => quote!(#read.map(|output| #path(self, output))),
        None => read,
    };
    let (check, custom) = (declaration.check.iter(), declaration.write.iter());
    let page_check = declaration.paging().map(|field| {
        let page = field.ident;
        quote!(#root::Paging::check(&self.#page)?;)
    });
    let known = known(declaration, root);
    let paged = paged(declaration, root);
    let described = home.in_catalog.then(|| crate::describe::operation(declaration));
    quote! {
        impl #impl_generics #ident #type_generics #bounds {
            #consts
            #constructor
            #(#setters)*
        }

        impl #impl_generics #root::Operation for #ident #type_generics #bounds {
            type Output = #output;

            fn metadata(&self) -> &'static #root::Metadata {
                <Self as #root::Declared>::METADATA
            }

            fn encode(
                &self,
                request: &mut #root::Encoder,
            ) -> ::core::result::Result<(), #root::EncodeError> {
                let _ = &request;
                #(#check(self)?;)*
                #page_check
                #(#writes)*
                #(#root::private::Written::written(#custom(self, request))?;)*
                Ok(())
            }

            fn decode(
                &self,
                answer: &#root::Answer,
            ) -> ::core::result::Result<#output, #root::ReadError> {
                #read
            }

            #known
        }

        impl #impl_generics #root::Declared for #ident #type_generics #bounds {
            const METADATA: &'static #root::Metadata = &#metadata;
        }

        #paged

        #described
    }
}

/// What the operation asks the service or uploads before it is sent, and what its answer tells.
fn known(declaration: &Declaration<'_>, root: &TokenStream) -> TokenStream {
    let question = declaration.question.iter().map(|path| {
        quote! {
            fn question(
                &self,
                facts: &#root::Facts,
            ) -> ::core::result::Result<::core::option::Option<#root::Question>, #root::EncodeError> {
                #path(self, facts)
            }
        }
    });
    let learn = declaration.learn.iter().map(|path| {
        quote! {
            fn learn(&self, answer: &#root::Answer, facts: &#root::Facts) {
                #path(self, answer, facts);
            }
        }
    });
    let uploads = declaration.uploads.iter().map(|path| {
        quote! {
            fn uploads(
                &self,
                facts: &#root::Facts,
            ) -> ::core::result::Result<::std::vec::Vec<#root::Question>, #root::EncodeError> {
                #path(self, facts)
            }
        }
    });
    let uploaded = declaration.uploaded.iter().map(|path| {
        quote! {
            fn uploaded(&self, answers: &[#root::Answer]) -> ::core::result::Result<Self, #root::ReadError> {
                #path(self, answers)
            }
        }
    });
    quote!(#(#question)* #(#learn)* #(#uploads)* #(#uploaded)*)
}

/// `new`, with the fields that cannot be left out.
fn constructor(declaration: &Declaration<'_>) -> TokenStream {
    let given: Vec<_> = declaration.fields.iter().filter(|field| field.is_required()).collect();
    let arguments = given.iter().filter_map(|field| required(field)).map(|(argument, _)| argument);
    let values = declaration.fields.iter().map(|field| {
        let ident = field.ident;
        let given = required(field).map(|(_, value)| quote!(#ident: #value));
        given.unwrap_or_else(|| quote!(#ident: ::core::default::Default::default()))
    });
    let names = given.iter().map(|field| format!("`{}`", field.wire)).collect::<Vec<_>>().join(", ");
    let doc = match given.len() {
        0 => "The operation with nothing set.".to_owned(),
        _ => format!("The operation with its required arguments: {names}."),
    };
    // An operation of a generic class cannot implement Default here without repeating its bounds; nobody
    // needs it there, so the lint is told instead.
    let aliases = given.iter().map(|field| field.alias());
    quote! {
        #[doc = #doc]
        #(#aliases)*
        #[allow(clippy::new_without_default)]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setters(field: &Field<'_>, home: &Home) -> TokenStream {
    let (ident, docs) = (field.ident, &field.docs);
    // The macro with the setters of a group is private to its crate: elsewhere the group is set as a whole.
    if home.in_catalog
        && let (Place::Fields | Place::Page, syn::Type::Path(path)) = (field.place, field.ty)
    {
        let group = &path.path;
        return quote!(#group!(#ident););
    }
    let Some((argument, value)) = setter(field) else { return TokenStream::new() };
    let alias = field.alias();
    quote! {
        #(#docs)*
        #alias
        #[must_use]
        pub fn #ident(mut self, value: #argument) -> Self {
            self.#ident = #value;
            self
        }
    }
}

/// Writes one field into the request.
pub(crate) fn write(field: &Field<'_>, home: &Home) -> TokenStream {
    let (root, ident, wire) = (&home.root, field.ident, &field.wire);
    let one = |value: TokenStream| match field.place {
        Place::Path => quote!(request.path(#wire, #value)?;),
        Place::PathSecret => quote!(request.path(#wire, &(#value).expose())?;),
        Place::PathTail => quote!(request.path_tail(#wire, #value)?;),
        Place::Query if field.options.as_number => quote!(request.query(#wire, &u8::from(*#value));),
        Place::Query => {
            if let Some(path) = &field.options.with {
                quote!(#root::private::Written::written(#path(#value, #wire, request))?;)
            } else {
                quote!(request.query(#wire, #value);)
            }
        }
        Place::QueryGroup => quote!(#root::QueryGroup::encode(#value, request)?;),
        Place::Json => quote!(request.json(#wire, #value)?;),
        Place::JsonGroup => quote!(request.json_fields(#wire, #value)?;),
        Place::Body => quote!(request.json_body(#wire, #value)?;),
        Place::Form => quote!(request.form(#wire, #value);),
        Place::Header => quote!(request.header(#wire, #value)?;),
        Place::Fields | Place::Page => quote!(#root::Fields::encode(#value, request)?;),
        Place::Custom => TokenStream::new(),
    };
    match field.shape {
        Shape::RequiredVec(_) if field.place == Place::Query => {
            let write = one(quote!(value));
            quote!(for value in &self.#ident { #write })
        }
        Shape::Required | Shape::RequiredVec(_) | Shape::Group => one(quote!(&self.#ident)),
        Shape::Option(_) | Shape::OptionVec(_) => {
            let write = one(quote!(value));
            // A query repeats the name for each value; everywhere else a list is one value.
            match (&field.shape, field.place) {
                (Shape::OptionVec(_), Place::Query) => {
                    quote!(for value in self.#ident.iter().flatten() { #write })
                }
                // The placeholder still has to be filled: nothing names the root.
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
        Shape::Flag => {
            let value = &field.options.when_true;
            quote!(if self.#ident { request.query(#wire, &#value); })
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
    fn of(declaration: &Declaration<'_>, root: &TokenStream) -> Self {
        let mut consts = TokenStream::new();
        let mut text = |literal: &LitStr, word: &str| match parts(literal, &declaration.parameters()) {
            None => quote!(#literal),
            Some(parts) => {
                let (text, reference) = (format_ident!("{word}_TEXT"), format_ident!("{word}_PARTS"));
                consts.extend(quote! {
                    const #reference: &'static #root::private::ConstText =
                        &#root::private::ConstText::join(&[#(#parts),*]);
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

fn metadata(
    declaration: &Declaration<'_>,
    texts: &Texts,
    root: &TokenStream,
    service: &TokenStream,
) -> TokenStream {
    let (name, path, method) = (&texts.name, &texts.path, &declaration.method);
    let effect = declaration.effect.iter().map(|word| quote!(.effect(#root::Effect::#word)));
    let auth = declaration.auth.iter().map(|word| quote!(.auth(#root::AuthUse::#word)));
    let outcome = declaration.outcome.iter().map(|path| quote!(.outcome(#path)));
    let part = declaration.part.iter().map(|part| quote!(.part(#part)));
    let namespace =
        declaration.namespaced.then(|| quote!(.namespace(<#service as #root::Service>::NAMESPACE)));
    let own = declaration.body
        || declaration.fields.iter().any(|field| matches!(field.place, Place::Json | Place::JsonGroup));
    let shared = declaration.fields.iter().filter(|field| field.place == Place::Fields).map(|field| {
        let ty = field.ty;
        quote!(|| <#ty as #root::Fields>::HAS_BODY)
    });
    let accept = matches!(declaration.answer, Answer::Bytes).then(|| quote!(.accept("*/*")));
    quote! {
        #root::Metadata::new::<#service>(#name, #root::http::Method::#method, #path)
            #(#effect)* #(#auth)* #(#part)* #(#outcome)* #namespace #accept
            .has_body(#own #(#shared)*)
    }
}

/// The service's type: given, or by the name's first words: `core::inmanta::v1::InmantaV1`.
fn service(declaration: &Declaration<'_>, root: &TokenStream) -> TokenStream {
    if let Some(service) = &declaration.service {
        return quote!(#service);
    }
    let name = declaration.name.value();
    let mut words = service_words(&name).into_iter();
    let (module, version) = (words.next().unwrap_or_default(), words.next());
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let marker = format_ident!("{}{}", capital(module), version.map(capital).unwrap_or_default());
    let module = format_ident!("{module}");
    let version = version.map(|word| format_ident!("{word}")).into_iter();
    quote!(#root::#module::#(#version::)*#marker)
}
