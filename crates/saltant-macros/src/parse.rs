//! What the attributes say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, DeriveInput, Error, Ident, LitStr, Result, Token, Type};

use crate::answer::Answer;
use crate::field::{Field, Place};
use crate::syntax::{doc_text, is_alias, placeholders};

/// A struct with its `#[operation(…)]` and its fields.
pub(crate) struct Declaration<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a syn::Generics,
    pub(crate) doc: String,
    /// The names that other clients have for it.
    pub(crate) aliases: Vec<&'a Attribute>,
    pub(crate) name: LitStr,
    pub(crate) method: Ident,
    pub(crate) path: LitStr,
    pub(crate) answer: Answer,
    pub(crate) key: Option<LitStr>,
    pub(crate) effect: Option<Ident>,
    pub(crate) auth: Option<Ident>,
    /// The part of the service: `Some("name")`, or `None` for the address that the client was given.
    pub(crate) part: Option<TokenStream>,
    pub(crate) outcome: Option<syn::Path>,
    pub(crate) read: Option<syn::Path>,
    pub(crate) check: Option<syn::Path>,
    pub(crate) write: Option<syn::Path>,
    pub(crate) map: Option<syn::Path>,
    pub(crate) service: Option<Type>,
    pub(crate) body: bool,
    pub(crate) namespaced: bool,
    /// Whether it is read from a document in the service's own spelling.
    pub(crate) document: bool,
    pub(crate) question: Option<syn::Path>,
    pub(crate) learn: Option<syn::Path>,
    pub(crate) uploads: Option<syn::Path>,
    pub(crate) uploaded: Option<syn::Path>,
    pub(crate) fields: Vec<Field<'a>>,
}

impl<'a> Declaration<'a> {
    pub(crate) fn parse(input: &'a DeriveInput) -> Result<Self> {
        let syn::Data::Struct(data) = &input.data else {
            return Err(Error::new(input.span(), "an operation is a struct: its fields are its arguments"));
        };
        let mut head = Head::default();
        for attribute in input.attrs.iter().filter(|a| a.path().is_ident("operation")) {
            attribute.parse_args_with(|stream: ParseStream<'_>| head.parse(stream))?;
        }
        let missing = |what: &str| {
            let line = "#[operation(\"service.group.name\", GET \"path/{id}/\", output = Type)]";
            Error::new(input.ident.span(), format!("the operation has no {what}: write {line}"))
        };
        let fields = data.fields.iter().map(Field::parse).collect::<Result<Vec<_>>>()?;
        let declaration = Self {
            ident: &input.ident,
            generics: &input.generics,
            doc: doc_text(&input.attrs),
            aliases: input.attrs.iter().filter(|attribute| is_alias(attribute)).collect(),
            name: head.name.ok_or_else(|| missing("name"))?,
            method: head.method.ok_or_else(|| missing("method"))?,
            path: head.path.ok_or_else(|| missing("path"))?,
            answer: head.answer.unwrap_or(Answer::Nothing),
            key: head.key,
            effect: head.effect,
            auth: head.auth,
            part: head.part,
            outcome: head.outcome,
            read: head.read,
            check: head.check,
            write: head.write,
            map: head.map,
            service: head.service,
            body: head.body,
            namespaced: head.namespaced,
            document: head.document,
            question: head.question,
            learn: head.learn,
            uploads: head.uploads,
            uploaded: head.uploaded,
            fields,
        };
        declaration.check()?;
        Ok(declaration)
    }

    /// The names of the type parameters, which may stand in the name and the path as `{K}`.
    pub(crate) fn parameters(&self) -> Vec<String> {
        self.generics.type_params().map(|parameter| parameter.ident.to_string()).collect()
    }

    fn check(&self) -> Result<()> {
        const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
        let method = self.method.to_string();
        if !METHODS.contains(&method.as_str()) {
            let text = format!("`{method}` is not one of the methods: {}", METHODS.join(", "));
            return Err(Error::new(self.method.span(), text));
        }
        if self.doc.is_empty() {
            return Err(Error::new(
                self.ident.span(),
                "an operation needs a doc comment: it is its manual page",
            ));
        }
        if self.name.value().split('.').filter(|word| !word.is_empty()).count() < 2 {
            let text =
                "a name is the service and what its documents call the operation: \"service.operation\"";
            return Err(Error::new(self.name.span(), text));
        }
        self.check_path()?;
        self.check_body(&method)?;
        self.check_page()?;
        let custom = self.fields.iter().find(|field| field.place == Place::Custom);
        if let (Some(field), None, None) = (custom, &self.write, &self.map) {
            let text = "name the function that writes this field: #[operation(write = path)]";
            return Err(Error::new(field.ident.span(), text));
        }
        let mut seen = std::collections::BTreeSet::new();
        for field in &self.fields {
            let kind = match field.place {
                // Flags may share a name: `include=runs&include=results`.
                Place::Query if field.options.when_true.is_some() => continue,
                Place::Query => "query",
                Place::Json | Place::Form => "body",
                Place::Header => "header",
                _ => continue,
            };
            if !seen.insert((kind, field.wire.clone())) {
                let text = format!("`{}` is written twice into the {kind}", field.wire);
                return Err(Error::new(field.ident.span(), text));
            }
        }
        Ok(())
    }

    /// The type of the `#[page]` field.
    pub(crate) fn paging(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.place == Place::Page)
    }

    fn check_page(&self) -> Result<()> {
        match (&self.answer, self.paging()) {
            (Answer::Page { .. }, None) => {
                Err(Error::new(self.ident.span(), "a list that comes in pages needs a #[page] field"))
            }
            (Answer::Page { .. }, Some(_)) | (_, None) => Ok(()),
            (_, Some(field)) => Err(Error::new(field.ident.span(), "#[page] is for `page of Item`")),
        }
    }

