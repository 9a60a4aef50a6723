//! What is submitted: from the command line and from a CSV file.

use saltant::saltant::{CreateTaskInstance, TaskClass, TaskQueueId, TaskTypeId};
use serde_json::{Map, Value};

use super::Args;
use crate::exit::Failure;
use crate::stdin;

/// The column with the name of the instance.
const NAME: &str = "name";

/// A task instance to be created.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub(super) name: Option<String>,
    pub(super) arguments: Map<String, Value>,
}

impl Row {
    pub(super) fn operation<K: TaskClass>(
        &self,
        task_type: TaskTypeId<K>,
        queue: TaskQueueId,
    ) -> CreateTaskInstance<K> {
        let mut operation = CreateTaskInstance::new(task_type, queue);
        operation.name.clone_from(&self.name);
        operation.arguments = (!self.arguments.is_empty()).then(|| self.arguments.clone().into());
        operation
    }
}

/// The arguments that a task type has.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) names: Vec<String>,
    defaults: Map<String, Value>,
}

impl Wanted {
    /// The arguments of a task type of either class.
    pub(super) fn of(task_type: &Value) -> Self {
        let names = task_type["required_arguments"].as_array().into_iter().flatten();
        let names = names.filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect();
        let defaults = task_type["required_arguments_default_values"].as_object().cloned();
        Self { names, defaults: defaults.unwrap_or_default() }
    }

    /// Reads a value: a text where the default is one, else JSON if it is JSON.
    fn value(&self, name: &str, text: &str) -> Value {
        if self.defaults.get(name).is_some_and(Value::is_string) {
            return text.into();
        }
        serde_json::from_str(text).unwrap_or_else(|_| text.into())
    }

    /// An error if an argument has neither a value nor a default.
    fn check(&self, row: &Row, at: &str) -> Result<(), Failure> {
        let is_missing =
            |name: &&String| !row.arguments.contains_key(*name) && !self.defaults.contains_key(*name);
        match self.names.iter().find(is_missing) {
            Some(name) => Err(Failure::usage(format!("{at}the argument {name:?} has no value"))
                .hint(format!("arguments of the task type: {}", self.names.join(", ")))),
            None => Ok(()),
        }
    }
}

/// All rows. Nothing has been sent yet, so that a mistake in the last row costs nothing.
pub(super) fn read(args: &Args, wanted: &Wanted) -> Result<Vec<Row>, Failure> {
    let mut all = Row { name: args.name.clone(), arguments: Map::new() };
    for text in &args.arguments {
        let (name, value) = pair(text, wanted)?;
        all.arguments.insert(name, value);
    }
    let Some(path) = &args.from else {
        wanted.check(&all, "")?;
        let count = args.count.unwrap_or(1);
        return Ok((0..count).map(|_| all.clone()).collect());
    };
    let wrong = |error: &dyn std::fmt::Display| Failure::usage(format!("--from {}: {error}", path.display()));
    let text = if path.as_os_str() == "-" {
        stdin::text("--from -")?
    } else {
        std::fs::read_to_string(path).map_err(|error| wrong(&error))?
    };
    let rows = parse(&text, &all, wanted).map_err(|text| wrong(&text))?;
    if rows.is_empty() {
        return Err(wrong(&"the file has no rows"));
    }
    for (index, row) in rows.iter().enumerate() {
        wanted.check(row, &format!("--from {}, row {}: ", path.display(), index + 1))?;
    }
    Ok(rows)
}

/// Reads ARG=VALUE or ARG:=JSON.
fn pair(text: &str, wanted: &Wanted) -> Result<(String, Value), Failure> {
    let wrong = || Failure::usage(format!("{text:?} is not ARG=VALUE"));
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    let (name, value) = match name.strip_suffix(':') {
        None => (name, wanted.value(name, value)),
        Some(name) => {
            let wrong =
                |error| Failure::usage(format!("{name}: the value after := is not valid JSON: {error}"));
            (name, serde_json::from_str(value).map_err(wrong)?)
        }
    };
    if name.is_empty() { Err(wrong()) } else { Ok((name.to_owned(), value)) }
}

/// The rows of a CSV file, over what all rows have.
fn parse(text: &str, all: &Row, wanted: &Wanted) -> Result<Vec<Row>, String> {
    // Spreadsheets write a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|error| error.to_string())?.clone();
    if let Some(twice) =
        columns.iter().enumerate().find(|(at, name)| columns.iter().take(*at).any(|it| it == *name))
    {
        return Err(format!("the column {:?} is there twice", twice.1));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let mut row = all.clone();
        for (column, cell) in columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty()) {
            if column == NAME && !wanted.names.iter().any(|name| name == NAME) {
                row.name = Some(cell.to_owned());
            } else {
                row.arguments.insert(column.to_owned(), wanted.value(column, cell));
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wanted() -> Wanted {
        Wanted::of(&json!({
            "required_arguments": ["seed", "reads", "tag"],
            "required_arguments_default_values": {"tag": "1.0", "seed": 1},
        }))
    }

    fn arguments(row: &Row) -> Value {
        Value::Object(row.arguments.clone())
    }

    #[test]
    fn a_value_is_json_or_a_text_as_the_task_type_has_it() {
        for (given, expected) in [
            ("seed=7", json!(7)),
            ("seed=007", json!("007")),
            ("seed=[1, 2]", json!([1, 2])),
            ("reads=a=b", json!("a=b")),
            ("reads=", json!("")),
            ("tag=2.0", json!("2.0")),
            ("tag:=2.0", json!(2.0)),
            ("other=true", json!(true)),
        ] {
            assert_eq!(pair(given, &wanted()).unwrap().1, expected, "{given}");
        }
        for wrong in ["seed", "=7", "seed:=x"] {
            assert!(pair(wrong, &wanted()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_row_of_a_file_comes_over_what_all_rows_have() {
        let all =
            Row { name: Some("n".to_owned()), arguments: json!({"seed": 3}).as_object().unwrap().clone() };
        let text = "\u{feff}reads,name,seed\n\"a,b\",first,\nc.txt,,9\n";
        let rows = parse(text, &all, &wanted()).unwrap();
        assert_eq!(
            rows.iter().map(|row| row.name.as_deref()).collect::<Vec<_>>(),
            [Some("first"), Some("n")]
        );
        assert_eq!(arguments(&rows[0]), json!({"seed": 3, "reads": "a,b"}));
        assert_eq!(arguments(&rows[1]), json!({"seed": 9, "reads": "c.txt"}));
        let own = Wanted::of(&json!({"required_arguments": ["name"]}));
        assert_eq!(arguments(&parse("name\nx\n", &Row::default(), &own).unwrap()[0]), json!({"name": "x"}));
        assert!(parse("a,a\n1,2\n", &Row::default(), &own).unwrap_err().contains("twice"));
        assert!(parse("a,b\n1\n", &Row::default(), &own).is_err());
    }

    #[test]
    fn a_missing_argument_is_named_with_its_row() {
        let failure = wanted().check(&Row::default(), "row 2: ").unwrap_err();
        assert_eq!(failure.to_string(), "row 2: the argument \"reads\" has no value");
    }
}
