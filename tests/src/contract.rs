//! Replays recorded calls of the services' Python clients: this project has to make the same requests and
//! read the same answers.
//!
//! A recorded call is a [`Line`]: a name, arguments, and the exchanges that it caused. The [`Rules`] of its
//! service translate it into an operation or a small program. [`replay`] runs that on a [`Transport`] which
//! compares each request with the recorded one and returns the recorded answer.
//!
//! [`Transport`]: saltant_core::Transport

mod agave;
pub mod answer;
mod arguments;
mod astakos;
mod deviations;
mod inmanta;
mod line;
pub mod meaning;
mod play;
mod replay;
mod report;
mod request;
mod rules;
mod saltant;
mod stand_in;
mod template;
mod vantage6;

pub use deviations::{Deviation, Deviations, OutOfScope};
pub use line::{BodyKind, Exchange, Line, Request, Response};
pub use play::{Outcome, Play, Player};
pub use replay::{Verdict, replay};
pub use report::{Report, run};
pub use rules::{Ask, Expected, NotRenewed, Rules, rules_of};
