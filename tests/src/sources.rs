//! The project's sources, for checks that read them: every file of Rust, and the names of all tests.

use std::io;
use std::path::{Path, PathBuf};

use crate::inventory::tests_folder;

/// A test function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestName {
    /// Its file, relative to the folder of the workspace.
    pub file: PathBuf,
    /// The function's name.
    pub name: String,
}

/// The tests below `crates` and `tests`, sorted by file.
pub fn test_names() -> io::Result<Vec<TestName>> {
    let root = tests_folder().parent().unwrap_or(tests_folder());
    let mut tests = Vec::new();
    for folder in ["crates", "tests"] {
        for_each_source(&root.join(folder), &mut |path, text| {
            let file = path.strip_prefix(root).unwrap_or(path);
            tests
                .extend(names_in(text).map(|name| TestName { file: file.to_owned(), name: name.to_owned() }));
        })?;
    }
    tests.sort();
    Ok(tests)
}

/// Calls a function with the path and the text of a file of Rust, or of each one in a folder; build output
/// is left out.
pub fn for_each_source(path: &Path, act: &mut dyn FnMut(&Path, &str)) -> io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)?.filter(|_| !path.ends_with("target")) {
            for_each_source(&entry?.path(), act)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        act(path, &std::fs::read_to_string(path)?);
    }
    Ok(())
}

/// The names of the tests in a source.
///
/// The source is read line by line: a parser would not look into the arguments of macros such as
/// `proptest!`, which hold tests too.
fn names_in(source: &str) -> impl Iterator<Item = &str> {
    let mut is_test = false;
    source.lines().map(str::trim).filter(|line| !line.starts_with("//")).filter_map(move |line| {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
            return None;
        }
        let (_, rest) = line.split_once("fn ").filter(|_| is_test)?;
        is_test = false;
        rest.split(['(', '<']).next()
    })
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn plain_async_and_macro_made_tests_are_found_and_other_functions_are_not() {
        let source = "
            #[test]
            fn plain() { helper(); }
            fn helper() {}
            #[tokio::test(start_paused = true)]
            #[cfg(unix)]
            // A comment with fn in it.
            async fn paused() {}
            proptest! {
                #[test]
                fn of_a_macro(bytes: Vec<u8>) {}
            }";
        assert_eq!(names_in(source).collect::<Vec<_>>(), ["plain", "paused", "of_a_macro"]);
    }
}
