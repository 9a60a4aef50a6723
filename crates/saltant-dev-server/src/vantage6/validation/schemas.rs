//! The fields of each kind of body.

use super::Kind::{Email, Flag, Number, Numbers, Objects, Status, Text, Time, Url};
use super::{Definition, Field, checks};

const SHORT: super::Kind = Text(0, 128);
const ANY: super::Kind = Text(0, usize::MAX);
const ID: super::Kind = Number(true);

const fn fields(fields: &'static [Field]) -> Definition {
    Definition { fields, whole: None }
}

pub(crate) static ONLY_ID: Definition = fields(&[Field::new("id", ID).required()]);

pub(crate) static LOGIN: Definition = fields(&[
    Field::new("username", Text(1, 128)).required(),
    Field::new("password", Text(1, 128)).required(),
    Field::new("mfa_code", Text(0, 10)),
]);

pub(crate) static TWO_FACTOR_LOST: Definition = fields(&[
    Field::new("username", Text(1, 128)).required(),
    Field::new("password", Text(1, 128)).required(),
]);

pub(crate) static TWO_FACTOR_RESET: Definition =
    fields(&[Field::new("reset_token", Text(0, 1024)).required()]);

pub(crate) static NODE_LOGIN: Definition =
    fields(&[Field::new("api_key", ANY).required().check(checks::api_key)]);

pub(crate) static CONTAINER_LOGIN: Definition =
    fields(&[Field::new("task_id", ID).required(), Field::new("image", Text(1, usize::MAX)).required()]);

pub(crate) static PASSWORD_CHANGE: Definition = fields(&[
    Field::new("current_password", SHORT).required(),
    Field::new("new_password", ANY).required().check(checks::password),
]);

pub(crate) static PASSWORD_LOST: Definition = Definition {
    fields: &[Field::new("email", Email), Field::new("username", SHORT)],
    whole: Some(checks::recovery),
};

pub(crate) static PASSWORD_RESET: Definition = fields(&[
    Field::new("password", ANY).required().check(checks::password),
    Field::new("reset_token", Text(0, 1024)).required(),
]);

pub(crate) static ORGANIZATION: Definition = fields(&[
    Field::new("name", ANY).required().check(checks::name),
    Field::new("address1", SHORT),
    Field::new("address2", SHORT),
    Field::new("zipcode", SHORT),
    Field::new("country", SHORT),
    Field::new("domain", SHORT),
    Field::new("public_key", ANY),
]);

pub(crate) static COLLABORATION: Definition = fields(&[
    Field::new("name", ANY).required().check(checks::name),
    Field::new("organization_ids", Numbers(false)).required().check(checks::organization_ids),
    Field::new("encrypted", Flag).required(),
]);

pub(crate) static STUDY: Definition = fields(&[
    Field::new("name", ANY).required().check(checks::name),
    Field::new("collaboration_id", ID).required(),
    Field::new("organization_ids", Numbers(false)).required().check(checks::organization_ids),
]);

pub(crate) static NODE: Definition = fields(&[
    Field::new("name", ANY).check(checks::name),
    Field::new("collaboration_id", ID).required(),
    Field::new("organization_id", ID),
    Field::new("ip", ANY).check(checks::ip),
    Field::new("clear_ip", Flag),
]);

pub(crate) static USER: Definition = fields(&[
    Field::new("password", ANY).required().check(checks::password),
    Field::new("username", Text(3, 128)).required().check(checks::username),
    Field::new("email", Email).required(),
    Field::new("firstname", SHORT),
    Field::new("lastname", SHORT),
    Field::new("organization_id", ID),
    Field::new("roles", Numbers(true)),
    Field::new("rules", Numbers(true)),
]);

pub(crate) static ROLE: Definition = fields(&[
    Field::new("name", ANY).required().check(checks::role_name),
    Field::new("description", Text(0, 1024)),
    Field::new("rules", Numbers(true)).required(),
    Field::new("organization_id", ID),
]);

pub(crate) static TASK: Definition = Definition {
    fields: &[
        Field::new("name", ANY).check(checks::name),
        Field::new("description", Text(0, 1024)),
        Field::new("image", Text(1, usize::MAX)).required(),
        Field::new("collaboration_id", ID),
        Field::new("study_id", ID),
        Field::new("store_id", ID),
        Field::new("server_url", Url),
        Field::new("organizations", Objects).required().check(checks::participants),
        Field::new("databases", Objects).nullable().check(checks::databases),
    ],
    whole: Some(checks::task),
};

pub(crate) static RUN: Definition = fields(&[
    Field::new("started_at", Time),
    Field::new("finished_at", Time),
    Field::new("log", ANY),
    Field::new("result", ANY),
    Field::new("status", Status),
]);

pub(crate) static PORT: Definition = fields(&[
    Field::new("port", Number(false)).required().check(checks::port),
    Field::new("run_id", ID).required(),
    Field::new("label", SHORT).nullable(),
]);

pub(crate) static STORE: Definition = fields(&[
    Field::new("name", ANY).required(),
    Field::new("algorithm_store_url", Url).required(),
    Field::new("server_url", Url),
    Field::new("collaboration_id", ID),
    Field::new("force", Flag),
]);
