//! The algorithms of the demo, as functions of this program.

use saltant_dev_server::vantage6::{Algorithm, Subtask, Work};
use serde_json::{Value, json};

/// A federated average: a central function asks all organizations for their sum and count, so that no row leaves
/// its organization.
pub(super) fn average() -> Algorithm {
    Algorithm::function(|work| {
        let input: Value = serde_json::from_slice(work.input()).map_err(|error| error.to_string())?;
        match input["method"].as_str() {
            Some("central") => central(work, &input),
            Some("partial") => partial(work, &input),
            other => Err(format!("AttributeError: no method {other:?}")),
        }
    })
}

fn central(work: &Work, input: &Value) -> Result<Vec<u8>, String> {
    let organizations: Vec<u64> = work.organizations()?.into_iter().map(|(id, _)| id).collect();
    let part = json!({"method": "partial", "kwargs": input["kwargs"]}).to_string();
    let task = work.start(&Subtask::new(part, organizations).name("partial"))?;
    let (mut sum, mut count) = (0.0, 0);
    for part in work.wait(task)? {
        let part: Value = serde_json::from_slice(&part).map_err(|error| error.to_string())?;
        sum += part["sum"].as_f64().unwrap_or_default();
        count += part["count"].as_u64().unwrap_or_default();
    }
    if count == 0 {
        return Err("ZeroDivisionError: no organization has a row".to_owned());
    }
    let result =
        json!({"average": sum / f64::from(u32::try_from(count).unwrap_or(u32::MAX)), "count": count});
    Ok(result.to_string().into_bytes())
}

fn partial(work: &Work, input: &Value) -> Result<Vec<u8>, String> {
    let column = input["kwargs"]["column"].as_str().ok_or("KeyError: 'column'")?;
    let values = column_of(work, column)?;
    work.log(&format!("{} rows", values.len()));
    Ok(json!({"sum": values.iter().sum::<f64>(), "count": values.len()}).to_string().into_bytes())
}

/// The numbers in a column of the first database that the task asks for.
fn column_of(work: &Work, column: &str) -> Result<Vec<f64>, String> {
    let label = work.requested_databases().next().ok_or("KeyError: no database is asked for")?;
    let path = work.database(label).ok_or_else(|| format!("KeyError: '{label}'"))?;
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut lines = text.lines();
    let place = lines.next().unwrap_or("").split(',').position(|name| name == column);
    let place = place.ok_or_else(|| format!("KeyError: '{column}'"))?;
    let number = |line: &str| line.split(',').nth(place).unwrap_or("").parse::<f64>();
    lines.map(number).collect::<Result<_, _>>().map_err(|error| format!("ValueError: {error}"))
}

/// An algorithm with a mistake.
pub(super) fn crash() -> Algorithm {
    Algorithm::function(|work| column_of(work, "weight").map(|_| b"null".to_vec()))
}
