//! How answers are shown: tables and blocks for people; JSON, YAML, CSV and ids for programs.

use std::time::Duration;

use clap::ValueEnum as _;

use crate::exit::Failure;
use crate::{duration, output};

mod cell;
mod layout;
mod printer;
mod thing;
mod watch;

pub(crate) use printer::Printer;
use thing::Thing;
pub(crate) use watch::repeat;

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
    fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Wide)
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

    /// Repeat the command and redraw what it shows, until it is interrupted
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "2s")]
    #[arg(value_parser = duration::parse)]
    watch: Option<Duration>,
}

impl ViewArgs {
    /// Whether the command line says anything about the output.
    pub(crate) fn is_given(&self) -> bool {
        self.output.is_some()
            || !self.columns.is_empty()
            || self.sort.is_some()
            || self.limit.is_some()
            || self.watch.is_some()
    }

    /// The same flags, where JSON is the usual output.
    pub(crate) fn or_json(&self) -> Self {
        Self { output: Some(self.output.unwrap_or(Format::Json)), ..self.clone() }
    }

    /// The form of the output: that of the flag, of the environment, or the usual one.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        if let Some(format) = self.output {
            return Ok(format);
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => Format::from_str(&text, true).map_err(|_| wrong_variable(&text)),
            _ if output::stdout_is_terminal() => Ok(Format::Table),
            _ => Ok(Format::Json),
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

    /// Refuses to repeat what changes something.
    pub(crate) fn check(&self, is_read: bool) -> Result<(), Failure> {
        if self.watch.is_some() && !is_read {
            return Err(Failure::usage("--watch is only for commands that read"));
        }
        Ok(())
    }
}

fn wrong_variable(text: &str) -> Failure {
    let known: Vec<_> =
        Format::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value).collect();
    let known: Vec<_> = known.iter().map(|known| known.get_name().to_owned()).collect();
    Failure::usage(format!("{VARIABLE}={text}: there is no such form of output"))
        .hint(format!("it is one of: {}", known.join(", ")))
}
