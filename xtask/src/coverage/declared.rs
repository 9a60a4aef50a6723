//! The operations that the sources of saltant-core declare, against the catalog.
//!
//! Inventory and catalog are lists; an operation that neither names would be missed by comparing the two.

use std::collections::BTreeMap;
use std::path::PathBuf;

use saltant_tests::sources::for_each_source;

use crate::root;
use crate::services::SERVICES;

/// What a placeholder in the name of a generic operation stands for.
const PLACEHOLDER: (&str, &[&str]) = ("{K}", &["executable", "container"]);

/// The first word of the names that operations of tests have.
const TEST: &str = "test";

/// Where each declared operation is, by its name.
pub(super) type Declared = BTreeMap<String, PathBuf>;

/// Reads the sources of saltant-core.
pub(super) fn declared() -> anyhow::Result<Declared> {
    let mut declared = Declared::new();
    for_each_source(&root().join("crates/saltant-core/src"), &mut |path, text| {
        let file = path.strip_prefix(root()).unwrap_or(path);
        declared.extend(names_in(text).into_iter().map(|name| (name, file.to_owned())));
    })?;
    Ok(declared)
}

/// The differences between the declared operations and the catalog's names.
///
/// An operation of the catalog that is not found in the sources is an error too: it is declared in a form
/// that this check does not know, and another one in that form could be forgotten.
pub(super) fn problems(declared: &Declared, catalog: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, file) in declared {
        let file = file.display();
        let service = name.split('.').next().unwrap_or_default();
        if name.contains('{') {
            problems.push(format!("{name}, declared in {file}, has a placeholder that is not known"));
        } else if service != TEST && !SERVICES.contains(&service) {
            problems.push(format!("{name}, declared in {file}, belongs to no service"));
        } else if service != TEST && !catalog.contains(&name.as_str()) {
            problems.push(format!("{name}, declared in {file}, is not in the catalog"));
        }
    }
    let unseen = catalog.iter().filter(|name| !declared.contains_key(**name));
    problems.extend(
        unseen.map(|name| {
            format!("{name} is in the catalog, but no `#[operation(\"{name}\"` is in the sources")
        }),
    );
    problems
}

/// The names in the `#[operation("…"` attributes of a source, those within macros included.
pub(super) fn names_in(source: &str) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: Vec<&str> = source.lines().filter(is_code).collect();
    let code = code.join("\n");
    let arguments = code.split("#[operation(").skip(1);
    let names = arguments.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    names.flat_map(expanded).collect()
}

fn expanded(name: &str) -> Vec<String> {
    let (placeholder, words) = PLACEHOLDER;
    if name.contains(placeholder) {
        words.iter().map(|word| name.replace(placeholder, word)).collect()
    } else {
        vec![name.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_attributes_and_placeholders_are_expanded() {
        let source = r#"
            /// #[operation("saltant.of.a_comment", GET "x")]
            #[operation("saltant.{K}_task_types.list", GET "{K}tasktypes/", output = Page<K>)]
            #[operation(
                "agave.jobs.list", GET "jobs/"
            )]
            #[operation(status = 201)]
            fn f() { entry.operation("saltant"); }"#;
        assert_eq!(
            names_in(source),
            ["saltant.executable_task_types.list", "saltant.container_task_types.list", "agave.jobs.list",]
        );
    }

    #[test]
    fn an_operation_that_the_catalog_forgets_is_found_by_name() {
        let names = ["agave.a", "test.a", "agave.{X}.a", "other.a"];
        let declared = names.iter().map(|name| ((*name).to_owned(), PathBuf::from("f.rs"))).collect();
        assert_eq!(
            problems(&declared, &["agave.b"]),
            [
                "agave.a, declared in f.rs, is not in the catalog",
                "agave.{X}.a, declared in f.rs, has a placeholder that is not known",
                "other.a, declared in f.rs, belongs to no service",
                "agave.b is in the catalog, but no `#[operation(\"agave.b\"` is in the sources",
            ]
        );
    }
}
