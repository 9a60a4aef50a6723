//! The promises of `docs/promises.md` against the tests that carry their ids.
//!
//! A test carries an id at the start of its name: `r1_the_table_of_failures` is a test of R1.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;
use saltant_tests::sources::{TestName, test_names};

use crate::root;

const PAGE: &str = "docs/promises.md";

/// The heading of the promises that are not kept yet and need no test until they are.
const TO_COME: &str = "To come";

/// A promise of the page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Promise {
    id: String,
    to_come: bool,
    /// The ends of the paths of files with tests, so that a folder can move without a change of the page.
    tests: Vec<String>,
    /// Files that check the promise without a test and name its id.
    checks: Vec<String>,
}

/// Prints the counts; gives the differences.
pub(super) fn compare() -> anyhow::Result<Vec<String>> {
    let page = fs::read_to_string(root().join(PAGE)).context(PAGE)?;
    let promises = promises(&page);
    let tests: Vec<TestName> = test_names()?.into_iter().filter(|test| id_of(&test.name).is_some()).collect();
    let to_come = promises.iter().filter(|promise| promise.to_come).count();
    println!(
        "promises: {} kept, {to_come} to come; {} tests carry an id",
        promises.len() - to_come,
        tests.len()
    );
    let names = |file: &str, id: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap_or_default();
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == id)
    };
    Ok(problems(&promises, &tests, &names))
}

/// Reads the page: a promise is a list item that begins with its id in bold.
fn promises(page: &str) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    let mut to_come = false;
    for section in format!("\n{page}").split("\n## ").skip(1) {
        to_come |= section.starts_with(TO_COME);
        for item in section.split("\n- **").skip(1) {
            let (id, rest) = item.split_once("**").unwrap_or((item, ""));
            let own = rest.split("\n\n").next().unwrap_or_default();
            promises.push(Promise {
                id: id.to_owned(),
                to_come,
                tests: files(own, "Tests:"),
                checks: files(own, "Checked in:"),
            });
        }
    }
    promises
}