    fn check_path(&self) -> Result<()> {
        let parameters = self.parameters();
        let path = self.path.value();
        if path.starts_with('/') {
            return Err(Error::new(
                self.path.span(),
                "a path is relative to the base URL: no slash at its start",
            ));
        }
        let placeholders = placeholders(&self.path)?;
        let wanted: Vec<_> = placeholders.into_iter().filter(|name| !parameters.contains(name)).collect();
        let is_path =
            |field: &&Field<'_>| matches!(field.place, Place::Path | Place::PathSecret | Place::PathTail);
        let given: Vec<_> = self.fields.iter().filter(is_path).map(|field| field.wire.clone()).collect();
        if wanted == given {
            return Ok(());
        }
        let list = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let text = format!(
            "the path's placeholders ({}) and the #[segment] fields ({}) have to be the same, in the same order",
            list(&wanted),
            list(&given)
        );
        Err(Error::new(self.path.span(), text))
    }

    fn check_body(&self, method: &str) -> Result<()> {
        let mut kinds: Vec<(Place, &Ident)> = Vec::new();
        for field in &self.fields {
            let place = match field.place {
                Place::Json | Place::JsonGroup => Place::Json,
                Place::Body | Place::Form => field.place,
                _ => continue,
            };
            if matches!(method, "GET" | "HEAD") {
                return Err(Error::new(field.ident.span(), format!("a {method} request has no body")));
            }
            kinds.push((place, field.ident));
        }
        let Some((first, _)) = kinds.first() else { return Ok(()) };
        if let Some((_, ident)) = kinds.iter().find(|(kind, _)| kind != first) {
            return Err(Error::new(
                ident.span(),
                "a body is JSON fields, one whole value, or a form: not a mixture",
            ));
        }
        if *first == Place::Body && kinds.len() > 1 {
            return Err(Error::new(kinds[1].1.span(), "there is only one whole body"));
        }
        Ok(())
    }
}

/// The arguments of `#[operation(…)]`, which may be given in several attributes.
#[derive(Default)]
struct Head {
    name: Option<LitStr>,
    method: Option<Ident>,
    path: Option<LitStr>,
    answer: Option<Answer>,
    key: Option<LitStr>,
    effect: Option<Ident>,
    auth: Option<Ident>,
    part: Option<TokenStream>,
    outcome: Option<syn::Path>,
    read: Option<syn::Path>,
    check: Option<syn::Path>,
    write: Option<syn::Path>,
    map: Option<syn::Path>,
    service: Option<Type>,
    body: bool,
    namespaced: bool,
    document: bool,
    question: Option<syn::Path>,
    learn: Option<syn::Path>,
    uploads: Option<syn::Path>,
    uploaded: Option<syn::Path>,
}

impl Head {
    fn parse(&mut self, stream: ParseStream<'_>) -> Result<()> {
        while !stream.is_empty() {
            if stream.peek(LitStr) {
                self.name = Some(stream.parse()?);
            } else {
                let word: Ident = stream.parse()?;
                if stream.peek(LitStr) {
                    self.path = Some(stream.parse()?);
                    self.method = Some(word);
                } else {
                    self.parse_word(&word, stream)?;
                }
            }
            if !stream.is_empty() {
                stream.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn parse_word(&mut self, word: &Ident, stream: ParseStream<'_>) -> Result<()> {
        let flags = [
            ("body", &mut self.body),
            ("namespaced", &mut self.namespaced),
            ("document", &mut self.document),
        ];
        for (name, flag) in flags {
            if word == name {
                *flag = true;
                return Ok(());
            }
        }
        if let Some(answer) = Answer::parse(word, stream)? {
            self.answer = Some(answer);
            return Ok(());
        }
        stream.parse::<Token![=]>()?;
        match word.to_string().as_str() {
            "key" => self.key = Some(stream.parse()?),
            "effect" => self.effect = Some(stream.parse()?),
            "auth" => self.auth = Some(stream.parse()?),
            "part" => self.part = Some(part(stream)?),
            "outcome" => self.outcome = Some(stream.parse()?),
            "read" => self.read = Some(stream.parse()?),
            "check" => self.check = Some(stream.parse()?),
            "write" => self.write = Some(stream.parse()?),
            "map" => self.map = Some(stream.parse()?),
            "question" => self.question = Some(stream.parse()?),
            "learn" => self.learn = Some(stream.parse()?),
            "uploads" => self.uploads = Some(stream.parse()?),
            "uploaded" => self.uploaded = Some(stream.parse()?),
            "service" => self.service = Some(stream.parse()?),
            other => {
                let known = "output, list of, page of, bytes, key, effect, auth, part, namespaced, outcome, read, map, check, write, question, learn, uploads, uploaded, document, service, body";
                return Err(Error::new(
                    word.span(),
                    format!("`{other}` is not known here; there are: {known}"),
                ));
            }
        }
        Ok(())
    }
}

/// Reads a part's name, or `None`.
fn part(stream: ParseStream<'_>) -> Result<TokenStream> {
    if stream.peek(LitStr) {
        let name: LitStr = stream.parse()?;
        return Ok(quote!(::core::option::Option::Some(#name)));
    }
    let word: Ident = stream.parse()?;
    if word == "None" {
        return Ok(quote!(::core::option::Option::None));
    }
    Err(Error::new(word.span(), "write `part = \"name\"`, or `part = None` for the client's own address"))
}
