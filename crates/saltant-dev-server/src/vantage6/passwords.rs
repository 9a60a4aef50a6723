//! The rules of passwords, and the lock after too many failed logins.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::http::reply::Reply;
use crate::vantage6::reply;
use crate::vantage6::store::{Tables, User};

const MOST_FAILURES: u32 = 5;
const LOCKED_FOR: Duration = Duration::from_secs(15 * 60);

/// Why a password is too weak, if it is.
pub(crate) fn weakness(password: &str) -> Option<&'static str> {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let length = password.chars().count();
    Some(if length < 8 {
        "Password too short: use at least 8 characters with mixed lowercase, uppercase, numbers and special \
         characters"
    } else if length > 128 {
        "Password too long: use at most 128 characters"
    } else if !has(|letter| letter.is_ascii_digit()) {
        "Password should contain at least one number"
    } else if !has(|letter| letter.is_ascii_uppercase()) {
        "Password should contain at least one uppercase letter"
    } else if !has(|letter| letter.is_ascii_lowercase()) {
        "Password should contain at least one lowercase letter"
    } else if !has(|letter| !letter.is_alphanumeric()) {
        "Password should contain at least one special character"
    } else {
        return None;
    })
}

/// The user of a name and a password. All failures look the same: a lock shows by the right password failing.
pub(crate) fn login<'a>(
    tables: &'a mut Tables,
    username: &str,
    password: &str,
    now: Timestamp,
) -> Result<&'a mut User, Reply> {
    let refused = || reply::unauthorized("Failed to login");
    let user = tables.users.iter_mut().find(|user| user.username == username).ok_or_else(refused)?;
    let locked = user.failed_logins >= MOST_FAILURES
        && user.last_failed_login.is_some_and(|last| {
            let since = now.duration_since(last);
            since < SignedDuration::try_from(LOCKED_FOR).unwrap_or(SignedDuration::MAX)
        });
    if locked {
        return Err(refused());
    }
    if user.password == password {
        user.failed_logins = 0;
        return Ok(user);
    }
    user.failed_logins = if user.failed_logins >= MOST_FAILURES { 1 } else { user.failed_logins + 1 };
    user.last_failed_login = Some(now);
    Err(refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_needs_letters_of_both_cases_a_digit_and_a_sign() {
        assert_eq!(weakness("Passw0rd!x"), None);
        for weak in ["P0!x", "Password!x", "passw0rd!x", "PASSW0RD!X", "Passw0rdxx"] {
            assert!(weakness(weak).is_some(), "{weak}");
        }
        assert!(weakness(&"Aa1!".repeat(33)).is_some());
    }
}
