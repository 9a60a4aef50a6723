//! How each operation is called in Rust: the handle's method with its arguments, read from the facade's sources.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use proc_macro2::{TokenStream, TokenTree};
use saltant_core::catalog::Entry;
use saltant_tests::inventory::Row;
use saltant_tests::sources::for_each_source;

use crate::root;
use crate::rows::rows;

/// The arguments of a method: those that it names, or the operation as a whole.
#[derive(Clone, Debug, PartialEq)]
enum Given {
    Named(Vec<String>),
    Operation,
}

/// What is known about the facade of a service.
#[derive(Debug, Default)]
pub(super) struct Facade {
    /// The expression that gives a handle, by the handle's type: `client.task_queues()`.
    handles: BTreeMap<String, String>,
    /// The arguments of methods, as `Type::method`.
    methods: BTreeMap<String, Given>,
}

impl Facade {
    pub(super) fn of(service: &str) -> anyhow::Result<Self> {
        let mut facade = Self::default();
        let sources = root().join("crates/saltant/src");
        for path in [sources.join(service).with_extension("rs"), sources.join(service)] {
            let mut outcome = Ok(());
            for_each_source(&path, &mut |path, text| match syn::parse_file(text) {
                Ok(file) => facade.read(&file.items, is_old(path)),
                Err(error) => outcome = Err(error).with_context(|| path.display().to_string()),
            })?;
            outcome?;
        }
        Ok(facade)
    }

    fn read(&mut self, items: &[syn::Item], is_old: bool) {
        let prefix = if is_old { "v1::" } else { "" };
        for item in items {
            match item {
                syn::Item::Impl(block) => self.read_impl(block, prefix),
                syn::Item::Macro(call) if call.mac.path.is_ident("calls") => {
                    let (handle, rows) = rows(call.mac.tokens.clone()).unwrap_or_default();
                    let methods = rows
                        .into_iter()
                        .map(|(name, arguments)| (format!("{prefix}{handle}::{name}"), given(arguments)));
                    self.methods.extend(methods);
                }
                _ => {}
            }
        }
    }

    fn read_impl(&mut self, block: &syn::ItemImpl, prefix: &str) {
        let Some(own) = name_of(&block.self_ty) else { return };
        let from = match own.as_str() {
            "Client" if prefix.is_empty() => "client",
            "EnvironmentClient" if prefix.is_empty() => "environment",
            "Client" => "client.v1()",
            "EnvironmentClient" => "environment.v1()",
            _ => "",
        };
        for item in &block.items {
            let syn::ImplItem::Fn(method) = item else { continue };
            if !matches!(method.vis, syn::Visibility::Public(_)) {
                continue;
            }
            let name = method.sig.ident.to_string();
            let arguments = method.sig.inputs.iter().filter_map(|input| match input {
                syn::FnArg::Typed(typed) => match &*typed.pat {
                    syn::Pat::Ident(name) => Some(name.ident.to_string()),
                    _ => None,
                },
                syn::FnArg::Receiver(_) => None,
            });
            let arguments: Vec<_> = arguments.collect();
            if let syn::ReturnType::Type(_, answer) = &method.sig.output
                && let (Some(handle), false, true) = (name_of(answer), from.is_empty(), arguments.is_empty())
            {
                // The first one of two classes; the other one is put in where it is needed.
                self.handles.entry(format!("{prefix}{handle}")).or_insert(format!("{from}.{name}()"));
            }
            self.methods.insert(format!("{prefix}{own}::{name}"), Given::Named(arguments));
        }
    }

    /// The call of a method of the facade, or its path where no handle leads to its type.
    pub(super) fn method(&self, method: &str) -> String {
        let handle = method.rsplit_once("::").and_then(|(of, name)| Some((self.handle(of)?, name)));
        match (handle, self.methods.get(method)) {
            (Some((handle, name)), Some(Given::Named(arguments))) => {
                format!("{handle}.{name}({})", arguments.join(", "))
            }
            _ => method.to_owned(),
        }
    }

