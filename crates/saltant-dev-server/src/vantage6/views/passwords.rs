//! Changing and recovering passwords and two-factor secrets.

use std::time::Duration;

use jiff::SignedDuration;

use super::fields;
use super::tokens::new_secret;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::mail::Mail;
use crate::vantage6::passwords::login;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::store::{Tables, User};
use crate::vantage6::tokens::{Kind, Refused, check};
use crate::vantage6::validation::schemas;

/// A user gets a mail about a lost password at most once in this time.
const BETWEEN_MAILS: Duration = Duration::from_secs(3600);

pub(crate) fn change(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::PASSWORD_CHANGE)?;
    let text = |name| fields::text(&data, name).unwrap_or("");
    let (old, new) = (text("current_password"), text("new_password"));
    let username = tables.users.get(call.user()?).ok_or_else(reply::crash)?.username.clone();
    let user = login(tables, &username, old, call.now)?;
    if old == new {
        return Err(reply::bad("New password is the same as current password!"));
    }
    new.clone_into(&mut user.password);
    reply::done("The password has been changed successfully!")
}

pub(crate) fn lost(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::PASSWORD_LOST)?;
    let (username, email) = (fields::text(&data, "username"), fields::text(&data, "email"));
    let user = tables.users.iter_mut().find(|user| match (username, email) {
        (Some(name), _) if !name.is_empty() => user.username == name,
        (_, email) => email == Some(&user.email),
    });
    if let Some(user) = user {
        let pause = SignedDuration::try_from(BETWEEN_MAILS).unwrap_or(SignedDuration::MAX);
        if user.last_mail.is_none_or(|last| call.now.duration_since(last) >= pause) {
            user.last_mail = Some(call.now);
            send(call, user, "Password reset vantage6");
        }
    }
    reply::done("If the username or email is in our database you will soon receive an email.")
}

fn send(call: &Call<'_>, user: &User, subject: &str) {
    let token = call.mint().recovery(user.id);
    call.app.mailbox.send(Mail { to: user.email.clone(), subject: subject.to_owned(), token });
}

pub(crate) fn reset(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::PASSWORD_RESET)?;
    let user = recovered(call, tables, &data)?;
    user.failed_logins = 0;
    fields::text(&data, "password").unwrap_or("").clone_into(&mut user.password);
    reply::done("The password has successfully been reset!")
}

pub(crate) fn two_factor_lost(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::TWO_FACTOR_LOST)?;
    let text = |name| fields::text(&data, name).unwrap_or("");
    let user = login(tables, text("username"), text("password"), call.now)?;
    send(call, user, "Two-factor authentication reset vantage6");
    reply::done("You should have received an email that will allow you to reset your 2FA.")
}

pub(crate) fn two_factor_reset(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::TWO_FACTOR_RESET)?;
    let user = recovered(call, tables, &data)?;
    reply::ok(new_secret(call, user))
}

/// The user of a recovery token. Other tokens make the real server fail.
fn recovered<'a>(call: &Call<'_>, tables: &'a mut Tables, data: &Json) -> Result<&'a mut User, Reply> {
    let token = fields::text(data, "reset_token").unwrap_or("");
    let claims = match check(&call.app.signer, Kind::Access, token, call.now) {
        Ok(claims) => claims,
        Err(refused @ Refused::Expired) => return Err(refused.reply()),
        Err(Refused::TooShort | Refused::NotSigned) => return Err(reply::bad("Invalid recovery token!")),
        Err(Refused::Wrong(_)) => return Err(reply::crash()),
    };
    let id = claims.get("sub").and_then(|subject| fields::id(subject, "id"));
    id.and_then(|id| tables.users.get_mut(id)).ok_or_else(reply::crash)
}
