//! The script of a job: the app's wrapper with the values filled in.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::agave::apps::{App, values};
use crate::agave::call::text;
use crate::agave::ids;
use crate::agave::jobs::job::Job;
use crate::agave::systems::System;
use crate::agave::tenant::TENANT;
use crate::json::Json;

/// Writes the script that runs a job in its work directory.
pub(super) fn write(
    job: &Job,
    app: &App,
    system: &System,
    template: &str,
    directory: &Path,
    failure: &Path,
) -> String {
    let slug = ids::slug(&job.name);
    let mut script = format!("#!/bin/bash\n\necho $$ > {slug}.pid\n");
    for module in app.document.get("modules").and_then(Json::as_array).unwrap_or_default() {
        if let Some(module) = module.as_str() {
            let _ = writeln!(script, "command -v module >/dev/null && module {module}");
        }
    }
    for line in text(&system.document, "environment").unwrap_or_default().lines() {
        let _ = writeln!(script, "export {}", line.trim());
    }
    // The first line of the template is a comment here.
    script += &filled(template, &table(job, app, directory, failure));
    script.push('\n');
    script
}

/// What stands for each name in the template; names of inputs and parameters in lower case.
fn table(job: &Job, app: &App, directory: &Path, failure: &Path) -> HashMap<String, String> {
    let mut table = HashMap::new();
    // Parameters come last, as they win over inputs of the same name.
    for (inputs, group) in [(true, "inputs"), (false, "parameters")] {
        let given = job.fields.get(group);
        for declared in values::declared(&app.document, inputs) {
            let values = match given.and_then(|given| given.get(declared.id)) {
                None => Vec::new(),
                Some(Json::Array(values)) => values.clone(),
                Some(value) => vec![value.clone()],
            };
            table.insert(declared.id.to_ascii_lowercase(), declared.rendered(&values));
        }
    }
    let archive = job.archive.as_ref();
    let archive_url = archive
        .map(|archive| format!("{}/files/v2/media/system/{}{}", job.origin, archive.system, archive.path));
    let field = |name: &str| job.fields.get(name).and_then(|_| text(&job.fields, name)).unwrap_or_default();
    let failure = format!("printf FAILED > {}", quoted(&failure.to_string_lossy()));
    for (name, value) in [
        ("ID", job.id.clone()),
        ("NAME", ids::slug(&job.name)),
        ("NAME_RAW", job.name.clone()),
        ("APP_ID", job.app_id.clone()),
        ("EXECUTION_SYSTEM", job.execution_system.clone()),
        ("BATCH_QUEUE", field("batchQueue")),
        ("SUBMIT_TIME", job.created.clone()),
        ("ARCHIVE", if archive.is_some() { "1".to_owned() } else { String::new() }),
        ("ARCHIVE_SYSTEM", archive.map(|archive| archive.system.clone()).unwrap_or_default()),
        ("ARCHIVE_PATH", archive.map(|archive| archive.path.clone()).unwrap_or_default()),
        ("ARCHIVE_URL", archive_url.unwrap_or_default()),
        ("NODE_COUNT", field("nodeCount")),
        ("PROCESSORS_PER_NODE", field("processorsPerNode")),
        ("MEMORY_PER_NODE", field("memoryPerNode")),
        ("MAX_RUNTIME", field("maxRunTime")),
        ("WORK_PATH", directory.to_string_lossy().into_owned()),
        ("OWNER", job.owner.clone()),
        ("TENANT", TENANT.to_owned()),
        ("CALLBACK_FAILURE", failure),
        ("CALLBACK_ALIVE", ":".to_owned()),
    ] {
        table.insert(format!("AGAVE_JOB_{name}"), value);
    }
    table.insert("AGAVE_BASE_URL".to_owned(), job.origin.clone());
    table
}

/// Puts values in the place of `${name}`. Other names are the shell's own, and stay.
fn filled(template: &str, table: &HashMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("${") {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let name = from[2..].split_once('}').map(|(name, _)| name);
        let value = name.and_then(|name| table.get(name).or_else(|| table.get(&name.to_ascii_lowercase())));
        if let (Some(name), Some(value)) = (name, value) {
            out.push_str(value);
            rest = &from[name.len() + 3..];
        } else {
            out.push_str("${");
            rest = &from[2..];
        }
    }
    out + rest
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_those_of_the_shell_stay() {
        let table: HashMap<String, String> = [("query", "a.txt"), ("AGAVE_JOB_ID", "7"), ("empty", "")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        for (template, expected) in [
            ("wc ${Query} > ${AGAVE_JOB_ID}", "wc a.txt > 7"),
            ("${HOME} ${empty}|${query:-x} ${", "${HOME} |${query:-x} ${"),
            ("${${query}}", "${a.txt}"),
            ("", ""),
        ] {
            assert_eq!(filled(template, &table), expected, "{template}");
        }
        assert_eq!(quoted("a'b c"), r"'a'\''b c'");
    }
}