    fn handle(&self, of: &str) -> Option<&str> {
        match of {
            "Client" => Some("client"),
            "EnvironmentClient" => Some("environment"),
            of => self.handles.get(of).map(String::as_str),
        }
    }

    /// The call of an operation. One without a handle of its own is called as a value.
    pub(super) fn call(&self, entry: &Entry, row: Option<&Row>) -> String {
        let method = row.and_then(|row| row.facade.as_deref());
        let as_method = method.and_then(|method| {
            let (handle, name) = method.rsplit_once("::")?;
            let handle = self.handle(handle)?;
            let is_container = entry.metadata.name.contains(".container_");
            let handle =
                if is_container { handle.replace("executable_", "container_") } else { handle.to_owned() };
            let arguments = match self.methods.get(method)? {
                Given::Named(arguments) => arguments.join(", "),
                Given::Operation => value(entry),
            };
            Some(format!("{handle}.{name}({arguments})"))
        });
        as_method.unwrap_or_else(|| format!("client.call({})", value(entry)))
    }
}

/// Whether a file is part of an old version of an API.
fn is_old(path: &Path) -> bool {
    path.components().any(|part| Path::new(&part).file_stem().is_some_and(|name| name == "v1"))
}

/// The name of a type without its path and parameters.
fn name_of(of: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = of else { return None };
    let words: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let last = words.last()?.clone();
    Some(if words.len() > 1 && words[words.len() - 2] == "v1" { format!("v1::{last}") } else { last })
}

/// `id: ThingId, name: String` are named arguments, `ListThings` is the operation.
fn given(arguments: TokenStream) -> Given {
    let tokens: Vec<_> = arguments.into_iter().collect();
    let is_named = |pair: &[TokenTree]| match pair {
        // One colon, not the two of a path.
        [TokenTree::Ident(_), TokenTree::Punct(sign)] => {
            sign.as_char() == ':' && sign.spacing() == proc_macro2::Spacing::Alone
        }
        _ => false,
    };
    let named: Vec<_> =
        tokens.windows(2).filter(|pair| is_named(pair)).map(|pair| pair[0].to_string()).collect();
    if named.is_empty() && !tokens.is_empty() { Given::Operation } else { Given::Named(named) }
}

/// The operation as a value, with the arguments that it cannot do without.
fn value(entry: &Entry) -> String {
    let full = (entry.type_name)().split('<').next().unwrap_or_default();
    let mut words = full.rsplit("::");
    let name = words.next().unwrap_or_default();
    let version = if full.contains("::v1::") {
        "v1::"
    } else if full.contains("::v015::") {
        "v015::"
    } else {
        ""
    };
    let arguments: Vec<_> =
        entry.arguments().filter(|argument| argument.required).map(|argument| argument.name).collect();
    format!("{version}{name}::new({})", arguments.join(", "))
}

#[cfg(test)]
mod tests {
    use saltant_core::catalog::find;
    use saltant_tests::inventory::inventories;

    use super::*;

    fn call(name: &str) -> String {
        let service = name.split('.').next().unwrap();
        let inventories = inventories().unwrap();
        let row = inventories.iter().flat_map(|it| &it.operations).find(|row| row.name == name);
        Facade::of(service).unwrap().call(find(name).unwrap(), row)
    }

    #[test]
    fn an_operation_is_called_by_the_method_of_its_handle() {
        assert_eq!(call("saltant.task_queues.get"), "client.task_queues().get(id)");
        assert_eq!(
            call("saltant.container_task_instances.list"),
            "client.container_task_instances().list(ListTaskInstances::new())"
        );
        assert_eq!(
            call("saltant.task_queues.create"),
            "client.task_queues().create(CreateTaskQueue::new(name))"
        );
        assert_eq!(call("inmanta.compile_details"), "environment.compiles().get(id)");
        assert_eq!(call("astakos.get_quotas"), "client.quotas().get()");
        assert_eq!(call("astakos.get_usernames"), "client.users().get_names(uuids)");
    }
}
