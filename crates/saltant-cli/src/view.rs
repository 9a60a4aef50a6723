//! How answers are shown: tables and blocks for people; JSON, YAML, CSV and ids for programs.

use clap::ValueEnum as _;
use serde_json::Value;

use crate::exit::Failure;
use crate::output;

mod cell;
mod layout;
mod printer;
mod thing;
mod watch;

pub(crate) use printer::Printer;
use thing::Thing;
pub(crate) use watch::{WatchArgs, repeat};

/// The environment variable with the usual form of the output.
const VARIABLE: &str = "SALTANT_OUTPUT";

/// How many things of a list a table shows, unless a flag says otherwise.
const ROWS: usize = 100;

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A table that fits the terminal; for a single thing its keys and values
    Table,
    /// A table with more columns, not cut to the width of the terminal
    Wide,
    /// Indented JSON
    Json,
    /// JSON, one thing on each line
    Jsonl,
    /// YAML
    Yaml,
    /// Comma-separated values with a line of headings
    Csv,
    /// Only the ids, one on each line
    Name,
}

impl Format {
    pub(crate) fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Wide)
    }

    /// Whether a thing keeps what is inside it. Otherwise it is a row, or several.
    pub(crate) fn has_parts(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl | Self::Yaml)
    }
}

/// The flags of what is shown, and how.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ViewArgs {
    #[arg(long, short, value_name = "FORMAT")]
    #[arg(
        help = "The form of the output: usually a table on a terminal, and JSON elsewhere and from `call` \
                  and `api` [env: SALTANT_OUTPUT]"
    )]
    output: Option<Format>,

    /// Only these columns or keys; a.b is the key b in the object a
    #[arg(long, value_name = "A,B.C", value_delimiter = ',')]
    columns: Vec<String>,

    /// Sort by a column or key; -NAME is in descending order
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    sort: Option<String>,

    /// At most so many things of a list, from as many pages as needed [default: 100 in a table, else all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

impl ViewArgs {
    /// Whether the command line says anything about the output.
    pub(crate) fn is_given(&self) -> bool {
        self.output.is_some() || !self.columns.is_empty() || self.sort.is_some() || self.limit.is_some()
    }

    /// The same flags, where this form is the usual output everywhere.
    pub(crate) fn or(&self, usual: Format) -> Self {
        Self { output: Some(self.output.unwrap_or(usual)), ..self.clone() }
    }

    /// The form of the output: that of the flag, of the environment, or the usual one: a table on a terminal.
    pub(crate) fn format(&self, elsewhere: Format) -> Result<Format, Failure> {
        if let Some(format) = self.output {
            return Ok(format);
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => Format::from_str(&text, true).map_err(|_| wrong_variable(&text)),
            _ if output::stdout_is_terminal() => Ok(Format::Table),
            _ => Ok(elsewhere),
        }
    }

    /// How many things of a list are shown.
    fn most(&self, format: Format, all: bool) -> usize {
        match self.limit {
            Some(limit) => usize::try_from(limit).unwrap_or(usize::MAX),
            None if format.is_table() && !all => ROWS,
            None => usize::MAX,
        }
    }
}

/// The JSON of an object with another key at its end.
pub(crate) fn with_key(object: &str, key: &str, value: &Value) -> String {
    let open = object.trim_end().strip_suffix('}').unwrap_or_default();
    let comma = if open.ends_with('{') { "" } else { "," };
    format!("{open}{comma}{}:{value}}}", Value::from(key))
}

fn wrong_variable(text: &str) -> Failure {
    let known: Vec<_> =
        Format::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value).collect();
    let known: Vec<_> = known.iter().map(|known| known.get_name().to_owned()).collect();
    Failure::usage(format!("{VARIABLE}={text}: not a form of output"))
        .hint(format!("it is one of: {}", known.join(", ")))
}
