//! Queries in the language of MongoDB.
//!
//! Known are equality, `$eq $ne $gt $gte $lt $lte $in $nin $exists $regex` with `$options`, `$not $all $size
//! $elemMatch`, and `$and $or $nor`. Other operators are refused. Dots reach into objects and, as in MongoDB, into
//! each item of an array.

use std::cmp::Ordering;

use regex::{Regex, RegexBuilder};

use crate::json::Json;

/// A query that has been read.
pub(super) enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    None(Vec<Query>),
    /// Tests of the values at a path.
    Field(String, Vec<Test>),
}

pub(super) enum Test {
    Equal(Json),
    Compare(Relation, Json),
    In(Vec<Json>),
    Exists(bool),
    Matches(Regex),
    Not(Vec<Test>),
    HasAll(Vec<Json>),
    Size(i64),
    /// Some item of an array fits a query, or passes tests.
    Item(Box<Query>),
    ItemTests(Vec<Test>),
}

#[derive(Clone, Copy)]
pub(super) enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Deeper queries than this are refused.
const MAX_DEPTH: usize = 32;

impl Query {
    /// Reads a query, or says what is wrong with it.
    pub(super) fn read(json: &Json) -> Result<Self, String> {
        Self::read_at(json, 0)
    }

    fn read_at(json: &Json, depth: usize) -> Result<Self, String> {
        if depth > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let entries = json.entries().ok_or("it is not an object")?;
        let parts = entries.iter().map(|(key, value)| match key.as_str() {
            "$and" => queries(value, depth).map(Self::All),
            "$or" => queries(value, depth).map(Self::Any),
            "$nor" => queries(value, depth).map(Self::None),
            key if key.starts_with('$') => Err(format!("unknown operator {key}")),
            path => Ok(Self::Field(path.to_owned(), tests(value, depth)?)),
        });
        parts.collect::<Result<_, _>>().map(Self::All)
    }

    /// Whether an item fits.
    pub(super) fn matches(&self, item: &Json) -> bool {
        match self {
            Self::All(queries) => queries.iter().all(|query| query.matches(item)),
            Self::Any(queries) => queries.iter().any(|query| query.matches(item)),
            Self::None(queries) => !queries.iter().any(|query| query.matches(item)),
            Self::Field(path, tests) => {
                let mut found = Vec::new();
                collect(item, path, &mut found);
                tests.iter().all(|test| test.passes(&found))
            }
        }
    }
}

fn queries(value: &Json, depth: usize) -> Result<Vec<Query>, String> {
    let queries = value.as_array().filter(|queries| !queries.is_empty());
    let queries = queries.ok_or("the operator takes an array of queries")?;
    queries.iter().map(|query| Query::read_at(query, depth + 1)).collect()
}

/// The tests in the value of a field: operators, or the value itself.
fn tests(value: &Json, depth: usize) -> Result<Vec<Test>, String> {
    if depth > MAX_DEPTH {
        return Err("it is nested too deeply".to_owned());
    }
    let operators =
        value.entries().filter(|entries| entries.first().is_some_and(|(key, _)| key.starts_with('$')));
    let Some(operators) = operators else { return Ok(vec![Test::Equal(value.clone())]) };
    let array = |value: &Json| value.as_array().map(<[Json]>::to_vec).ok_or("the operator takes an array");
    let mut tests_read = Vec::new();
    for (operator, operand) in operators {
        tests_read.push(match operator.as_str() {
            "$eq" => Test::Equal(operand.clone()),
            "$ne" => Test::Not(vec![Test::Equal(operand.clone())]),
            "$gt" => Test::Compare(Relation::Greater, operand.clone()),
            "$gte" => Test::Compare(Relation::GreaterOrEqual, operand.clone()),
            "$lt" => Test::Compare(Relation::Less, operand.clone()),
            "$lte" => Test::Compare(Relation::LessOrEqual, operand.clone()),
            "$in" => Test::In(array(operand)?),
            "$nin" => Test::Not(vec![Test::In(array(operand)?)]),
            "$all" => Test::HasAll(array(operand)?),
            "$exists" => Test::Exists(operand.as_bool().unwrap_or(true)),
            "$size" => Test::Size(operand.as_i64().ok_or("$size takes an integer")?),
            "$not" => Test::Not(tests(operand, depth + 1)?),
            "$elemMatch" => {
                let is_tests =
                    operand.entries().and_then(<[_]>::first).is_some_and(|(key, _)| key.starts_with('$'));
                if is_tests {
                    Test::ItemTests(tests(operand, depth + 1)?)
                } else {
                    Test::Item(Box::new(Query::read_at(operand, depth + 1)?))
                }
            }
            "$regex" => pattern(operand, value.get("$options"))?,
            "$options" if value.get("$regex").is_some() => continue,
            _ => return Err(format!("unknown operator {operator}")),
        });
    }
    Ok(tests_read)
}

