use std::fmt;
use std::path::Path;

use super::{Deviations, Line, Rules, Verdict, replay};

/// The verdicts on many lines.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The number of lines that passed.
    pub passed: usize,
    /// The ids of the lines that failed, and why.
    pub failed: Vec<(String, String)>,
    /// The ids of the lines that were skipped, and why.
    pub skipped: Vec<(String, String)>,
}

impl Report {
    /// Replays the lines of a text, one JSON object a line.
    pub fn of(rules: &'static dyn Rules, deviations: &Deviations, lines: &str) -> Self {
        let mut report = Self::default();
        for (index, text) in lines.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            match Line::parse(text) {
                Ok(line) => report.add(line.id.clone(), replay(rules, deviations, &line)),
                Err(error) => {
                    report.failed.push((format!("line {}", index + 1), format!("unreadable: {error}")));
                }
            }
        }
        report
    }

    fn add(&mut self, id: String, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed(why) => self.failed.push((id, why)),
            Verdict::Skipped(why) => self.skipped.push((id, why)),
        }
    }

    /// Adds another report.
    pub fn extend(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// The number of all lines.
    pub fn total(&self) -> usize {
        self.passed + self.failed.len() + self.skipped.len()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = |f: &mut fmt::Formatter<'_>, word: &str, rows: &[(String, String)]| {
            rows.iter().try_for_each(|(id, why)| writeln!(f, "{word} {}: {}", one_line(id), one_line(why)))
        };
        lines(f, "SKIP", &self.skipped)?;
        lines(f, "FAIL", &self.failed)?;
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed.len(), self.skipped.len())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replays the lines of files.
pub fn run(rules: &'static dyn Rules, files: &[impl AsRef<Path>]) -> std::io::Result<Report> {
    let deviations = Deviations::own().map_err(std::io::Error::other)?;
    let mut report = Report::default();
    for file in files {
        let text = std::fs::read_to_string(file)?;
        report.extend(Report::of(rules, &deviations, &text));
    }
    Ok(report)
}
