use serde::Deserialize;

use super::{Line, Rules};

/// The table of intended differences from the Python clients, and of lines that are outside the project's
/// scope.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviations {
    /// The intended differences.
    #[serde(default, rename = "deviation")]
    pub deviations: Vec<Deviation>,
    /// The lines that are not replayed.
    #[serde(default, rename = "out_of_scope")]
    pub out_of_scope: Vec<OutOfScope>,
}

/// An intended difference from the Python client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// The service.
    pub service: String,
    /// The lines: ids, or with a `*` at the end the beginnings of ids.
    #[serde(default)]
    pub lines: Vec<String>,
    /// A habit of the Python client, by its name in the service's rules; all lines that show it are meant.
    #[serde(default)]
    pub habit: Option<String>,
    /// What the Python client does.
    pub python: String,
    /// What this project does instead.
    pub here: String,
    /// The name of the test that shows what this project does.
    pub test: String,
    /// Whether only the Python client's request gets such answers, so that they are not read.
    #[serde(default)]
    pub unread: bool,
}

/// Lines that hold nothing to replay.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfScope {
    /// The service.
    pub service: String,
    /// The lines: ids, or with a `*` at the end the beginnings of ids.
    pub lines: Vec<String>,
    /// Why.
    pub reason: String,
    /// Whether the beginning of an id also names lines with exchanges.
    #[serde(default)]
    pub with_exchanges: bool,
}

impl Deviation {
    /// The reason that a report gives.
    pub fn reason(&self) -> String {
        format!("deviation: {}; here: {} ({})", self.python, self.here, self.test)
    }

    fn names(&self, rules: &dyn Rules, line: &Line) -> bool {
        self.service == rules.service()
            && (names(&self.lines, &line.id)
                || self.habit.is_some() && self.habit.as_deref() == rules.habit(line))
    }
}

impl Deviations {
    /// The project's own table.
    pub fn own() -> Result<Self, toml::de::Error> {
        Self::parse(include_str!("../../contract/deviations.toml"))
    }

    /// Reads a table.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The deviation that a line shows.
    pub fn deviation(&self, rules: &dyn Rules, line: &Line) -> Option<&Deviation> {
        self.deviations.iter().find(|entry| entry.names(rules, line))
    }

    /// Why a line holds nothing to replay.
    ///
    /// By default the beginning of an id names only lines without exchanges, so that it cannot hide a line
    /// that could be replayed.
    pub fn out_of_scope(&self, rules: &dyn Rules, line: &Line) -> Option<&OutOfScope> {
        let by_name = |entry: &OutOfScope| entry.lines.contains(&line.id);
        let by_family = |entry: &OutOfScope| {
            (line.exchanges.is_empty() || entry.with_exchanges) && names(&entry.lines, &line.id)
        };
        let own = |entry: &&OutOfScope| entry.service == rules.service();
        self.out_of_scope.iter().filter(own).find(|entry| by_name(entry) || by_family(entry))
    }
}

fn names(patterns: &[String], id: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => id.starts_with(beginning),
        None => id == pattern,
    })
}
