//! Reads the parameters of a list as conditions, or refuses them with a message.

use axum::http::StatusCode;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::conditions::{Conditions, Test};
use super::datetime::{self, Moment};
use super::fields::{Fields, Kind};
use super::pattern;
use crate::http::reply::Reply;
use crate::json::{Json, digits};
use crate::saltant::reply;
use crate::saltant::store::Tables;
use crate::saltant::validation::keys::Key;

/// Why a parameter cannot be used.
enum Refused {
    /// Reported under the parameter's name.
    Message(String),
    /// Only the database notices, which ends in an error page.
    Crash,
}

type Read = Result<Option<Test>, Refused>;

fn message<T>(text: &str) -> Result<T, Refused> {
    Err(Refused::Message(text.to_owned()))
}

/// Reads the conditions in a list's parameters.
pub(crate) fn read(
    fields: Fields,
    query: &[(String, String)],
    zone: &TimeZone,
    tables: &Tables,
) -> Result<Conditions, Reply> {
    let mut conditions = Vec::new();
    let mut errors = Vec::new();
    let mut crashed = false;
    for &(field, column, kind) in fields {
        for &lookup in lookups(kind) {
            let name = format!("{field}{lookup}");
            // The last of equal names counts.
            let Some((_, value)) = query.iter().rev().find(|(key, _)| *key == name) else { continue };
            if value.is_empty() {
                continue;
            }
            match condition(kind, lookup, value, zone, tables) {
                Ok(Some(test)) => conditions.push((column, test)),
                Ok(None) => {}
                Err(Refused::Message(message)) => errors.push((name, Json::Array(vec![message.into()]))),
                Err(Refused::Crash) => crashed = true,
            }
        }
    }
    if !errors.is_empty() {
        return Err(Reply::json(StatusCode::BAD_REQUEST, Json::Object(errors)));
    }
    if crashed {
        return Err(reply::server_error());
    }
    // The expensive tests come last, so that they see the fewest rows.
    conditions.sort_by_key(|(_, test)| matches!(test, Test::Matches(_)));
    Ok(Conditions { conditions })
}

fn lookups(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text | Kind::Choice(_) => &["", "__contains", "__in", "__startswith", "__endswith", "__regex"],
        Kind::TaskType(_) | Kind::TaskQueue => &["", "__in"],
        Kind::Flag => &[""],
        Kind::Time => &["", "__year", "__range", "__lt", "__lte", "__gt", "__gte"],
    }
}

fn condition(kind: Kind, lookup: &str, value: &str, zone: &TimeZone, tables: &Tables) -> Read {
    match kind {
        Kind::Choice(choices) if lookup.is_empty() => {
            if choices.contains(&value) {
                Ok(Some(Test::Is(value.to_owned())))
            } else {
                message(&format!("Select a valid choice. {value} is not one of the available choices."))
            }
        }
        Kind::Text | Kind::Choice(_) => text(lookup, value),
        Kind::TaskType(class) => ids(lookup, value, |id| tables.task_type(class, id).is_some()),
        Kind::TaskQueue => ids(lookup, value, |id| tables.queue(id).is_some()),
        Kind::Flag => Ok(match value.to_lowercase().as_str() {
            "true" | "1" => Some(Test::Flag(true)),
            "false" | "0" => Some(Test::Flag(false)),
            _ => None,
        }),
        Kind::Time => time(lookup, value, zone),
    }
}

fn text(lookup: &str, value: &str) -> Read {
    if value.contains('\0') {
        return message("Null characters are not allowed.");
    }
    if lookup == "__in" {
        // A comma cannot be quoted. An empty part is the empty text.
        return Ok(Some(Test::OneOf(value.split(',').map(|part| part.trim().to_owned()).collect())));
    }
    let value = value.trim().to_owned();
    if value.is_empty() {
        return Ok(None);
    }
    Ok(Some(match lookup {
        "__contains" => Test::Contains(value),
        "__startswith" => Test::StartsWith(value),
        "__endswith" => Test::EndsWith(value),
        "__regex" => Test::Matches(pattern::compiled(&value).ok_or(Refused::Crash)?),
        _ => Test::Is(value),
    }))
}

fn ids(lookup: &str, value: &str, exists: impl Fn(u64) -> bool) -> Read {
    let known = |text: &str| match Key::read(text).id() {
        Some(id) if exists(id) => Ok(id),
        _ => message("Select a valid choice. That choice is not one of the available choices."),
    };
    if lookup.is_empty() {
        return Ok(Some(Test::Ids(vec![known(value)?])));
    }
    let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
    Ok(Some(Test::Ids(parts.map(known).collect::<Result<_, _>>()?)))
}

fn time(lookup: &str, value: &str, zone: &TimeZone) -> Read {
    let moment = |text: &str| match datetime::read(text, zone) {
        Some(datetime::Read::Moment(moment)) => Ok(moment),
        Some(datetime::Read::OffsetTooLarge) => Err(Refused::Crash),
        None => message("Enter a valid date/time."),
    };
    match lookup {
        "__year" => year(value, zone),
        "__range" => range(value, moment),
        _ if value.trim().is_empty() => Ok(None),
        "__lt" => moment(value).map(|moment| Some(Test::Before(moment))),
        "__lte" => moment(value).map(|moment| Some(Test::UpTo(moment))),
        "__gt" => moment(value).map(|moment| Some(Test::After(moment))),
        "__gte" => moment(value).map(|moment| Some(Test::From(moment))),
        _ => moment(value).map(|moment| Some(Test::At(moment))),
    }
}

/// A year may have a fraction, which is cut off. The database cannot go beyond four digits.
fn year(value: &str, zone: &TimeZone) -> Read {
    let value = digits::ascii(value.trim()).replace('_', "");
    if value.is_empty() {
        return Ok(None);
    }
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let Some(number) = value.parse::<f64>().ok().filter(|_| plain) else { return message("Enter a number.") };
    if !(1.0..10_000.0).contains(&number) {
        return Err(Refused::Crash);
    }
    #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
    let year = number as i16;
    let start = DateTime::new(year, 1, 1, 0, 0, 0, 0).map_err(|_| Refused::Crash)?;
    let end = DateTime::new(year, 12, 31, 23, 59, 59, 999_999_000).map_err(|_| Refused::Crash)?;
    Ok(Some(Test::Between(Moment::of(start, zone), Moment::of(end, zone))))
}

/// Each part is read first, and only then counted. A range with an open end matches nothing.
fn range(value: &str, moment: impl Fn(&str) -> Result<Moment, Refused>) -> Read {
    let parts = value
        .split(',')
        .map(|part| if part.is_empty() { Ok(None) } else { moment(part).map(Some) })
        .collect::<Result<Vec<_>, _>>()?;
    match parts[..] {
        [Some(first), Some(last)] => Ok(Some(Test::Between(first, last))),
        [_, _] => Ok(Some(Test::Never)),
        _ => message("Range query expects two values."),
    }
}
