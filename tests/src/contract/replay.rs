use serde_json::Value;

use super::arguments::Given;
use super::play::{Outcome, Player};
use super::{Ask, Deviations, Line, Rules, answer};

/// The result of a line's replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This project does the same.
    Passed,
    /// It does not.
    Failed(String),
    /// It does something else on purpose, or the line is out of scope.
    Skipped(String),
}

/// Replays a line.
///
/// A line in the table of deviations is skipped, but its answers are read. A line with nothing to replay has
/// to be in that table.
pub fn replay(rules: &'static dyn Rules, deviations: &Deviations, line: &Line) -> Verdict {
    let line = &*rules.prepared(line);
    let deviation = deviations.deviation(rules, line);
    let done = match deviation {
        Some(deviation) if deviation.unread => Ok(false),
        Some(_) => answers(rules, line),
        None => whole(rules, line),
    };
    match (done, deviation) {
        (Err(why), _) => Verdict::Failed(why),
        (Ok(_), Some(deviation)) => Verdict::Skipped(deviation.reason()),
        (Ok(true), None) => Verdict::Passed,
        (Ok(false), None) => match deviations.out_of_scope(rules, line) {
            Some(entry) => Verdict::Skipped(entry.reason.clone()),
            None => Verdict::Failed("there is nothing to replay, and no deviation says why".to_owned()),
        },
    }
}

/// Makes the requests and reads the answers; returns whether there was anything to do.
fn whole(rules: &'static dyn Rules, line: &Line) -> Result<bool, String> {
    rules.check_record(line)?;
    let play = match rules.ask(line)? {
        Ask::Answers => return answers(rules, line),
        Ask::Play(play) => play,
        Ask::Operation(entry, given) => {
            let given = Given::complete(rules, line, entry, &given);
            let made = given.operation(entry).map_err(|why| format!("{}: {why}", entry.metadata.name));
            // Both clients refuse the call before anything is sent.
            if made.is_err() && line.exchanges.is_empty() && line.error.is_some() {
                return Ok(true);
            }
            let operation = made?;
            Box::new(move |player: Player| {
                Box::pin(async move {
                    let client: saltant_http::Client = player.client().map_err(|error| error.to_string())?;
                    let result = client.call(operation).await;
                    Ok(Outcome::last(player.line(), result))
                }) as saltant_core::BoxFuture<'static, _>
            })
        }
    };
    let player = Player::new(rules, line, rules.credential(line)?);
    let outcomes = run(play(player.clone()))?;
    if let Some(difference) = player.differences().into_iter().next() {
        return Err(match outcomes.iter().find_map(|outcome| outcome.result.as_ref().err()) {
            Some(error) => format!("{difference} ({error})"),
            None => difference,
        });
    }
    let mut told = 0;
    for outcome in &outcomes {
        let Some(at) = outcome.exchange else { continue };
        let exchange = line.exchanges.get(at);
        let exchange = exchange.ok_or_else(|| format!("nothing is recorded for {:?}", outcome.result))?;
        answer::check(rules, line, &exchange.response, &outcome.result)?;
        told += 1;
    }
    // Answers that a play does not return are read here, so that each answer is read.
    if line.exchanges.len() > told {
        answers(rules, line)?;
    }
    rules.check_result(line, &outcomes)?;
    Ok(true)
}

/// Reads only the answers; returns whether there was one.
fn answers(rules: &'static dyn Rules, line: &Line) -> Result<bool, String> {
    rules.check_record(line)?;
    let mut read = false;
    for exchange in &line.exchanges {
        read |= answer::read_alone(rules, line, exchange)?;
    }
    Ok(read)
}

/// Runs a play with a clock that skips every pause.
fn run(play: saltant_core::BoxFuture<'static, Result<Vec<Outcome>, String>>) -> Result<Vec<Outcome>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(play)
}

/// The last good value among outcomes.
pub(super) fn last_value(outcomes: &[Outcome]) -> Option<&Value> {
    outcomes.iter().rev().find_map(|outcome| outcome.result.as_ref().ok())
}
