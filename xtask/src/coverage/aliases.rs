//! The documents' names as aliases: whoever looks for the name of a Python method finds the Rust one.

use std::collections::{BTreeMap, BTreeSet};

use saltant_tests::inventory::{Inventory, Kind};
use saltant_tests::sources::for_each_source;

use super::declared;
use crate::root;

/// The aliases in the sources.
pub(super) struct Aliases {
    /// Those of each declared operation.
    operations: BTreeMap<String, BTreeSet<String>>,
    /// All of them: those of methods that are more than one request, and of those that make none.
    all: BTreeSet<String>,
}

impl Aliases {
    pub(super) fn read() -> anyhow::Result<Self> {
        let mut aliases = Self { operations: BTreeMap::new(), all: BTreeSet::new() };
        for layer in ["crates/saltant-core/src", "crates/saltant/src"] {
            for_each_source(&root().join(layer), &mut |_, text| {
                aliases.operations.extend(of_operations(text));
                aliases.all.extend(in_text(text));
            })?;
        }
        Ok(aliases)
    }

    /// The methods of the document that a search for their name would not find.
    pub(super) fn missing(&self, inventory: &Inventory) -> Vec<String> {
        let mut missing = Vec::new();
        // `TaskQueueManager.get (name)` is a use of a method that has a row of its own.
        for row in inventory.operations.iter().filter(|row| !row.document.ends_with(')')) {
            let name = row.document.rsplit('.').next().unwrap_or_default();
            let method = row.facade.as_deref().and_then(|path| path.rsplit("::").next());
            let own = match row.kind {
                Kind::Request => self.operations.get(&row.name),
                _ => Some(&self.all),
            };
            let is_found =
                name.is_empty() || method == Some(name) || own.is_some_and(|own| own.contains(name));
            if !is_found {
                missing.push(format!("{}: write #[doc(alias = \"{name}\")] at it", row.name));
            }
        }
        missing
    }
}

/// The aliases of each operation: they stand between the doc comment and `#[operation("…"`.
fn of_operations(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    let mut before = "";
    for part in source.split_inclusive("#[operation(") {
        let names = declared::names_in(&format!("#[operation({part}"));
        // The name is at the beginning of the part after the attribute.
        found.extend(names.into_iter().map(|name| (name, in_text(before).collect())));
        before = part.rsplit("\n\n").next().unwrap_or_default();
    }
    found
}

fn in_text(text: &str) -> impl Iterator<Item = String> {
    text.split("#[doc(alias = \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_without_the_documents_name_is_found() {
        let source = r#"
            /// Lists.
            #[doc(alias = "listAll")]
            #[operation("agave.jobs.list", GET "jobs/")]
            struct A { }

            #[operation("agave.jobs.get", GET "jobs/{id}/")]
            struct B { }"#;
        let aliases = Aliases {
            operations: of_operations(source).into_iter().collect(),
            all: ["waitFor".to_owned()].into(),
        };
        let inventory: Inventory = toml::from_str(
            "service = 'agave'
            document = 'd'
            complete = true
            operation = [
                { group = 'g', document = 'jobs.listAll', name = 'agave.jobs.list', kind = 'request', facade = 'Jobs::list' },
                { group = 'g', document = 'jobs.show', name = 'agave.jobs.get', kind = 'request', facade = 'Jobs::get' },
                { group = 'g', document = 'jobs.get (name)', name = 'agave.jobs.get', kind = 'request', facade = 'Jobs::get' },
                { group = 'g', document = 'jobs.waitFor', name = 'w', kind = 'composite', facade = 'Jobs::wait' },
                { group = 'g', document = 'jobs.hold', name = 'h', kind = 'local', facade = 'Jobs::wait' },
                { group = 'g', document = '', name = 'agave.jobs.more', kind = 'request', facade = 'Jobs::more' },
            ]",
        )
        .unwrap();
        assert_eq!(
            aliases.missing(&inventory),
            [
                "agave.jobs.get: write #[doc(alias = \"show\")] at it",
                "h: write #[doc(alias = \"hold\")] at it",
            ]
        );
    }
}
