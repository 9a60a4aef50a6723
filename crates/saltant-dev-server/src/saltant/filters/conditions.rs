//! The conditions that a row has to meet.

use regex::Regex;

use super::datetime::Moment;
use crate::saltant::store::{Cell, Column, Row};

/// All conditions of a request.
#[derive(Debug)]
pub(crate) struct Conditions {
    pub(super) conditions: Vec<(Column, Test)>,
}

#[derive(Debug)]
pub(super) enum Test {
    Is(String),
    Contains(String),
    OneOf(Vec<String>),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
    Ids(Vec<u64>),
    Flag(bool),
    At(Moment),
    Before(Moment),
    UpTo(Moment),
    After(Moment),
    From(Moment),
    Between(Moment, Moment),
    /// A range with an open end: it matches nothing.
    Never,
}

impl Conditions {
    /// Whether every row meets them.
    pub(crate) fn are_none(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether a row meets them all.
    pub(crate) fn hold(&self, row: &impl Row) -> bool {
        self.conditions.iter().all(|(column, condition)| condition.holds(row.cell(*column)))
    }
}

impl Test {
    fn holds(&self, cell: Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Is(wanted), Cell::Text(text)) => text == wanted,
            (Self::Contains(part), Cell::Text(text)) => text.contains(part.as_str()),
            (Self::OneOf(wanted), Cell::Text(text)) => wanted.iter().any(|wanted| wanted == text),
            (Self::StartsWith(start), Cell::Text(text)) => text.starts_with(start.as_str()),
            (Self::EndsWith(end), Cell::Text(text)) => text.ends_with(end.as_str()),
            (Self::Matches(pattern), Cell::Text(text)) => pattern.is_match(text),
            (Self::Ids(wanted), Cell::Id(id)) => wanted.contains(&id),
            (Self::Flag(wanted), Cell::Flag(flag)) => flag == *wanted,
            (Self::At(moment), Cell::Time(time)) => Moment::from(time) == *moment,
            (Self::Before(moment), Cell::Time(time)) => Moment::from(time) < *moment,
            (Self::UpTo(moment), Cell::Time(time)) => Moment::from(time) <= *moment,
            (Self::After(moment), Cell::Time(time)) => Moment::from(time) > *moment,
            (Self::From(moment), Cell::Time(time)) => Moment::from(time) >= *moment,
            (Self::Between(first, last), Cell::Time(time)) => (*first..=*last).contains(&Moment::from(time)),
            // Null meets no condition.
            _ => false,
        }
    }
}