fn pattern(operand: &Json, options: Option<&Json>) -> Result<Test, String> {
    let pattern = operand.as_str().ok_or("$regex takes a text")?;
    let options = options.and_then(Json::as_str).unwrap_or("");
    let regex = RegexBuilder::new(pattern)
        .case_insensitive(options.contains('i'))
        .multi_line(options.contains('m'))
        .dot_matches_new_line(options.contains('s'))
        .ignore_whitespace(options.contains('x'))
        .build();
    regex.map(Test::Matches).map_err(|_| format!("{pattern} is not a regular expression"))
}

/// The values at a path. An array on the way is entered by number, and item by item.
fn collect<'a>(value: &'a Json, path: &str, found: &mut Vec<&'a Json>) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let mut go_on = |value: &'a Json| match rest {
        Some(rest) => collect(value, rest, found),
        None => found.push(value),
    };
    if let Some(value) = value.get(key) {
        go_on(value);
    } else if let Some(items) = value.as_array() {
        if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get(index)) {
            go_on(item);
        } else {
            for item in items {
                collect(item, path, found);
            }
        }
    }
}

impl Test {
    /// Whether one of the values at the path passes.
    fn passes(&self, found: &[&Json]) -> bool {
        match self {
            Self::Not(tests) => !tests.iter().all(|test| test.passes(found)),
            Self::Exists(wanted) => found.is_empty() != *wanted,
            // A missing value equals null.
            Self::Equal(Json::Null) if found.is_empty() => true,
            Self::In(values) if found.is_empty() => values.contains(&Json::Null),
            _ => found.iter().any(|value| self.passes_whole(value) || self.passes_inside(value)),
        }
    }

    fn passes_whole(&self, value: &Json) -> bool {
        match self {
            Self::Equal(wanted) => equal(value, wanted),
            Self::In(wanted) => wanted.iter().any(|wanted| equal(value, wanted)),
            Self::Compare(relation, than) => order(value, than).is_some_and(|order| match relation {
                Relation::Less => order.is_lt(),
                Relation::LessOrEqual => order.is_le(),
                Relation::Greater => order.is_gt(),
                Relation::GreaterOrEqual => order.is_ge(),
            }),
            Self::Matches(regex) => value.as_str().is_some_and(|text| regex.is_match(text)),
            Self::HasAll(wanted) => wanted.iter().all(|wanted| {
                value.as_array().is_some_and(|items| items.iter().any(|item| equal(item, wanted)))
            }),
            Self::Size(size) => {
                value.as_array().is_some_and(|items| i64::try_from(items.len()).is_ok_and(|len| len == *size))
            }
            Self::Item(query) => {
                value.as_array().is_some_and(|items| items.iter().any(|item| query.matches(item)))
            }
            Self::ItemTests(tests) => value.as_array().is_some_and(|items| {
                items.iter().any(|item| tests.iter().all(|test| test.passes_whole(item)))
            }),
            Self::Exists(_) | Self::Not(_) => self.passes(&[value]),
        }
    }

    /// An array passes most tests if one of its items does.
    fn passes_inside(&self, value: &Json) -> bool {
        let by_item = matches!(self, Self::Equal(_) | Self::In(_) | Self::Compare(..) | Self::Matches(_));
        by_item && value.as_array().is_some_and(|items| items.iter().any(|item| self.passes_whole(item)))
    }
}