/// The files in backticks between a word and the end of the sentence.
fn files(text: &str, word: &str) -> Vec<String> {
    let list = text.split_once(word).map_or("", |(_, rest)| rest);
    // A point within backticks ends no sentence: `.github/workflows/ci.yml`.
    let list = list.split("`.\n").next().unwrap_or_default().split("`. ").next().unwrap_or_default();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn problems(promises: &[Promise], tests: &[TestName], names: &dyn Fn(&str, &str) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    let mut by_id: BTreeMap<String, Vec<&TestName>> = BTreeMap::new();
    for test in tests {
        by_id.entry(id_of(&test.name).unwrap_or_default()).or_default().push(test);
    }
    for (id, tests) in &by_id {
        if promises.iter().all(|promise| promise.id != *id) {
            let (name, file) = (&tests[0].name, tests[0].file.display());
            problems.push(format!("{PAGE} does not define {id}, which {name} in {file} carries"));
        }
    }
    for (at, promise) in promises.iter().enumerate() {
        let id = &promise.id;
        if id_of(&format!("{}_", id.to_lowercase())).as_ref() != Some(id) {
            problems.push(format!("{PAGE}: {id} is not an id"));
        }
        if promises[..at].iter().any(|other| other.id == *id) {
            problems.push(format!("{PAGE} defines {id} twice"));
        }
        let own = by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        if own.is_empty() && promise.checks.is_empty() && !promise.to_come {
            problems.push(format!(
                "{id} has no test: none below crates or tests begins with {}_",
                id.to_lowercase()
            ));
        }
        if promise.tests.is_empty() && promise.checks.is_empty() && !promise.to_come {
            problems.push(format!("{PAGE} does not say where {id} is tested"));
        }
        let holds = |file: &&String| own.is_empty() || own.iter().any(|test| test.file.ends_with(file));
        for file in promise.tests.iter().filter(|file| !holds(file)) {
            let mut there: Vec<String> = own.iter().map(|test| test.file.display().to_string()).collect();
            there.dedup();
            problems.push(format!("{PAGE}: no test of {id} is in {file}; they are in: {}", there.join(", ")));
        }
        for file in promise.checks.iter().filter(|file| !names(file, id)) {
            problems.push(format!("{PAGE}: {file} does not name {id}, which it is said to check"));
        }
    }
    problems
}

/// The id that a test's name begins with.
fn id_of(name: &str) -> Option<String> {
    let (id, _) = name.split_once('_')?;
    let (letter, number) = id.split_at_checked(1)?;
    let is_id =
        "rtapwfs".contains(letter) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| id.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE_UP: &str = "# Page\n\n## Retry\n\n\
        - **R1** Never twice.\n  Tests: `a/one.rs`,\n  `two.rs`. And `more`.\n\
        - **R2** Slowly.\n  Tests: `one.rs`.\n\n\
        Other `text`.\n\n## Shape\n\n- **S5** Adds up. Checked in: `.ci.rs`.\n\n\
        ## To come\n\n### New\n\n- **R8** Later.\n";

    fn tests(names: &[(&str, &str)]) -> Vec<TestName> {
        names.iter().map(|(file, name)| TestName { file: file.into(), name: (*name).to_owned() }).collect()
    }

    fn check(names: &[(&str, &str)]) -> Vec<String> {
        problems(&promises(MADE_UP), &tests(names), &|file, id| (file, id) == (".ci.rs", "S5"))
    }

    const WHOLE: &[(&str, &str)] =
        &[("x/a/one.rs", "r1_is"), ("x/two.rs", "r1_has"), ("x/a/one.rs", "r2_is"), ("x/two.rs", "r8_early")];

    #[test]
    fn a_page_that_agrees_with_its_tests_passes() {
        let ids: Vec<_> = promises(MADE_UP).into_iter().map(|one| (one.id, one.to_come, one.tests)).collect();
        let texts = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            ids,
            [
                ("R1".to_owned(), false, texts(&["a/one.rs", "two.rs"])),
                ("R2".to_owned(), false, texts(&["one.rs"])),
                ("S5".to_owned(), false, texts(&[])),
                ("R8".to_owned(), true, texts(&[])),
            ]
        );
        assert_eq!(check(WHOLE), Vec::<String>::new());
        // What is to come needs no test.
        assert_eq!(check(&WHOLE[..3]), Vec::<String>::new());
    }

    #[test]
    fn an_id_that_the_page_does_not_define_is_found() {
        let more = [WHOLE, &[("x/two.rs", "w7_waits")]].concat();
        assert_eq!(check(&more), ["docs/promises.md does not define W7, which w7_waits in x/two.rs carries"]);
        for word in ["pkcs8_is_a_word", "x1_has_another_letter", "r_has_no_number", "r1", "plain"] {
            assert_eq!(id_of(word), None, "{word}");
        }
    }

    #[test]
    fn a_promise_without_a_test_is_found() {
        assert_eq!(check(&WHOLE[..2]), ["R2 has no test: none below crates or tests begins with r2_"]);
        let all = promises(MADE_UP);
        assert_eq!(
            problems(&all, &tests(WHOLE), &|_, _| false),
            ["docs/promises.md: .ci.rs does not name S5, which it is said to check"]
        );
    }

    #[test]
    fn a_file_that_holds_no_test_of_the_promise_is_found() {
        let moved = [&WHOLE[1..], &[("x/b/one.rs", "r1_is")]].concat();
        assert_eq!(
            check(&moved),
            ["docs/promises.md: no test of R1 is in a/one.rs; they are in: x/two.rs, x/b/one.rs"]
        );
    }

    #[test]
    fn an_id_that_is_defined_twice_or_is_none_is_found() {
        let page =
            "## A\n\n- **R1** One. Tests: `one.rs`.\n- **R1** Two. Tests: `one.rs`.\n- **Q1** Three.\n";
        let found = problems(&promises(page), &tests(&[("one.rs", "r1_is")]), &|_, _| true);
        assert_eq!(
            found,
            [
                "docs/promises.md defines R1 twice",
                "docs/promises.md: Q1 is not an id",
                "Q1 has no test: none below crates or tests begins with q1_",
                "docs/promises.md does not say where Q1 is tested"
            ]
        );
    }
}
