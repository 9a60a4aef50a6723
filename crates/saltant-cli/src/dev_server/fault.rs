//! Parses faults from the command line: `WHAT [METHOD PATH] [xN | always] [after N]`.

use saltant_dev_server::Fault;

use crate::duration;

pub(super) fn parse(text: &str) -> Result<Fault, String> {
    let mut words = text.split_whitespace().peekable();
    let mut fault = effect(words.next().unwrap_or_default())?;
    if let Some(method) = words.next_if(|word| word.bytes().all(|byte| byte.is_ascii_uppercase())) {
        let path = words.next_if(|word| word.starts_with(['/', '*']));
        fault = fault.on(method, path.ok_or("expected a path after the method, beginning with / or *")?);
    }
    while let Some(word) = words.next() {
        let times = word.strip_prefix('x').and_then(|times| times.parse().ok());
        fault = match (word, times) {
            ("always", _) => fault.always(),
            (_, Some(times)) => fault.times(times),
            ("after", _) => {
                let requests = words.next().and_then(|word| word.parse().ok());
                fault.after(requests.ok_or("expected a number of requests after `after`")?)
            }
            _ => return Err(format!("unexpected {word:?}; expected METHOD PATH, xN, always or after N")),
        };
    }
    Ok(fault)
}

/// The error for a fault that begins with something else.
const WHAT: &str = "a fault begins with a status from 200 to 599, drop, lose, cut, delay=TIME or stuck=STATE";

fn effect(word: &str) -> Result<Fault, String> {
    match word.split_once('=').unwrap_or((word, "")) {
        ("drop", "") => Ok(Fault::drop_connection()),
        ("lose", "") => Ok(Fault::lose_answer()),
        ("cut", "") => Ok(Fault::cut_answer()),
        ("delay", time) => Ok(Fault::delay(duration::parse(time)?)),
        ("stuck", state) if !state.is_empty() => Ok(Fault::stuck_in(state)),
        (status, "") => match status.parse() {
            Ok(status @ 200..=599) => Ok(Fault::status(status)),
            _ => Err(WHAT.to_owned()),
        },
        _ => Err(WHAT.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_parsed_as_the_help_says() {
        let same = |text: &str, fault: Fault| {
            assert_eq!(format!("{:?}", parse(text).unwrap()), format!("{fault:?}"), "{text}");
        };
        same("503", Fault::status(503));
        same("503 GET /api/users/ x2", Fault::status(503).on("GET", "/api/users/").times(2));
        same(
            "drop POST /api/*/clone/ after 1",
            Fault::drop_connection().on("POST", "/api/*/clone/").after(1),
        );
        same("lose always", Fault::lose_answer().always());
        same("cut", Fault::cut_answer());
        same("delay=20ms always", Fault::delay(std::time::Duration::from_millis(20)).always());
        same("stuck=published", Fault::stuck_in("published"));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "99", "600", "boom", "drop=1", "stuck=", "503 GET", "503 often", "503 after", "cut x"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