/// Whether two values are the same; numbers by their values.
fn equal(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(_), Json::Number(_)) => order(a, b).is_some_and(Ordering::is_eq),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((x, a), (y, b))| x == y && equal(a, b))
        }
        _ => a == b,
    }
}

/// The order of two values of the same type.
fn order(a: &Json, b: &Json) -> Option<Ordering> {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.parse::<f64>().ok()?.partial_cmp(&b.parse::<f64>().ok()?),
        (Json::String(a), Json::String(b)) => Some(a.cmp(b)),
        (Json::Bool(a), Json::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Constants, parse};

    fn json(text: &str) -> Json {
        parse(text, Constants::Refused).unwrap()
    }

    #[test]
    fn queries_find_what_mongodb_finds() {
        let item = json(
            r#"{"name": "color", "value": {"a": {"b": 5}, "tags": ["x", "yy"], "rows": [{"n": 1, "k": "p"}, {"n": 7, "k": "q"}], "none": null}}"#,
        );
        for (query, expected) in [
            ("{}", true),
            (r#"{"name": "color"}"#, true),
            (r#"{"name": "shape"}"#, false),
            (r#"{"value.a.b": 5.0}"#, true),
            (r#"{"value.a.b": {"$gt": 4, "$lte": 5}}"#, true),
            (r#"{"value.a.b": {"$gt": 5}}"#, false),
            (r#"{"value.a.b": {"$lt": "9"}}"#, false),
            (r#"{"value.tags": "x"}"#, true),
            (r#"{"value.tags": ["x", "yy"]}"#, true),
            (r#"{"value.tags": {"$all": ["yy", "x"]}}"#, true),
            (r#"{"value.tags": {"$size": 3}}"#, false),
            (r#"{"value.tags.1": "yy"}"#, true),
            (r#"{"value.tags": {"$regex": "^Y", "$options": "i"}}"#, true),
            (r#"{"value.tags": {"$not": {"$regex": "^Y"}}}"#, true),
            (r#"{"value.rows.n": 7}"#, true),
            (r#"{"value.rows": {"$elemMatch": {"n": 7, "k": "p"}}}"#, false),
            (r#"{"value.rows": {"$elemMatch": {"n": {"$lt": 2}, "k": "p"}}}"#, true),
            (r#"{"value.tags": {"$elemMatch": {"$gt": "y"}}}"#, true),
            (r#"{"value.none": null, "value.missing": null}"#, true),
            (r#"{"value.missing": {"$exists": false}}"#, true),
            (r#"{"value.missing": {"$ne": 3}}"#, true),
            (r#"{"value.missing": {"$in": [null]}}"#, true),
            (r#"{"name": {"$in": ["a", "color"]}}"#, true),
            (r#"{"name": {"$nin": ["a", "color"]}}"#, false),
            (r#"{"$or": [{"name": "x"}, {"value.a.b": 5}]}"#, true),
            (r#"{"$nor": [{"name": "x"}, {"value.a.b": 5}]}"#, false),
            (r#"{"$and": [{"name": "color"}, {"name": {"$ne": "color"}}]}"#, false),
        ] {
            assert_eq!(Query::read(&json(query)).unwrap().matches(&item), expected, "{query}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for query in [
            "3",
            r#"{"$where": "true"}"#,
            r#"{"a": {"$near": 1}}"#,
            r#"{"a": {"$gt": 1, "b": 2}}"#,
            r#"{"$or": {}}"#,
            r#"{"$or": []}"#,
            r#"{"a": {"$in": 1}}"#,
            r#"{"a": {"$regex": "("}}"#,
            r#"{"a": {"$options": "i"}}"#,
        ] {
            assert!(Query::read(&json(query)).is_err(), "{query}");
        }
        let deep = format!("{}{}{}", r#"{"$or": ["#.repeat(40), "{}", "]}".repeat(40));
        assert!(Query::read(&json(&deep)).is_err());
    }
}
